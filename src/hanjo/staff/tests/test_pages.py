"""The staff pages as people meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.staff import commands
from hanjo.staff.models import ApiToken, Role, Staff, StaffSession

PASSWORD = "himitsu-no-kagi-2026"
BY = Actor.system("test")

PAGES = [
    "staff-people",
    "staff-new-person",
    "staff-roles",
    "staff-new-role",
    "staff-tokens",
    "me",
    "me-two-step",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_manager_sees_every_page_within_the_query_budget(
    hana_client: Client, count_sql: Callable[[], Any], name: str
) -> None:
    with count_sql() as seen:
        answer = hana_client.get(reverse(name))
    assert answer.status_code == 200
    assert seen.count <= 15, seen.statements


@pytest.mark.parametrize("name", ["staff-people", "staff-roles", "staff-tokens", "staff-new-person"])
def test_somebody_without_the_permission_is_told_so_and_sees_nothing(mei_client: Client, name: str) -> None:
    answer = mei_client.get(reverse(name))
    assert answer.status_code == 403
    assert "権限がない" in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_sent_to_the_login_page_and_back(db: None, name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next={reverse(name).replace('/', '%2F')}"


def _sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("login"), {"login": "hana", "password": password, **more})


def test_signing_in_leads_back_and_remembers_the_browser(hana: Staff) -> None:
    client = Client(headers={"User-Agent": "Testbrowser/1"})
    answer = _sign_in(client, next="/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert StaffSession.objects.get(staff=hana).browser == "Testbrowser/1"
    assert client.get("/me/").status_code == 200


def test_the_way_back_never_leads_to_another_host(hana: Staff) -> None:
    for wanted in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert _sign_in(Client(), next=wanted)["Location"] == "/"


def test_a_wrong_password_is_told_in_place_and_opens_nothing(hana: Staff) -> None:
    client = Client()
    answer = _sign_in(client, "wrong")
    assert answer.status_code == 422
    assert "ログイン名またはパスワードが違います" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_the_session_gets_a_new_key_when_somebody_signs_in(hana: Staff) -> None:
    client = Client()
    session = client.session
    session["anything"] = 1
    session.save()
    before = session.session_key
    _sign_in(client)
    assert client.session.session_key != before


def test_signing_in_with_the_second_step(hana: Staff) -> None:
    totp = pyotp.parse_uri(commands.enrol_totp(hana, by=BY))
    assert isinstance(totp, pyotp.TOTP)
    commands.confirm_totp(hana, totp.now(), by=BY)
    client = Client()
    assert _sign_in(client, next="/me/")["Location"] == reverse("login-code")
    assert client.get("/me/").status_code == 302
    assert client.post(reverse("login-code"), {"code": "000000"}).status_code == 422
    code = totp.generate_otp(int(clock.now().timestamp()) // totp.interval + 1)
    answer = client.post(reverse("login-code"), {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200


def test_a_form_typed_before_the_session_ended_is_kept_and_sent_afterwards(hana: Staff) -> None:
    client = Client()
    typed = {"theme": "dark", "density": "compact", "language": "ja", "present": "secret-password"}
    assert client.post(reverse("me-preferences"), typed).status_code == 302
    assert "続きから送れます" in client.get(reverse("login")).content.decode()
    assert _sign_in(client)["Location"] == reverse("login-resume")
    offered = client.get(reverse("login-resume")).content.decode()
    assert 'name="theme" value="dark"' in offered
    assert "secret-password" not in offered
    client.post(reverse("me-preferences"), typed)
    assert Staff.objects.get(pk=hana.pk).theme == "dark"


def test_htmx_is_sent_to_the_login_page_as_a_whole(db: None) -> None:
    answer = Client().get("/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/me/"})
    assert answer["HX-Redirect"] == "/login/?next=%2Fme%2F"


def test_changing_the_password_signs_all_other_browsers_out(hana: Staff) -> None:
    here, there = Client(), Client()
    _sign_in(here)
    _sign_in(there)
    new = "atarashii-kagi-777"
    answer = here.post(reverse("me-password"), {"present": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


@pytest.mark.parametrize(("password", "why"), [("short", "短"), ("password123", "一般的")])
def test_a_weak_password_is_refused_and_the_old_one_stays(hana: Staff, password: str, why: str) -> None:
    client = Client()
    _sign_in(client)
    answer = client.post(
        reverse("me-password"), {"present": PASSWORD, "password": password, "again": password}
    )
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert isinstance(commands.sign_in("hana", PASSWORD, "192.0.2.1"), commands.SignedIn)


def test_somebody_elses_session_cannot_be_ended(hana: Staff, ken: Staff, ken_client: Client) -> None:
    commands.note_session(hana, "a" * 32, "192.0.2.1", "x")
    session = StaffSession.objects.get(staff=hana)
    ken_client.post(reverse("me-end-sessions"), {"session": session.pk})
    assert StaffSession.objects.filter(pk=session.pk).exists()


def test_the_last_manager_can_neither_leave_nor_lose_the_role(hana: Staff, hana_client: Client) -> None:
    address = reverse("staff-person", args=[hana.pk])
    for typed in ({"name": "花田", "roles": ["manager"]}, {"name": "花田", "roles": [], "is_active": "on"}):
        answer = hana_client.post(address, typed)
        assert answer.status_code == 422
        assert "管理できる人がいなくなります" in answer.content.decode()
    kept = Staff.objects.get(pk=hana.pk)
    assert kept.is_active
    assert [role.code for role in kept.roles.all()] == ["manager"]


def test_a_role_takes_what_was_ticked_and_refuses_what_does_not_exist(hana_client: Client) -> None:
    typed = {"name": "梱包", "code": "packing", "permission": ["staff.look", "*.look"]}
    assert hana_client.post(reverse("staff-new-role"), typed).status_code == 302
    assert Role.objects.get(code="packing").permissions == ["*.look"]
    typed = {"name": "梱包", "permission": ["orders.fly"]}
    assert hana_client.post(reverse("staff-role", args=["packing"]), typed).status_code == 422
    assert Role.objects.get(code="packing").permissions == ["*.look"]


def test_a_token_is_shown_once_and_kept_as_a_hash(hana_client: Client) -> None:
    answer = hana_client.post(reverse("staff-tokens"), {"name": "会計", "scope": ["staff.look"]})
    found = re.search(r"hanjo_[\w-]{20,}", answer.content.decode())
    assert found
    token = ApiToken.objects.get()
    assert found[0] not in (token.hash, token.start)
    assert found[0] not in hana_client.get(reverse("staff-tokens")).content.decode()


def test_nobody_issues_a_token_with_rights_they_do_not_have(ken: Staff) -> None:
    from hanjo.staff.terms import NotYourRight

    with pytest.raises(NotYourRight):
        commands.issue_token("x", ["staff.create_staff"], issued_by=ken, by=BY)
    assert not ApiToken.objects.exists()


def test_a_page_that_does_not_exist_says_so_in_japanese(hana_client: Client) -> None:
    answer = hana_client.get("/nowhere/")
    assert answer.status_code == 404
    assert "このアドレスの画面はありません" in answer.content.decode()


def test_a_form_from_another_site_is_refused(hana: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hana)
    answer = client.post(reverse("me-preferences"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "古くなっている" in answer.content.decode()
