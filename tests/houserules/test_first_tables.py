"""Tables that are made at once are those that the replaced steps made; `tools/same_tables.py` asks PostgreSQL too."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

RENAMED = {("channels", "importfile"): "done_groups"}
"""Renamed on the way: Django then names a field last, PostgreSQL leaves it where it was."""
LASTING = """
    SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'procrastinate%%'
    UNION SELECT format('storage %%s.%%s %%s', c.relname, a.attname, a.attstorage)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attstorage <> t.typstorage
    UNION SELECT format('option %%s %%s', relname, option) FROM pg_class, unnest(reloptions) option
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    UNION SELECT format('cache %%s %%s', seqrelid::regclass, seqcache) FROM pg_sequence
    WHERE seqcache <> 1
"""
"""What no model can say."""


def said(table: ModelState) -> Any:
    """What a migration says of a table, down to the last argument; the order of fields aside."""
    told = MigrationAutodetector(ProjectState(), ProjectState()).deep_deconstruct
    options = {name: value for name, value in table.options.items() if value}
    return told([table.fields, options, table.bases, table.managers])


def test_tables_made_at_once_are_those_of_the_steps_they_replace() -> None:
    loader = MigrationLoader(None, replace_migrations=False)
    whole = {key: found for key, found in loader.disk_migrations.items() if found.replaces}
    at_once = loader.project_state(list(whole)).models
    steps = loader.project_state([found.replaces[-1] for found in whole.values()]).models
    modules = {module for module, _ in whole}
    assert len(modules) > 10
    here = {key for key in at_once if key[0] in modules}
    assert here == {key for key in steps if key[0] in modules}
    for key in here:
        one, other = at_once[key], steps[key]
        assert said(one) == said(other), key
        moved = RENAMED.get(key)
        assert [name for name in one.fields if name != moved] == [
            name for name in other.fields if name != moved
        ], key


@pytest.mark.django_db
def test_what_no_model_can_say_of_the_tables_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LASTING, [])
        found = {row[0] for row in cursor.fetchall()}
    kept = {
        "cache orders_orderline_id_seq 100",
        "option storefront_searchdoc fillfactor=75",
        "option storefront_searchdoc toast_tuple_target=128",
        "storage channels_raworder.rows e",
        "storage storefront_searchdoc.badges p",
        "storage storefront_searchdoc.categories p",
        "storage storefront_searchdoc.maker p",
        "storage storefront_searchdoc.name p",
        "storage storefront_searchdoc.source p",
        "trigger consent_written_once",
        "trigger lines_keep_their_parent",
        "trigger no_lines_left",
        "trigger no_lines_left_at_all",
        "trigger parents_of_changed",
        "trigger parents_of_new",
        "trigger point_entry_written_once",
        "trigger price_history_is_written_once",
        "trigger terms_are_written_once",
        "trigger wording_written_once",
    }
    assert sorted(kept - found) == []  # later migrations may add to it
