"""The shipping pages, with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hanjo.fulfilment import commands
from hanjo.fulfilment.models import Instruction, Parcel, PrintJob, Scan, Service, Wave
from hanjo.fulfilment.terms import Paper
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page (menu, search) belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["fulfilment-desk", "fulfilment-prints", "fulfilment-scan", "fulfilment-tracking", "fulfilment-services",
     "fulfilment-service-new", "fulfilment-sender"],
)  # fmt: skip
def test_every_page_opens_in_an_empty_house(hana_client: Client, name: str) -> None:
    assert hana_client.get(reverse(name)).status_code == 200


def test_nobody_without_permission_gets_in(mei_client: Client) -> None:
    assert mei_client.get(reverse("fulfilment-desk")).status_code == 403
    assert mei_client.post(reverse("fulfilment-instruct")).status_code == 403


def test_a_selection_is_previewed_and_then_instructed_once(hana_client: Client) -> None:
    made_up.shop()
    first, second = made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 999})])
    chosen = {"ids": [first.pk, second.pk], "kind": "all"}
    shown = hana_client.post(reverse("fulfilment-preview"), chosen, headers=HTMX)
    assert "2 件中 1 件を出荷指示できます。1 件はできません: 引当待ち 1" in text(shown)
    assert not Wave.objects.exists()
    press = {"numbers": f"{first.number} {second.number}", "kind": "all", "key": "k1"}
    for _ in range(2):
        assert hana_client.post(reverse("fulfilment-instruct"), press).status_code == 303
    assert Instruction.objects.count() == 1


def test_everything_that_may_go_is_meant_when_nothing_is_ticked(hana_client: Client) -> None:
    made_up.shop()
    made_up.take([("1", {"CUP": 1}), ("2", {"FISH": 1})])
    assert "2 件中 2 件" in text(hana_client.post(reverse("fulfilment-preview"), {}))
    assert "1 件中 1 件" in text(hana_client.post(reverse("fulfilment-preview"), {"temperature": "frozen"}))


def test_pages_ask_few_questions_however_many_orders_there_are(hana_client: Client, count_sql: Any) -> None:
    made_up.shop()
    made_up.instruct(*made_up.take([(str(n), {"CUP": 1, "TOWEL": 1}) for n in range(40)]))
    wave = Wave.objects.get()
    for address in (
        reverse("fulfilment-desk"),
        reverse("fulfilment-wave", args=[wave.number]),
        reverse("fulfilment-prints"),
    ):
        with count_sql() as seen:
            assert hana_client.get(address).status_code == 200
        assert seen.count <= 17, (address, seen.count)  # two of them are the session and the person


def test_papers_and_labels_of_a_wave_come_out_with_as_many_pages_as_orders(hana_client: Client) -> None:
    made_up.shop()
    rows = made_up.instruct(
        *made_up.take([("1", {"CUP": 1}), ("2", {"TOWEL": 2}), ("3", {"SET": 1})]), kind="all"
    )
    number = Wave.objects.get().number
    commands.order_prints(number, list(Paper), by=BY, now=True)
    made = {job.kind: job for job in PrintJob.objects.all()}
    assert {kind: (job.state, job.orders) for kind, job in made.items()} == {
        "total_pick": ("done", 3), "picks": ("done", 3), "slips": ("done", 3), "labels": ("done", 3),
    }  # fmt: skip
    assert made["slips"].pages == made["picks"].pages == 3
    answer = hana_client.get(reverse("fulfilment-print-file", args=[made["slips"].pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file answer streams
    labels = b"".join(
        hana_client.get(reverse("fulfilment-print-file", args=[made["labels"].pk])).streaming_content
    )  # type: ignore[attr-defined]  # a file answer streams
    assert labels.decode("cp932").count("\r\n") >= 3
    assert any("髙" in note["text"] for note in made["labels"].notes)
    assert {row.state for row in Instruction.objects.filter(pk__in=[r.pk for r in rows])} == {"printed"}
    assert not Parcel.objects.filter(labelled_at__isnull=True).exists()
    assert "注意" in text(hana_client.get(reverse("fulfilment-wave", args=[number])))


def test_printing_again_needs_a_reason(hana_client: Client) -> None:
    made_up.shop()
    made_up.instruct(made_up.order("1", {"CUP": 1}))
    number = Wave.objects.get().number
    commands.order_prints(number, list(Paper), by=BY, now=True)
    address = reverse("fulfilment-print", args=[number])
    for paper in ("slips", "labels"):
        assert hana_client.post(address, {"paper": paper}).status_code == 422
    assert PrintJob.objects.count() == 4
    commands.order_prints(number, [Paper.LABELS, Paper.SLIPS], by=BY, reason="紙づまり", now=True)
    assert (
        list(PrintJob.objects.filter(reason="紙づまり").values_list("state", "orders")) == [("done", 1)] * 2
    )


def test_the_scan_page_works_as_a_plain_form(ken_client: Client) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    [row] = made_up.instruct(order)
    found = ken_client.post(reverse("fulfilment-scan"), {"code": order.number})
    table = reverse("fulfilment-scan-order", args=[row.pk])
    assert found.headers["Location"] == table
    assert ken_client.post(table, {"code": "TOWEL"}).status_code == 422
    assert ken_client.post(table, {"code": "4901234567894"}).status_code == 302
    assert "検品完了" in text(ken_client.get(table))
    assert Scan.objects.count() == 2


def test_a_wrong_piece_shows_expected_and_read_side_by_side(ken_client: Client) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    answer = ken_client.post(reverse("fulfilment-scan-order", args=[row.pk]), {"code": "TOWEL"}, headers=HTMX)
    shown = text(answer)
    assert 'data-verdict="ng"' in shown
    assert "正しい品" in shown
    assert "有田焼 そば猪口 藍（A-10）" in shown
    assert "<html" not in shown


def test_a_second_device_is_told_only_when_something_changed(ken_client: Client) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    address = reverse("fulfilment-scan-state", args=[row.pk])
    assert ken_client.get(address, {"v": "1"}, headers=HTMX).status_code == 204
    commands.scan(row.pk, "CUP", key="a", by=BY)
    answer = ken_client.get(address, {"v": "1"}, headers=HTMX)
    assert "3 点中" not in text(answer)
    assert "2 点中 1 点ずみ" in text(answer)
    assert 'data-verdict="wait"' in text(answer)


def test_the_next_slip_opens_the_next_order_only_when_this_one_is_complete(ken_client: Client) -> None:
    made_up.shop()
    one, two = made_up.instruct(*made_up.take([("1", {"CUP": 1}), ("2", {"CUP": 1})]))
    table = reverse("fulfilment-scan-order", args=[one.pk])
    slip = {"code": two.order.number}
    assert "まだ終わっていません" in text(ken_client.post(table, slip))
    made_up.scan_all(one)
    assert ken_client.post(table, slip).headers["Location"] == reverse("fulfilment-scan-order", args=[two.pk])


def test_a_camera_frame_is_read(ken_client: Client) -> None:
    import io

    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode("4901234567894", zxingcpp.BarcodeFormat.EAN13)
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    kept = io.BytesIO()
    picture.convert("L").save(kept, "JPEG", quality=60)
    address = reverse("fulfilment-scan-frame")
    sent = SimpleUploadedFile("frame.jpg", kept.getvalue(), "image/jpeg")
    assert ken_client.post(address, {"frame": sent}).json() == {"text": "4901234567894"}
    assert ken_client.post(address, {"frame": SimpleUploadedFile("x.jpg", b"\xff\xd8no")}).json() == {
        "text": ""
    }


def test_a_result_file_gives_numbers_and_shows_what_did_not_fit(hana_client: Client) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    key = row.parcels.get().key
    body = (
        f"お客様管理番号,伝票番号\r\n{key},{made_up.tracking(1)}\r\nR-0-1,{made_up.tracking(2)}\r\n".encode(
            "cp932"
        )
    )
    sent = {"carrier": "yamato", "file": SimpleUploadedFile("b2.csv", body)}
    answer = hana_client.post(reverse("fulfilment-tracking"), sent)
    shown = text(hana_client.get(answer.headers["Location"]))
    assert "番号を付けた" in shown
    assert "管理番号「R-0-1」の荷物はありません。" in shown
    assert Parcel.objects.get(key=key).tracking_number == made_up.tracking(1)


def test_an_unreadable_result_file_is_refused_in_place(hana_client: Client) -> None:
    made_up.services()
    sent = {"carrier": "yamato", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00\x01")}
    answer = hana_client.post(reverse("fulfilment-tracking"), sent)
    assert answer.status_code == 422
    assert "読めませんでした" in text(answer)


def test_an_instruction_shows_every_service_with_its_reason_and_can_change(hana_client: Client) -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}, window="18-21"))
    address = reverse("fulfilment-instruction", args=[row.pk])
    shown = text(hana_client.get(address))
    assert "飛脚宅配便" in shown
    assert "メール便にできない商品が入っている" in shown


def test_a_service_and_its_rates_are_edited_on_the_page(hana_client: Client) -> None:
    made_up.services()
    address = reverse("fulfilment-service-edit", args=["yamato.takkyubin"])
    assert hana_client.get(address).status_code == 200
    values = {"name": "宅急便", "cutoff": "25:00", "position": 1, "cod_limit_yen": 0, "temperatures": ["normal"],
              "max_size_cm": 160, "max_weight_g": 0, "max_thickness_mm": 0, "is_active": "on"}  # fmt: skip
    refused = hana_client.post(address, values)
    assert refused.status_code == 422
    assert "25:00" in text(refused)
    assert Service.objects.get(code="yamato.takkyubin").cutoff == "17:00"
    assert hana_client.post(address, {**values, "cutoff": "15:30"}).status_code == 303
    assert Service.objects.get(code="yamato.takkyubin").cutoff == "15:30"
    rates = {"valid_from": "2026-11-01", "rate-関東-60": "812", "rate--60": "900"}
    assert hana_client.post(reverse("fulfilment-rates", args=["yamato.takkyubin"]), rates).status_code == 303
    kept = Service.objects.get(code="yamato.takkyubin").rates.filter(valid_from="2026-11-01")
    assert set(kept.values_list("zone", "price_yen")) == {("関東", 812), ("", 900)}


def numbered(client: Client, count: int) -> str:
    """Instruct orders and load their numbers without naming the carrier; answers the wave."""
    made_up.shop()
    rows = made_up.instruct(*made_up.take([(str(n), {"CUP": 1}) for n in range(count)]))
    lines = [f"{row.parcels.get().key},{made_up.tracking(n)}" for n, row in enumerate(rows)]
    content = "\r\n".join(["お客様管理番号,伝票番号", *lines]).encode("cp932")
    sent = {"carrier": "", "file": SimpleUploadedFile("b2.csv", content)}
    assert client.post(reverse("fulfilment-tracking"), sent).status_code == 303
    return str(rows[0].wave.number)


def test_a_result_file_is_known_by_its_parcels_without_asking_for_the_carrier(hana_client: Client) -> None:
    numbered(hana_client, 2)
    assert Parcel.objects.filter(tracking_number__isnull=False).count() == 2


def test_a_file_without_a_parcel_of_ours_asks_for_the_carrier(hana_client: Client) -> None:
    made_up.services()
    content = "お客様管理番号,伝票番号\r\nZ-9-1,000000000000".encode("cp932")
    answer = hana_client.post(
        reverse("fulfilment-tracking"), {"carrier": "", "file": SimpleUploadedFile("x.csv", content)}
    )
    assert answer.status_code == 422
    assert "運送会社を選んで" in text(answer)


def test_unscanned_orders_leave_only_when_somebody_says_so(hana_client: Client) -> None:
    address = reverse("fulfilment-dispatch", args=[numbered(hana_client, 1)])
    hana_client.post(address)
    assert not Parcel.objects.filter(dispatched_at__isnull=False).exists()
    hana_client.post(address, {"unverified": "1"})
    assert Parcel.objects.filter(dispatched_at__isnull=False).count() == 1


def test_the_warehouse_may_not_leave_the_scanning_out_unless_its_role_says_so(
    hana_client: Client, ken: Any, ken_client: Client
) -> None:
    address = reverse("fulfilment-dispatch", args=[numbered(hana_client, 1)])
    for role in ken.roles.all():
        role.permissions = ["fulfilment.look", "fulfilment.dispatch"]
        role.save()
    ken_client.post(address, {"unverified": "1"})
    assert not Parcel.objects.filter(dispatched_at__isnull=False).exists()
