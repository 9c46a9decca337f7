"""Whatever is uploaded, the answer is a verdict: never a broken page, never half a file."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.models import Product, ProductFile
from hanjo.channels import commands as channels
from hanjo.channels.malls.generic.mapping import ONLINE_RETAIL
from hanjo.channels.malls.tests.samples import OWN_SHOP, SAMPLES, content
from hanjo.channels.models import ImportFile, RawOrder, RowNote
from hanjo.fulfilment.models import Parcel, ResultFile
from hanjo.fulfilment.tests import made_up
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from tests.flows.helping import work
from tests.fuzz.hostile import EVIL_CELLS, WRITERS, as_file, hostile, one_evil_cell_per_order, rows_of
from tests.races.crew import broken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BY = Actor.system("test")
# Every column meets every evil with HANJO_FUZZ=all, some of them otherwise.
TURNS = range(0, len(EVIL_CELLS), 1 if os.environ.get("HANJO_FUZZ") == "all" else 8)
FINE = (200, 302, 303, 422)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.INBOX_ROOT = tmp_path / "inbox"


def open_channels() -> None:
    for place, name in enumerate(SAMPLES):
        generic = {"own-shop": OWN_SHOP, "online-retail": ONLINE_RETAIL}.get(name)
        if generic is not None:
            channels.save_mapping(name, name=name, body=generic.to_dict(), by=BY)
        channels.save_channel(
            name,
            name=name,
            letter=name[0].upper(),
            prefix=f"P{place}",
            format="generic" if generic else name,
            settings={"mapping": name} if generic else {},
            by=BY,
        )


def judged(client: Client, pk: int) -> ImportFile:
    """The file came to an end that a person can read, and every row is accounted for."""
    file = ImportFile.objects.get(pk=pk)
    assert file.state in ("done", "failed"), (file.name, file.state)
    if file.state == "failed":
        assert file.trouble, file.name
        assert file.rows == 0 or file.done_groups
    else:
        counted = sum(count for count, _ in file.counts["rows"].values())
        assert counted == file.rows, (file.name, file.counts)
        assert all(RowNote.objects.filter(file=file, row_class="refused").values_list("reason", flat=True))
    for page in ("imports-file", "imports-progress", "imports-errors"):
        assert client.get(reverse(page, args=[pk])).status_code in FINE
    return file


def upload(client: Client, channel: str, files: list[tuple[bytes, str]]) -> list[ImportFile]:
    """Drop files on the page, let the worker do its job, and look at the verdict."""
    before = set(ImportFile.objects.values_list("pk", flat=True))
    sent = [SimpleUploadedFile(name, data) for data, name in files]
    answer = client.post(reverse("imports"), {"channel": channel, "files": sent})
    assert answer.status_code in FINE
    work("channels.import_file")
    made = ImportFile.objects.exclude(pk__in=before)
    return [judged(client, file.pk) for file in made]


def test_no_order_file_breaks_the_import_page_or_the_worker(hana_client: Client) -> None:
    open_channels()
    text = content("rakuten")[0][0].decode("cp932")
    for name, data in hostile(text):
        upload(hana_client, "rakuten", [(data, name)])
    assert hana_client.get(reverse("imports")).status_code == 200
    assert broken() == {}


@pytest.mark.parametrize("channel", ["amazon", "yahoo", "eccube", "own-shop", "online-retail"])
def test_no_order_file_breaks_any_other_format(hana_client: Client, channel: str) -> None:
    open_channels()
    text = "\n".join(as_file(channel, rows_of(channel)).decode(WRITERS[channel][1]).splitlines())
    for name, made in hostile(text, "\t" if channel == "amazon" else ","):
        if name not in ("bomb.xlsx", "huge-cell.csv", "bomb.csv.gz"):
            upload(hana_client, channel, [(made, name)])
    assert broken() == {}


@pytest.mark.parametrize("channel", SAMPLES)
def test_an_evil_cell_costs_its_own_order_only(hana_client: Client, channel: str) -> None:
    open_channels()
    for turn in TURNS:
        files = one_evil_cell_per_order(channel, turn)
        taken = upload(hana_client, channel, files)
        assert [file.state for file in taken] == ["done"], (turn, [file.trouble for file in taken])
    assert broken() == {}
    assert Order.objects.exists()
    for order in Order.objects.order_by("?")[:5]:
        assert hana_client.get(reverse("orders-order", args=[order.number])).status_code == 200
    for raw in RawOrder.objects.order_by("?")[:5]:
        assert hana_client.get(reverse("imports-raw", args=[raw.pk])).status_code == 200
    for page in ("today", "triage", "orders-board"):
        assert hana_client.get(reverse(page)).status_code == 200


OWN = "注文No,注文日,お名前,ご住所,商品名,品番,数量,単価（税込）,送料,備考\n"


def test_an_order_that_was_changed_and_changed_back_is_taken_in_each_time(hana_client: Client) -> None:
    open_channels()
    first = OWN + "Z-1,2026-11-20,架空 花子,兵庫県神戸市中央区加納町9-9-9,茶,TEA,1,500,0,\n"
    other = first.replace(",1,500", ",2,500")
    for text, quantity in ((first, 1), (other, 2), (first, 1), (first, 1), (other, 2), (other, 2)):
        (file,) = upload(hana_client, "own-shop", [(text.encode(), "a.csv")])
        assert file.state == "done"
        assert Order.objects.get().lines.get().quantity == quantity
    assert RawOrder.objects.count() == 2
    assert file.counts["orders"]["unchanged"] == 1
    assert broken() == {}


def test_a_refused_document_can_be_replayed_twice(hana_client: Client) -> None:
    open_channels()
    text = (
        OWN
        + "Z-1,2026-11-20,架空 花子,兵庫県神戸市,茶,TEA,一つ,500,0,\nZ-2,2026-11-20,架空,兵庫県,茶,TEA,1,5,0,\n"
    )
    (file,) = upload(hana_client, "own-shop", [(text.encode(), "a.csv")])
    assert RawOrder.objects.filter(outcome="refused").count() == 1
    for _ in range(2):
        answer = hana_client.post(reverse("imports-replay", args=[file.pk]))
        assert answer.status_code in FINE
    RawOrder.objects.filter(outcome="created").update(order=None)
    Order.objects.get().lines.all().delete()
    assert channels.replay(file.pk, by=BY)["created"] == 1
    assert RawOrder.objects.count() == 2


def test_numbers_that_no_shop_has_cost_their_own_order_only(hana_client: Client) -> None:
    open_channels()
    long = "L" * 80
    rows = [
        "Z-1,2026-11-20,架空,兵庫県神戸市,茶,TEA,999999999,99999999999,0,",
        "Z-2,2026-11-20,架空,兵庫県神戸市,茶,TEA,1,99999999999,99999999999,",
        "Z-3,2026-11-20,架空,兵庫県神戸市,茶,TEA,999999999,1,0,",
        f"{long}1,2026-11-20,架空,兵庫県神戸市,茶,TEA,1,500,0,",
        f"{long}2,2026-11-20,架空,兵庫県神戸市,茶,TEA,1,500,0,",
        "Z-4,2026-11-20,架空,兵庫県神戸市,茶,TEA,1,500,0,",
    ]
    for _ in range(2):
        (file,) = upload(hana_client, "own-shop", [((OWN + "\n".join(rows) + "\n").encode(), "a.csv")])
        assert file.state == "done"
        assert Order.objects.filter(external_number="Z-4").count() == 1
    assert broken() == {}


def test_no_product_file_breaks_the_product_import(hana_client: Client) -> None:
    made_up.shop(stock=1)
    export = hana_client.get(reverse("catalogue-export"))
    text = b"".join(export).decode("utf-8-sig")  # type: ignore[arg-type]  # a stream
    before = Product.objects.count()
    header, first = text.splitlines()[:2]
    width, evil = header.count(",") + 1, []
    for n, cell in enumerate(EVIL_CELLS.values()):
        plain = cell.replace('"', "").replace("\n", " ")
        cells = ["x" if place == n % 7 else plain for place in range(width)]
        evil.append((f"evil-{n}.csv", f"{header}\n{','.join(cells)}\n".encode()))
    assert first
    for name, data in [*hostile(text), *evil]:
        answer = hana_client.post(reverse("catalogue-files"), {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code in FINE, name
        work("catalogue.look_through")
        found = ProductFile.objects.order_by("-pk").first()
        if found is None:
            continue
        for page in ("catalogue-file", "catalogue-file-card"):
            assert hana_client.get(reverse(page, args=[found.pk])).status_code in FINE, name
        assert found.state not in ("reading", "applying"), (name, found.state)
        if found.state != "failed":
            assert hana_client.post(reverse("catalogue-file-apply", args=[found.pk])).status_code in FINE, (
                name
            )
            work("catalogue.apply")
    assert Product.objects.count() >= before
    assert broken() == {}


@pytest.mark.parametrize("carrier", ["yamato", "sagawa", "japanpost", "clickpost", "nobody", ""])
def test_no_result_file_breaks_the_tracking_page(hana_client: Client, carrier: str) -> None:
    made_up.shop()
    rows = made_up.instruct(made_up.order("1", {"CUP": 1}))
    key = Parcel.objects.get(instruction=rows[0]).key
    text = f"お客様管理番号,伝票番号,お届け先名\n{key},123456789012,架空\n{key},12E+10,x\n"
    cells = [
        (f"{n}.csv", f"お客様管理番号,伝票番号\n{key},{cell}\n{cell},x\n".encode())
        for n, cell in EVIL_CELLS.items()
    ]
    for name, data in [*hostile(text), *cells]:
        if name == "bomb.csv.gz":
            continue
        sent = SimpleUploadedFile(name, data)
        answer = hana_client.post(reverse("fulfilment-tracking"), {"carrier": carrier, "file": sent})
        assert answer.status_code in FINE, name
        file = ResultFile.objects.order_by("-pk").first()
        if file is not None:
            assert hana_client.get(reverse("fulfilment-result", args=[file.pk])).status_code == 200
    assert Parcel.objects.get().tracking_number is None
    assert broken() == {}


def test_a_form_without_files_or_with_a_strange_channel_is_answered(hana_client: Client) -> None:
    open_channels()
    for data in ({}, {"channel": "x"}, {"channel": "rakuten"}, {"channel": "x", "files": io.BytesIO(b"a,b")}):
        assert hana_client.post(reverse("imports"), data).status_code == 422
    assert not ImportFile.objects.exists()
