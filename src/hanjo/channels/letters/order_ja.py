"""What the shop writes about an order, in Japanese (注文のメールの文面)."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.channels.mail import MailKind

SUBJECTS: Mapping[str, str] = {
    MailKind.SHIPPED: "【{{ shop.name }}】商品を発送しました（{{ order.external_number }}）",
    MailKind.THANKS: "【{{ shop.name }}】ご注文ありがとうございます（{{ order.external_number }}）",
    MailKind.UNPAID: "【{{ shop.name }}】ご入金のお願い（{{ order.external_number }}）",
    MailKind.DELAYED: "【{{ shop.name }}】発送が遅れております（{{ order.external_number }}）",
    MailKind.ASK: "【{{ shop.name }}】ご注文についてのご確認（{{ order.external_number }}）",
    MailKind.SOLD_OUT: "【{{ shop.name }}】在庫切れのお詫び（{{ order.external_number }}）",
    MailKind.FREE: "【{{ shop.name }}】ご注文について（{{ order.external_number }}）",
    MailKind.PAY: "【{{ shop.name }}】ご注文の確認とお支払いのご案内（{{ order.external_number }}）",
    MailKind.EXPIRED: "【{{ shop.name }}】お支払い期限が過ぎたため取り消しました（{{ order.external_number }}）",
    MailKind.CANCELLED: "【{{ shop.name }}】ご注文を取り消しました（{{ order.external_number }}）",
    MailKind.REFUNDED: "【{{ shop.name }}】ご返金のお知らせ（{{ order.external_number }}）",
    MailKind.REISSUED: "【{{ shop.name }}】お支払い金額が変わりました（{{ order.external_number }}）",
}

_LINES = """{% for line in lines %}
・{{ line.name }} × {{ line.quantity }}{% endfor %}
"""
_SIGNATURE = """
──────────────
{{ shop.name }}
{{ shop.email }}
"""
_PROMISE = """{% if order.delivery %}■ お届け　　　{{ order.delivery }}
{% endif %}"""
_PAYMENT = """{% if payment.lines %}
■ お支払いのご案内
{% for one in payment.lines %}{{ one.label }}: {{ one.value }}
{% endfor %}{% if payment.url %}{{ payment.url }}
{% endif %}{% if payment.message %}{{ payment.message }}
{% endif %}{% endif %}"""
BODIES: Mapping[str, str] = {
    MailKind.SHIPPED: """{{ order.buyer }} 様

このたびは {{ shop.name }} をご利用いただき、ありがとうございます。
ご注文の商品を本日発送いたしました。

■ ご注文番号　{{ order.external_number }}
■ お届け先　　{{ order.receiver }} 様
{% for parcel in parcels %}■ {{ parcel.service }}{% if parcel.number %}　送り状番号 {{ parcel.number }}
  {{ parcel.url }}{% endif %}
{% endfor %}
■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.THANKS: """{{ order.buyer }} 様

このたびはご注文いただき、ありがとうございます。次の内容で承りました。

■ ご注文番号　{{ order.external_number }}
■ お支払い　　{{ order.pay_method }}
■ 合計（税込）{{ order.total }}
"""
    + _PROMISE
    + """■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.UNPAID: """{{ order.buyer }} 様

ご注文（{{ order.external_number }}）のご入金を、まだ確かめられておりません。
合計 {{ order.total }} のお支払いをお願いいたします。
行き違いの場合はご容赦ください。
"""
    + _PAYMENT
    + _SIGNATURE,
    MailKind.DELAYED: """{{ order.buyer }} 様

ご注文（{{ order.external_number }}）の商品の発送が遅れております。ご迷惑をおかけし、申し訳ございません。
発送の用意ができしだい、あらためてご連絡いたします。

■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.ASK: """{{ order.buyer }} 様

このたびは {{ shop.name }} をご利用いただき、ありがとうございます。
ご注文の内容について、一つ確かめさせてください。
{% if order.reason %}
■ お伺いしたいこと
{{ order.reason }}
{% endif %}
お手数ですが、このメールにご返信ください。お返事をいただいてから発送いたします。

■ ご注文番号　{{ order.external_number }}
■ お届け先　　{{ order.receiver }} 様
■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.SOLD_OUT: """{{ order.buyer }} 様

このたびは {{ shop.name }} をご利用いただき、ありがとうございます。
ご注文の商品が在庫切れとなり、すぐにお送りできません。誠に申し訳ございません。
{% if order.reason %}
{{ order.reason }}
{% endif %}
入荷を待つ、ほかの商品に替える、取り消すのいずれをご希望か、このメールにご返信ください。

■ ご注文番号　{{ order.external_number }}
■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.FREE: """{{ order.buyer }} 様

このたびは {{ shop.name }} をご利用いただき、ありがとうございます。
{% if order.reason %}
{{ order.reason }}
{% endif %}
■ ご注文番号　{{ order.external_number }}
"""
    + _SIGNATURE,
    MailKind.PAY: """{{ order.buyer }} 様

このたびはご注文いただき、ありがとうございます。次の内容で承りました。
ご入金を確かめしだい、商品をお送りします。

■ ご注文番号　{{ order.external_number }}
■ お支払い　　{{ order.pay_method }}
■ 合計（税込）{{ order.total }}
"""
    + _PROMISE
    + _PAYMENT
    + """
■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.EXPIRED: """{{ order.buyer }} 様

ご注文 {{ order.external_number }} は、お支払いの期限までにご入金を確かめられなかったため、取り消しました。
商品はお送りしません。お支払いいただくものもありません。
すでにお支払いがお済みのときは、お手数ですがこのメールにご返信ください。

■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.CANCELLED: """{{ order.buyer }} 様

ご注文 {{ order.external_number }} を取り消しました。お支払い済みの代金は、お支払いの方法に応じてお返しします。
ご不明な点は、このメールにご返信ください。

■ 商品"""
    + _LINES
    + _SIGNATURE,
    MailKind.REFUNDED: """{{ order.buyer }} 様

ご注文 {{ order.external_number }} の代金 {{ refund.amount }} を、お支払いの方法に応じてお返ししました。
カード会社や銀行の明細に出るまで、数日かかることがあります。
"""
    + _SIGNATURE,
    MailKind.REISSUED: """{{ order.buyer }} 様

いっしょにお支払いいただくご注文の一部が取り消されたため、お支払いの金額が変わりました。
下のご案内でお支払いください。前にお知らせした番号と金額は、お使いになれません。
行き違いで前の金額をお支払いいただいたときは、取り消した分をお返しします。

■ ご注文番号　{{ order.external_number }}
■ お支払い金額　{{ payment.total }}

■ お支払いのご案内
{{ payment.how }}
{% if payment.message %}{{ payment.message }}
{% endif %}"""
    + _SIGNATURE,
}
