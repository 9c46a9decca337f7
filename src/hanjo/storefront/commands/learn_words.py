"""Learn words."""

from __future__ import annotations

from django.db import connection

from hanjo.kernel.command import command

_LEARN = """
WITH each AS (
    SELECT split_part(t, '|', 1) AS term, split_part(t, '|', 2) AS shown
    FROM storefront_searchdoc d, unnest(d.terms) AS t
), counted AS (
    SELECT term, mode() WITHIN GROUP (ORDER BY shown) AS shown, count(*) AS count FROM each
    WHERE length(term) BETWEEN 2 AND 20 AND length(shown) <= 60 GROUP BY term
), gone AS (
    DELETE FROM storefront_searchterm s WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE c.term = s.term) RETURNING 1
), put AS (
    INSERT INTO storefront_searchterm AS s (term, shown, count, near)
    SELECT c.term, c.shown, c.count,
           CASE WHEN length(c.term) >= 4 AND c.term ~ '^[ァ-ヺーa-z]+$' THEN
                array(SELECT DISTINCT left(c.term, i - 1) || substr(c.term, i + 1)
                      FROM generate_series(1, length(c.term)) AS i) || c.term
                ELSE '{}' END
    FROM counted c
    ON CONFLICT (term) DO UPDATE SET shown = EXCLUDED.shown, count = EXCLUDED.count
    WHERE (s.shown, s.count) IS DISTINCT FROM (EXCLUDED.shown, EXCLUDED.count) RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put)
"""


@command("storefront.learn_words", "検索のことばの用意")
def learn_words() -> int:
    """Gather the words that goods are called by, for spelling and suggestions (検索のことばの用意).

    Answers how many changed. One statement; running it again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LEARN)
        return int(cursor.fetchone()[0])
