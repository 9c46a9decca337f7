"""One order's page: every command through it, every refusal in place with nothing written."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from hanjo.inventory.models import Reservation
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Hold, Order
from hanjo.orders.terms import ParcelState
from hanjo.orders.tests.makers import KOBE
from hanjo.payments.models import Payment

pytestmark = pytest.mark.django_db
BY = Actor("staff", "somebody")
OTHER = replace(KOBE, name="別人 太郎", phone="078-999-0001")


def again(order):
    return Order.objects.get(pk=order.pk)


def press(client, order, verb, **fields):
    return client.post(f"/orders/{order.number}/do/{verb}/", fields)


def fill(client, order, part, **fields):
    page = {"version": again(order).version, **fields}
    return client.post(f"/orders/{order.number}/edit/{part}/", page)


ADDRESS = {"name": "見本 花子", "kana": "みほん はなこ", "postal": "６５０−０００１", "prefecture": "兵庫県",
           "city": "神戸市中央区", "street": "加納町6-5-1", "building": "",
           "phone": "０７８−０００−０００１"}  # fmt: skip


def test_a_stopped_order_says_why_with_a_key_for_the_proposal(hana_client, stopped):
    page = hana_client.get(f"/orders/{stopped.number}/").content.decode()
    hold = Hold.objects.get(order=stopped, severity="stop")
    assert "止まった理由" in page
    assert hold.reason in page
    assert hold.fix_label in page
    assert 'data-key="y"' in page


def test_a_clean_order_says_which_checks_it_passed(hana_client, take):
    order = take("1")
    page = hana_client.get(f"/orders/{order.number}/").content.decode()
    assert "そのまま出荷できる理由" in page
    assert "自動チェック" in page
    assert "本倉庫" in page or "倉庫 main" in page


def test_an_order_page_costs_a_flat_number_of_statements(hana_client, take, count_sql):
    order = take("1", ("TEA", 2), ("CUP", 1))
    hana_client.get("/orders/")
    with count_sql() as seen:
        assert hana_client.get(f"/orders/{order.number}/").status_code == 200
    assert seen.count <= 15, seen.statements


def test_an_unknown_number_is_not_found(hana_client, goods):
    assert hana_client.get("/orders/H-1/").status_code == 404
    assert press(hana_client, Order(number="H-1"), "recheck").status_code == 404


def test_the_proposal_is_carried_out_and_can_be_taken_back(hana_client, stopped):
    hold = Hold.objects.get(order=stopped, severity="stop")
    assert press(hana_client, stopped, "fix", hold=hold.pk).status_code == 303
    assert (again(stopped).city, again(stopped).stage) == ("神戸市中央区", "ready")
    made = Change.objects.get(order=stopped)
    assert hana_client.post(f"/orders/{stopped.number}/undo/{made.pk}/").status_code == 303
    assert again(stopped).city == "神戸市灘区"


def test_a_stop_is_accepted_and_stands_again(hana_client, stopped):
    hold = Hold.objects.get(order=stopped, severity="stop")
    press(hana_client, stopped, "lift", hold=hold.pk)
    assert again(stopped).stage == "ready"
    press(hana_client, stopped, "unlift", hold=hold.pk)
    assert again(stopped).stage == "check"


def test_the_stop_of_another_order_is_not_found_and_stays(hana_client, stopped, take):
    other = take("2", ("CUP", 1), recipient=OTHER, buyer=OTHER)
    hold = Hold.objects.get(order=stopped, severity="stop")
    assert press(hana_client, other, "lift", hold=hold.pk).status_code == 422
    assert Hold.objects.get(pk=hold.pk).lifted_at is None


def test_an_order_is_held_with_its_reason_and_taken_up_again(hana_client, take):
    order = take("1")
    fill(hana_client, order, "hold", because="お客様に確認中")
    assert again(order).stage == "held"
    assert "お客様に確認中" in hana_client.get(f"/orders/{order.number}/").content.decode()
    press(hana_client, order, "resume")
    assert again(order).stage == "ready"


def test_an_address_is_changed_narrow_where_machines_read_it(hana_client, take):
    order = take("1")
    fill(hana_client, order, "address", **{**ADDRESS, "name": "髙橋 花子", "building": "ハンジョウビル ２Ｆ"})
    changed = again(order)
    assert (changed.name, changed.kana, changed.building) == (
        "髙橋 花子",
        "ミホン ハナコ",
        "ハンジョウビル ２Ｆ",
    )
    assert (changed.postal, changed.phone) == ("6500001", "078-000-0001")
    page = hana_client.get(f"/orders/{order.number}/").content.decode()
    assert "元に戻す" in page
    assert "モール側の受注情報" in page


def test_a_stale_form_shows_three_columns_keeps_the_words_and_writes_nothing(hana_client, take):
    order = take("1")
    stale = order.version
    orders.change(order.number, {"noshi": "御祝"}, by=BY)
    typed = {
        "version": stale,
        "was_noshi": "",
        "noshi": "内祝 山田",
        "wrapping": "",
        "gift_message": "",
        "receipt_name": "",
    }
    answer = hana_client.post(f"/orders/{order.number}/edit/gift/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "御祝" in page
    assert "内祝 山田" in page
    assert again(order).noshi == "御祝"


def test_the_proviso_of_a_receipt_comes_from_the_remark_and_is_changed_on_the_page(hana_client, take):
    remark = "領収書の宛名は「見本商事株式会社」でお願いします。但し書きは「備品代」で。"
    order = take("1", remarks=remark)
    hold = order.holds.get(check_code="remarks_receipt")
    orders.apply_fix(hold.pk, by=BY)
    assert (again(order).receipt_name, again(order).receipt_proviso) == ("見本商事株式会社", "備品代")
    assert not order.holds.filter(check_code="remarks_receipt", lifted_at__isnull=True).exists()
    typed = {"noshi": "", "wrapping": "", "gift_message": "", "receipt_name": "見本商事株式会社"}
    fill(hana_client, order, "gift", **typed, receipt_proviso="お品代として")
    assert again(order).receipt_proviso == "お品代として"
    page = hana_client.get(f"/orders/{order.number}/").content.decode()
    assert "但し書き" in page
    assert "お品代として" in page
    orders.undo(Change.objects.filter(order=order).latest("id").pk, by=BY)
    assert again(order).receipt_proviso == "備品代"


def test_a_proviso_that_the_channel_told_is_kept_and_shown_to_the_packer(take):
    from hanjo.fulfilment.queries import pack_flags

    order = again(take("1", receipt_name="見本 花子", receipt_proviso="お茶代として"))
    assert order.receipt_proviso == "お茶代として"
    assert "領収書（但し書きあり）" in pack_flags(order)


def test_a_delivery_change_takes_the_carrier_along_and_back(hana_client, take, goods):
    from hanjo.orders.checks.base import Service

    known = {"windows": ["am"], "temperatures": ["normal"], "cod": True, "cod_limit_yen": 300_000, "is_mail": False,
             "max_weight_g": 30_000, "max_thickness_mm": 0, "dates": True}  # fmt: skip
    orders.note_services([Service(carrier="sagawa", code="sagawa.x", label="佐川", **known)], by=BY)
    order = take("1")
    fill(
        hana_client, order, "delivery", service="sagawa.x", wanted_on="2026-12-01", window="am", ship_by_on=""
    )
    changed = again(order)
    assert (changed.service, changed.carrier, changed.window) == ("sagawa.x", "sagawa", "am")
    orders.undo(Change.objects.get(order=order).pk, by=BY)
    assert (again(order).service, again(order).carrier) == (order.service, order.carrier)


@pytest.mark.parametrize(("part", "fields"), [
    ("delivery", {"service": "", "wanted_on": "2026-13-40", "window": "", "ship_by_on": ""}),
    ("charges", {"shipping_yen": "ただ", "fee_yen": "0", "wrapping_yen": "0", "discount_yen": "0", "points_yen": "0"}),
    ("charges", {"shipping_yen": "-5", "fee_yen": "0", "wrapping_yen": "0", "discount_yen": "0", "points_yen": "0"}),
    ("split", {}),
    ("merge", {"with": ["H-1"]}),
    ("cancel", {"because": " "}),
    ("paid", {"amount_yen": "1", "received_on": "2026-11-22"}),
    ("paid", {"amount_yen": "x", "received_on": "2026-11-22"}),
    ("refund", {"amount_yen": "100"}),
    ("lines", {"new_sku": "NOPE", "new_quantity": "1"}),
    ("lines", {}),
])  # fmt: skip
def test_a_refused_form_says_why_keeps_what_was_typed_and_writes_nothing(hana_client, take, part, fields):
    order = take("1")
    before = (again(order).version, Change.objects.count(), Payment.objects.count())
    answer = fill(hana_client, order, part, **fields)
    page = answer.content.decode()
    assert answer.status_code in (404, 422)
    assert 'class="refusal"' in page
    if "new_sku" in fields:
        assert 'value="NOPE"' in page
    assert (again(order).version, Change.objects.count(), Payment.objects.count()) == before


def test_charges_are_rehearsed_without_a_trace_and_then_changed(hana_client, take):
    order = take("1", ("TEA", 2))
    amounts = {
        "shipping_yen": "５５０",
        "fee_yen": "0",
        "wrapping_yen": "0",
        "discount_yen": "0",
        "points_yen": "0",
    }
    rehearsed = fill(hana_client, order, "charges", rehearse="1", **amounts).content.decode()
    assert "2,000 円" in rehearsed
    assert "2,550 円" in rehearsed
    assert "モール側" in rehearsed
    assert again(order).total_yen == 2000
    fill(hana_client, order, "charges", **amounts)
    assert again(order).total_yen == 2550


def test_lines_are_changed_added_swapped_and_taken_off(hana_client, take):
    order = take("1", ("TEA", 2), ("CUP", 1))
    tea, cup = order.lines.order_by("position")
    asked = {f"q_{tea.pk}": "3", f"p_{tea.pk}": "1000", f"s_{tea.pk}": "TEA", f"q_{cup.pk}": "0",
             f"p_{cup.pk}": "1000", f"s_{cup.pk}": "CUP", "new_sku": "ice", "new_quantity": "1"}  # fmt: skip
    assert fill(hana_client, order, "lines", **asked).status_code == 303
    assert again(order).total_yen == 4000
    assert again(order).temperature == "frozen"
    made = Change.objects.get(order=order)
    hana_client.post(f"/orders/{order.number}/undo/{made.pk}/")
    assert again(order).total_yen == 3000
    assert Reservation.objects.filter(group=f"order:{order.pk}", state="open").count() == 2


def test_two_orders_of_one_receiver_travel_together_and_apart_again(hana_client, take):
    first = take("1", shipping_yen=500, total_yen=1500)
    second = take("2", ("CUP", 1), shipping_yen=500, total_yen=1500)
    page = hana_client.get(f"/orders/{second.number}/edit/merge/").content.decode()
    assert first.number in page
    assert "¥3,000 → 送料を外すと ¥2,500" in page
    fill(hana_client, second, "merge", **{"with": first.number, "drop_shipping": "1"})
    assert again(second).merged_into_id == first.pk
    assert again(second).total_yen == 1000
    press(hana_client, second, "unmerge")
    assert again(second).merged_into_id is None
    assert again(second).total_yen == 1500


def test_an_order_is_split_by_line_and_by_temperature(hana_client, take):
    order = take("1", ("TEA", 1), ("CUP", 1))
    line = order.lines.get(code="CUP")
    fill(hana_client, order, "split", line=line.pk)
    assert Order.objects.get(split_from=order).number == f"{order.number}-2"
    cold = take("2", ("TEA", 1), ("ICE", 1), recipient=OTHER, buyer=OTHER)
    press(hana_client, cold, "split_temperature")
    assert Order.objects.get(split_from=cold).temperature == "frozen"


def test_an_order_is_cancelled_with_its_reason_and_brought_back(hana_client, take):
    order = take("1")
    fill(hana_client, order, "cancel", because="お客様の希望")
    assert again(order).stage == "cancelled"
    assert not Reservation.objects.filter(group=f"order:{order.pk}", state="open").exists()
    press(hana_client, order, "restore")
    assert again(order).stage == "ready"
    assert Reservation.objects.filter(group=f"order:{order.pk}", state="open").exists()


def test_money_comes_in_once_however_often_the_form_is_sent(hana_client, take):
    order = take("1", pay_policy="after_paid", pay_kind="bank")
    assert again(order).stage == "money"
    typed = {"amount_yen": "1,000", "received_on": "2026-11-22", "key": "press-1"}
    fill(hana_client, order, "paid", **typed)
    fill(hana_client, order, "paid", **typed)
    assert (again(order).stage, again(order).paid_yen) == ("ready", 1000)
    assert Payment.objects.count() == 1
    fill(hana_client, order, "refund", amount_yen="300", key="press-2")
    assert (again(order).money_state, again(order).paid_yen) == ("part_refunded", 700)


def test_an_authorisation_by_hand_lets_the_order_go(hana_client, take):
    order = take("1", pay_policy="after_authorised")
    press(hana_client, order, "authorise")
    assert again(order).stage == "ready"


def test_nothing_but_our_own_notes_changes_once_the_goods_are_instructed(hana_client, take):
    order = take("1")
    orders.note_parcels({order.pk: orders.ParcelNote(state=ParcelState.INSTRUCTED, text="出荷指示")}, by=BY)
    assert fill(hana_client, order, "address", **ADDRESS).status_code == 422
    assert fill(hana_client, order, "cancel", because="お客様の希望").status_code == 422
    assert again(order).stage == "work"
    fill(hana_client, order, "notes", shop_note="電話済み", assignee="", tags="", remarks="")
    assert again(order).shop_note == "電話済み"
    made = Change.objects.get(order=order)
    hana_client.post(f"/orders/{order.number}/undo/{made.pk}/")
    assert again(order).shop_note == ""


def test_who_may_only_look_can_do_nothing(ken_client, stopped):
    cache.clear()
    hold = Hold.objects.get(order=stopped, severity="stop")
    page = ken_client.get(f"/orders/{stopped.number}/").content.decode()
    assert hold.fix_label not in page
    before = again(stopped).version
    for verb in ("fix", "lift", "recheck", "authorise", "restore"):
        assert press(ken_client, stopped, verb, hold=hold.pk).status_code == 403
    for part in ("address", "lines", "cancel", "paid", "merge"):
        assert fill(ken_client, stopped, part).status_code == 403
    assert again(stopped).version == before


def test_a_field_is_changed_in_its_row_and_one_row_comes_back(hana_client, take):
    order = take("1")
    htmx = {"HX-Request": "true"}
    form = hana_client.get(f"/orders/{order.number}/cell/who/", headers=htmx).content.decode()
    assert "<select" in form
    typed = {"version": order.version, "assignee": "hana"}
    answer = hana_client.post(f"/orders/{order.number}/cell/who/", typed, headers=htmx)
    row = answer.content.decode()
    assert 'hx-swap-oob="true"' in row
    assert row.count('role="row"') == 1
    assert "花田 はな" in row
    assert "hanjo:say" in answer.headers["HX-Trigger"]
    assert again(order).assignee == "hana"


def test_a_row_somebody_changed_meanwhile_answers_with_three_columns(hana_client, take):
    order = take("1")
    orders.change(order.number, {"assignee": "ken"}, by=BY)
    typed = {"version": order.version, "was_assignee": "", "assignee": "hana"}
    answer = hana_client.post(f"/orders/{order.number}/cell/who/", typed, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#dialog-body"
    assert "ken" in answer.content.decode()
    assert again(order).assignee == "ken"


def test_the_neighbours_are_those_of_the_list_the_reader_came_from(hana_client, take):
    people = [replace(KOBE, name=f"人 {n}", phone=f"078-111-000{n}") for n in range(3)]
    rows = [
        take(str(n), ("TEA" if n != 1 else "SOLD", 1), recipient=who, buyer=who)
        for n, who in enumerate(people)
    ]
    page = hana_client.get(
        f"/orders/{rows[2].number}/", headers={"Referer": "http://testserver/orders/?stage=ready"}
    ).content.decode()
    assert f"/orders/{rows[0].number}/?list=stage%3Dready" in page
    assert f"/orders/{rows[1].number}/" not in page


def test_the_postal_code_fills_the_address(hana_client):
    found = hana_client.get("/console/postcode/?postcode=650-0001").json()
    assert found[0]["prefecture"] == "兵庫県"
    assert hana_client.get("/console/postcode/?postcode=0000000").json() == []


def test_from_a_stopped_order_one_goes_on_with_the_triage_at_that_order(hana_client, stopped):
    page = hana_client.get(f"/orders/{stopped.number}/?back=triage").content.decode()
    assert f'href="/triage/?number={stopped.number}"' in page
    assert 'href="/triage/">確認待ち' in page
    orders.lift([hold.pk for hold in stopped.holds.filter(severity="stop")], by=BY)
    assert "/triage/?number=" not in hana_client.get(f"/orders/{stopped.number}/").content.decode()


def test_one_found_order_offers_its_commands_and_settings_are_found_by_their_words(
    hana_client, ken_client, take
):
    order = take("1")
    part = {"HX-Request": "true"}
    hits = hana_client.get(f"/console/search/?q={order.number}", headers=part).content.decode()
    for address in ("mail/", "edit/hold/", "edit/address/", "edit/cancel/"):
        assert f'href="/orders/{order.number}/{address}"' in hits
        assert hana_client.get(f"/orders/{order.number}/{address}").status_code == 200
    ken = ken_client.get(f"/console/search/?q={order.number}", headers=part).content.decode()
    assert f'href="/orders/{order.number}/"' in ken
    assert "edit/cancel/" not in ken
    assert (
        "/settings/checks/"
        in hana_client.get("/console/search/?q=自動チェック", headers=part).content.decode()
    )
    assert "/me/keys/" in hana_client.get("/console/search/?q=ショートカット", headers=part).content.decode()


def test_the_search_finds_orders_goods_and_pages_as_far_as_one_may_look(hana_client, mei_client, take):
    order = take("1")
    page = hana_client.get(f"/console/search/?q={order.number}").content.decode()
    assert f"/orders/{order.number}/" in page
    hits = hana_client.get("/console/search/?q=けんぴん", headers={"HX-Request": "true"}).content.decode()
    assert "検品" in hits
    assert "<html" not in hits
    assert "商品 TEA" in hana_client.get("/console/search/?q=TEA").content.decode()
    assert (
        order.number
        not in mei_client.get(f"/console/search/?q={order.number}").content.decode().split("</form>")[-1]
    )
