"""Decisions of the legal profile, without database and clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hanjo.storefront.legal.terms import Missing, Profile, Returns, SellerKind

LAW_DAYS = 8
"""Days, the day of delivery included, in which a buyer may withdraw where nothing else is shown (特商法 15条の3)."""
NOTICE_DAYS = 7
"""Money before goods: whoever ships later than this sends a notice first (特商法 13条, about a week)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the rest of the shop has decided, as far as the gate asks for it."""

    methods: Sequence[str]
    has_cod_fees: bool
    has_shipping: bool
    has_mail: bool


PROFILE, PAY, FEES, SETTINGS = "shop-desk-legal", "shop-desk-pay", "shop-desk-fees", "shop-desk-settings"

Check = tuple[str, str, str, Callable[[Profile], bool]]

_CHECKS: Sequence[Check] = (
    (
        "legal_name",
        "販売業者の名前",
        "会社は登記した名前、個人は戸籍の氏名（または登記した商号）が要ります。屋号だけでは足りません。",
        lambda one: bool(one.legal_name),
    ),
    (
        "representative",
        "代表者または責任者の名前",
        "会社は、代表者か通信販売の責任者の氏名が要ります。",
        lambda one: one.kind != SellerKind.COMPANY or bool(one.representative),
    ),
    (
        "address",
        "住所",
        "省略しない住所が要ります。請求があったときに伝える方法も選べます。",
        lambda one: one.on_request or bool(one.address),
    ),
    (
        "phone",
        "電話番号",
        "確実につながる電話番号が要ります。請求があったときに伝える方法も選べます。",
        lambda one: one.on_request or bool(one.phone),
    ),
    ("mail", "メールアドレス", "お問い合わせを受けるメールアドレスが要ります。", lambda one: bool(one.mail)),
    ("delivery", "引渡しの時期", "注文から何日で届くかが要ります。", lambda one: bool(one.delivery)),
    (
        "cancellation",
        "キャンセルの条件",
        "いつまで、どうすれば取り消せるかが要ります。",
        lambda one: bool(one.cancellation),
    ),
    ("defects", "不良品の扱い", "不良品・お届け違いのときの扱いが要ります。", lambda one: bool(one.defects)),
    (
        "period",
        "申込みの期間",
        "期間を限って売るときは、その期間が要ります。",
        lambda one: not one.has_period or bool(one.period),
    ),
    (
        "plans",
        "定期購入の条件",
        "定期購入があるときは、各回の金額・期間・解約の方法が要ります。",
        lambda one: not one.has_plans or (bool(one.plans) and all(plan.stop for plan in one.plans)),
    ),
    (
        "limits",
        "数量などの制限",
        "販売数量の制限や特別の条件があるときは、その内容が要ります。",
        lambda one: not one.has_limits or bool(one.limits),
    ),
    (
        "environment",
        "動作環境",
        "ソフトウェアを売るときは、動作環境が要ります。",
        lambda one: not one.has_software or bool(one.environment),
    ),
    (
        "catalogue_yen",
        "カタログの価格",
        "有料のカタログがあるときは、その価格が要ります。",
        lambda one: not one.has_catalogue or one.catalogue_yen > 0,
    ),
    (
        "privacy_contact",
        "個人情報の窓口",
        "開示などの請求と苦情を受ける窓口が要ります。",
        lambda one: bool(one.privacy_contact),
    ),
)


def missing(profile: Profile, facts: Facts) -> tuple[Missing, ...]:
    """Everything without which the shop may not open; empty when it may (公開の条件)."""
    found = [
        Missing(label, text, PROFILE, f"f-{name}")
        for name, label, text, holds in _CHECKS
        if not holds(profile)
    ]
    if not facts.methods:
        found.append(Missing("支払方法", "お客様が選べる支払方法が 1 つは要ります。", PAY))
    if "cod" in facts.methods and not facts.has_cod_fees:
        found.append(
            Missing("代引手数料の金額", "代金引換を使うときは、手数料の金額を決めてください。", FEES, "fees")
        )
    if not facts.has_shipping:
        found.append(Missing("送料", "送料の金額を決めてください。", FEES, "shipping"))
    if not facts.has_mail:
        found.append(Missing("店のメールアドレス", "お問い合わせ先を入れてください。", SETTINGS, "f-mail"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether goods may come back, and who pays for their way (返品の可否)."""

    accepted: bool
    until: date | None
    postage: str


def may_return(
    profile: Profile, *, delivered_on: date, asked_on: date, defect: bool = False, excluded: bool = False
) -> Answer:
    """Whether something delivered on a day may come back on another (返品の可否).

    A change of mind follows the policy, or the law where there is none: days count from the day of delivery. Goods that
    a policy excludes do not come back for it. What is broken or wrong always comes back, at the shop's expense.
    """
    if defect:
        until = delivered_on + timedelta(days=profile.defect_days - 1)
        return Answer(True, until, "shop")
    if profile.returns == Returns.NO or (excluded and profile.returns == Returns.YES):
        return Answer(False, None, "buyer")
    law = profile.returns == Returns.LAW
    until = delivered_on + timedelta(days=(LAW_DAYS if law else profile.returns_days) - 1)
    return Answer(asked_on <= until, until, "buyer" if law else profile.returns_postage)


def needs_notice(*, paid_on: date, ships_on: date | None) -> bool:
    """Whether a buyer who has paid gets a notice before the goods leave (前払いの通知, 特商法 13条)."""
    return ships_on is None or ships_on - paid_on > timedelta(days=NOTICE_DAYS)


_FREE = re.compile("送料\\s*無料|送料\\s*0\\s*円")
_BORNE = re.compile("負担|送料込|含み|含む")


def bare_free_shipping(text: str) -> bool:
    """Tell whether a text says 送料無料 without who bears the shipping and why (送料無料の表示).

    Source: 消費者庁「送料無料」表示の見直し, 2023年12月.
    """
    return any(_FREE.search(part) and not _BORNE.search(part) for part in re.split(r"[\n。！!]", text))
