"""取込: every format through the page, its account, columns mapped on screen, errors handed back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hanjo.channels import commands as channels
from hanjo.channels import jobs, malls
from hanjo.channels.models import ImportFile, Mapping, RawOrder
from hanjo.inventory.tests.makers import BY
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
MALLS = Path(malls.__file__).parent
SAMPLES = {
    "rakuten": ["rakuten/samples/normal_orders.csv"],
    "amazon": ["amazon/samples/unshipped.tsv"],
    "yahoo": ["yahoo/samples/orders.csv", "yahoo/samples/items.csv"],
    "eccube": ["eccube/samples/orders.csv"],
}


def shop(format_: str) -> None:
    channels.save_channel(
        format_,
        by=BY,
        name=f"{format_}店",
        letter="試",
        colour="m9",
        prefix=format_[:2].upper(),
        format=format_,
    )


def uploads(*names: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(Path(name).name, (MALLS / name).read_bytes()) for name in names]


@pytest.mark.parametrize("format_", SAMPLES)
def test_a_file_of_each_mall_goes_in_and_every_row_has_its_place(
    hana_client, count_sql, format_: str
) -> None:
    shop(format_)
    answer = hana_client.post("/imports/", {"channel": format_, "files": uploads(*SAMPLES[format_])})
    file = ImportFile.objects.get()
    assert answer.headers["Location"] == f"/imports/{file.pk}/"
    assert "data-job" in hana_client.get(f"/imports/{file.pk}/").text
    jobs.import_file(file.pk, "staff:hana")
    file.refresh_from_db()
    assert file.state == "done", file.trouble
    assert Order.objects.filter(channel=format_).count() == file.counts["orders"]["created"] > 0
    with count_sql() as seen:
        page = hana_client.get(f"/imports/{file.pk}/")
    assert seen.count <= 15
    assert "行の収支" in page.text
    assert "結果を見る" in hana_client.get(f"/imports/{file.pk}/progress/").text
    raw = RawOrder.objects.first()
    assert raw is not None
    assert raw.external_number in hana_client.get(f"/imports/raw/{raw.pk}/").text


def test_a_list_of_no_files_says_what_to_do_and_many_stay_flat(hana_client, count_sql) -> None:
    assert "まだ取り込んだファイルはありません" in hana_client.get("/imports/").text
    shop("rakuten")
    for n in range(30):
        channels.store_file([(f"{n}.csv", uploads(*SAMPLES["rakuten"])[0].file)], channel="rakuten", by=BY)
    with count_sql() as seen:
        hana_client.get("/imports/")
    assert seen.count <= 15


def test_an_empty_choice_is_refused_in_place(hana_client) -> None:
    shop("rakuten")
    answer = hana_client.post("/imports/", {"channel": "rakuten"})
    assert answer.status_code == 422
    assert "ファイルが選ばれていません" in answer.text
    unknown = hana_client.post(
        "/imports/", {"channel": "nowhere", "files": uploads("rakuten/samples/normal_orders.csv")}
    )
    assert unknown.status_code == 422
    assert not ImportFile.objects.exists()


def test_a_file_that_cannot_be_read_ends_with_the_reason(hana_client) -> None:
    shop("rakuten")
    junk = SimpleUploadedFile("junk.csv", b"\x00\x01\x02,\n\x00")
    hana_client.post("/imports/", {"channel": "rakuten", "files": [junk]})
    file = ImportFile.objects.get()
    jobs.import_file(file.pk, "staff:hana")
    text = hana_client.get(f"/imports/{file.pk}/").text
    assert "読めませんでした" in text
    assert not Order.objects.exists()


def test_refused_rows_come_back_as_a_file_without_formulas(hana_client) -> None:
    shop("rakuten")
    data = (MALLS / SAMPLES["rakuten"][0]).read_bytes().decode("cp932").splitlines()
    broken = "\r\n".join([data[0], '"=1+1","300"']).encode("cp932")
    hana_client.post("/imports/", {"channel": "rakuten", "files": [SimpleUploadedFile("b.csv", broken)]})
    file = ImportFile.objects.get()
    jobs.import_file(file.pk, "staff:hana")
    answer = hana_client.get(f"/imports/{file.pk}/errors/")
    text = answer.content.decode("utf-8-sig")
    assert "取り込めない理由" in text
    assert "'=1+1" in text
    assert "\n=1+1" not in text


@pytest.fixture
def own(hana_client) -> ImportFile:
    """A shop's own file, uploaded and waiting for its columns."""
    shop("generic")
    answer = hana_client.post(
        "/imports/", {"channel": "generic", "files": uploads("generic/samples/own_shop.csv")}
    )
    file = ImportFile.objects.get()
    assert answer.headers["Location"] == f"/imports/{file.pk}/mapping/"
    return file


FORM = {
    "col-order_number": "注文No",
    "col-ordered_at": "注文日",
    "col-code": "品番",
    "col-name": "商品名",
    "col-quantity": "数量",
    "col-unit_price": "単価（税込）",
    "col-buyer_name": "お名前",
    "col-buyer_address": "ご住所",
    "const-pay_method": "銀行振込",
    "date_pattern": "auto",
    "time_zone": "Asia/Tokyo",
    "currency": "JPY",
    "rate": "1",
    "negative_adjusts": "1",
    "code": "own-shop",
    "label": "自社サイト",
}


def test_the_mapper_guesses_the_columns_and_shows_what_they_become(hana_client, own, count_sql) -> None:
    with count_sql() as seen:
        text = hana_client.get(f"/imports/{own.pk}/mapping/").text
    assert seen.count <= 15
    assert "注文 2 件" in text
    assert "架空 五郎" in text
    assert '<option value="注文No" selected>' in text


def test_a_changed_column_is_tried_at_once_with_what_is_missing(hana_client, own) -> None:
    part = hana_client.post(
        f"/imports/{own.pk}/mapping/", {**FORM, "col-quantity": ""}, headers={"HX-Request": "true"}
    )
    assert "「数量」の列を選んでください" in part.text
    assert "<html" not in part.text
    assert not Mapping.objects.exists()


def test_saving_a_mapping_starts_the_intake_and_the_mapping_can_be_used_again(hana_client, own) -> None:
    answer = hana_client.post(f"/imports/{own.pk}/mapping/", {**FORM, "do": "start"})
    assert answer.headers["Location"] == f"/imports/{own.pk}/"
    jobs.import_file(own.pk, "staff:hana")
    own.refresh_from_db()
    assert (own.state, own.mapping) == ("done", "own-shop")
    assert set(Order.objects.values_list("external_number", flat=True)) == {"S-1", "S-2"}
    assert set(Order.objects.values_list("pay_method", flat=True)) == {"銀行振込"}
    assert hana_client.get(f"/imports/{own.pk}/mapping/").status_code == 303
    hana_client.post(
        "/imports/",
        {"channel": "generic", "mapping": "own-shop", "files": uploads("generic/samples/own_shop.csv")},
    )
    second = ImportFile.objects.latest("id")
    jobs.import_file(second.pk, "staff:hana")
    second.refresh_from_db()
    assert second.counts["orders"]["unchanged"] == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": "日本語"}, "半角"),
        ({"label": ""}, "名前"),
        ({"rate": "abc"}, "直すところ"),
        ({"col-order_number": ""}, "直すところ"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_in_place(
    hana_client, own, wrong: dict[str, str], says: str
) -> None:
    answer = hana_client.post(f"/imports/{own.pk}/mapping/", {**FORM, "do": "start", **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    own.refresh_from_db()
    assert own.mapping == ""
    assert not Mapping.objects.exists()


def test_the_warehouse_may_look_but_takes_nothing_in(ken_client, mei_client, own) -> None:
    assert ken_client.get("/imports/").status_code == 200
    assert mei_client.get("/imports/").status_code == 403
    assert ken_client.post("/imports/", {"channel": "generic"}).status_code == 403
    assert ken_client.post(f"/imports/{own.pk}/mapping/", {**FORM, "do": "start"}).status_code == 403
    assert ken_client.post("/imports/collect/").status_code == 403
    assert not Mapping.objects.exists()


def test_the_inbox_is_taken_in_by_one_press(
    hana_client, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    settings.INBOX_ROOT = tmp_path
    shop("amazon")
    (tmp_path / "amazon").mkdir()
    (tmp_path / "amazon" / "a.tsv").write_bytes((MALLS / SAMPLES["amazon"][0]).read_bytes())
    assert "まだ取り込んでいないファイルが 1 件" in hana_client.get("/").text
    with django_capture_on_commit_callbacks(execute=True):
        hana_client.post("/imports/collect/")
    assert ImportFile.objects.get().name == "a.tsv"
    hana_client.post("/imports/collect/")
    assert ImportFile.objects.count() == 1


def test_the_source_of_public_data_stays_with_its_mapping(hana_client, own) -> None:
    channels.save_mapping("kept", name="公開データ", body={**_plain(), "notice": "出典: 公開データ"}, by=BY)
    assert (
        'name="notice" value="出典: 公開データ"'
        in hana_client.get(f"/imports/{own.pk}/mapping/?from=kept").text
    )
    hana_client.post(
        f"/imports/{own.pk}/mapping/", {**FORM, "code": "kept", "notice": "出典: 公開データ", "do": "start"}
    )
    assert "出典: 公開データ" in str(Mapping.objects.get(code="kept").body)


def _plain() -> dict[str, object]:
    columns = {key.removeprefix("col-"): name for key, name in FORM.items() if key.startswith("col-")}
    return {"name": "kept", "columns": columns}


def test_the_list_asks_for_itself_again_only_while_a_file_is_being_taken_in(hana_client) -> None:
    shop("rakuten")
    hana_client.post("/imports/", {"channel": "rakuten", "files": uploads(*SAMPLES["rakuten"])})
    file = ImportFile.objects.get()
    ImportFile.objects.filter(pk=file.pk).update(state="running", format="rakuten", rows=40, total_rows=120)
    text = hana_client.get("/imports/").text
    assert 'hx-get="/imports/list/"' in text
    assert "1 件を取り込んでいます" in text
    assert "120 行のうち 40 行" in text
    ImportFile.objects.filter(pk=file.pk).update(state="done")
    piece = hana_client.get("/imports/list/").text
    assert "hx-get" not in piece
    assert "完了" in piece
    assert "<html" not in piece
