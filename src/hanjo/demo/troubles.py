"""Every deliberate fault of the morning, numbered, with what it should trip (わざと入れた困りごと)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hanjo.demo import trouble_address as place
from hanjo.demo import trouble_delivery as travel
from hanjo.demo import trouble_goods as shelf
from hanjo.demo import trouble_money as money
from hanjo.demo import trouble_people as people
from hanjo.demo import trouble_words as words
from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder

Outcome = Literal["stop", "note", "wait", "refused", "cancelled", "go"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """One kind of fault: what a person would say of it, and what the house must do with its orders."""

    number: int
    slug: str
    title: str
    outcome: Outcome
    check: str  # what every order of it must show on its page; empty: no single check speaks for all of them
    make: Callable[[Maker, str], list[DemoOrder]]


_ROWS: tuple[tuple[str, str, Outcome, str, Callable[[Maker, str], list[DemoOrder]]], ...] = (
    ("remark_date", "備考に届けてほしい日がある", "stop", "remarks_date", words.date_wish),
    ("remark_window", "備考に時間帯の希望がある", "stop", "remarks_window", words.window_wish),
    ("remark_receipt", "備考に領収書の宛名がある", "stop", "remarks_receipt", words.receipt_name),
    (
        "remark_no_slip",
        "備考に納品書を入れないでとある",
        "stop",
        "remarks_no_slip",
        words.no_slip,
    ),
    ("remark_gift", "備考に贈りものとある", "stop", "remarks_gift", words.gift_wish),
    ("remark_question", "備考が質問になっている", "stop", "remarks_question", words.question),
    ("remark_negation", "備考で「不要」と断っている（止めない）", "note", "", words.negation),
    ("remark_emoji", "備考に絵文字がある", "stop", "remarks_date", words.emoji),
    (
        "remark_address",
        "備考で住所の変更を頼んでいる",
        "stop",
        "remarks_change",
        words.address_change,
    ),
    ("remark_cancel", "備考で取消を頼んでいる", "stop", "remarks_change", words.cancel_wish),
    ("remark_thanks", "備考がお礼だけ", "note", "", words.thanks),
    (
        "postal_mismatch",
        "郵便番号と住所が合わない",
        "stop",
        "postcode_city",
        place.postal_mismatch,
    ),
    ("postal_missing", "郵便番号がない", "stop", "postcode_missing", place.postal_missing),
    ("island", "離島あて", "stop", "remote_island", place.island),
    ("no_house_number", "番地がない", "stop", "no_building_number", place.no_house_number),
    (
        "long_address",
        "住所が送り状の幅より長い",
        "stop",
        "receiver_too_long",
        place.long_address,
    ),
    ("phone_missing", "電話番号がない", "stop", "phone", place.phone_missing),
    (
        "prefecture_invalid",
        "都道府県名が正しくない",
        "stop",
        "prefecture_invalid",
        place.prefecture_invalid,
    ),
    (
        "window_impossible",
        "その便では指定できない時間帯",
        "stop",
        "window_not_served",
        travel.window_impossible,
    ),
    (
        "mail_window",
        "メール便に時間帯の指定がある",
        "stop",
        "mail_with_date",
        travel.mail_window,
    ),
    ("past_date", "お届け希望日が過ぎている", "stop", "wanted_date_past", travel.past_date),
    (
        "date_too_soon",
        "お届け希望日に間に合わない",
        "stop",
        "wanted_date_too_soon",
        travel.date_too_soon,
    ),
    ("mail_too_thick", "メール便の厚さを超える", "stop", "mail_goods", travel.mail_too_thick),
    (
        "temperature_mix",
        "温度帯がまざっている",
        "stop",
        "temperature_mix",
        travel.temperature_mix,
    ),
    ("prime", "モールの早い配送の約束がある", "note", "", travel.fast_promise),
    (
        "cod_over_limit",
        "代金引換の上限を超える",
        "stop",
        "cod_over_service",
        money.cod_over_limit,
    ),
    (
        "cod_other_receiver",
        "代金引換で届け先が別の人",
        "stop",
        "cod_other_receiver",
        money.cod_other_receiver,
    ),
    (
        "amount_mismatch",
        "金額の内訳と合計が合わない",
        "stop",
        "amount_mismatch",
        money.amount_mismatch,
    ),
    (
        "amount_undecided",
        "送料が決まっていない",
        "stop",
        "amount_undecided",
        money.amount_undecided,
    ),
    ("unpaid", "銀行振込の入金待ち", "wait", "unpaid", money.unpaid),
    ("unauthorised", "後払いの審査待ち", "wait", "not_authorised", money.unauthorised),
    ("points_all", "全額ポイント払い", "note", "total_zero", money.points_all),
    ("high_value_first", "初めての高額な注文", "stop", "fraud_signs", money.high_value_first),
    ("mall_checking", "モールが確認中", "stop", "mall_checking", money.mall_checking),
    (
        "unknown_code",
        "未登録の商品コード（対応づけ一回で三件が進む）",
        "stop",
        "unknown_item",
        shelf.unknown_code,
    ),
    ("shortage", "在庫 3 に対して注文 8", "wait", "", shelf.shortage),
    ("shared_component", "セットと単品が同じ在庫を取り合う", "wait", "", shelf.shared_component),
    ("out_of_stock", "在庫がなく入荷予定もない", "wait", "", shelf.out_of_stock),
    ("preorder", "発売日前の予約商品", "wait", "pre_order", shelf.preorder),
    ("made_to_order", "取り寄せ商品", "wait", "made_to_order", shelf.made_to_order),
    ("alcohol", "酒類の年齢確認", "note", "alcohol", shelf.alcohol),
    ("large_quantity", "いつになく多い数量", "stop", "quantity", shelf.large_quantity),
    ("noshi", "のしの指定がある", "stop", "", shelf.noshi),
    ("gift", "ギフト包装とメッセージ", "stop", "gift", shelf.gift),
    ("broken_quantity", "数量が数字でない行", "refused", "", shelf.broken_quantity),
    ("broken_number", "注文番号がない行", "refused", "", shelf.broken_number),
    ("broken_name", "届け先の名前がない", "stop", "receiver_incomplete", people.broken_name),
    ("rare_letters", "髙・﨑・𠮷 のつく名前", "note", "", people.rare_letters),
    (
        "merge_same_mall",
        "同じモールで同じ届け先",
        "stop",
        "same_receiver",
        people.merge_same_mall,
    ),
    ("merge_across_malls", "別のモールで同じ届け先", "stop", "", people.merge_across_malls),
    ("duplicate", "同じ注文が二度", "stop", "duplicate", people.duplicate),
    (
        "repeat_canceller",
        "取消をくり返している人",
        "stop",
        "cancel_repeater",
        people.repeat_canceller,
    ),
    ("caution_customer", "要注意の顧客", "stop", "caution_buyer", people.caution_customer),
    (
        "several_recipients",
        "届け先が二か所",
        "stop",
        "several_recipients",
        people.several_recipients,
    ),
    ("cancelled", "モールですでに取消", "cancelled", "", people.cancelled),
)

TROUBLES = tuple(
    Trouble(number=number, slug=slug, title=title, outcome=outcome, check=check, make=make)
    for number, (slug, title, outcome, check, make) in enumerate(_ROWS, 1)
)
