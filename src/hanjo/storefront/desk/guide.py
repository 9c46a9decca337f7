"""ネットショップ › 開店の手引き: what is ready, what is not, a trial order, and the doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.channels import commands as channels
from hanjo.kernel import setting
from hanjo.payments import queries as payments
from hanjo.pricing import queries as pricing
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands, queries
from hanjo.storefront.commands.try_order import KEPT
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.legal.rules import bare_free_shipping
from hanjo.storefront.models import Card
from hanjo.storefront.regulated import queries as laws
from hanjo.storefront.web import peek
from hanjo.ui.render import go, render


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point of the way to opening: whether it is done, what there is, where to go."""

    label: str
    done: bool
    note: str
    url: str
    needed: bool = True


@page("storefront.look")
def guide(request: StaffRequest) -> HttpResponse:
    """The way to the first order, point by point (開店の手引き)."""
    trial: dict[str, Any] = setting.get(KEPT, {})
    missing = legal.gate()
    points = _points(trial, len([one for one in missing if one.route == "shop-desk-legal"]))
    context = {
        "points": points,
        "done": sum(point.done for point in points),
        "missing": missing,
        "trial": trial,
        "is_open": queries.shop().is_open,
        "peek": request.build_absolute_uri(peek.link()),
        "may_try": request.may("storefront.try_order"),
        "may_open": request.may("storefront.open_doors"),
    }
    return render(request, "storefront/desk/guide.html", context | {"who": who()})


def _points(trial: dict[str, Any], lacking: int) -> list[Point]:
    shop, undecided = queries.shop(), pricing.undecided_parts()
    methods = payments.methods_for_shop()
    cards = Card.objects.count()
    work, bare = laws.work(), bare_free_shipping(f"{shop.notice}\n{shop.tagline}")
    return [
        Point(
            label="店の設定", done=bool(shop.mail and shop.name != "ネットショップ"),
            note=f"{shop.name}・{shop.mail or 'メールアドレスがありません'}", url=reverse("shop-desk-settings"),
        ),
        Point(
            label="法定表示", done=not lacking,
            note=f"足りない項目 {lacking} 件" if lacking else "必要な項目がそろっています",
            url=reverse("shop-desk-legal"),
        ),
        Point(
            label="商品", done=cards > 0,
            note=f"店に出ている商品 {cards:,} 点" if cards else "まだ店に出ていません",
            url=reverse("shop-all"),
        ),
        Point(
            label="送料と手数料", done=not {"shipping", "fees"} & set(undecided),
            note="決めてあります" if not {"shipping", "fees"} & set(undecided) else "見本の金額のままです",
            url=reverse("shop-desk-fees"),
        ),
        Point(
            label="支払方法", done=bool(methods), note="・".join(one.label for one in methods) or "まだありません",
            url=reverse("shop-desk-pay"),
        ),
        Point(
            label="メールの送信", done=channels.is_set_up(), needed=False,
            note="送信できます" if channels.is_set_up() else "送信先が未設定です。メールは「送信待ち」にたまります",
            url=reverse("channels-mails"),
        ),
        Point(
            label="商品の法令の項目", done=not work, needed=False,
            note=work[0] if work else "許可・免許と表示の項目がそろっています", url=reverse("shop-desk-laws"),
        ),
        Point(
            label="送料無料の表示", done=not bare, needed=False,
            note="「送料無料」に、だれが負担するかと理由を添えてください" if bare else "問題ありません",
            url=reverse("shop-desk-settings"),
        ),
        Point(
            label="試し注文", done=bool(trial.get("ok")), needed=False,
            note="最後まで通りました" if trial.get("ok") else "下のボタンで試せます", url="#trial",
        ),
    ]  # fmt: skip


@require_POST
@page("storefront.try_order")
def trial(request: StaffRequest) -> HttpResponse:
    """Place a sample order and take it back (試し注文)."""
    made = commands.try_order(by=request.actor)
    if made.ok:
        messages.success(request, f"試し注文が最後まで通りました（受注 {made.order}、取り消し済み）。")
    else:
        messages.error(request, "試し注文が途中で止まりました。下の記録を見てください。")
    return go(request, reverse("shop-desk-guide") + "#trial")


@require_POST
@page("storefront.open_doors")
def doors(request: StaffRequest) -> HttpResponse:
    """Open the shop, or close it."""
    if request.POST.get("do") == "close":
        commands.close_doors(by=request.actor)
        messages.success(request, "ショップを準備中にしました。お客様には準備中のページが出ます。")
    else:
        commands.open_doors(by=request.actor)
        messages.success(request, "ショップを公開しました。")
    return go(request, reverse("shop-desk-guide"))
