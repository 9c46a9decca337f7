"""What an EC-CUBE shop is asked, in the language of its plugin eccube-api4. One document asks for several things."""

from collections.abc import Sequence

_PERSON = (
    """name01 name02 kana01 kana02 company_name phone_number postal_code addr01 addr02 Pref { id name }"""
)
_ORDER = f"""{{
  id order_no message email note subtotal discount delivery_fee_total charge tax total payment_total use_point
  payment_method order_date payment_date update_date {_PERSON} Customer {{ id }} OrderStatus {{ id name }}
  OrderItems {{
    id product_name product_code class_name1 class_name2 class_category_name1 class_category_name2 price quantity
    tax tax_rate OrderItemType {{ id name }} TaxDisplayType {{ id }} Shipping {{ id }}
  }}
  Shippings {{
    id {_PERSON} shipping_delivery_name shipping_delivery_time shipping_delivery_date shipping_date tracking_number note
  }}
}}"""
_WORK = """{
  id order_no OrderStatus { id } OrderItems { id Shipping { id } }
  Shippings { id shipping_date tracking_number }
}"""

LOOK = "query { orders(limit: 1) { totalCount } }"
CHANGED = f"""query($since: DateTime, $until: DateTime, $page: Int, $limit: Int) {{
  orders(update_datetime_start: $since, update_datetime_end: $until, page: $page, limit: $limit) {{
    nodes {_ORDER} totalCount pageInfo {{ hasNextPage }}
  }}
}}"""
COUNTED = """query($since: DateTime, $until: DateTime, $page: Int, $limit: Int) {
  orders(order_datetime_start: $since, order_datetime_end: $until, page: $page, limit: $limit) {
    nodes { id order_no payment_total } totalCount pageInfo { hasNextPage }
  }
}"""
PRODUCTS = """query($page: Int, $limit: Int) {
  products(page: $page, limit: $limit) {
    nodes { id name ProductClasses {
      id code stock stock_unlimited price02 visible ClassCategory1 { name } ClassCategory2 { name }
    } }
    pageInfo { hasNextPage }
  }
}"""
SHIP = """mutation(
  $id: ID!, $date: DateTime, $carrier: String, $number: String, $mail: Boolean
) {
  updateShipped(
    id: $id, shipping_date: $date, shipping_delivery_name: $carrier, tracking_number: $number, is_send_mail: $mail
  ) { id shipping_date tracking_number }
}"""


def orders(keys: Sequence[str], *, work: bool = False) -> tuple[str, dict[str, str]]:
    """Several orders in one question: `id:31` names the order by its id, all else by its number."""
    heads, parts, given = [], [], {}
    for at, key in enumerate(keys):
        by_id = key.startswith("id:")
        given[f"k{at}"] = key.removeprefix("id:")
        heads.append(f"$k{at}: {'ID!' if by_id else 'String'}")
        shape = _WORK if work else _ORDER
        one = (
            f"order(id: $k{at}) {shape}"
            if by_id
            else f"orders(order_no: $k{at}, limit: 2) {{ nodes {shape} }}"
        )
        parts.append(f"o{at}: {one}")
    return f"query({', '.join(heads)}) {{ {' '.join(parts)} }}", given


def set_stock(rows: Sequence[tuple[str, int]]) -> tuple[str, dict[str, object]]:
    """Several counts in one change."""
    heads, parts = [], []
    given: dict[str, object] = {}
    for at, (code, quantity) in enumerate(rows):
        heads.append(f"$c{at}: String!, $q{at}: Int")
        parts.append(
            f"s{at}: updateProductStock(code: $c{at}, stock: $q{at}, stock_unlimited: false) {{ code stock }}"
        )
        given |= {f"c{at}": code, f"q{at}": quantity}
    return f"mutation({', '.join(heads)}) {{ {' '.join(parts)} }}", given


def stocks(codes: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The counts of several codes; the search also finds codes that only contain the text."""
    heads = ", ".join(f"$c{at}: String" for at in range(len(codes)))
    shape = "{ nodes { ProductClasses { code stock stock_unlimited } } }"
    parts = " ".join(f"p{at}: products(id: $c{at}, limit: 100) {shape}" for at in range(len(codes)))
    return f"query({heads}) {{ {parts} }}", {f"c{at}": code for at, code in enumerate(codes)}
