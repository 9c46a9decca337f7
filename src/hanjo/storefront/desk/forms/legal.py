"""What the page of the legal profile asks: every item, and those that only some shops have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from hanjo.kernel import clock
from hanjo.storefront.desk.forms.offers import list_of_categories
from hanjo.storefront.legal.terms import Plan, Postage, Profile, Returns, SellerKind

ENGLISH = {
    "legal_name": "Seller（販売業者）",
    "representative": "Responsible person（責任者）",
    "address": "Address（所在地）",
    "licences": "Licences（許可・免許）",
    "charges": "Other charges（そのほかの料金）",
    "pay_times": "Payment（支払いの補足）",
    "delivery": "Delivery（引渡しの時期）",
    "period": "Period of offer（申込みの期間）",
    "limits": "Limits（制限）",
    "environment": "Requirements（動作環境）",
    "returns_conditions": "Return conditions（返品の条件）",
    "returns_excluded": "Not returnable（返品できないもの）",
    "defects": "Defects（不良品）",
    "cancellation": "Cancellation（キャンセル）",
    "privacy_officer": "Personal data officer（管理責任者）",
    "privacy_contact": "Personal data contact（窓口）",
    "privacy_purposes": "Purposes（利用目的）",
    "privacy_partners": "Processors（委託先）",
    "privacy_safety": "Safety（安全管理）",
    "terms_extra": "Other terms（規約の追加）",
    "court": "Court（裁判所）",
}
LONG = frozenset(
    "licences charges pay_times delivery limits environment returns_conditions defects cancellation"
    " privacy_purposes privacy_partners privacy_safety terms_extra".split()
)
PLANS = 3


def _line(label: str, most: int = 120, note: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=note)


def _lines(label: str, note: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, required=False, help_text=note, widget=forms.Textarea(attrs={"rows": 3})
    )


def _yes(label: str, note: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=note)


def _number(label: str, note: str = "", most: int = 365) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, help_text=note)


class LegalForm(forms.Form):
    """One field for each item. Nothing is mandatory here: the gate says what is missing when the shop is to open."""

    kind = forms.ChoiceField(label="事業者の種類", choices=SellerKind.choices())
    legal_name = _line("販売業者の名前", note="会社は登記の名前、個人は氏名。屋号だけでは足りません。")
    trade_name = _line("屋号・店の名前", note="あれば")
    representative = _line("代表者または責任者", note="会社は必ず")
    postal = _line("郵便番号", 8)
    address = _line("住所", 200, "番地・建物まで省略せずに")
    phone = _line("電話番号", 20)
    phone_hours = _line("電話の受付時間", 40)
    mail = forms.EmailField(label="メールアドレス", required=False)
    on_request = _yes(
        "住所と電話番号は、請求があったときに知らせる",
        "ページには出さず、請求を受け付けて翌営業日までに答えます。",
    )
    registration = _line("登録番号（インボイス）", 40, "T から始まる 13 桁。あれば")
    licences = _lines("許可・免許", "酒類・古物・食品など。あれば 1 行に 1 つ")
    charges = _lines("送料・手数料・包装のほかにかかる料金", "金額まで書きます。なければ空")
    pay_times = _lines("支払いについての補足", "支払方法ごとの時期は自動で入ります。")
    delivery = _lines("引渡しの時期", "例: ご注文から 3 営業日以内に発送します。")
    has_period = _yes("期間を限って売る商品がある")
    period = _line("申込みの期間", 200)
    has_plans = _yes("定期購入（くり返しの契約）がある")
    has_limits = _yes("数量の制限や、特別の条件がある")
    limits = _lines("制限・条件の内容")
    has_software = _yes("ソフトウェアやデータを売る")
    environment = _lines("動作環境")
    has_catalogue = _yes("有料のカタログがある")
    catalogue_yen = _number("カタログの価格（円）", most=1_000_000)
    sends_ads = _yes("メールで広告を送る", "同意した方だけに送り、メールアドレスを表示します。")
    returns = forms.ChoiceField(label="お客様のご都合による返品", choices=Returns.choices())
    returns_days = _number("返品できる日数", "お届けの日から数えます。")
    returns_postage = forms.ChoiceField(label="返送料", choices=Postage.choices())
    returns_conditions = _lines("返品の条件", "例: 未使用で、箱と付属品がそろっているもの")
    returns_excluded = _line("返品できないもの", 200, "例: 食品・名入れ品")
    returns_excluded_categories = forms.MultipleChoiceField(
        label="返品できないカテゴリ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="印をつけたカテゴリ（とその下）の商品は、ご都合による返品の申し込みを受け付けません。"
        "「受ける」にしたときだけ働きます。",
    )
    defect_days = _number("不良品の連絡の期限（日）")
    defects = _lines("不良品・お届け違いの扱い", "返品を受けない店でも、これは必ず要ります。")
    cancellation = _lines("キャンセルの条件")
    privacy_officer = _line("個人情報の管理責任者")
    privacy_contact = _line("個人情報の窓口", 200)
    privacy_purposes = _lines("利用目的", "空なら、ふつうの目的を 5 つ書きます。")
    privacy_partners = _lines("委託先・第三者への提供")
    privacy_safety = _lines("安全管理の措置", "空なら、この仕組みが行うことを書きます。")
    disclosure_fee_yen = _number("開示の手数料（円）", "0 は無料", 10_000)
    terms_extra = _lines("規約に加えること")
    court = _line("裁判所", 60, "例: 神戸地方裁判所")
    from_on = forms.DateField(
        label="いつから", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="空なら今日から。前の表示は履歴に残ります。",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        excluded = self.fields["returns_excluded_categories"]
        excluded.choices = list_of_categories()  # type: ignore[attr-defined]  # a ChoiceField
        for name, label in ENGLISH.items():
            self.fields[f"en_{name}"] = _lines(label) if name in LONG else _line(label, 300)
        for at in range(PLANS):
            self.fields[f"plan{at}_name"] = _line("商品・コースの名前")
            self.fields[f"plan{at}_amounts"] = _line(
                "各回の金額（円）", 200, "例 980, 3980。最後の金額が続きます。"
            )
            self.fields[f"plan{at}_shipping_yen"] = _number("送料 各回（円）", most=100_000)
            self.fields[f"plan{at}_deliveries"] = _number("回数", "0 は期限の定めなし")
            self.fields[f"plan{at}_every"] = _line("お届けの間隔", 30)
            self.fields[f"plan{at}_stop"] = _line("解約の方法と期限", 200)

    def clean(self) -> dict[str, Any]:
        """Every plan that has a name has amounts that can be read."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for at in range(PLANS):
            if values.get(f"plan{at}_name") and not _amounts(values.get(f"plan{at}_amounts", "")):
                self.add_error(f"plan{at}_amounts", "各回の金額を、数字をカンマで区切って入れてください。")
        chosen = values.get("returns_excluded_categories", [])
        if chosen and not values.get("returns_excluded"):  # what is not said cannot be refused
            names = dict(list_of_categories())
            values["returns_excluded"] = "・".join(names[one] for one in chosen)[:200]
        from_on = values.get("from_on")
        if from_on and from_on < clock.business_date():
            self.add_error("from_on", "過ぎた日からは変えられません。")
        return values

    def profile(self) -> Profile:
        """What was typed, as a profile."""
        values = self.cleaned_data
        names = [name for name in LegalForm.base_fields if name != "from_on"]
        plain: dict[str, Any] = {name: values[name] if values[name] is not None else 0 for name in names}
        plain = {name: one.strip() if isinstance(one, str) else one for name, one in plain.items()}
        plain["returns_excluded_categories"] = tuple(
            int(one) for one in values["returns_excluded_categories"]
        )
        english = {name: text for name in ENGLISH if (text := values[f"en_{name}"].strip())}
        plans = tuple(_plan(values, at) for at in range(PLANS) if values[f"plan{at}_name"])
        return Profile(**plain, english=english, plans=plans)


def initial(profile: Profile) -> dict[str, Any]:
    """The profile as the form shows it."""
    values: dict[str, Any] = profile.as_json()
    values["returns_excluded_categories"] = [str(one) for one in profile.returns_excluded_categories]
    values |= {f"en_{name}": text for name, text in profile.english.items()}
    for at, plan in enumerate(profile.plans[:PLANS]):
        values[f"plan{at}_name"], values[f"plan{at}_stop"] = plan.name, plan.stop
        values[f"plan{at}_amounts"] = ", ".join(str(yen) for yen in plan.amounts)
        values[f"plan{at}_shipping_yen"], values[f"plan{at}_deliveries"] = plan.shipping_yen, plan.deliveries
        values[f"plan{at}_every"] = plan.every
    return values


def _plan(values: Mapping[str, Any], at: int) -> Plan:
    return Plan(
        name=values[f"plan{at}_name"].strip(),
        amounts=_amounts(values[f"plan{at}_amounts"]),
        shipping_yen=values[f"plan{at}_shipping_yen"] or 0,
        deliveries=values[f"plan{at}_deliveries"] or 0,
        every=values[f"plan{at}_every"].strip() or "1 か月ごと",
        stop=values[f"plan{at}_stop"].strip(),
    )


def _amounts(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.replace("、", ",").split(",") if part.strip()]
    return tuple(int(part) for part in parts) if parts and all(part.isdigit() for part in parts) else ()


_SELLER = "kind legal_name trade_name representative postal address phone phone_hours mail on_request"
_ASKED = "has_period period has_limits limits has_software environment has_catalogue catalogue_yen sends_ads"
_BACK = (
    "returns returns_days returns_postage returns_conditions returns_excluded returns_excluded_categories"
    " defect_days defects"
)
_PRIVACY = "privacy_officer privacy_contact privacy_purposes privacy_partners privacy_safety"
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("販売業者", "だれが売っているか", (*_SELLER.split(), "registration", "licences")),
    ("支払い・引渡し", "送料・手数料・支払方法は自動で入ります", ("charges", "pay_times", "delivery")),
    ("売り方の質問", "当てはまるものに印をつけ、内容を書きます", (*_ASKED.split(), "has_plans")),
    ("返品・キャンセル", "商品のページ・確認画面・メールにも出ます", (*_BACK.split(), "cancellation")),
    ("個人情報", "プライバシーポリシーになります", (*_PRIVACY.split(), "disclosure_fee_yen")),
    ("規約", "ご利用規約の終わりに加わります", ("terms_extra", "court")),
)
