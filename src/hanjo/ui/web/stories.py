"""Made-up values for the story page; nothing here comes from a database."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.conf import settings

from hanjo.ui.board import Column, choose, columns
from hanjo.ui.charts import Series
from hanjo.ui.shell import Health, MenuLink, NavItem, Shell, User

MORNING = datetime(2026, 11, 21, 23, 41, tzinfo=UTC)

DEMO_SHELL = Shell(
    shop="はんじょう商店",
    user=User("店長 花", "#logout", (MenuLink("自分の設定", "#me", "settings"),)),
    nav=(
        NavItem("today", "今日", "sun", "#today", key="g h", phone=True),
        NavItem("orders", "受注", "inbox", "#orders", 312, "g o", phone=True),
        NavItem("triage", "確認", "hand", "#triage", 18, "g c", hot=True, phone=True),
        NavItem("shipping", "出荷", "truck", "#shipping", 241, "g w", phone=True),
        NavItem("stock", "在庫", "package", "#stock", key="g i"),
        NavItem("products", "商品", "tag", "#products", key="g p"),
        None,
        NavItem("customers", "お客様", "users", "#customers", 12),
        NavItem("settings", "設定", "settings", "#settings"),
    ),
    search_url="#search",
    health=Health("ok", "5 モール正常・12秒前", "#health"),
)

COLUMNS = columns(
    Column("モール", "", "xxs", pin=True, title="モール"),
    Column("no", "受注番号", "m", sort="number", pin=True),
    Column("at", "注文日時", "m", phone="end", sort="placed_at"),
    Column("to", "お届け先", "grow"),
    Column("item", "商品", "grow2"),
    Column("total", "合計", "s", num=True, sort="total_yen"),
    Column("state", "状態", "m"),
    Column("ship", "配送", "m", phone="hide"),
    Column("flags", "しるし", "grow"),
)

STOCK_COLUMNS = columns(
    Column("sku", "SKU", "xl"),
    Column("free", "空き", "s", num=True),
    Column("due", "入荷予定", "xl"),
    Column("note", "メモ", "grow"),
)

_MALLS = (
    ("楽", 1, "楽天市場"),
    ("Y", 2, "Yahoo!"),
    ("A", 3, "Amazon"),
    ("S", 4, "Shopify"),
    ("本", 5, "本店"),
)
_NAMES = ("山田 太郎", "森 律", "渡辺 大輔", "井上 凛", "小林 蓮", "髙橋 花子", "﨑山 健", "加藤 結衣")
_PLACES = ("兵庫", "東京", "沖縄", "北海道", "大阪", "福岡")
_GOODS = (
    "有田焼 そば猪口 藍 ほか 2",
    "冷凍 黒豚餃子 30個 ×2",
    "備前焼 湯呑",
    "純米大吟醸 720ml",
    "手ぬぐい 麻の葉 ほか 4",
    "木曽ひのき まな板",
)
_STATES = (
    ("go", "出荷できる"),
    ("info", "入金待ち"),
    ("warn", "引当待ち"),
    ("hold", "確認待ち"),
    ("ok", "出荷済"),
)
_FLAGS = (
    ("info", "のし"),
    ("hold", "備考あり"),
    ("warn", "在庫不足"),
    ("danger", "締切 14:00"),
    ("info", "予約"),
)
_SHIP = ("ヤマト 18–20", "佐川 午前", "ネコポス", "ゆうパック")


def orders(number: int = 24) -> list[dict[str, object]]:
    """Made-up rows for the board."""
    found: list[dict[str, object]] = []
    for at in range(number):
        mall = _MALLS[at % len(_MALLS)]
        flags = [_FLAGS[(at + step) % len(_FLAGS)] for step in range(at % 3)]
        found.append(
            {
                "id": 102400 + at,
                "mall": mall,
                "number": f"{'RYASH'[at % 5]}-{102400 + at * 7}",
                "at": MORNING - timedelta(minutes=2 * at),
                "name": _NAMES[at % len(_NAMES)],
                "place": _PLACES[at % len(_PLACES)],
                "item": _GOODS[at % len(_GOODS)],
                "total_yen": 3300 + at * 1210 if at != 7 else -1980,
                "state": _STATES[at % len(_STATES)],
                "ship": _SHIP[at % len(_SHIP)],
                "flags": flags,
            }
        )
    return found


class StoryForm(forms.Form):
    """A Django form with every kind of field, right and wrong."""

    name = forms.CharField(label="商品名", max_length=40, help_text="検索と納品書に使います。")
    price_yen = forms.IntegerField(label="売価（税込）", min_value=1)
    tax = forms.ChoiceField(label="税率", choices=[("standard", "標準 10%"), ("reduced", "軽減 8%")])
    gift = forms.BooleanField(label="ギフト包装できる", required=False, help_text="のしは別に設定します。")
    carrier = forms.ChoiceField(
        label="配送",
        choices=[("y", "ヤマト運輸"), ("s", "佐川急便")],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label="社内メモ", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def _charts() -> dict[str, object]:
    days = [f"11/{day}" for day in range(1, 31)]
    base = [48 + (day * 37) % 29 + (18 if day % 7 in (0, 1) else 0) for day in range(30)]
    parts = (("本店", 40), ("楽天", 28), ("Yahoo!", 14), ("Amazon", 12), ("Shopify", 6))
    weekday = [
        Series(name, [((at * 13 + hour * 7) % 23) * (1 if 8 < hour < 23 else 0) for hour in range(24)])
        for at, name in enumerate("月火水木金土日")
    ]
    return {
        "days": days,
        "sales": [Series(name, [value * share * 100 for value in base]) for name, share in parts],
        "totals": [
            Series("今年", [value * 1000 for value in base]),
            Series("昨年", [value * 880 for value in base[::-1]]),
        ],
        "spark": base,
        "goals": [
            ("楽天市場", 3_214_870, 3_000_000),
            ("Yahoo!", 1_120_400, 1_500_000),
            ("本店", 2_040_000, 2_000_000),
        ],
        "hours": [str(hour) for hour in range(24)],
        "weekday": weekday,
    }


def story_context() -> dict[str, object]:
    """Everything that the story page shows."""
    wrong = StoryForm({"name": "", "price_yen": "-3", "tax": "standard"})
    wrong.is_valid()
    context: dict[str, object] = {
        "col": COLUMNS,
        "choice": choose(COLUMNS, {}, "kit"),
        "stock_col": STOCK_COLUMNS,
        "orders": orders(),
        "morning": MORNING,
        "later": MORNING + timedelta(minutes=31),
        "form_blank": StoryForm(auto_id="blank_%s"),
        "form_wrong": wrong,
        "chart": _charts(),
        "sort_url": lambda key: f"?sort={key}",
        "tones": ("warn", "info", "hold", "go", "ok", "danger", "quiet"),
    }
    if not getattr(settings, "HANJO_SHELL_CONTEXT", ()):
        context["shell"] = DEMO_SHELL
    return context
