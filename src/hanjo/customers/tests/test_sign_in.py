"""Registering and signing in: nothing tells who has an account, nobody guesses for long."""

from datetime import timedelta

import pytest

from hanjo.customers import commands as customers
from hanjo.customers import queries, rules
from hanjo.customers.commands import SignedIn
from hanjo.customers.facts import NewDeviceSeen
from hanjo.customers.models import Customer, Member, MemberSession, Signal, SignInAttempt
from hanjo.customers.terms import (
    BadMail,
    DeadToken,
    LetterKind,
    LockedOut,
    MemberState,
    NotConfirmed,
    Person,
    SignalKind,
    TooMany,
    WeakPassword,
    WrongLogin,
)
from hanjo.customers.tests.makers import HOME, PASSWORD, member, registered, signed_in
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def test_a_registration_opens_nothing_before_its_mail_is_confirmed():
    letter = registered()
    assert (letter.kind, letter.to) == (LetterKind.CONFIRM_REGISTRATION, "mio@example.jp")
    answer = customers.sign_in("mio@example.jp", PASSWORD, address=HOME)
    assert isinstance(answer, NotConfirmed)
    assert MemberSession.objects.count() == 0
    customers.confirm_registration(letter.token)
    assert signed_in().member.state == MemberState.ACTIVE


def test_a_confirmed_member_gets_the_customer_who_bought_as_a_guest():
    (known,) = customers.recognise([Person(name="見本 みお", email="mio@example.jp")], by=BY)
    assert member().customer_id == known.id
    assert Customer.objects.count() == 1


def test_a_confirmation_link_works_once():
    letter = registered()
    customers.confirm_registration(letter.token)
    with pytest.raises(DeadToken):
        customers.confirm_registration(letter.token)


def test_registering_again_kills_the_older_link_and_password():
    older = registered()
    newer = customers.register("mio@example.jp", "sora-to-kumo-2026", name="見本 みお", address=HOME)
    with pytest.raises(DeadToken):
        customers.confirm_registration(older.token)
    customers.confirm_registration(newer.token)
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address=HOME), WrongLogin)


def test_registering_a_known_address_changes_nothing_and_is_told_by_mail_only():
    before = member()
    letter = customers.register("MIO@example.jp", "sora-to-kumo-2026", name="別の人", address=HOME)
    assert (letter.kind, letter.token) == (LetterKind.ALREADY_MEMBER, "")
    assert Member.objects.get().password == before.password
    assert Member.objects.get().name == "見本 みお"


def test_the_same_mail_in_other_letters_and_width_is_one_account():
    member()
    assert isinstance(customers.sign_in("ＭＩＯ＠example.jp", PASSWORD, address=HOME), SignedIn)


@pytest.mark.parametrize("password", ["short1", "password123", "mio@example.jp", "12345678"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(WeakPassword):
        customers.register("mio@example.jp", password, name="見本 みお", address=HOME)
    assert Member.objects.count() == 0


@pytest.mark.parametrize(
    "email", ["mio", "mio@", "@example.jp", "mi o@example.jp", "mio@example", "a\n@b.jp"]
)
def test_what_is_no_mail_address_is_refused(email):
    with pytest.raises(BadMail):
        customers.register(email, PASSWORD, name="見本 みお", address=HOME)
    assert Member.objects.count() == 0


def test_an_old_carrier_address_is_accepted():
    assert rules.is_mail("a..b.@docomo.ne.jp")


def test_one_address_registers_five_times_in_half_an_hour():
    for number in range(5):
        registered(f"mio{number}@example.jp")
    answer = customers.register("mio9@example.jp", PASSWORD, name="見本 みお", address=HOME)
    assert isinstance(answer, TooMany)
    assert Member.objects.count() == 5
    registered("mio9@example.jp", address="203.0.113.8")


def test_ten_failures_lock_the_account_even_for_the_right_password():
    member()
    for number in range(10):
        assert isinstance(customers.sign_in("mio@example.jp", "x", address=f"203.0.113.{number}"), WrongLogin)
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address="198.51.100.1"), LockedOut)
    assert MemberSession.objects.count() == 0
    assert Signal.objects.filter(kind=SignalKind.MANY_FAILURES).count() == 1
    SignInAttempt.objects.update(at=clock.now() - timedelta(minutes=31))
    assert signed_in()


def test_an_address_without_an_account_answers_and_locks_exactly_alike():
    member()
    texts = {}
    for email in ("mio@example.jp", "nobody@example.jp"):
        texts[email] = [customers.sign_in(email, "x", address="198.51.100.9").text for _ in range(11)]
    assert texts["mio@example.jp"] == texts["nobody@example.jp"]
    assert "ログインを" in texts["nobody@example.jp"][-1]


def test_one_address_that_tries_many_accounts_is_locked():
    member()
    for number in range(60):
        customers.sign_in(f"guess{number}@example.jp", "x", address="198.51.100.9")
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address="198.51.100.9"), LockedOut)
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address=HOME), SignedIn)


def test_who_is_behind_a_token_is_one_query_and_ends_with_the_session(django_assert_num_queries):
    member()
    answer = signed_in()
    with django_assert_num_queries(1):
        who = queries.member_of(answer.token)
        assert who is not None
        assert (who.customer.email, who.rank_code) == ("mio@example.jp", "")
    assert answer.token not in str(MemberSession.objects.values())
    customers.sign_out(answer.token)
    assert queries.member_of(answer.token) is None


def test_a_session_that_ran_out_or_whose_member_is_stopped_opens_nothing():
    member()
    answer = signed_in()
    MemberSession.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert queries.member_of(answer.token) is None
    again = signed_in()
    Member.objects.update(state=MemberState.STOPPED)
    assert queries.member_of(again.token) is None


def test_a_new_device_is_noticed_and_told_but_the_first_is_no_news(monkeypatch):
    told = []
    monkeypatch.setattr("hanjo.customers.commands._session.tell", told.extend)
    member()
    signed_in()
    signed_in()
    assert told == []
    signed_in(device="d2")
    signed_in(address="198.51.100.1")
    assert [type(fact) for fact in told] == [NewDeviceSeen, NewDeviceSeen]
    assert Signal.objects.filter(what="").values_list("kind", flat=True).order_by("id")[0] == "new_device"
