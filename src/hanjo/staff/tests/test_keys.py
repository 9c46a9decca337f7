"""A person's own keys: kept, refused when they clash, and delivered to every page without a script in it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.kernel.actor import Actor
from hanjo.staff import commands
from hanjo.staff.models import Staff
from hanjo.staff.terms import KeyTaken, UnusableKey

BY = Actor.system("test")


def _form(client: Client, **changed: str) -> dict[str, str]:
    page = client.get(reverse("me-keys")).content.decode()
    fields = re.findall(r'name="(key [^"]+)" value="([^"]*)"', page)
    return {**dict(fields), "shortcuts": "1", **{f"key {key}": typed for key, typed in changed.items()}}


def _keymap(page: str) -> Any:
    found = re.search(r'data-keymap="([^"]*)"', page)
    return json.loads(html.unescape(found[1])) if found else {}


def test_own_keys_reach_every_page_and_only_what_differs_is_kept(hana: Staff, hana_client: Client) -> None:
    answer = hana_client.post(reverse("me-keys"), _form(hana_client, n="ｗ", h="Alt + H"))
    assert answer.status_code == 302
    hana.refresh_from_db()
    assert hana.keymap == {"n": "w", "h": "alt+h"}
    assert _keymap(hana_client.get(reverse("today")).content.decode()) == {"n": "w", "h": "alt+h"}


def test_a_clash_is_refused_in_words_and_nothing_is_written(hana: Staff, hana_client: Client) -> None:
    answer = hana_client.post(reverse("me-keys"), _form(hana_client, h="t"))
    assert answer.status_code == 422
    assert "キー「t」が、「保留」と「タグ」の両方に付いています" in answer.content.decode()
    hana.refresh_from_db()
    assert hana.keymap == {}


def test_a_key_that_browsers_keep_is_refused(hana: Staff) -> None:
    with pytest.raises(UnusableKey):
        commands.set_keys(hana, {"n": "ctrl+w"}, shortcuts_on=True, by=BY)
    with pytest.raises(KeyTaken):
        commands.set_keys(hana, {"n": "b"}, shortcuts_on=False, by=BY)
    hana.refresh_from_db()
    assert (hana.keymap, hana.shortcuts) == ({}, True)


def test_going_back_to_the_list_forgets_the_own_keys(hana: Staff, hana_client: Client) -> None:
    commands.set_keys(hana, {"n": "w"}, shortcuts_on=True, by=BY)
    hana_client.post(reverse("me-keys"), {"do": "reset", "shortcuts": "1"})
    hana.refresh_from_db()
    assert (hana.keymap, hana.shortcuts) == ({}, True)


def test_single_letters_can_be_switched_off_here(hana: Staff, hana_client: Client) -> None:
    form = _form(hana_client)
    del form["shortcuts"]
    hana_client.post(reverse("me-keys"), form)
    hana.refresh_from_db()
    assert hana.shortcuts is False
    assert 'data-keys="off"' in hana_client.get(reverse("me")).content.decode()


def test_a_strange_letter_in_the_map_cannot_leave_its_attribute(hana: Staff, hana_client: Client) -> None:
    Staff.objects.filter(pk=hana.pk).update(keymap={"n": '"><script>'})
    page = hana_client.get(reverse("me")).content.decode()
    assert "<script>" not in page
    assert _keymap(page) == {"n": '"><script>'}
