"""Keeping an account: passwords, mail addresses, second step, sessions, address book."""

from datetime import timedelta

import pyotp
import pytest

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.commands import NeedsSecondStep, SignedIn
from hanjo.customers.models import Address, Customer, Member, MemberSession, MemberToken
from hanjo.customers.terms import (
    BadAddress,
    DeadToken,
    Letter,
    LetterKind,
    LockedOut,
    Person,
    Place,
    TooMany,
    WeakPassword,
    WrongCode,
    WrongLogin,
    WrongPassword,
)
from hanjo.customers.tests.makers import HOME, PASSWORD, member, signed_in
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
NEW = "sora-to-kumo-2026"
HERE = Place(
    name="見本 みお",
    postal="6500001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町9-9",
    phone="090-0000-0000",
)


def reset_link(email: str = "mio@example.jp") -> str:
    letter = customers.ask_reset(email, address=HOME)
    assert isinstance(letter, Letter)
    return letter.token


def test_a_changed_password_ends_every_other_session():
    who = member()
    here, there = signed_in(), signed_in(device="d2")
    assert isinstance(
        customers.change_password(who.pk, PASSWORD, NEW, keep=here.token, address=HOME, by=BY), Member
    )
    assert queries.member_of(here.token)
    assert queries.member_of(there.token) is None
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address=HOME), WrongLogin)


def test_a_stolen_session_does_not_guess_the_password():
    who = member()
    for _ in range(10):
        assert isinstance(customers.change_password(who.pk, "x", NEW, address=HOME, by=BY), WrongPassword)
    assert isinstance(customers.change_password(who.pk, PASSWORD, NEW, address=HOME, by=BY), LockedOut)
    assert Member.objects.get().password == who.password


def test_a_reset_link_works_once_ends_all_sessions_and_the_lockout():
    member()
    session = signed_in()
    for _ in range(10):
        customers.sign_in("mio@example.jp", "x", address="198.51.100.1")
    link = reset_link()
    with pytest.raises(WeakPassword):
        customers.reset_password(link, "short")
    customers.reset_password(link, NEW)
    assert queries.member_of(session.token) is None
    assert isinstance(customers.sign_in("mio@example.jp", NEW, address=HOME), SignedIn)
    with pytest.raises(DeadToken):
        customers.reset_password(link, "kaze-to-ame-2026")


def test_a_reset_link_dies_after_an_hour_and_by_a_newer_one():
    member()
    old = reset_link()
    newer = reset_link()
    with pytest.raises(DeadToken):
        customers.reset_password(old, NEW)
    MemberToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(DeadToken):
        customers.reset_password(newer, NEW)
    assert newer not in str(MemberToken.objects.values())


def test_asking_for_a_reset_without_an_account_answers_nothing_and_is_limited_alike():
    for _ in range(5):
        assert customers.ask_reset("nobody@example.jp", address=HOME) is None
    assert isinstance(customers.ask_reset("nobody@example.jp", address=HOME), TooMany)
    assert MemberToken.objects.count() == 0


def test_a_new_mail_address_counts_after_its_link_and_the_old_one_is_told():
    who = member()
    notice, link = customers.ask_mail(who.pk, "mio@example.net", by=BY)
    assert (notice.kind, notice.to, notice.token) == (LetterKind.MAIL_CHANGING, "mio@example.jp", "")
    assert Member.objects.get().email == "mio@example.jp"
    told = customers.change_mail(link.token)
    assert (told.kind, told.to) == (LetterKind.MAIL_CHANGED, "mio@example.jp")
    assert isinstance(customers.sign_in("mio@example.net", PASSWORD, address=HOME), SignedIn)
    (known,) = customers.recognise([Person(name="見本 みお", email="mio@example.net")], by=BY)
    assert known.id == who.customer_id
    with pytest.raises(DeadToken):
        customers.change_mail(link.token)


def test_what_the_new_address_bought_as_a_guest_becomes_the_members():
    who = member()
    (guest,) = customers.recognise([Person(name="見本 みお", email="mio@example.net")], by=BY)
    customers.change_mail(customers.ask_mail(who.pk, "mio@example.net", by=BY)[1].token)
    assert queries.customer_ids(who) == [who.customer_id, guest.id]
    (old,) = customers.recognise([Person(name="だれか", email="mio@example.jp")], by=BY)
    assert old.id not in queries.customer_ids(who)
    assert Customer.objects.count() == 3


def test_a_mail_address_of_another_member_is_not_given_away_and_not_taken():
    who = member()
    member("ren@example.jp", name="見本 れん")
    letters = customers.ask_mail(who.pk, "ren@example.jp", by=BY)
    assert [letter.kind for letter in letters] == [LetterKind.MAIL_CHANGING, LetterKind.ALREADY_MEMBER]
    assert not any(letter.token for letter in letters)


def enrolled(who: Member) -> tuple[pyotp.TOTP, list[str]]:
    uri = customers.enrol_totp(who.pk, issuer="見本の店", by=BY)
    totp = pyotp.parse_uri(uri)
    assert isinstance(totp, pyotp.TOTP)
    return totp, customers.confirm_totp(who.pk, totp.at(clock.now() - timedelta(seconds=30)), by=BY)


def ticket() -> str:
    answer = customers.sign_in("mio@example.jp", PASSWORD, address=HOME)
    assert isinstance(answer, NeedsSecondStep)
    return answer.ticket


def test_with_a_second_step_the_password_alone_opens_nothing():
    totp, _ = enrolled(member())
    one = ticket()
    assert MemberSession.objects.count() == 0
    assert isinstance(customers.confirm_second_step(one, "000000", address=HOME), WrongCode)
    code = totp.at(clock.now())
    assert isinstance(customers.confirm_second_step(one, code, address=HOME), SignedIn)
    assert isinstance(customers.confirm_second_step(one, code, address=HOME), DeadToken)
    assert isinstance(customers.confirm_second_step(ticket(), code, address=HOME), WrongCode)


def test_a_recovery_code_works_once():
    _, codes = enrolled(member())
    assert len(set(codes)) == 10
    assert isinstance(customers.confirm_second_step(ticket(), codes[0].upper(), address=HOME), SignedIn)
    assert isinstance(customers.confirm_second_step(ticket(), codes[0], address=HOME), WrongCode)


def test_a_known_password_gives_no_endless_guessing_of_codes():
    enrolled(member())
    for _ in range(5):
        customers.confirm_second_step(ticket(), "000000", address=HOME)
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address=HOME), LockedOut)


def test_a_member_ends_sessions_and_only_their_own():
    who, other = member(), member("ren@example.jp", name="見本 れん")
    here, there = signed_in(), signed_in(device="d2")
    theirs = signed_in("ren@example.jp")
    assert customers.end_sessions(other.pk, only=there.session.pk, by=BY) == 0
    assert customers.end_sessions(who.pk, keep=here.token, by=BY) == 1
    assert queries.member_of(here.token)
    assert queries.member_of(theirs.token)


def test_something_grave_asks_for_the_password_again():
    member()
    session = signed_in()
    MemberSession.objects.update(proved_at=clock.now() - timedelta(hours=1))
    assert isinstance(customers.prove_again(session.token, "x", address=HOME), WrongPassword)
    answer = customers.prove_again(session.token, PASSWORD, address=HOME)
    assert isinstance(answer, MemberSession)
    assert answer.proved_at > clock.now() - timedelta(minutes=1)


def test_there_is_one_usual_address_and_nobody_changes_anothers():
    who, other = member(), member("ren@example.jp", name="見本 れん")
    first = customers.save_address(who.pk, HERE, by=BY)
    second = customers.save_address(who.pk, HERE, default=True, by=BY)
    assert list(Address.objects.filter(is_default=True)) == [second]
    assert first.postal == "650-0001"
    with pytest.raises(NotFound):
        customers.save_address(other.pk, HERE, address_id=first.pk, by=BY)
    customers.drop_address(other.pk, first.pk, by=BY)
    assert Address.objects.filter(member=who).count() == 2


def test_an_address_that_no_carrier_finds_is_refused():
    who = member()
    for wrong in ({"postal": "650"}, {"street": " "}, {"phone": ""}, {"city": "市" * 81}):
        values = {field: getattr(HERE, field) for field in Place.__dataclass_fields__} | wrong
        with pytest.raises(BadAddress):
            customers.save_address(who.pk, Place(**values), by=BY)
    assert Address.objects.count() == 0
