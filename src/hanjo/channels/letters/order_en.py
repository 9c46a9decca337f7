"""What the shop writes about an order, in English (英語の注文メール). Names as in order_ja.py."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.channels.mail import MailKind

CARRIERS: Mapping[str, str] = {
    "ヤマト運輸": "Yamato Transport",
    "佐川急便": "Sagawa Express",
    "日本郵便": "Japan Post",
    "クリックポスト": "Click Post",
    "西濃運輸": "Seino Transportation",
    "福山通運": "Fukuyama Transporting",
    "宅急便": "Yamato TA-Q-BIN",
    "宅急便コンパクト": "Yamato TA-Q-BIN Compact",
    "クール宅急便": "Yamato Cool TA-Q-BIN",
    "ネコポス": "Yamato Nekopos",
    "飛脚宅配便": "Sagawa Hikyaku",
    "飛脚クール便": "Sagawa Cool Express",
    "ゆうパック": "Yu-Pack (Japan Post)",
    "ゆうパケット": "Yu-Packet (Japan Post)",
}
"""Names of carriers and services as foreigners know them; another service is called by its carrier."""
_LINES = """{% for line in lines %}
- {{ line.name }} x {{ line.quantity }}{% endfor %}
"""
_SIGNATURE = """
--------------
{{ shop.name }}
{{ shop.email }}
"""
_PROMISE = """{% if order.delivery %}Delivery: {{ order.delivery }}
{% endif %}"""
_PAYMENT = """{% if payment.lines %}
How to pay
{% for one in payment.lines %}{{ one.label }}: {{ one.value }}
{% endfor %}{% if payment.url %}{{ payment.url }}
{% endif %}{% if payment.message %}{{ payment.message }}
{% endif %}{% endif %}"""
SUBJECTS: Mapping[str, str] = {
    MailKind.SHIPPED: "[{{ shop.name }}] Your order has shipped ({{ order.external_number }})",
    MailKind.THANKS: "[{{ shop.name }}] Thank you for your order ({{ order.external_number }})",
    MailKind.UNPAID: "[{{ shop.name }}] Please complete your payment ({{ order.external_number }})",
    MailKind.DELAYED: "[{{ shop.name }}] Your order is delayed ({{ order.external_number }})",
    MailKind.ASK: "[{{ shop.name }}] A question about your order ({{ order.external_number }})",
    MailKind.SOLD_OUT: "[{{ shop.name }}] An item is sold out ({{ order.external_number }})",
    MailKind.FREE: "[{{ shop.name }}] About your order ({{ order.external_number }})",
    MailKind.PAY: "[{{ shop.name }}] Your order and how to pay ({{ order.external_number }})",
    MailKind.EXPIRED: "[{{ shop.name }}] Your order was cancelled: no payment ({{ order.external_number }})",
    MailKind.CANCELLED: "[{{ shop.name }}] Your order has been cancelled ({{ order.external_number }})",
    MailKind.REFUNDED: "[{{ shop.name }}] Your refund ({{ order.external_number }})",
    MailKind.REISSUED: "[{{ shop.name }}] The amount to pay has changed ({{ order.external_number }})",
}
BODIES: Mapping[str, str] = {
    MailKind.SHIPPED: """Dear {{ order.buyer }},

Thank you for shopping at {{ shop.name }}. Your order has shipped today.

Order number: {{ order.external_number }}
Goods:"""
    + _LINES
    + """{% for parcel in parcels %}
{{ parcel.service }}{% if parcel.number %} {{ parcel.number }}
{{ parcel.url }}{% endif %}
{% endfor %}"""
    + _SIGNATURE,
    MailKind.THANKS: """Dear {{ order.buyer }},

Thank you for your order. We have received it as follows.

Order number: {{ order.external_number }}
Payment: {{ order.pay_method }}
Total (tax included): {{ order.total }}
"""
    + _PROMISE
    + """Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.UNPAID: """Dear {{ order.buyer }},

We have not yet received the payment for your order {{ order.external_number }}.
Please pay {{ order.total }}. If you have just paid, please ignore this mail.
"""
    + _PAYMENT
    + _SIGNATURE,
    MailKind.DELAYED: """Dear {{ order.buyer }},

We are sorry: your order {{ order.external_number }} is delayed.
We will write to you as soon as it is ready to ship.

Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.ASK: """Dear {{ order.buyer }},

Thank you for shopping at {{ shop.name }}. We have a question about your order {{ order.external_number }}.
{% if order.reason %}
{{ order.reason }}
{% endif %}
Please reply to this mail. We will ship once we have heard from you.

Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.SOLD_OUT: """Dear {{ order.buyer }},

We are sorry: an item of your order {{ order.external_number }} is sold out and cannot be shipped now.
{% if order.reason %}
{{ order.reason }}
{% endif %}
Please reply to this mail and tell us whether to wait for it, to replace it, or to cancel.

Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.FREE: """Dear {{ order.buyer }},

Thank you for shopping at {{ shop.name }}.
{% if order.reason %}
{{ order.reason }}
{% endif %}
Order number: {{ order.external_number }}
"""
    + _SIGNATURE,
    MailKind.PAY: """Dear {{ order.buyer }},

Thank you for your order. We have received it as follows and will ship it once you have paid.

Order number: {{ order.external_number }}
Payment: {{ order.pay_method }}
Total (tax included): {{ order.total }}
"""
    + _PROMISE
    + _PAYMENT
    + """
Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.EXPIRED: """Dear {{ order.buyer }},

The time to pay for your order {{ order.external_number }} is over and we have not received a payment, so that the
order was cancelled. Nothing will be shipped and there is nothing to pay.
If you have paid already, please reply to this mail.

Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.CANCELLED: """Dear {{ order.buyer }},

Your order {{ order.external_number }} has been cancelled. What you have paid is refunded in the way you paid.
If you have a question, please reply to this mail.

Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.REFUNDED: """Dear {{ order.buyer }},

We have refunded {{ refund.amount }} for your order {{ order.external_number }}, in the way you paid.
It may take some days until your card company or bank shows it.
"""
    + _SIGNATURE,
    MailKind.REISSUED: """Dear {{ order.buyer }},

One of the orders that you pay for together was cancelled, so that the amount to pay has changed.
Please pay as told below. The number and the amount that we told you before are no longer valid.
If you have just paid the former amount, we will refund what was cancelled.

Order number: {{ order.external_number }}
Amount to pay: {{ payment.total }}

How to pay
{{ payment.how }}
{% if payment.message %}{{ payment.message }}
{% endif %}"""
    + _SIGNATURE,
}
