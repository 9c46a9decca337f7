"""The staff's pages of members."""

import io
import zipfile

import pytest
from django.urls import reverse

from hanjo.customers import commands as customers
from hanjo.customers import queries
from hanjo.customers.models import Customer, Member, MemberSession
from hanjo.customers.terms import ConsentAction, Earning, MemberState, Purpose, RankRow, Said
from hanjo.customers.tests.makers import member, registered, signed_in
from hanjo.kernel.actor import Actor
from hanjo.staff import commands as staff

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def full() -> Member:
    """A member with something in every card."""
    customers.save_ranks([RankRow(code="regular", name="レギュラー会員", yearly_from_yen=0)], by=BY)
    who = member()
    customers.rerank({}, by=BY)
    customers.earn_points(
        [Earning(customer_id=who.customer_id, points=1200, ref="g", note="入会記念")], by=BY
    )
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
    signed_in()
    signed_in(device="d2")
    return Member.objects.get(pk=who.pk)


def test_the_page_shows_state_rank_points_consents_and_sessions(hana_client, count_sql):
    who = full()
    address = reverse("customers-customer", args=[who.customer_id])
    hana_client.get(address)
    with count_sql() as seen:
        page = hana_client.get(address).content.decode()
    for word in ("レギュラー会員", "1,200", "入会記念", "Test/1.0", "初めての端末", "お知らせメール"):
        assert word in page
    assert len(seen.statements) <= 15


def test_members_are_found_by_part_of_a_name_or_mail(hana_client):
    full()
    for q, hit in (("みお", True), ("MIO@", True), ("れん", False)):
        page = hana_client.get(reverse("customers-members"), {"q": q}).content.decode()
        assert ("mio@example.jp" in page) is hit


def test_points_are_corrected_with_a_reason_and_once_for_a_double_click(hana_client):
    who = full()
    address = reverse("customers-points", args=[who.customer_id])
    form = {"points": "-200", "because": "二重付与の訂正", "key": "abc", "expires_on": ""}
    for _ in range(2):
        assert hana_client.post(address, form).status_code == 303
    assert queries.balance(who.customer_id).free == 1000
    for wrong in (
        {"points": "百"},
        {"because": " "},
        {"points": "-9999"},
        {"expires_on": "2020-01-01", "points": "5"},
    ):
        answer = hana_client.post(address, form | wrong | {"key": "other"})
        assert answer.status_code == 422
    assert queries.balance(who.customer_id).free == 1000


def test_an_account_is_stopped_resumed_signed_out_and_confirmed(hana_client):
    who = full()
    hana_client.post(reverse("customers-stop", args=[who.customer_id]), {"because": "不正利用の疑い"})
    assert (Member.objects.get().state, MemberSession.objects.count()) == (MemberState.STOPPED, 0)
    hana_client.post(reverse("customers-resume", args=[who.customer_id]))
    signed_in()
    hana_client.post(reverse("customers-sessions", args=[who.customer_id]))
    assert MemberSession.objects.count() == 0
    registered("ren@example.jp", name="見本 れん")
    ren = Member.objects.get(email="ren@example.jp")
    answer = hana_client.post(reverse("customers-confirm", args=[ren.customer_id]), {"because": ""})
    assert answer.status_code == 422
    hana_client.post(reverse("customers-confirm", args=[ren.customer_id]), {"because": "電話で確認"})
    ren.refresh_from_db()
    assert ren.state == MemberState.ACTIVE


def test_erasing_asks_twice_and_the_export_is_a_zip(hana_client):
    who = full()
    pack = hana_client.post(reverse("customers-export", args=[who.customer_id]))
    assert zipfile.ZipFile(io.BytesIO(pack.content)).namelist() == ["data.json", "data.html"]
    address = reverse("customers-erase", args=[who.customer_id])
    assert hana_client.post(address).status_code == 422
    assert Customer.objects.filter(erased_at__isnull=True).count() == 1
    assert hana_client.post(address, {"sure": "1"}).status_code == 303
    page = hana_client.get(reverse("customers-customer", args=[who.customer_id])).content.decode()
    assert "消去済み" in page
    assert "mio@" not in page


def test_who_may_only_look_is_offered_and_allowed_nothing(hana, mei_client, mei):
    who = full()
    staff.set_role("viewer", "見るだけ", ["customers.look"], by=BY)
    staff.change_staff(mei.pk, name=mei.name, email="", roles=["viewer"], is_active=True, by=BY)
    page = mei_client.get(reverse("customers-customer", args=[who.customer_id]))
    assert page.status_code == 200
    for name in ("points", "stop", "sessions", "export", "erase"):
        address = reverse(f"customers-{name}", args=[who.customer_id])
        assert address not in page.content.decode()
        assert mei_client.post(address, {"points": "1", "because": "x", "sure": "1"}).status_code == 403
    assert Member.objects.get().state == MemberState.ACTIVE


def test_a_customer_who_is_not_there_is_not_found(hana_client):
    assert hana_client.get(reverse("customers-customer", args=[99])).status_code == 404
    assert hana_client.post(reverse("customers-stop", args=[99]), {"because": "x"}).status_code == 404
