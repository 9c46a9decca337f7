"""締切・お届け日数・加算料金: kept from their page, refused as a whole, and felt by the choice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.fulfilment import commands
from hanjo.fulfilment.commands import ServiceDraft
from hanjo.fulfilment.models import Service
from hanjo.fulfilment.terms import BadService
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
CODE = "yamato.takkyubin"


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """These tests are about the module's own blocks; the frame of the console has its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def address(code: str = CODE) -> str:
    return reverse("fulfilment-service-terms", args=[code])


def kept(code: str = CODE) -> Service:
    return Service.objects.get(code=code)


GOOD = {
    "cutoff": "15:30", "lead-all": "1", "lead-zone-九州": "2", "lead-鹿児島県": "3", "lead-zone-沖縄": "４",
    "chilled-0": "220", "frozen-60": "1,100", "cod-up-0": "10000", "cod-yen-0": "330",
    "remote": "9071801 1200 与那国島\n907　500円 八重山\n",
}  # fmt: skip


def test_days_surcharges_and_cutoff_are_kept_and_shown_again(hana_client: Client) -> None:
    made_up.services()
    assert hana_client.post(address(), GOOD).status_code == 303
    row = kept()
    assert row.cutoff == "15:30"
    assert len(row.lead_days) == 47
    days = [row.lead_days[name] for name in ("東京都", "福岡県", "鹿児島県", "沖縄県")]
    assert days == [1, 2, 3, 4]
    assert row.surcharges == {
        "chilled": {"0": 220}, "frozen": {"60": 1100}, "cod": [[10000, 330]],
        "remote": [["907", 500, "八重山"], ["9071801", 1200, "与那国島"]],
    }  # fmt: skip
    page = hana_client.get(address()).content.decode()
    shown = dict(re.findall(r'name="([^"]+)" (?:id="[^"]*" )?value="([^"]*)"', page))
    assert (shown["lead-all"], shown["lead-zone-沖縄"], shown["frozen-60"]) == ("1", "4", "1100")
    assert [shown[f"lead-{name}"] for name in ("zone-九州", "福岡県", "鹿児島県")] == ["2", "", "3"]
    assert "9071801 1200 与那国島" in page
    assert "1〜4 日後" in hana_client.get(reverse("fulfilment-services")).content.decode()


def test_saving_what_the_page_shows_changes_nothing_and_the_record_names_what_changed(
    hana_client: Client,
) -> None:
    made_up.services()
    hana_client.post(address(), GOOD)
    entry = AuditEntry.objects.filter(command="fulfilment.save_service").latest("id")
    assert set(entry.data["changed"]) == {"cutoff", "lead_days", "surcharges"}
    before = Service.objects.filter(code=CODE).values().get()
    hana_client.post(address(), GOOD)
    assert Service.objects.filter(code=CODE).values().get() == before
    assert AuditEntry.objects.filter(command="fulfilment.save_service").latest("id").data["changed"] == {}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lead-東京都", "あした", "「あした」は 0 以上の数ではありません"),
        ("lead-all", "99", "30 日で入れてください"),
        ("cutoff", "25:00", "25:00"),
        ("remote", "沖縄 500", "1 行目「沖縄 500」が読めません"),
        ("cod-yen-1", "440", "両方を入れてください"),
    ],
)
def test_one_wrong_field_keeps_everything_and_what_was_typed(
    hana_client: Client, name: str, value: str, said: str
) -> None:
    made_up.services()
    before = Service.objects.filter(code=CODE).values().get()
    answer = hana_client.post(address(), {**GOOD, name: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert value in page
    assert "1,100" in page
    assert Service.objects.filter(code=CODE).values().get() == before


def test_who_may_only_look_sees_no_button_and_changes_nothing(ken: Any, ken_client: Client) -> None:
    made_up.services()
    for role in ken.roles.all():
        role.permissions = ["fulfilment.look"]
        role.save()
    page = ken_client.get(address()).content.decode()
    assert "見るだけです" in page
    assert ">保存" not in page
    assert ken_client.post(address(), GOOD).status_code == 403
    assert kept().cutoff == "17:00"


def test_a_far_place_costs_what_the_longest_line_says_and_the_next_service_may_be_cheaper() -> None:
    made_up.shop()
    far = [["907", 500, ""], ["9071801", 1200, ""]]
    row = kept()
    save(row, surcharges={"remote": far})
    places = {"9071801": "与那国島", "9070001": "石垣島", "9000001": "那覇"}
    rows = [
        made_up.order(
            postal, {"CUP": 1}, service=CODE,
            recipient=made_up.Address(name=f"{town} 一", postal=postal, prefecture="沖縄県", city=town, street="1"),
        )
        for postal, town in places.items()
    ]  # fmt: skip
    made = {one.order.external_number: one for one in made_up.instruct(*rows)}
    plain = made["9000001"].charge_yen
    assert [made[postal].charge_yen - plain for postal in places] == [1200, 500, 0]
    assert "離島・中継料1,200円を含む" in made["9071801"].because
    free = made_up.order("free", {"CUP": 1}, recipient=rows_address("9071801"))
    [chosen] = made_up.instruct(free, key="free")
    assert chosen.service.code == "sagawa.hikyaku"


def rows_address(postal: str) -> Any:
    return made_up.Address(name="与那国 花", postal=postal, prefecture="沖縄県", city="与那国町", street="2")


def save(row: Service, **more: Any) -> None:
    names = ("code", "carrier", "name", "cod", "cod_limit_yen", "temperatures", "windows", "max_size_cm",
             "max_weight_g", "cutoff", "account", "position")  # fmt: skip
    commands.save_service(ServiceDraft(**{name: getattr(row, name) for name in names}, **more), by=BY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lead_days": {"ハワイ": 3}},
        {"lead_days": {"東京都": -1}},
        {"surcharges": {"remote": [["9x", 1, ""]]}},
        {"surcharges": {"cod": [[1000, -1]]}},
        {"surcharges": {"chilled": {"0": -1}}},
    ],
)
def test_nonsense_is_refused_by_the_command_too(wrong: dict[str, Any]) -> None:
    made_up.services()
    before = Service.objects.filter(code=CODE).values().get()
    with pytest.raises(BadService):
        save(kept(), **wrong)
    assert Service.objects.filter(code=CODE).values().get() == before
