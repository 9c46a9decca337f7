"""Consent to advertising mail: the last word counts, at once, and its proof outlives the account."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import ConsentEvent, Suppression
from hanjo.customers.terms import (
    Because,
    ConsentAction,
    DeadUnsubscribe,
    Listed,
    NoWording,
    Person,
    Purpose,
    Said,
)
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BY = Actor("customer", "member:1")
MIO = "mio@example.jp"
WORDS = "新商品とセールのお知らせをメールで受け取ります（いつでも停止できます）。"


def say(action: ConsentAction = ConsentAction.OPT_IN, email: str = MIO) -> None:
    customers.note_consents(
        [
            Said(
                email=email,
                purpose=Purpose.NEWS,
                action=action,
                form="register",
                wording=WORDS,
                address="203.0.113.7",
                agent="Test/1.0",
            )
        ],
        by=BY,
    )


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_time(hour: int, minute: int, day: date = date(2026, 11, 2)) -> datetime:
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.JST)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return set_time


def test_t_mail_01_who_said_no_after_a_campaign_was_queued_gets_nothing(at):
    at(10, 0)
    say()
    at(10, 1)
    assert queries.may_market(MIO)  # the campaign is queued for 10:10
    at(10, 5)
    say(ConsentAction.OPT_OUT)
    at(10, 10)
    assert queries.marketable([MIO, "nobody@example.jp"]) == set()


def test_t_mail_03_proof_is_kept_three_years_after_the_last_ad(at):
    at(10, 0)
    say()
    customers.note_ads_sent([MIO], clock.now())
    assert queries.consent_kept_until(MIO) is None  # a yes is in force
    say(ConsentAction.OPT_OUT)
    kept = queries.consent_kept_until(MIO)
    assert kept is not None
    assert kept >= date(2029, 11, 2)


def test_t_mail_04_an_erased_address_stays_suppressed_when_a_list_brings_it_back(at):
    (known,) = customers.recognise([Person(name="見本 みお", email=MIO)], by=BY)
    say()
    assert known.id
    customers.erase_customer(known.id, by=BY)
    at(9, 0, date(2026, 12, 1))
    outcome = customers.import_consents([Listed(email=MIO, source="展示会", agreed_at=clock.now())], by=BY)
    assert (outcome.agreed, outcome.suppressed) == (0, 1)
    assert not queries.may_market(MIO)
    assert MIO not in str(Suppression.objects.values())


def test_t_mail_06_the_evidence_of_an_address_shows_wording_version_time_and_network():
    say()
    (row,) = queries.consent_evidence(MIO)
    assert (row["wording"], row["form"], row["address"], row["agent"]) == (
        WORDS,
        "register",
        "203.0.113.7",
        "Test/1.0",
    )
    assert len(row["form_version"]) == 64
    assert row["at"].startswith("20")


def test_a_yes_without_words_is_no_yes():
    with pytest.raises(NoWording):
        customers.note_consents(
            [Said(email=MIO, purpose=Purpose.NEWS, action=ConsentAction.OPT_IN, form="register")], by=BY
        )
    assert ConsentEvent.objects.count() == 0


def test_the_database_refuses_to_change_a_consent_event():
    say()
    for change in (
        lambda: ConsentEvent.objects.update(action=ConsentAction.OPT_OUT),
        lambda: ConsentEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert queries.may_market(MIO)


def test_a_row_of_an_old_list_without_source_or_date_is_no_consent():
    rows = [
        Listed(email="a@example.jp", source="店頭の申込書", agreed_at=clock.now()),
        Listed(email="b@example.jp", agreed_at=clock.now()),
        Listed(email="c@example.jp", source="店頭の申込書"),
    ]
    outcome = customers.import_consents(rows, by=BY)
    assert (outcome.agreed, outcome.without_proof) == (1, 2)
    assert queries.marketable(["a@example.jp", "b@example.jp", "c@example.jp"]) == {"a@example.jp"}


def test_a_list_older_than_a_no_changes_nothing():
    say()
    agreed_at = clock.now()
    say(ConsentAction.OPT_OUT)
    customers.import_consents([Listed(email=MIO, source="古い名簿", agreed_at=agreed_at)], by=BY)
    assert not queries.may_market(MIO)


def test_one_press_on_a_mails_link_stops_it_without_signing_in():
    say()
    token = queries.unsubscribe_token(MIO)
    assert MIO not in token
    assert customers.unsubscribe(token, address="203.0.113.7") == MIO
    assert not queries.may_market(MIO)
    customers.unsubscribe(token)
    with pytest.raises(DeadUnsubscribe):
        customers.unsubscribe(token[:-2])
    assert ConsentEvent.objects.count() == 3


def test_a_complaint_stops_mail_until_the_person_says_yes_again():
    say()
    customers.suppress([MIO], Because.COMPLAINT, by=BY)
    assert not queries.may_market(MIO)
    say()
    assert queries.may_market(MIO)


def test_asking_for_a_thousand_addresses_takes_two_queries(django_assert_num_queries):
    say()
    with django_assert_num_queries(2):
        assert queries.marketable([f"p{n}@example.jp" for n in range(1000)] + [MIO]) == {MIO}
