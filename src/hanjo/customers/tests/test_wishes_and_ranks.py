"""Favourites, restock notices and ranks."""

import pytest

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import Member, RestockWish
from hanjo.customers.terms import BadRanks, RankRow
from hanjo.customers.tests.makers import member, product
from hanjo.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
RANKS = [
    RankRow(code="regular", name="レギュラー", yearly_from_yen=0),
    RankRow(code="silver", name="シルバー", yearly_from_yen=30_000, point_key="silver"),
    RankRow(code="gold", name="ゴールド", yearly_from_yen=100_000, point_key="gold"),
]


def test_a_favourite_is_kept_once_and_let_go():
    who, sku = member(), product("TEA")
    for _ in range(2):
        customers.set_favourite(who.pk, sku.product_id, on=True)
    assert queries.favourites(who.pk) == [sku.product_id]
    customers.set_favourite(who.pk, sku.product_id, on=False)
    assert queries.favourites(who.pk) == []


def test_a_restock_notice_goes_out_once_to_those_who_asked_first():
    sku = product("TEA")
    for email in ("a@example.jp", "b@example.jp", "A@example.jp"):
        customers.wish_restock(sku.id, email)
    due = queries.due_restock_notices([sku.id])
    assert [wish.email for wish in due] == ["a@example.jp", "b@example.jp"]
    ids = [wish.pk for wish in due]
    assert customers.note_restock_told(ids) == ids
    assert customers.note_restock_told(ids) == []
    assert queries.due_restock_notices([sku.id]) == []
    customers.wish_restock(sku.id, "a@example.jp")  # sold out again, asked again
    customers.drop_restock(sku.id, "A@example.jp")
    assert RestockWish.objects.count() == 2


def test_ranks_follow_what_was_bought_in_a_flat_number_of_statements(django_assert_num_queries):
    customers.save_ranks(RANKS, by=BY)
    people = {
        yen: member(f"p{yen}@example.jp", address=f"203.0.113.{place}")
        for place, yen in enumerate((0, 29_999, 30_000, 100_000))
    }
    with django_assert_num_queries(4):  # savepoint, update, audit, release
        customers.rerank({who.customer_id: yen for yen, who in people.items() if yen}, by=BY)
    got = {yen: Member.objects.get(pk=who.pk).rank_code for yen, who in people.items()}
    assert got == {0: "regular", 29_999: "regular", 30_000: "silver", 100_000: "gold"}
    assert customers.rerank({}, by=BY) == 2


def test_ranks_may_swap_thresholds_and_lose_one_but_not_share_one():
    customers.save_ranks(RANKS, by=BY)
    who = member()
    customers.rerank({who.customer_id: 200_000}, by=BY)
    swapped = [
        RankRow(code="regular", name="レギュラー", yearly_from_yen=30_000),
        RankRow(code="silver", name="シルバー", yearly_from_yen=0),
    ]
    customers.save_ranks(swapped, by=BY)
    assert Member.objects.get().rank is None
    with pytest.raises(BadRanks):
        customers.save_ranks([*swapped, RankRow(code="x", name="x", yearly_from_yen=0)], by=BY)
