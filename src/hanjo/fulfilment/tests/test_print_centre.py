"""印刷センター and the papers of a wave: what is missing, what was made, and whether the pages fit the orders."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.fulfilment import commands
from hanjo.fulfilment.models import PrintJob, Wave
from hanjo.fulfilment.terms import Paper
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ()


@pytest.fixture
def wave(db: None) -> Wave:
    made_up.shop()
    [row, _] = made_up.instruct(*made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 2})]))
    return row.wave


def test_one_press_makes_what_is_still_missing_and_the_page_waits_for_it(
    hana_client: Client, wave: Wave
) -> None:
    commands.order_prints(wave.number, [Paper.SLIPS], by=BY, now=True)
    page = hana_client.get(reverse("fulfilment-prints")).text
    assert "まだの 3 点をまとめて作る" in page
    assert "every 2s" not in page
    papers = [paper.value for paper in Paper if paper is not Paper.SLIPS]
    hana_client.post(reverse("fulfilment-print", args=[wave.number]), {"paper": papers, "back": "centre"})
    page = hana_client.get(reverse("fulfilment-prints")).text
    assert "every 2s" in page
    assert "順番を待っています" in page
    assert "すべて作りました" in page


def test_the_whole_wave_is_drawn_again_when_its_papers_are_ready(hana_client: Client, wave: Wave) -> None:
    address = reverse("fulfilment-wave-prints", args=[wave.number])
    jobs = commands.order_prints(wave.number, [Paper.SLIPS], by=BY)
    assert "HX-Refresh" not in hana_client.get(address).headers
    commands.make_print(jobs[0])
    assert hana_client.get(address).headers["HX-Refresh"] == "true"


def test_pages_that_do_not_reach_for_the_orders_are_called_out(hana_client: Client, wave: Wave) -> None:
    commands.order_prints(wave.number, [Paper.SLIPS, Paper.PICKS], by=BY, now=True)
    for address in (reverse("fulfilment-prints"), reverse("fulfilment-wave", args=[wave.number])):
        assert "ページが足りません" not in hana_client.get(address).text
    PrintJob.objects.filter(kind=Paper.PICKS).update(pages=1)
    for address in (reverse("fulfilment-prints"), reverse("fulfilment-wave", args=[wave.number])):
        assert hana_client.get(address).text.count("ページが足りません") == 1


def test_a_reason_is_asked_for_only_when_something_was_made_before(hana_client: Client, wave: Wave) -> None:
    address = reverse("fulfilment-wave", args=[wave.number])
    assert "もう一度作る理由" not in hana_client.get(address).text
    commands.order_prints(wave.number, list(Paper), by=BY, now=True)
    page = hana_client.get(address).text
    assert "もう一度作る理由" in page
    assert "選んだものを作り直す" in page


def test_a_scan_answers_how_far_the_wave_is(hana_client: Client, wave: Wave) -> None:
    row = made_up_first(wave)
    address = reverse("fulfilment-scan-order", args=[row.pk])
    assert "0 / 2" in hana_client.get(address).text
    answer = hana_client.post(
        address, {"code": "4901234567894", "quantity": "1", "key": "k"}, headers={"HX-Request": "true"}
    )
    assert "1 / 2" in answer.text
    assert "完了" in answer.text


def made_up_first(wave: Wave) -> Any:
    return wave.instructions.get(order__external_number="1")


def test_what_cannot_go_is_told_with_how_many_more(hana_client: Client) -> None:
    made_up.shop(stock=1)
    rows = made_up.take([("1", {"CUP": 5}), ("2", {"CUP": 6}), ("3", {"CUP": 7})])
    form = {"numbers": " ".join(row.number for row in rows), "key": "k", "kind": "all"}
    hana_client.post(reverse("fulfilment-instruct"), form)
    page = hana_client.get(reverse("fulfilment-desk")).text
    assert "3 件はできません" in page
    assert "（ほか 2 件）" in page
