"""The part of the GraphQL Admin API's types that this shop knows (version 2026-10).

Arguments, inputs and nullability as the owner's reference states them; a field that is not here is refused, as the
real interface refuses what it does not have.
"""

from simulators.malls.graphql import Schema

PAGED = "first: Int, after: String, last: Int, before: String, reverse: Boolean = false"
SCHEMA = Schema.of(
    """
scalar DateTime
scalar Decimal
scalar Money
scalar URL
scalar HTML

enum OrderSortKeys { CREATED_AT ID ORDER_NUMBER PROCESSED_AT UPDATED_AT }
enum OrderCancelReason { CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF }
enum OrderDisplayFinancialStatus {
  AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED
}
enum OrderDisplayFulfillmentStatus {
  FULFILLED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT REQUEST_DECLINED RESTOCKED SCHEDULED
  UNFULFILLED
}
enum FulfillmentOrderStatus { CANCELLED CLOSED IN_PROGRESS INCOMPLETE ON_HOLD OPEN SCHEDULED }
enum FulfillmentStatus { CANCELLED ERROR FAILURE OPEN PENDING SUCCESS }
enum CurrencyCode { JPY USD EUR }
enum WebhookSubscriptionTopic {
  APP_UNINSTALLED INVENTORY_LEVELS_UPDATE ORDERS_CANCELLED ORDERS_CREATE ORDERS_PAID ORDERS_UPDATED PRODUCTS_UPDATE
}
enum WebhookSubscriptionFormat { JSON XML }
enum ProductStatus { ACTIVE ARCHIVED DRAFT UNLISTED }

interface Node { id: ID! }

type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type Attribute { key: String! value: String }
type UserError { field: [String!] message: String! }
type Job implements Node { id: ID! done: Boolean! }

type Shop implements Node { id: ID! name: String! myshopifyDomain: String! currencyCode: CurrencyCode!
  taxesIncluded: Boolean! }
type Location implements Node { id: ID! name: String! isActive: Boolean! fulfillsOnlineOrders: Boolean! }
type LocationConnection { nodes: [Location!]! pageInfo: PageInfo! }
type Customer implements Node { id: ID! firstName: String lastName: String displayName: String! }

type MailingAddress implements Node {
  id: ID! firstName: String lastName: String name: String company: String address1: String address2: String
  city: String province: String provinceCode: String zip: String countryCodeV2: String phone: String
}
type ShippingLine { id: ID title: String! code: String originalPriceSet: MoneyBag! discountedPriceSet: MoneyBag! }
type ShippingLineConnection { nodes: [ShippingLine!]! pageInfo: PageInfo! }
type TaxLine { title: String! rate: Float ratePercentage: Float priceSet: MoneyBag! }

type LineItem implements Node {
  id: ID! title: String! variantTitle: String name: String! sku: String quantity: Int! currentQuantity: Int!
  requiresShipping: Boolean! isGiftCard: Boolean! customAttributes: [Attribute!]!
  originalUnitPriceSet: MoneyBag! discountedTotalSet: MoneyBag! taxLines(first: Int): [TaxLine!]!
  variant: ProductVariant
}
type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }

type FulfillmentTrackingInfo { company: String number: String url: URL }
type Fulfillment implements Node {
  id: ID! status: FulfillmentStatus! createdAt: DateTime! trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
}
type FulfillmentOrderLineItem implements Node {
  id: ID! remainingQuantity: Int! totalQuantity: Int! lineItem: LineItem!
}
type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
type FulfillmentOrder implements Node {
  id: ID! status: FulfillmentOrderStatus!
  lineItems(PAGED): FulfillmentOrderLineItemConnection!
}
type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }

type Order implements Node {
  id: ID! name: String! email: String phone: String note: String tags: [String!]! test: Boolean! createdAt: DateTime!
  processedAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime cancelReason: OrderCancelReason
  displayFinancialStatus: OrderDisplayFinancialStatus displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
  currencyCode: CurrencyCode! taxesIncluded: Boolean! paymentGatewayNames: [String!]! customAttributes: [Attribute!]!
  totalPriceSet: MoneyBag! currentTotalPriceSet: MoneyBag! totalShippingPriceSet: MoneyBag! totalDiscountsSet:
    MoneyBag
  totalTaxSet: MoneyBag customer: Customer shippingAddress: MailingAddress billingAddress: MailingAddress
  lineItems(PAGED): LineItemConnection!
  shippingLines(PAGED): ShippingLineConnection!
  fulfillmentOrders(PAGED, query: String): FulfillmentOrderConnection!
  fulfillments(first: Int, query: String): [Fulfillment!]!
}
type OrderEdge { cursor: String! node: Order! }
type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }

type InventoryQuantity { name: String! quantity: Int! }
type InventoryLevel implements Node { id: ID! location: Location! item: InventoryItem! quantities(names:
  [String!]!): [InventoryQuantity!]! }
type InventoryItem implements Node { id: ID! sku: String tracked: Boolean! inventoryLevel(locationId: ID!):
  InventoryLevel }
type Product implements Node { id: ID! title: String! status: ProductStatus! descriptionHtml: HTML! }
type ProductVariant implements Node {
  id: ID! sku: String barcode: String title: String! displayName: String! price: Money! inventoryQuantity: Int
  taxable: Boolean! product: Product! inventoryItem: InventoryItem!
}
type ProductVariantConnection { nodes: [ProductVariant!]! pageInfo: PageInfo! }

input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int }
input InventorySetQuantitiesInput {
  name: String! reason: String! referenceDocumentUri: String quantities: [InventoryQuantityInput!]!
}
input InventoryChangeInput {
  inventoryItemId: ID! locationId: ID! delta: Int! ledgerDocumentUri: String changeFromQuantity: Int
}
input InventoryAdjustQuantitiesInput {
  name: String! reason: String! referenceDocumentUri: String changes: [InventoryChangeInput!]!
}
type InventoryChange { name: String! delta: Int! quantityAfterChange: Int item: InventoryItem location: Location }
type InventoryAdjustmentGroup implements Node {
  id: ID! createdAt: DateTime! reason: String! referenceDocumentUri: String changes: [InventoryChange!]!
}
type InventorySetQuantitiesUserError { code: String field: [String!] message: String! }
type InventorySetQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [InventorySetQuantitiesUserError!]!
}
type InventoryAdjustQuantitiesUserError { code: String field: [String!] message: String! }
type InventoryAdjustQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [InventoryAdjustQuantitiesUserError!]!
}

input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
input FulfillmentOrderLineItemsInput {
  fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]
}
input FulfillmentTrackingInput { company: String number: String numbers: [String!] url: URL urls: [URL!] }
input FulfillmentInput {
  lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean = false
  trackingInfo: FulfillmentTrackingInput
}
type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }

input OrderCancelRefundMethodInput { originalPaymentMethodsRefund: Boolean }
type OrderCancelUserError { code: String field: [String!] message: String! }
type OrderCancelPayload { job: Job orderCancelUserErrors: [OrderCancelUserError!]! userErrors: [UserError!]! }

input ProductVariantsBulkInput { id: ID price: Money barcode: String }
type ProductVariantsBulkUpdateUserError { code: String field: [String!] message: String! }
type ProductVariantsBulkUpdatePayload {
  productVariants: [ProductVariant!] userErrors: [ProductVariantsBulkUpdateUserError!]!
}
input ProductUpdateInput { id: ID title: String descriptionHtml: String status: ProductStatus }
type ProductUpdatePayload { product: Product userErrors: [UserError!]! }

input OptionValueSetInput { id: ID name: String }
input OptionSetInput { id: ID name: String position: Int values: [OptionValueSetInput!] }
input VariantOptionValueInput { id: ID name: String optionId: ID optionName: String }
input ProductSetInventoryInput { locationId: ID! name: String! quantity: Int! }
input InventoryItemInput { tracked: Boolean sku: String }
input ProductVariantSetInput {
  id: ID optionValues: [VariantOptionValueInput!]! sku: String price: Money barcode: String
  inventoryItem: InventoryItemInput inventoryQuantities: [ProductSetInventoryInput!]
}
input ProductSetInput {
  id: ID title: String descriptionHtml: String status: ProductStatus productOptions: [OptionSetInput!]
  variants: [ProductVariantSetInput!]
}
type ProductSetUserError { code: String field: [String!] message: String! }
type ProductSetPayload { product: Product userErrors: [ProductSetUserError!]! }

type WebhookSubscription implements Node { id: ID! topic: WebhookSubscriptionTopic! uri: String! }
type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat }
type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
type WebhookSubscriptionUpdatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
type Query {
  webhookSubscriptions(PAGED, topics: [WebhookSubscriptionTopic!], uri: String): WebhookSubscriptionConnection!
  shop: Shop!
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  job(id: ID!): Job
  location(id: ID): Location
  locations(PAGED, includeInactive: Boolean = false, query: String): LocationConnection!
  orders(PAGED, query: String, sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
  productVariants(PAGED, query: String): ProductVariantConnection!
}
type Mutation {
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!):
    WebhookSubscriptionCreatePayload
  webhookSubscriptionUpdate(id: ID!, webhookSubscription: WebhookSubscriptionInput!):
    WebhookSubscriptionUpdatePayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  inventoryAdjustQuantities(input: InventoryAdjustQuantitiesInput!): InventoryAdjustQuantitiesPayload
  fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  orderCancel(orderId: ID!, notifyCustomer: Boolean = false, refundMethod: OrderCancelRefundMethodInput,
    restock: Boolean!, reason: OrderCancelReason!, staffNote: String): OrderCancelPayload
  productVariantsBulkUpdate(productId: ID!, variants: [ProductVariantsBulkInput!]!, allowPartialUpdates:
    Boolean = false): ProductVariantsBulkUpdatePayload
  productSet(input: ProductSetInput!, synchronous: Boolean = true): ProductSetPayload
  productUpdate(product: ProductUpdateInput): ProductUpdatePayload
}
""".replace("PAGED", PAGED)
)
