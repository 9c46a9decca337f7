"""Handing out, leaving, erasing: what goes, what stays, and that nothing opens again."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import (
    Address,
    Customer,
    Member,
    MemberSession,
    PointEntry,
    PointLot,
    Signal,
)
from hanjo.customers.proofs import PROOFS
from hanjo.customers.terms import (
    BadMemberMove,
    ConsentAction,
    Earning,
    Letter,
    LetterKind,
    MemberState,
    NotConfirmed,
    OrderUnderWay,
    PaidBalanceLeft,
    Person,
    Place,
    Purpose,
    Said,
    WrongLogin,
)
from hanjo.customers.tests.makers import HOME, PASSWORD, member, product, registered, signed_in
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
HERE = Place(
    name="見本 <みお>",
    postal="6500001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町9-9",
    phone="090-0000-0000",
)


def sound() -> None:
    assert [(v.name, v.examples) for v in run_all(PROOFS) if v.broken] == []


def full() -> Member:
    """A member with something in every drawer."""
    who = member()
    signed_in()
    customers.save_address(who.pk, HERE, by=BY)
    customers.set_favourite(who.pk, product("TEA").product_id, on=True)
    customers.earn_points([Earning(customer_id=who.customer_id, points=120, ref="gift:1")], by=BY)
    customers.note_consents(
        [
            Said(
                email=who.email,
                purpose=Purpose.NEWS,
                action=ConsentAction.OPT_IN,
                form="register",
                wording="受け取る",
            )
        ],
        by=BY,
    )
    return who


def test_the_export_holds_everything_and_no_secret():
    who = full()
    pack = customers.export_member(who.pk, by=BY, more={"ご注文": [{"番号": "S-1", "合計": 1200}]})
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
    assert data["会員情報"][0]["メールアドレス"] == "mio@example.jp"
    assert data["ポイント"][0]["増減"] == 120
    assert [
        len(data[name]) for name in ("お届け先", "お気に入り", "同意の記録", "ログイン中の端末", "ご注文")
    ] == [1] * 5
    assert "見本 &lt;みお&gt;" in page
    assert "S-1" in page
    assert who.password not in page + json.dumps(data)


def test_the_export_speaks_the_language_of_the_member_or_of_the_page():
    who = full()
    by_page = customers.export_member(who.pk, by=BY, language="en")
    Member.objects.filter(pk=who.pk).update(language="en")
    by_member = customers.export_member(who.pk, by=BY)
    with zipfile.ZipFile(io.BytesIO(by_member)) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
    with zipfile.ZipFile(io.BytesIO(by_page)) as archive:
        assert "Personal data of" in archive.read("data.html").decode()
    assert "<html lang=en>" in page
    assert data["Points"][0]["Change"] == 120
    shown = [*data, *(key for rows in data.values() for row in rows for key in row)]
    assert not [text for text in shown if re.search(r"[ぁ-ヺ一-龥]", text)]
    assert data["Record of consents"][0]["Consent or stop"] == "Agreed"


def test_who_leaves_is_out_everywhere_and_gets_no_advertising():
    who = full()
    session = signed_in()
    customers.leave(who.pk, by=BY)
    customers.leave(who.pk, by=BY)
    assert queries.member_of(session.token) is None
    assert isinstance(customers.sign_in("mio@example.jp", PASSWORD, address=HOME), WrongLogin)
    assert queries.balance(who.customer_id).free == 0
    assert not queries.may_market("mio@example.jp")
    assert Customer.objects.get().name == "見本 みお"
    sound()


def test_who_left_may_come_back_with_a_confirmed_mail():
    who = member()
    customers.leave(who.pk, by=BY)
    letter = registered(address="203.0.113.9")
    assert letter.kind == LetterKind.CONFIRM_REGISTRATION
    again = customers.confirm_registration(letter.token)
    assert (again.pk, again.state) == (who.pk, MemberState.ACTIVE)
    assert signed_in()


def test_money_paid_in_and_a_checkout_under_way_keep_an_account_open():
    who = full()
    customers.hold_points(who.customer_id, 10, key="c1", until=clock.now() + timedelta(minutes=5), by=BY)
    for end in (customers.leave, lambda pk, by: customers.erase_customer(who.customer_id, by=by)):
        with pytest.raises(OrderUnderWay):
            end(who.pk, by=BY)
    customers.release_points(["c1"], by=BY)
    customers.sell_balance([(who.customer_id, 500, "sale:1")], by=BY)
    with pytest.raises(PaidBalanceLeft):
        customers.erase_customer(who.customer_id, by=BY)
    assert Member.objects.get().state == MemberState.ACTIVE
    assert queries.balance(who.customer_id).free == 120


def test_an_erasure_leaves_a_pseudonym_the_books_and_nothing_else():
    who = full()
    (guest,) = customers.recognise(
        [Person(name="見本 みお", email="mio@example.net", phone="090-0000-0001")], by=BY
    )
    customers.change_mail(customers.ask_mail(who.pk, "mio@example.net", by=BY)[1].token)
    customers.erase_customer(who.customer_id, by=BY)
    customers.erase_customer(who.customer_id, by=BY)
    left = str([list(table.objects.values()) for table in (Customer, Member, Address, MemberSession, Signal)])
    for trace in ("mio@", "みお", "0900000", "090-0000", "加納町", "203.0.113"):
        assert trace not in left
    assert Customer.objects.filter(pk__in=[who.customer_id, guest.id], erased_at__isnull=False).count() == 2
    assert list(PointEntry.objects.order_by("pk").values_list("delta", flat=True)) == [120, -120]
    assert PointLot.objects.get().customer_id == who.customer_id
    (known,) = customers.recognise([Person(name="見本 みお", email="mio@example.net")], by=BY)
    assert known.is_new
    sound()


def test_an_erased_address_may_register_as_somebody_new():
    who = full()
    customers.erase_customer(who.customer_id, by=BY)
    assert member(address="203.0.113.9").pk != who.pk


def test_staff_stops_a_member_and_lets_them_in_again():
    who = member()
    session = signed_in()
    with pytest.raises(BadMemberMove):
        customers.stop_member(who.pk, because=" ", by=BY)
    customers.stop_member(who.pk, because="不正利用の疑い", by=BY)
    assert queries.member_of(session.token) is None
    assert isinstance(customers.sign_in(who.email, PASSWORD, address=HOME), WrongLogin)
    letter = customers.register(who.email, PASSWORD, name="x", address=HOME)
    assert isinstance(letter, Letter)
    assert letter.token == ""  # registering again is no way around it
    customers.resume_member(who.pk, by=BY)
    assert signed_in()
    sound()


def test_staff_confirms_a_mail_address_by_hand_with_the_reason():
    registered()
    who = Member.objects.get()
    assert isinstance(customers.sign_in(who.email, PASSWORD, address=HOME), NotConfirmed)
    with pytest.raises(BadMemberMove):
        customers.confirm_by_hand(who.pk, because="", by=BY)
    customers.confirm_by_hand(who.pk, because="電話でご本人を確認", by=BY)
    assert signed_in()
    with pytest.raises(BadMemberMove):
        customers.confirm_by_hand(who.pk, because="もう一度", by=BY)


def test_t_sec_07_a_changed_address_is_seen_by_the_checkout():
    who = member()
    signed_in()
    before = queries.risk_signals(who.pk)
    assert (before.new_device, before.changed, before.since_change) == (False, (), None)
    customers.save_address(who.pk, HERE, by=BY)
    signed_in(device="d2")
    customers.sign_in(who.email, "x", address="198.51.100.1")
    after = queries.risk_signals(who.pk)
    assert (after.new_device, after.changed, after.failures) == (True, ("address",), 1)
    assert after.since_change is not None
    assert after.since_change < timedelta(hours=24)


def test_what_has_ended_is_forgotten_and_what_lives_is_kept():
    who = full()
    live = signed_in()
    dead = signed_in(device="d2")
    MemberSession.objects.filter(pk=dead.session.pk).update(expires_at=clock.now() - timedelta(days=1))
    Signal.objects.filter(what="address").update(at=clock.now() - timedelta(days=500))
    done = customers.forget_old()
    assert (done["sessions"], done["signals"], done["attempts"]) == (1, 1, 0)
    assert queries.member_of(live.token) == who
    assert customers.forget_old()["sessions"] == 0
