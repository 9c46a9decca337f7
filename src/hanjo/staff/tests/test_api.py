"""The API's own manners: tokens, scopes, pages, problems, and one answer for one key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.staff import commands
from hanjo.staff.models import ApiToken, Role, Staff, StoredAnswer

Token = Callable[..., dict[str, str]]
BODY = {"name": "梱包", "permissions": ["*.look"]}


def _put(headers: dict[str, str], body: Any = BODY, code: str = "packing") -> Any:
    return Client().put(f"/api/v1/roles/{code}", body, content_type="application/json", headers=headers)


def test_without_a_token_nothing_is_told(hana: Staff) -> None:
    for headers in ({}, {"Authorization": "Bearer hanjo_wrong"}, {"Authorization": "Basic aGFuYTo="}):
        answer = Client().get("/api/v1/staff", headers=headers)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert "hana" not in answer.content.decode()


def test_a_token_does_only_what_its_scopes_say(api_token: Token) -> None:
    headers = api_token("staff.look")
    assert Client().get("/api/v1/staff", headers=headers).status_code == 200
    assert _put(headers).status_code == 403
    assert not Role.objects.filter(code="packing").exists()


def test_a_token_dies_with_its_revocation_and_with_the_leaving_of_its_owner(
    hana: Staff, api_token: Token
) -> None:
    headers = api_token("staff.look")
    Staff.objects.filter(pk=hana.pk).update(is_active=False)
    assert Client().get("/api/v1/staff", headers=headers).status_code == 401
    Staff.objects.filter(pk=hana.pk).update(is_active=True)
    commands.revoke_token(ApiToken.objects.get().pk, by=Actor.system("test"))
    assert Client().get("/api/v1/staff", headers=headers).status_code == 401


def test_a_token_loses_what_its_owner_loses(hana: Staff, ken: Staff, api_token: Token) -> None:
    headers = api_token("staff.set_role")
    hana.roles.set([])
    assert _put(headers).status_code == 403


def test_a_list_is_read_to_its_end_in_pages_without_gaps(
    hana: Staff, ken: Staff, mei: Staff, api_token: Token
) -> None:
    headers = api_token("staff.look")
    seen, after = [], ""
    while True:
        page = Client().get(f"/api/v1/staff?limit=2&after={after}", headers=headers).json()
        seen += [one["login"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == ["mei", "ken", "hana"]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30])
def test_a_forged_page_key_is_a_404_and_no_crash(api_token: Token, after: str) -> None:
    assert Client().get(f"/api/v1/staff?after={after}", headers=api_token("staff.look")).status_code == 404


def test_a_refusal_is_a_problem_with_its_reason(api_token: Token) -> None:
    answer = _put(api_token("staff.set_role"), {"name": "x", "permissions": ["orders.fly"]})
    problem = answer.json()
    assert answer.status_code == problem["status"] == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"] == "urn:hanjo:unknown_permission"
    assert problem["facts"] == {"permission": "orders.fly"}


def test_input_that_cannot_be_read_says_where(api_token: Token) -> None:
    problem = _put(api_token("staff.set_role"), {"name": "x"}).json()
    assert problem["errors"][0]["where"].endswith("permissions")


def test_the_same_key_answers_once_and_changes_once(api_token: Token) -> None:
    headers = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    first, second = _put(headers), _put(headers)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert AuditEntry.objects.filter(command="staff.set_role").count() == 1


def test_the_same_key_for_something_else_is_refused(api_token: Token) -> None:
    headers = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    _put(headers)
    answer = _put(headers, {"name": "別", "permissions": []})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:hanjo:idempotency_key_reused"
    assert Role.objects.get(code="packing").name == "梱包"


def test_a_key_belongs_to_its_token(api_token: Token) -> None:
    first = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    second = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    assert _put(first).status_code == 200
    assert _put(second, code="other").status_code == 200


def test_a_refusal_of_a_command_is_kept_and_a_refusal_of_entry_is_not(hana: Staff, api_token: Token) -> None:
    headers = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    wrong = {"name": "x", "permissions": ["orders.fly"]}
    assert _put(headers, wrong).status_code == 422
    assert _put(headers, wrong)["Idempotency-Replayed"] == "true"
    other = {**api_token("staff.look"), "Idempotency-Key": "k-2"}
    assert _put(other).status_code == 403
    assert StoredAnswer.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_the_same_time_change_once(api_token: Token) -> None:
    headers = {**api_token("staff.set_role"), "Idempotency-Key": "k-1"}
    start, answers = threading.Barrier(6), []

    def ask() -> None:
        start.wait()
        answers.append(_put(headers).status_code)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 409}
    assert AuditEntry.objects.filter(command="staff.set_role").count() == 1


def test_the_page_about_the_api_lists_every_route(hana_client: Client) -> None:
    text = hana_client.get("/api/v1/docs").content.decode()
    assert "/api/v1/roles/{code}" in text
    assert "staff.set_role" in text


def test_t_sec_02_a_token_opens_only_from_the_networks_of_the_console(hana: Staff, api_token: Token) -> None:
    headers = api_token("staff.look", "staff.set_role")
    commands.set_access(["203.0.113.0/24"], [], own="203.0.113.7", by=Actor.system("test"))
    inside, outside = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.9")
    assert inside.get("/api/v1/staff", headers=headers).status_code == 200
    used = ApiToken.objects.get().last_used_at
    for sent in (
        headers,
        {"Authorization": "Bearer hanjo_wrong"},
    ):  # nobody outside learns which token is a true one
        answer = outside.get("/api/v1/staff", headers=sent)
        assert answer.status_code == 403
        assert "接続元" in answer.json()["title"]
        assert "hana" not in answer.content.decode()
    assert ApiToken.objects.get().last_used_at == used
    put = {"path": "/api/v1/roles/packing", "data": BODY, "content_type": "application/json"}
    assert outside.put(**put, headers=headers).status_code == 403
    assert not Role.objects.filter(code="packing").exists()


def test_an_answer_that_was_kept_is_not_told_outside_the_networks(hana: Staff, api_token: Token) -> None:
    headers = {**api_token("staff.set_role"), "Idempotency-Key": "role-1"}
    put = {"path": "/api/v1/roles/packing", "data": BODY, "content_type": "application/json"}
    commands.set_access(["203.0.113.0/24"], [], own="203.0.113.7", by=Actor.system("test"))
    inside, outside = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.9")
    assert outside.put(**put, headers=headers).status_code == 403
    assert not StoredAnswer.objects.exists()  # the refusal does not lie in the way of the true request
    assert inside.put(**put, headers=headers).status_code < 300
    assert outside.put(**put, headers=headers).status_code == 403
    assert inside.put(**put, headers=headers)["Idempotency-Replayed"] == "true"
