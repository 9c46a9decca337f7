"""The hosted pages that buyers see: card form, challenge, konbini number. Plain HTML without script."""

from __future__ import annotations

from html import escape

from simulators.payments.world import Payment

TEST_CARDS = (
    ("4242 4242 4242 4242", "承認"),
    ("4000 0000 0000 3220", "本人認証（3-Dセキュア）を求める"),
    ("4000 0000 0000 0002", "カード会社が拒否"),
    ("4000 0000 0000 9995", "利用可能額が不足"),
    ("4000 0000 0000 0069", "有効期限切れ"),
)
CHALLENGED = "4000000000003220"
DECLINED = {
    "4000000000000002": "card_declined",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
}
REASONS = {
    "card_declined": "カード会社がお取引を承認しませんでした。",
    "insufficient_funds": "カードの利用可能額が足りません。",
    "expired_card": "カードの有効期限が切れています。",
    "payment_intent_authentication_failure": "本人認証が完了しませんでした。",
}
STORES = ("ファミリーマート", "ローソン", "ミニストップ", "セイコーマート")
STYLE = """
:root{color-scheme:light dark;--line:#8886;--go:#1c6b4a}
body{font:16px/1.7 system-ui,"Noto Sans JP","Noto Sans CJK JP",sans-serif;margin:0;padding:1.5rem}
main{max-width:30rem;margin:0 auto}h1{font-size:1.35rem;margin:.2rem 0}
.sim{font-size:.85rem;border:1px dashed var(--line);border-radius:.5rem;padding:.4rem .8rem}
.sum{font-size:1.6rem;font-weight:700;margin:.4rem 0 1rem}
label{display:block;font-weight:600;margin:.9rem 0 .2rem}
input,select{font:inherit;width:100%;box-sizing:border-box;min-height:48px;padding:.4rem .8rem;
border:1px solid var(--line);border-radius:.5rem}
button,.b{font:inherit;font-weight:700;width:100%;min-height:48px;margin-top:1rem;
border:1px solid var(--go);border-radius:.5rem;background:var(--go);color:#fff;cursor:pointer;display:block;
text-align:center;line-height:48px;text-decoration:none;padding:0 1rem;box-sizing:border-box}
.q{background:none;color:inherit;border-color:var(--line)}
.bad{border-left:4px solid #b3261e;padding:.3rem .8rem;margin:1rem 0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}table{width:100%;font-size:.9rem;border-collapse:collapse}
td{border-top:1px solid var(--line);padding:.35rem 0}
td:first-child{font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:1rem}
h2{font-size:1.05rem;margin-top:2rem}
dt{font-size:.85rem;opacity:.75}dd{margin:0 0 .6rem;font-size:1.2rem;font-weight:700}
"""


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main>"
        '<p class="sim">これは決済の<b>シミュレーター</b>です。本物のカードは使えません。お金は動きません。</p>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _sum(payment: Payment) -> str:
    return f'<p>{escape(payment.about or "ご注文")}</p><p class="sum">{payment.amount:,} 円</p>'


def card(payment: Payment, here: str) -> str:
    """The form for a card, with the numbers that can be tried."""
    trouble = f'<p class="bad" role="alert">{REASONS[payment.error]}</p>' if payment.error else ""
    rows = "".join(f"<tr><td>{number}</td><td>{what}</td></tr>" for number, what in TEST_CARDS)
    return _page(
        "お支払い",
        f'{_sum(payment)}{trouble}<form method="post" action="{here}">'
        '<label for="number">カード番号</label>'
        '<input id="number" name="number" inputmode="numeric" autocomplete="off" required>'
        '<div class="two"><div><label for="exp">有効期限（月/年）</label>'
        '<input id="exp" name="exp" placeholder="12/34" required></div>'
        '<div><label for="cvc">セキュリティコード</label>'
        '<input id="cvc" name="cvc" inputmode="numeric" autocomplete="off" required></div></div>'
        f"<button>{payment.amount:,} 円を支払う</button></form>"
        f'<form method="post" action="{here}/leave"><button class="q">支払わずに店へ戻る</button></form>'
        f"<h2>使える番号</h2><table>{rows}</table>",
    )


def challenge(payment: Payment, here: str) -> str:
    """The card's bank asks whether it is really the card holder."""
    return _page(
        "本人認証サービス（3-Dセキュア）",
        f"{_sum(payment)}<p>カード会社が、ご本人の操作か確認しています。</p>"
        f'<form method="post" action="{here}/challenge">'
        '<button name="answer" value="yes">認証する</button>'
        '<button class="q" name="answer" value="no">認証に失敗する</button></form>',
    )


def choose_store(payment: Payment, here: str) -> str:
    """Choose where to pay in cash, or take the account for a transfer."""
    options = "".join(f"<option>{store}</option>" for store in STORES)
    choice = f'<label for="store">お支払先</label><select id="store" name="store">{options}</select>'
    body = choice if payment.method == "konbini" else "<p>お客様専用の振込先を発行します。</p>"
    return _page(
        "お支払い",
        f'{_sum(payment)}<form method="post" action="{here}">{body}<button>番号を発行する</button></form>',
    )


def voucher(payment: Payment, here: str) -> str:
    """What to show at the till, and the button that plays the till."""
    if payment.state == "captured":
        return _page("お支払い済みです", _sum(payment))
    where = "銀行振込" if payment.method == "bank" else payment.store or "コンビニ"
    back = (
        f'<a class="b q" href="{escape(payment.return_url, quote=True)}">店へ戻る</a>'
        if payment.return_url
        else ""
    )
    return _page(
        "お支払いのご案内",
        f"{_sum(payment)}<dl><dt>お支払先</dt><dd>{escape(where)}</dd>"
        f"<dt>番号</dt><dd>{escape(payment.number)}</dd></dl>"
        f'<form method="post" action="{here}"><button>支払った</button></form>{back}',
    )


def over(payment: Payment) -> str:
    """A page that nobody can pay on any more."""
    return _page("このお支払いページは終了しました", _sum(payment))
