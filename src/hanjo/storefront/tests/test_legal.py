"""What the law wants shown, and that the shop does not open without it (T-TKS)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hanjo.channels.models import OutgoingMail
from hanjo.kernel import setting
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Bracket, Fare
from hanjo.storefront import commands
from hanjo.storefront.legal import pages, queries, rules, texts
from hanjo.storefront.legal.models import Disclosure, LegalProfile
from hanjo.storefront.legal.terms import NotReady, Plan, Profile
from hanjo.storefront.rules.confirmation import Incomplete, confirmation
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, PROFILE, fill, open_shop, type_in, visitor
from hanjo.storefront.web import kept, peek

READY = rules.Facts(methods=("cod",), has_cod_fees=True, has_shipping=True, has_mail=True)


def labels(profile: Profile, facts: rules.Facts = READY) -> list[str]:
    return [one.label for one in rules.missing(profile, facts)]


def ready_to_open() -> None:
    """Everything but the doors."""
    open_shop()
    commands.close_doors(by=BY)
    setting.put("shop.mail", "shop@example.jp", by=BY)
    pricing.save_shipping_table([Fare(yen=800, zone="全国")], by=BY)
    pricing.save_fees([Bracket(pay_kind="cod", yen=330)], by=BY)
    kept.forget()


def test_t_tks_01_without_phone_and_without_telling_on_request_nothing_opens() -> None:
    assert labels(PROFILE) == []
    assert labels(replace(PROFILE, phone="")) == ["電話番号"]
    assert labels(replace(PROFILE, phone="", address="", on_request=True)) == []


def test_t_tks_02_cash_on_delivery_without_an_amount_does_not_open() -> None:
    facts = replace(READY, has_cod_fees=False)
    assert labels(PROFILE, facts) == ["代引手数料の金額"]
    assert labels(PROFILE, replace(facts, methods=("card",))) == []


def test_t_tks_03_a_person_with_only_a_shop_name_does_not_open() -> None:
    assert labels(replace(PROFILE, kind="sole", legal_name="", representative="")) == ["販売業者の名前"]
    assert labels(replace(PROFILE, kind="sole", legal_name="見本 太郎", representative="")) == []


def test_t_tks_04_a_company_without_a_responsible_person_does_not_open() -> None:
    assert labels(replace(PROFILE, representative="")) == ["代表者または責任者の名前"]


def test_t_tks_05_a_subscription_is_shown_with_every_instalment() -> None:
    plan = Plan(
        name="お茶の定期便",
        amounts=(980, 3980),
        shipping_yen=500,
        deliveries=4,
        stop="次の発送の 7 日前まで、マイページから",
    )
    lines = "\n".join(pages.plan_lines(plan, "ja"))
    assert "1 回目 980 円" in lines
    assert "2〜4 回目 3,980 円" in lines
    assert "支払総額 14,920 円" in lines
    assert "1 年分（12 回）の目安 50,760 円" in "\n".join(pages.plan_lines(replace(plan, deliveries=0), "ja"))
    assert labels(replace(PROFILE, has_plans=True)) == ["定期購入の条件"]
    assert labels(replace(PROFILE, has_plans=True, plans=(plan,))) == []


@pytest.mark.parametrize("name", ["has_period", "has_limits", "has_software", "has_catalogue"])
def test_what_a_shop_says_it_does_it_has_to_describe(name: str) -> None:
    assert len(labels(replace(PROFILE, **{name: True}))) == 1


@pytest.mark.parametrize("gone", ["delivery", "returns", "cancellation", "period", "payment_time"])
def test_t_tks_14_a_confirmation_without_an_item_cannot_be_made(gone: str) -> None:
    values = dict.fromkeys(("payment", "payment_time", "period", "returns", "cancellation", "seller"), "文")
    whole = {
        "goods": [{"name": "皿"}],
        "amounts": [],
        "total_yen": 1,
        "taxes": [],
        "delivery": ["明日"],
        **values,
    }
    confirmation(**whole)  # type: ignore[arg-type]  # the names stand above
    with pytest.raises(Incomplete):
        confirmation(**{**whole, gone: [] if gone == "delivery" else ""})  # type: ignore[arg-type]  # as above


def test_t_tks_20_without_a_policy_the_law_gives_eight_days_and_the_buyer_pays_postage() -> None:
    profile = replace(PROFILE, returns="law")
    day = date(2026, 11, 2)
    last = rules.may_return(profile, delivered_on=day, asked_on=date(2026, 11, 9))
    assert (last.accepted, last.until, last.postage) == (True, date(2026, 11, 9), "buyer")
    assert not rules.may_return(profile, delivered_on=day, asked_on=date(2026, 11, 10)).accepted
    assert "8 日以内" in texts.returns(profile)


def test_t_tks_21_no_returns_still_means_that_defects_come_back() -> None:
    profile = replace(PROFILE, returns="no")
    day = date(2026, 11, 2)
    assert not rules.may_return(profile, delivered_on=day, asked_on=day).accepted
    assert rules.may_return(profile, delivered_on=day, asked_on=day, defect=True).accepted
    assert rules.may_return(profile, delivered_on=day, asked_on=day, defect=True).postage == "shop"
    said = texts.returns(profile)
    assert "承れません" in said
    assert profile.defects in said


def test_t_tks_22_money_long_before_goods_needs_a_notice() -> None:
    paid = date(2026, 11, 2)
    assert rules.needs_notice(paid_on=paid, ships_on=date(2026, 11, 20))
    assert not rules.needs_notice(paid_on=paid, ships_on=date(2026, 11, 5))
    assert rules.needs_notice(paid_on=paid, ships_on=None)


@pytest.mark.django_db
class TestInTheShop:
    """The same in the pages."""

    def test_the_doors_stay_shut_and_say_what_is_missing(self) -> None:
        ready_to_open()
        commands.save_legal(replace(PROFILE, phone="", representative=""), by=BY)
        with pytest.raises(NotReady) as refused:
            commands.open_doors(by=BY)
        assert "代表者または責任者の名前、電話番号" in refused.value.text
        assert setting.get("shop.open", True) is False
        text = boss().get(reverse("shop-desk-legal")).content.decode()
        assert f"{reverse('shop-desk-legal')}#f-phone" in text

    def test_a_complete_shop_opens(self) -> None:
        ready_to_open()
        commands.open_doors(by=BY)
        kept.forget()
        assert visitor().get(reverse("shop")).status_code == 200

    def test_strangers_see_a_quiet_page_while_the_staff_looks_around(self) -> None:
        ready_to_open()
        shut = visitor().get(reverse("shop"))
        assert shut.status_code == 503
        assert "準備中" in shut.content.decode()
        assert visitor().post(reverse("shop-cart-add"), {"sku": "cup", "quantity": 1}).status_code == 503
        assert visitor().get(reverse("shop-legal")).status_code == 200
        seen = boss().get(reverse("shop"))
        assert seen.status_code == 200
        assert "スタッフだけに見えています" in seen.content.decode()
        assert visitor().get(reverse("shop")).status_code == 503

    def test_a_signed_link_lets_somebody_look_and_another_one_does_not(self) -> None:
        ready_to_open()
        guest = visitor()
        assert guest.get(reverse("shop-peek", args=["made:up:token"])).status_code == 404
        assert guest.get(peek.link()).status_code == 302
        assert guest.get(reverse("shop")).status_code == 200
        guest.get(reverse("shop-peek", args=["end"]))
        assert guest.get(reverse("shop")).status_code == 503

    def test_the_pages_show_the_profile_in_both_languages(self) -> None:
        ready_to_open()
        text = visitor().get(reverse("shop-legal")).content.decode()
        for said in (
            PROFILE.legal_name,
            PROFILE.representative,
            PROFILE.address,
            "全国 800 円",
            "代引手数料 330 円",
        ):
            assert said in text
        assert PROFILE.privacy_contact in visitor().get(reverse("shop-privacy")).content.decode()
        assert "第 5 条" in visitor().get(reverse("shop-terms")).content.decode()
        rows = pages.legal_rows(queries.profile(), pricing_terms(), [], {}, "en")
        assert {"Seller", "Returns", "Cancellation"} <= {row.label for row in rows}

    def test_every_page_leads_to_the_legal_one_without_any_menu(self) -> None:
        open_shop()
        for name in ("shop", "shop-cart", "shop-all"):
            assert reverse("shop-legal") in visitor().get(reverse(name)).content.decode()

    def test_the_confirmation_carries_the_profile(self) -> None:
        open_shop()
        client = visitor()
        fill(client, ("cup", 1))
        shown = type_in(client).snapshot
        assert shown["returns"] == texts.returns(PROFILE)
        assert PROFILE.legal_name in shown["seller"]

    def test_a_new_profile_leaves_the_old_one_as_evidence(self) -> None:
        commands.save_legal(PROFILE, by=BY)
        commands.save_legal(PROFILE, by=BY)
        assert LegalProfile.objects.count() == 1
        commands.save_legal(replace(PROFILE, phone="111"), by=BY, from_on=date(2099, 1, 1))
        assert queries.profile().phone == PROFILE.phone
        assert queries.profile(date(2099, 1, 2)).phone == "111"

    def test_the_form_saves_what_was_typed_and_shows_it_again(self) -> None:
        open_shop()
        client = boss()
        typed = {
            "kind": "sole", "legal_name": "見本 花子", "returns": "no", "returns_postage": "buyer",
            "has_plans": "1", "plan0_name": "お茶の定期便", "plan0_amounts": "980, 3980", "plan0_stop": "メールで",
            "en_legal_name": "Hanako Mihon",
        }  # fmt: skip
        answer = client.post(reverse("shop-desk-legal"), typed)
        assert answer.status_code in (302, 303), answer.content.decode()[:3000]
        now = queries.profile()
        assert (now.legal_name, now.plans[0].amounts, now.say("legal_name", "en")) == (
            "見本 花子", (980, 3980), "Hanako Mihon",
        )  # fmt: skip
        assert "見本 花子" in client.get(reverse("shop-desk-legal")).content.decode()
        first = LegalProfile.objects.order_by("id")[0]
        assert "見本 太郎" in client.get(reverse("shop-desk-legal-past", args=[first.pk])).content.decode()

    def test_amounts_that_nobody_can_read_are_refused_and_nothing_is_saved(self) -> None:
        open_shop()
        typed = {
            "kind": "sole",
            "returns": "no",
            "returns_postage": "buyer",
            "plan0_name": "x",
            "plan0_amounts": "たくさん",
        }
        assert boss().post(reverse("shop-desk-legal"), typed).status_code == 422
        assert LegalProfile.objects.count() == 1

    def test_who_asks_for_the_address_is_answered_once(self) -> None:
        open_shop()
        assert (
            visitor().post(reverse("shop-legal-ask"), {"name": "見本", "mail": "a@example.jp"}).status_code
            == 422
        )
        commands.save_legal(replace(PROFILE, on_request=True), by=BY)
        kept.forget()
        text = visitor().get(reverse("shop-legal")).content.decode()
        assert PROFILE.address not in text
        assert reverse("shop-legal-ask") in text
        for _ in range(2):
            visitor().post(reverse("shop-legal-ask"), {"name": "見本", "mail": "a@example.jp"})
        asked = Disclosure.objects.get()
        client = boss()
        assert "見本 様" in client.get(reverse("shop-desk-disclosures")).content.decode()
        for _ in range(2):
            client.post(reverse("shop-desk-disclosure", args=[asked.pk]))
        sent = OutgoingMail.objects.get(to="a@example.jp")
        assert PROFILE.address in sent.body
        assert mail.outbox == []

    def test_who_asks_for_the_address_in_english_is_answered_in_english(self) -> None:
        open_shop()
        english = {"legal_name": "Sample Store Inc.", "address": "1-2-3 Sample, Kobe"}
        commands.save_legal(replace(PROFILE, on_request=True, english=english), by=BY)
        with override("en"):
            visitor().post(reverse("shop-legal-ask"), {"name": "Sample", "mail": "a@example.jp"})
        boss().post(reverse("shop-desk-disclosure", args=[Disclosure.objects.get().pk]))
        sent = OutgoingMail.objects.get(to="a@example.jp")
        assert sent.subject.endswith("Address and telephone number of the seller")
        assert "Seller: Sample Store Inc." in sent.body
        assert "1-2-3 Sample, Kobe" in sent.body

    def test_strangers_and_the_wrong_people_stay_out(self) -> None:
        open_shop()
        assert Client().get(reverse("shop-desk-legal")).status_code == 302
        client = boss("storefront.look")
        assert client.get(reverse("shop-desk-legal")).status_code == 200
        assert client.post(reverse("shop-desk-legal"), {"kind": "sole"}).status_code == 403


def pricing_terms() -> object:
    from hanjo.pricing import queries as reads

    return reads.terms()
