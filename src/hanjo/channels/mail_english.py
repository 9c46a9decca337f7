"""What the shop writes to buyers who read English (英語の文面). Names as in mail.py."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.channels.mail import MailKind

_LINES = """{% for line in lines %}
- {{ line.name }} x {{ line.quantity }}{% endfor %}
"""
_SIGNATURE = """
--------------
{{ shop.name }}
{{ shop.email }}
"""
SUBJECTS: Mapping[str, str] = {
    MailKind.SHIPPED: "[{{ shop.name }}] Your order has shipped ({{ order.external_number }})",
    MailKind.THANKS: "[{{ shop.name }}] Thank you for your order ({{ order.external_number }})",
    MailKind.UNPAID: "[{{ shop.name }}] Please complete your payment ({{ order.external_number }})",
    MailKind.DELAYED: "[{{ shop.name }}] Your order is delayed ({{ order.external_number }})",
    MailKind.ASK: "[{{ shop.name }}] A question about your order ({{ order.external_number }})",
    MailKind.SOLD_OUT: "[{{ shop.name }}] An item is sold out ({{ order.external_number }})",
    MailKind.FREE: "[{{ shop.name }}] About your order ({{ order.external_number }})",
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
Goods:"""
    + _LINES
    + _SIGNATURE,
    MailKind.UNPAID: """Dear {{ order.buyer }},

We have not yet received the payment for your order {{ order.external_number }}.
Please pay {{ order.total }}. If you have just paid, please ignore this mail.
"""
    + _SIGNATURE,
    MailKind.DELAYED: """Dear {{ order.buyer }},

We are sorry: your order {{ order.external_number }} is delayed.
We will write to you as soon as it is ready to ship.
"""
    + _SIGNATURE,
    MailKind.ASK: """Dear {{ order.buyer }},

We have a question about your order {{ order.external_number }}. Please reply to this mail.
"""
    + _SIGNATURE,
    MailKind.SOLD_OUT: """Dear {{ order.buyer }},

We are sorry: an item of your order {{ order.external_number }} is sold out.
Please reply to this mail and tell us whether to ship the rest or to cancel.
"""
    + _SIGNATURE,
    MailKind.FREE: """Dear {{ order.buyer }},

"""
    + _SIGNATURE,
}
