"""The console opens from listed networks, to people with the second step that their role needs (T-SEC-02…05)."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.staff import commands, queries, rules
from hanjo.staff.models import LoginAttempt, Staff
from hanjo.staff.terms import BadAddress, LockedOut, OwnAddressMissing

PASSWORD = "himitsu-no-kagi-2026"
BY = Actor.system("test")
OFFICE = "203.0.113.7"


@pytest.fixture
def hana(db: None) -> Staff:
    commands.make_starting_roles(by=BY)
    return commands.create_staff("hana", "花", PASSWORD, ["manager"], by=BY)


def from_(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def test_t_sec_02_from_an_address_that_is_not_listed_no_password_is_looked_at(hana: Staff) -> None:
    commands.set_access(["203.0.113.0/24"], [], own=OFFICE, by=BY)
    outside = from_("198.51.100.9")
    assert outside.get(reverse("login")).status_code == 403
    sent = {"login": "hana", "password": PASSWORD}
    assert outside.post(reverse("login"), sent).status_code == 403
    assert outside.get(reverse("me")).status_code == 403
    assert not LoginAttempt.objects.exists()
    inside = from_(OFFICE)
    assert inside.post(reverse("login"), sent).status_code == 302
    assert inside.get(reverse("me")).status_code == 200
    inside.defaults["REMOTE_ADDR"] = "198.51.100.9"  # the same session, carried elsewhere
    assert inside.get(reverse("me")).status_code == 403


def test_t_sec_02_nobody_locks_themselves_out(hana: Staff) -> None:
    for wrong, refusal in ((["198.51.100.9"], OwnAddressMissing), (["the office"], BadAddress)):
        with pytest.raises(refusal):
            commands.set_access(wrong, [], own=OFFICE, by=BY)
    assert queries.access() == queries.Access()
    assert from_("198.51.100.9").get(reverse("login")).status_code == 200


def test_t_sec_02_the_machine_of_the_shop_is_the_way_back(hana: Staff) -> None:
    commands.set_access([OFFICE], ["manager"], own=OFFICE, by=BY)
    commands.set_access([], queries.access().second_step, own="", by=BY)
    assert queries.access() == queries.Access((), ("manager",))
    assert from_("198.51.100.9").get(reverse("login")).status_code == 200


def test_t_sec_03_ten_failures_lock_even_the_right_password_and_a_reset_is_logged(hana: Staff) -> None:
    assert rules.MOST_FAILURES_BY_ACCOUNT <= 10
    for _ in range(10):
        commands.sign_in("hana", "wrong-password-1", "198.51.100.9")
    assert isinstance(commands.sign_in("hana", PASSWORD, "198.51.100.9"), LockedOut)
    commands.reset_access(hana.pk, "another-long-secret-9", by=BY)
    found = commands.sign_in("hana", "another-long-secret-9", "198.51.100.10")
    assert isinstance(found, commands.SignedIn)
    assert AuditEntry.objects.filter(command="staff.reset_access").count() == 1


def test_t_sec_04_without_the_second_step_only_its_own_page_opens(hana: Staff) -> None:
    commands.set_access([], ["manager"], own=OFFICE, by=BY)
    client = from_(OFFICE)
    assert client.post(reverse("login"), {"login": "hana", "password": PASSWORD}).status_code == 302
    for name in ("me", "staff-people", "staff-roles", "staff-access"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("me-two-step")), name
    assert client.post(reverse("staff-access"), {"addresses": ""}).status_code == 302
    assert queries.access().second_step == ("manager",)
    assert client.get(reverse("me-two-step")).status_code == 200
    secret = pyotp.parse_uri(str(client.session["totp_address"]))
    assert client.post(reverse("me-two-step"), {"code": secret.at(clock.now())}).status_code == 200
    assert client.get(reverse("me")).status_code == 200


def test_t_sec_04_roles_that_are_not_named_need_none(hana: Staff) -> None:
    commands.set_access([], ["packer"] if _has("packer") else [], own=OFFICE, by=BY)
    client = from_(OFFICE)
    client.force_login(hana)
    assert client.get(reverse("me")).status_code == 200


def test_t_sec_05_guessing_codes_ends_after_a_few_in_a_quarter_of_an_hour(hana: Staff) -> None:
    totp = pyotp.parse_uri(commands.enrol_totp(hana, by=BY))
    hana.refresh_from_db()
    commands.confirm_totp(hana, totp.at(clock.now()), by=BY)
    for _ in range(rules.MOST_FAILURES_BY_ACCOUNT):
        commands.confirm_second_step(hana.pk, "000000", OFFICE)
    later = totp.at(clock.now() + timedelta(seconds=30))
    assert isinstance(commands.confirm_second_step(hana.pk, later, OFFICE), LockedOut)


def test_the_page_says_where_one_is_and_keeps_what_was_typed(hana: Staff) -> None:
    client = from_(OFFICE)
    client.force_login(hana)
    page = client.get(reverse("staff-access"))
    assert page.status_code == 200
    assert OFFICE in page.content.decode()
    assert client.post(reverse("staff-access"), {"addresses": "198.51.100.9"}).status_code == 422
    sent = {"addresses": f"198.51.100.9\n{OFFICE}", "second_step": []}
    assert client.post(reverse("staff-access"), sent).status_code == 302
    assert queries.access().addresses == ("198.51.100.9", OFFICE)


def _has(code: str) -> bool:
    return queries.all_roles().filter(code=code).exists()
