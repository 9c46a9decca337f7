"""Every deliberate fault of the morning, numbered, with what it should trip (わざと入れた困りごと)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hanjo.demo import (
    trouble_address,
    trouble_delivery,
    trouble_goods,
    trouble_money,
    trouble_people,
    trouble_words,
)
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
    make: Callable[[Maker, str], list[DemoOrder]]


def _catalogue() -> tuple[Trouble, ...]:
    rows: list[tuple[str, str, Outcome, Callable[[Maker, str], list[DemoOrder]]]] = [
        ("remark_date", "備考に届けてほしい日がある", "stop", trouble_words.date_wish),
        ("remark_window", "備考に時間帯の希望がある", "stop", trouble_words.window_wish),
        ("remark_receipt", "備考に領収書の宛名がある", "stop", trouble_words.receipt_name),
        ("remark_no_slip", "備考に納品書を入れないでとある", "stop", trouble_words.no_slip),
        ("remark_gift", "備考に贈りものとある", "stop", trouble_words.gift_wish),
        ("remark_question", "備考が質問になっている", "stop", trouble_words.question),
        ("remark_negation", "備考で「不要」と断っている（止めない）", "note", trouble_words.negation),
        ("remark_emoji", "備考に絵文字がある", "stop", trouble_words.emoji),
        ("remark_address", "備考で住所の変更を頼んでいる", "stop", trouble_words.address_change),
        ("remark_cancel", "備考で取消を頼んでいる", "stop", trouble_words.cancel_wish),
        ("remark_thanks", "備考がお礼だけ", "note", trouble_words.thanks),
        ("postal_mismatch", "郵便番号と住所が合わない", "stop", trouble_address.postal_mismatch),
        ("postal_missing", "郵便番号がない", "stop", trouble_address.postal_missing),
        ("island", "離島あて", "stop", trouble_address.island),
        ("no_house_number", "番地がない", "stop", trouble_address.no_house_number),
        ("long_address", "住所が送り状の幅より長い", "stop", trouble_address.long_address),
        ("phone_missing", "電話番号がない", "stop", trouble_address.phone_missing),
        ("prefecture_invalid", "都道府県名が正しくない", "stop", trouble_address.prefecture_invalid),
        ("window_impossible", "その便では指定できない時間帯", "stop", trouble_delivery.window_impossible),
        ("mail_window", "メール便に時間帯の指定がある", "stop", trouble_delivery.mail_window),
        ("past_date", "お届け希望日が過ぎている", "stop", trouble_delivery.past_date),
        ("date_too_soon", "お届け希望日に間に合わない", "stop", trouble_delivery.date_too_soon),
        ("mail_too_thick", "メール便の厚さを超える", "stop", trouble_delivery.mail_too_thick),
        ("temperature_mix", "温度帯がまざっている", "stop", trouble_delivery.temperature_mix),
        ("prime", "モールの早い配送の約束がある", "note", trouble_delivery.fast_promise),
        ("cod_over_limit", "代金引換の上限を超える", "stop", trouble_money.cod_over_limit),
        ("cod_other_receiver", "代金引換で届け先が別の人", "stop", trouble_money.cod_other_receiver),
        ("amount_mismatch", "金額の内訳と合計が合わない", "stop", trouble_money.amount_mismatch),
        ("amount_undecided", "送料が決まっていない", "stop", trouble_money.amount_undecided),
        ("unpaid", "銀行振込の入金待ち", "wait", trouble_money.unpaid),
        ("unauthorised", "後払いの審査待ち", "wait", trouble_money.unauthorised),
        ("points_all", "全額ポイント払い", "note", trouble_money.points_all),
        ("high_value_first", "初めての高額な注文", "stop", trouble_money.high_value_first),
        ("mall_checking", "モールが確認中", "stop", trouble_money.mall_checking),
        (
            "unknown_code",
            "未登録の商品コード（対応づけ一回で三件が進む）",
            "stop",
            trouble_goods.unknown_code,
        ),
        ("shortage", "在庫 3 に対して注文 8", "wait", trouble_goods.shortage),
        ("shared_component", "セットと単品が同じ在庫を取り合う", "wait", trouble_goods.shared_component),
        ("out_of_stock", "在庫がなく入荷予定もない", "wait", trouble_goods.out_of_stock),
        ("preorder", "発売日前の予約商品", "wait", trouble_goods.preorder),
        ("made_to_order", "取り寄せ商品", "wait", trouble_goods.made_to_order),
        ("alcohol", "酒類の年齢確認", "note", trouble_goods.alcohol),
        ("large_quantity", "いつになく多い数量", "stop", trouble_goods.large_quantity),
        ("noshi", "のしの指定がある", "stop", trouble_goods.noshi),
        ("gift", "ギフト包装とメッセージ", "stop", trouble_goods.gift),
        ("broken_quantity", "数量が数字でない行", "refused", trouble_goods.broken_quantity),
        ("broken_number", "注文番号がない行", "refused", trouble_goods.broken_number),
        ("broken_name", "届け先の名前がない", "stop", trouble_people.broken_name),
        ("rare_letters", "髙・﨑・𠮷 のつく名前", "note", trouble_people.rare_letters),
        ("merge_same_mall", "同じモールで同じ届け先", "stop", trouble_people.merge_same_mall),
        ("merge_across_malls", "別のモールで同じ届け先", "stop", trouble_people.merge_across_malls),
        ("duplicate", "同じ注文が二度", "stop", trouble_people.duplicate),
        ("repeat_canceller", "取消をくり返している人", "stop", trouble_people.repeat_canceller),
        ("caution_customer", "要注意の顧客", "stop", trouble_people.caution_customer),
        ("several_recipients", "届け先が二か所", "stop", trouble_people.several_recipients),
        ("cancelled", "モールですでに取消", "cancelled", trouble_people.cancelled),
    ]
    return tuple(
        Trouble(number=number, slug=slug, title=title, outcome=outcome, make=make)
        for number, (slug, title, outcome, make) in enumerate(rows, 1)
    )


TROUBLES = _catalogue()
