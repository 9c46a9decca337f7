"""入金: marked once, claimed by a key, read from the bank, refused in place."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hanjo.orders.models import Order
from hanjo.payments.models import BankLine, Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing(take) -> Order:
    return take("299999-1", pay_policy="after_paid", pay_kind="bank", pay_method="銀行振込")


def bank(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("bank.csv", text.encode("cp932"))


@pytest.mark.parametrize("size", [0, 40])
def test_the_page_asks_the_database_a_flat_number_of_times(hana_client, count_sql, take, size: int) -> None:
    for n in range(size):
        take(f"p{n}", pay_policy="after_paid", pay_kind="bank")
        BankLine.objects.create(
            key=str(n),
            received_on="2026-11-22",
            payer="カクウ",
            amount_yen=10,
            suggested=[{"number": Order.objects.latest("id").number, "score": 50, "because": "金額が一致"}],
        )
    with count_sql() as seen:
        answer = hana_client.get("/money/")
    assert answer.status_code == 200
    assert seen.count <= 15, seen.statements


def test_an_order_marked_paid_moves_on_and_a_second_press_counts_nothing(hana_client, owing) -> None:
    form = {"amount": str(owing.total_yen), "on": "2026-11-22", "key": "k"}
    hana_client.post(f"/money/{owing.number}/paid/", form)
    hana_client.post(f"/money/{owing.number}/paid/", form)
    assert Payment.objects.get(kind="received").amount_yen == owing.total_yen
    assert Order.objects.get(pk=owing.pk).stage == "ready"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"amount": "いくら"}, "数字"),
        ({"amount": "100", "on": "きのう"}, "日付"),
        ({"amount": "1"}, "残りは"),
    ],
)
def test_a_wrong_amount_is_refused_in_place_and_nothing_is_written(
    hana_client, owing, form: dict[str, str], says: str
) -> None:
    answer = hana_client.post(f"/money/{owing.number}/paid/", {"key": "k", **form})
    assert answer.status_code == 422
    assert says in answer.text
    assert not Payment.objects.exists()


def test_a_difference_is_taken_only_on_purpose(hana_client, owing) -> None:
    short = {"amount": str(owing.total_yen - 100), "on": "2026-11-22", "key": "k", "accept": "1"}
    hana_client.post(f"/money/{owing.number}/paid/", short)
    assert sorted(Payment.objects.values_list("amount_yen", flat=True)) == [100, owing.total_yen - 100]


def test_a_bank_file_is_accounted_for_and_counts_once(hana_client, owing) -> None:
    text = (
        "日付,摘要,入金額,残高\n"
        f"2026/11/23,ミホン ハナコ,{owing.total_yen},9\n2026/11/23,フメイ,77,9\n2026/11/xx,ナニカ,5,9\n"
    )
    answer = hana_client.post("/money/bank/", {"file": bank(text)})
    assert answer.status_code == 200
    assert "4 行目" in answer.text
    again = hana_client.post("/money/bank/", {"file": bank(text)})
    assert again.status_code == 200
    assert BankLine.objects.count() == 2
    assert (
        Payment.objects.filter(kind="received").count()
        == BankLine.objects.filter(order__isnull=False).count()
    )


def test_a_file_that_is_no_statement_is_refused_and_nothing_is_kept(hana_client, goods) -> None:
    answer = hana_client.post("/money/bank/", {"file": bank("これは\n明細ではない\n")})
    assert answer.status_code == 422
    assert "入金明細として読めませんでした" in answer.text
    assert hana_client.post("/money/bank/").status_code == 422
    assert not BankLine.objects.exists()


def test_one_key_claims_a_transfer(hana_client, owing) -> None:
    line = BankLine.objects.create(
        key="a",
        received_on="2026-11-22",
        payer="ミホン",
        amount_yen=owing.total_yen,
        suggested=[{"number": owing.number, "score": 80, "because": "金額が一致"}],
    )
    assert 'data-key="y"' in hana_client.get("/money/").text
    hana_client.post(f"/money/lines/{line.pk}/match/", {"number": owing.number})
    line.refresh_from_db()
    assert line.order_id == owing.pk
    assert Order.objects.get(pk=owing.pk).money_state == "paid"


def test_a_wrong_number_is_refused_and_the_transfer_stays_open(hana_client, owing) -> None:
    line = BankLine.objects.create(key="a", received_on="2026-11-22", payer="ミホン", amount_yen=1)
    assert hana_client.post(f"/money/lines/{line.pk}/match/", {"number": "H-9"}).status_code == 422
    assert hana_client.post("/money/lines/999/match/", {"number": owing.number}).status_code == 422
    line.refresh_from_db()
    assert line.order_id is None
    assert not Payment.objects.exists()


def test_the_warehouse_may_look_but_not_book(ken_client, mei_client, owing) -> None:
    assert ken_client.get("/money/").status_code == 200
    assert mei_client.get("/money/").status_code == 403
    assert ken_client.post(f"/money/{owing.number}/paid/", {"amount": "1"}).status_code == 403
    assert ken_client.post("/money/bank/").status_code == 403
    assert not Payment.objects.exists()
