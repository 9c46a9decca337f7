"""Sales, their history, and the strike-through prices they may show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Sku
from hanjo.kernel import clock
from hanjo.kernel.models import Telling
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.telling import deliver
from hanjo.pricing import commands, queries
from hanjo.pricing.commands import ClaimDraft, ItemDraft, SaleDraft
from hanjo.pricing.models import PriceChange, PriceClaim, PricePlan, Sale
from hanjo.pricing.tests.makers import BY, HANA, KEN, goods

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def hear() -> None:
    for telling in Telling.objects.filter(heard_at__isnull=True, kind="PricesChanged").order_by("id"):
        deliver(telling.pk)


def cups(yen: int = 4980, *, days: int = 60) -> Sku:
    """A SKU that has cost so much for so many days."""
    (sku,) = goods(yen, "CUP")
    commands.note_prices({sku.pk: yen}, at=clock.now() - days * DAY, reason="発売", by=BY)
    return sku


def sale(sku: Sku, code: str = "AUTUMN", **more: Any) -> commands.SavedSale:
    now = clock.now()
    values: dict[str, Any] = {
        "label": "秋のセール", "from_at": now, "until_at": now + 10 * DAY,
        "items": [ItemDraft(sku_id=sku.pk, price_yen=3980)], "past_prices": True,
    }  # fmt: skip
    return commands.save_sale(SaleDraft(code=code, **values | more), by=HANA)


def lived(sku: Sku) -> list[int | None]:
    return [one.price_yen for one in queries.history([sku.pk])[sku.pk]]


def test_the_catalogue_writes_the_history_from_the_moment_it_changed() -> None:
    (sku,) = goods(1000, "CUP")
    hear()
    catalogue.save_products([{"sku_code": "CUP", "price_yen": 1200}], by=BY)
    catalogue.save_products([{"sku_code": "CUP", "name": "別の名前"}], by=BY)
    catalogue.set_active(["CUP"], False, by=BY)
    hear()
    assert lived(sku) == [1000, 1200, None]
    periods = queries.history([sku.pk])[sku.pk]
    assert [one.until_at for one in periods] == [periods[1].from_at, periods[2].from_at, None]


def test_facts_that_arrive_late_or_twice_leave_the_same_history() -> None:
    (sku,) = goods(1000, "CUP")
    catalogue.save_products([{"sku_code": "CUP", "price_yen": 1200}], by=BY)
    for telling in Telling.objects.filter(kind="PricesChanged").order_by("-id"):
        deliver(telling.pk)
    assert lived(sku) == [1000, 1200]
    now = clock.now()
    assert commands.note_prices({sku.pk: 1200}, at=now, reason="再送", by=BY) == 0


def test_the_history_is_written_once_and_never_changed() -> None:
    sku = cups()
    for change in (PriceChange.objects.filter(sku=sku).update, PriceChange.objects.filter(sku=sku).delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(**({"price_yen": 1} if change.__name__ == "update" else {}))
    assert lived(sku) == [4980]


def test_ten_thousand_prices_are_noted_with_one_statement() -> None:
    many = goods(1000, *[f"S{number}" for number in range(200)])
    with CaptureQueriesContext(connection) as seen:
        commands.note_prices({sku.pk: 1000 for sku in many}, at=clock.now(), reason="発売", by=BY)
    assert len([one for one in seen if "SAVEPOINT" not in one["sql"]]) == 1
    assert PriceChange.objects.count() == 200


def test_a_sale_shows_the_old_price_when_it_was_really_charged() -> None:
    sku = cups()
    made = sale(sku)
    assert made.failing == {}
    price = queries.prices([sku.pk])[sku.pk]
    assert (price.now_yen, price.was_yen, price.was_label) == (3980, 4980, "通常価格")
    assert price.until == made.sale.until_at
    assert lived(sku) == [4980, 3980]


def test_a_claim_without_evidence_is_not_shown_and_says_why() -> None:
    sku = cups(days=10)
    made = sale(sku)
    assert "2 週間に足りません" in made.failing[sku.pk]
    price = queries.prices([sku.pk])[sku.pk]
    assert (price.now_yen, price.was_yen) == (3980, None)
    assert [claim.sku_id for claim in queries.failing_claims()] == [sku.pk]


def test_a_claim_that_is_taken_back_is_no_longer_shown_and_its_evidence_stays() -> None:
    sku = cups()
    begin = sale(sku).sale.from_at
    sale(sku, from_at=begin, past_prices=False)
    price = queries.prices([sku.pk])[sku.pk]
    assert (price.now_yen, price.was_yen) == (3980, None)
    assert PriceClaim.objects.get().evidence["reference_yen"] == 4980
    assert queries.sale_list()[0].claimed == 0  # type: ignore[attr-defined]  # annotated by the query
    sale(sku, from_at=begin)
    assert queries.prices([sku.pk])[sku.pk].was_yen == 4980


def test_only_a_second_person_with_a_reason_may_override() -> None:
    sku = cups(days=10)
    sale(sku)
    claim = PriceClaim.objects.get()
    for by, reason, why in ((HANA, "店頭で販売", "same_person"), (KEN, " ", "bad_sale")):
        with pytest.raises(Refusal) as refused:
            commands.override_claim(claim.pk, reason, by=by)
        assert refused.value.code == why
    assert queries.prices([sku.pk])[sku.pk].was_yen is None
    commands.override_claim(claim.pk, "店頭で 1 年間この価格で販売（レシート控えあり）", by=KEN)
    assert queries.prices([sku.pk])[sku.pk].was_yen == 4980
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceClaim.objects.update(overridden_by=str(HANA))


def test_a_sale_cannot_begin_in_the_past() -> None:
    sku = cups()
    with pytest.raises(Refusal) as refused:
        sale(sku, from_at=clock.now() - DAY)
    assert refused.value.code == "bad_sale"
    assert not Sale.objects.exists()


@pytest.mark.parametrize("item", [{}, {"price_yen": 1, "percent": 5}, {"percent": 0}, {"percent": 101}])
def test_an_item_needs_one_price(item: dict[str, Any]) -> None:
    sku = cups()
    with pytest.raises(Refusal):
        sale(sku, items=[ItemDraft(sku_id=sku.pk, **item)])
    assert not Sale.objects.exists()


def test_sales_begin_and_end_in_the_history_at_their_minute_however_late_it_is_noted() -> None:
    sku = cups()
    now = clock.now()
    begin, end = now + 2 * DAY, now + 5 * DAY
    sale(sku, from_at=begin, until_at=end, items=[ItemDraft(product_id=sku.product_id, percent=10)])
    assert commands.follow_sales(now + DAY, by=BY) == 0
    assert commands.follow_sales(now + 9 * DAY, by=BY) == 2
    assert commands.follow_sales(now + 9 * DAY, by=BY) == 0
    periods = queries.history([sku.pk])[sku.pk]
    assert [(one.price_yen, one.from_at) for one in periods[1:]] == [(4482, begin), (4980, end)]
    assert Sale.objects.get().state == "ended"


def test_a_price_that_changes_during_a_sale_is_kept_as_it_was_charged() -> None:
    sku = cups()
    sale(sku, items=[ItemDraft(sku_id=sku.pk, percent=10)])
    catalogue.save_products([{"sku_code": "CUP", "price_yen": 6000}], by=BY)
    hear()
    assert lived(sku) == [4980, 4482, 5400]
    commands.end_sale("AUTUMN", by=BY)
    assert lived(sku) == [4980, 4482, 5400, 6000]
    assert queries.prices([sku.pk])[sku.pk].now_yen == 6000


def test_t_khy_05_a_sale_that_is_repeated_at_once_has_no_claim() -> None:
    sku = cups()
    sale(sku, until_at=clock.now() + 30 * DAY)
    again = sale(sku, "AGAIN", from_at=clock.now() + 31 * DAY, until_at=None)
    assert "半分を超えていません" in again.failing[sku.pk]
    commands.follow_sales(clock.now() + 30 * DAY, by=BY)
    commands.recheck_claims(clock.now() + 31 * DAY, by=BY)
    assert [claim.sale.code for claim in queries.failing_claims()] == ["AGAIN"]


def test_an_open_ended_sale_loses_its_strike_price_and_staff_is_told_once() -> None:
    sku = cups()
    sale(sku, until_at=None)
    assert commands.recheck_claims(clock.now() + 10 * DAY, by=BY) == 0
    assert commands.recheck_claims(clock.now() + 20 * DAY, by=BY) == 1
    assert commands.recheck_claims(clock.now() + 21 * DAY, by=BY) == 0
    assert queries.prices([sku.pk])[sku.pk].was_yen is None


def test_a_makers_price_and_a_members_price_are_judged_by_their_own_rules() -> None:
    sku = cups()
    catalogue.save_products([{"sku_code": "CUP", "list_price_yen": 6000}], by=BY)
    msrp = ClaimDraft(sku_id=sku.pk, kind="msrp", reference_yen=6000, source="カタログ", seen_on=date.today())  # noqa: DTZ011  # any day of late
    assert sale(sku, "M", claims=[msrp], past_prices=False).failing == {}
    gold = ClaimDraft(sku_id=sku.pk, kind="member", reference_yen=4980)
    assert sale(sku, "G", claims=[gold], past_prices=False, ranks=["gold"]).failing == {}
    assert sale(sku, "H", claims=[gold], past_prices=False).failing != {}


def test_a_future_price_is_planned_charged_and_watched() -> None:
    sku = cups()
    end = clock.now() + 10 * DAY
    claim = ClaimDraft(sku_id=sku.pk, kind="future", reference_yen=5980)
    assert sale(sku, "F", claims=[claim], past_prices=False, until_at=end).failing != {}
    commands.plan_prices({sku.pk: 5980}, from_at=end, by=HANA)
    assert sale(sku, "F", claims=[claim], past_prices=False, until_at=end).failing == {}
    with pytest.raises(Refusal):
        commands.plan_prices({sku.pk: 1}, from_at=clock.now() - DAY, by=HANA)
    assert commands.apply_plans(clock.now(), by=BY) == 0
    assert commands.apply_plans(end, by=BY) == 1
    assert commands.apply_plans(end, by=BY) == 0
    assert Sku.objects.get().price_yen == 5980


def test_t_khy_06_a_promised_price_that_is_cut_alerts_once() -> None:
    sku = cups()
    begin = clock.now() + DAY
    commands.plan_prices({sku.pk: 5980}, from_at=begin, by=HANA)
    PricePlan.objects.update(state="done")
    commands.note_prices({sku.pk: 5980}, at=begin, reason="予定", by=BY)
    assert commands.watch_plans(begin + 4 * DAY, by=BY) == 0
    commands.note_prices({sku.pk: 4500}, at=begin + 4 * DAY, reason="値下げ", by=BY)
    assert commands.watch_plans(begin + 5 * DAY, by=BY) == 1
    assert commands.watch_plans(begin + 6 * DAY, by=BY) == 0
    assert "4,500円" in queries.broken_plans()[0].note


def test_a_sale_of_a_category_reaches_the_shelves_below_it() -> None:
    catalogue.save_category("food", name="食品", by=BY)
    catalogue.save_category("tea", name="お茶", parent="food", by=BY)
    (sku,) = goods(1000, "TEA", category="tea")
    food = sku.product.category.parent_id if sku.product.category else None
    sale(sku, items=[ItemDraft(category_id=food, percent=20)])
    assert queries.prices([sku.pk])[sku.pk].now_yen == 800
    assert queries.skus_of_sales([Sale.objects.get().pk]) == {Sale.objects.get().pk: [sku.pk]}


def test_prices_of_many_are_read_with_one_statement() -> None:
    many = goods(1000, *[f"S{number}" for number in range(50)])
    sale(many[0], items=[ItemDraft(sku_id=sku.pk, percent=10) for sku in many])
    with CaptureQueriesContext(connection) as seen:
        found = queries.prices([sku.pk for sku in many])
    assert len(seen) == 1
    assert {one.now_yen for one in found.values()} == {900}


def test_what_has_no_history_begins_it_with_todays_price() -> None:
    (sku,) = goods(1000, "CUP")
    assert commands.note_first_prices(by=BY) == 1
    assert commands.note_first_prices(by=BY) == 0
    assert lived(sku) == [1000]
    assert isinstance(queries.history([sku.pk])[sku.pk][0].from_at, datetime)


def test_a_sale_that_runs_and_shows_old_prices_is_not_made_longer_but_may_be_without_them() -> None:
    sku = cups()
    first = sale(sku).sale
    longer = {"from_at": first.from_at, "until_at": clock.now() + 30 * DAY}
    with pytest.raises(Refusal, match="延ばせません"):
        sale(sku, **longer)
    assert Sale.objects.get().until_at == first.until_at
    sale(sku, **longer, past_prices=False)
    assert Sale.objects.get().until_at == longer["until_at"]
    assert PriceClaim.objects.get().withdrawn_at is not None


def test_a_sale_that_was_made_longer_never_gets_its_old_prices_back() -> None:
    sku = cups()
    first = sale(sku).sale
    longer = {"from_at": first.from_at, "until_at": clock.now() + 30 * DAY}
    sale(sku, **longer, past_prices=False)
    with pytest.raises(Refusal, match="戻すこともできません"):
        sale(sku, **longer)
    shorter = {**longer, "until_at": first.until_at}
    with pytest.raises(Refusal, match="戻すこともできません"):
        sale(sku, **shorter)
    assert PriceClaim.objects.get().withdrawn_at is not None
    sale(sku, **shorter, past_prices=False, label="名前だけ")
    assert Sale.objects.get().lengthened_at is not None


def test_a_sale_that_runs_keeps_its_old_prices_when_it_is_made_shorter() -> None:
    sku = cups()
    first = sale(sku).sale
    sale(sku, from_at=first.from_at, until_at=clock.now() + DAY)
    assert PriceClaim.objects.get().withdrawn_at is None
    assert Sale.objects.get().lengthened_at is None


def test_a_sale_price_that_is_no_bargain_is_refused_and_nothing_is_kept() -> None:
    sku = cups()
    with pytest.raises(Refusal, match="安くしてください"):
        sale(sku, items=[ItemDraft(sku_id=sku.pk, price_yen=4980)])
    assert not Sale.objects.exists()


def test_a_broken_plan_is_settled_with_words_and_once() -> None:
    sku = cups()
    plan = PricePlan.objects.create(
        sku=sku, price_yen=5000, from_at=clock.now(), watch_until=clock.now(), state="broken", made_by="x"
    )
    with pytest.raises(Refusal):
        commands.settle_plan(plan.pk, " ", by=HANA)
    assert queries.broken_plans()
    for _ in range(2):
        commands.settle_plan(plan.pk, "価格を戻した", by=HANA)
    assert not queries.broken_plans()
    assert "価格を戻した" in PricePlan.objects.get().note
