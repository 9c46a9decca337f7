"""The part of the plugin's schema that this shop knows; each field as `eccube:api:dump-schema` writes it."""

from simulators.malls.graphql import Schema

RANGES = " ".join(
    f"{name}_date_{end}: String = null {name}_datetime_{end}: DateTime = null"
    for name in ("order", "payment", "update", "shipping_delivery")
    for end in ("start", "end")
)
PRODUCT_RANGES = " ".join(
    f"{name}_date_{end}: String = null {name}_datetime_{end}: DateTime = null"
    for name in ("create", "update")
    for end in ("start", "end")
)
SCHEMA = Schema.of('''
scalar DateTime
type Pref { id: ID! name: String! sort_no: Int! }
type OrderStatus { display_order_count: Boolean! id: ID! name: String! sort_no: Int! }
type OrderItemType { id: ID! name: String! sort_no: Int! }
type TaxType { id: ID! name: String! sort_no: Int! }
type TaxDisplayType { id: ID! name: String! sort_no: Int! }
type Customer { id: ID! name01: String! name02: String! email: String! }
type Payment { id: ID! method: String charge: Float }
type Delivery { id: ID! name: String service_name: String }
type ClassCategory { id: ID! name: String! }
type ProductStatus { id: ID! name: String! sort_no: Int! }
type Order {
  id: ID! pre_order_id: String order_no: String message: String name01: String! name02: String! kana01: String
  kana02: String company_name: String email: String phone_number: String postal_code: String addr01: String
  addr02: String subtotal: Float! discount: Float! delivery_fee_total: Float! charge: Float! tax: Float! total: Float!
  payment_total: Float! payment_method: String note: String create_date: DateTime! update_date: DateTime!
  order_date: DateTime payment_date: DateTime currency_code: String add_point: Float! use_point: Float!
  OrderItems: [OrderItem] Shippings: [Shipping] Customer: Customer Pref: Pref Payment: Payment OrderStatus: OrderStatus
}
type OrderItem {
  id: ID! product_name: String! product_code: String class_name1: String class_name2: String
  class_category_name1: String class_category_name2: String price: Float! quantity: Float! tax: Float!
  tax_rate: Float! tax_adjust: Float! tax_rule_id: Int currency_code: String processor_name: String point_rate: Float
  Order: Order Product: Product ProductClass: ProductClass Shipping: Shipping TaxType: TaxType
  TaxDisplayType: TaxDisplayType OrderItemType: OrderItemType
}
type Shipping {
  id: ID! name01: String! name02: String! kana01: String kana02: String company_name: String phone_number: String
  postal_code: String addr01: String addr02: String shipping_delivery_name: String time_id: Int
  shipping_delivery_time: String shipping_delivery_date: DateTime shipping_date: DateTime tracking_number: String
  note: String sort_no: Int create_date: DateTime! update_date: DateTime! mail_send_date: DateTime Order: Order
  OrderItems: [OrderItem] Pref: Pref Delivery: Delivery
}
type OrderPageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! }
type OrderEdge { node: Order }
type OrderConnection { edges: [OrderEdge] nodes: [Order] pageInfo: OrderPageInfo! totalCount: Int! }
type Product {
  id: ID! name: String! note: String description_list: String description_detail: String create_date: DateTime!
  update_date: DateTime! ProductClasses: [ProductClass] Status: ProductStatus
}
type ProductClass {
  id: ID! code: String stock: Float stock_unlimited: Boolean! sale_limit: Float price01: Float price02: Float!
  delivery_fee: Float visible: Boolean! create_date: DateTime! update_date: DateTime! currency_code: String
  Product: Product ClassCategory1: ClassCategory ClassCategory2: ClassCategory
}
type ProductPageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! }
type ProductEdge { node: Product }
type ProductConnection { edges: [ProductEdge] nodes: [Product] pageInfo: ProductPageInfo! totalCount: Int! }
type Query {
  hello: String
  order(id: ID!): Order
  orders(
    multi: String = null status: [String] = null name: String = null email: String = null order_no: String = null
    tracking_number: String = null RANGES page: Int = 1 limit: Int = 50
  ): OrderConnection
  product(id: ID!): Product
  products(
    id: String = null category_id: String = null status: [String] = ["1", "2"] stock: [String] = null PRODUCT_DATES
    page: Int = 1 limit: Int = 50
  ): ProductConnection
}
type Mutation {
  updateProductStock(code: String! stock: Int stock_unlimited: Boolean!): ProductClass
  updateShipped(
    id: ID! shipping_date: DateTime shipping_delivery_name: String tracking_number: String note: String
    is_send_mail: Boolean = false
  ): Shipping
}
'''.replace("PRODUCT_DATES", PRODUCT_RANGES).replace("RANGES", RANGES))  # fmt: skip
