"""Changes of an instruction before it leaves, results of carriers, settings, proofs."""

from __future__ import annotations

import pytest

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.commands import RateDraft, ServiceDraft
from hanjo.fulfilment.models import Parcel, Rate, ResultFile, Service
from hanjo.fulfilment.terms import (
    BadService,
    LabelMade,
    LastParcel,
    Paper,
    ServiceCannot,
    UnknownService,
    UnreadableResult,
    WindowUnclear,
)
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = pytest.mark.django_db


def test_a_window_is_taken_over_by_its_meaning() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}, window="16-18"))
    commands.change_service(row.pk, "sagawa.hikyaku", by=BY)
    row.refresh_from_db()
    assert (row.service.code, row.order.window, row.order.carrier) == ("sagawa.hikyaku", "16-18", "sagawa")


def test_a_window_without_an_equal_is_asked_for_and_never_wiped() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}, window="12-14"))
    assert row.service.code == "sagawa.hikyaku"
    with pytest.raises(WindowUnclear) as refusal:
        commands.change_service(row.pk, "yamato.takkyubin", by=BY)
    assert "14～16時" in refusal.value.advice
    row.refresh_from_db()
    assert (row.service.code, row.order.window) == ("sagawa.hikyaku", "12-14")


def test_a_service_that_cannot_carry_it_is_refused_with_the_reason() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    with pytest.raises(ServiceCannot, match="メール便にできない"):
        commands.change_service(row.pk, "yamato.nekopos", by=BY)
    with pytest.raises(UnknownService):
        commands.change_service(row.pk, "nobody", by=BY)
    row.refresh_from_db()
    assert row.service.code == "yamato.takkyubin"


def test_after_the_label_is_made_nothing_changes_behind_it() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    commands.order_prints(row.wave.number, [Paper.LABELS], by=BY, now=True)
    key = row.parcels.get().key
    with pytest.raises(LabelMade):
        commands.change_service(row.pk, "sagawa.hikyaku", by=BY)
    with pytest.raises(LabelMade):
        commands.set_size(key, size_cm=80, weight_g=500, by=BY)
    assert Parcel.objects.get(key=key).size_cm == 60


def test_boxes_are_added_and_taken_back_but_never_the_last() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}, pay_kind="cod"))
    first = row.parcels.get().key
    second = commands.add_parcel(row.pk, by=BY, already=1)
    assert commands.add_parcel(row.pk, by=BY, already=1) == second
    commands.remove_parcel(first, by=BY)
    commands.remove_parcel(first, by=BY)
    left = Parcel.objects.get(voided_at__isnull=True)
    assert (left.key, left.cod_yen) == (second, 1980)
    with pytest.raises(LastParcel):
        commands.remove_parcel(second, by=BY)
    assert commands.add_parcel(row.pk, by=BY, already=1).endswith("-3")


def result_file(*pairs: tuple[str, str]) -> bytes:
    rows = ["お客様管理番号,伝票番号", *(f"{key},{number}" for key, number in pairs)]
    return "\r\n".join(rows).encode("cp932")


def test_the_same_result_file_twice_changes_nothing() -> None:
    made_up.shop()
    rows = made_up.instruct(*made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1})]))
    keys = [row.parcels.get().key for row in rows]
    content = result_file(*((key, made_up.tracking(n)) for n, key in enumerate(keys)))
    assert commands.load_results("yamato", content, by=BY).counts == {"set": 2}
    before = dict(Parcel.objects.values_list("key", "tracking_number"))
    assert commands.load_results("yamato", content, by=BY).counts == {"unchanged": 2}
    assert dict(Parcel.objects.values_list("key", "tracking_number")) == before
    assert ResultFile.objects.count() == 2


def test_what_does_not_fit_is_listed_and_changes_nothing() -> None:
    made_up.shop()
    one, two, gone = made_up.instruct(*made_up.take([(str(n), {"CUP": 1}) for n in range(3)]))
    first, second, void = (row.parcels.get().key for row in (one, two, gone))
    commands.cancel_instruction([gone.pk], because="x", by=BY)
    commands.set_tracking(first, made_up.tracking(1), by=BY)
    loaded = commands.load_results(
        "yamato",
        result_file(
            (second, made_up.tracking(1)),  # another parcel has it
            (first, made_up.tracking(2)),  # it has another number
            (void, made_up.tracking(3)),  # it was taken back
            ("R-9-9", made_up.tracking(4)),  # nobody knows it
            (second, "200961185435"),  # the check digit does not fit
        ),
        by=BY,
    )
    assert loaded.counts["unknown"] == 1
    assert loaded.counts.get("set", 0) == 0
    assert dict(Parcel.objects.values_list("key", "tracking_number")) == {
        first: made_up.tracking(1), second: None, void: None,
    }  # fmt: skip
    assert [note["row"] for note in loaded.notes] == [2, 3, 4, 5, 6]


def test_results_can_dispatch_what_is_verified_and_only_that() -> None:
    made_up.shop()
    one, two = made_up.instruct(*made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1})]))
    made_up.scan_all(one)
    content = result_file(*((row.parcels.get().key, made_up.tracking(row.pk)) for row in (one, two)))
    loaded = commands.load_results("yamato", content, by=BY, dispatch_too=True)
    assert loaded.dispatched is not None
    assert loaded.dispatched.numbers == (one.order.number,)
    assert "検品" in loaded.dispatched.refused[0].reason


def test_a_file_that_is_no_result_is_refused_whole() -> None:
    made_up.shop()
    with pytest.raises(UnreadableResult):
        commands.load_results("yamato", b"a,b\r\n1,2\r\n", by=BY)
    assert not ResultFile.objects.exists()


def test_a_service_that_makes_no_sense_is_not_kept() -> None:
    for wrong in (
        {"cutoff": "25:00"},
        {"temperatures": ["hot"]},
        {"windows": ["noon"]},
        {"name": " "},
        {"max_size_cm": -1},
    ):
        values = {"code": "yamato.takkyubin", "carrier": "yamato", "name": "宅急便", **wrong}
        with pytest.raises(BadService):
            commands.save_service(ServiceDraft(**values), by=BY)  # type: ignore[arg-type]  # values of any kind go through
    assert not Service.objects.exists()


def test_rates_of_one_day_are_replaced_and_others_stay() -> None:
    made_up.services()
    day, later = made_up.TODAY, made_up.TODAY.replace(year=made_up.TODAY.year + 1)
    commands.save_rates(
        "yamato.nekopos", [RateDraft(zone="関東", size_cm=0, price_yen=230, valid_from=later)], by=BY
    )
    commands.save_rates(
        "yamato.nekopos", [RateDraft(zone="", size_cm=0, price_yen=220, valid_from=day)], by=BY
    )
    kept = Rate.objects.filter(service__code="yamato.nekopos").values_list("zone", "price_yen", "valid_from")
    assert set(kept) == {("", 220, day), ("関東", 230, later)}
    with pytest.raises(BadService):
        commands.save_rates(
            "yamato.nekopos", [RateDraft(zone="火星", size_cm=0, price_yen=1, valid_from=day)], by=BY
        )


def test_a_desk_without_services_still_opens() -> None:
    assert queries.desk().trucks == []
