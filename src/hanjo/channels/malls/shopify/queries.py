"""What Shopify is asked, in its own language (GraphQL Admin API).

Lists are kept short because they are paid for as if they were full: a query may cost 1,000 points.
"""

LINES = 20  # of an order that come with it; the rest is read page by page

_MONEY = "{ shopMoney { amount } }"
_ADDRESS = (
    "{ firstName lastName company address1 address2 city province provinceCode zip countryCodeV2 phone }"
)
_LINE = f"""{{
  id sku name title variantTitle quantity currentQuantity isGiftCard requiresShipping
  originalUnitPriceSet {_MONEY} taxLines {{ ratePercentage }}
}}"""
_ORDER = f"""{{
  id name email phone note tags test createdAt processedAt updatedAt cancelledAt cancelReason
  displayFinancialStatus displayFulfillmentStatus currencyCode taxesIncluded paymentGatewayNames
  customAttributes {{ key value }} customer {{ id }}
  totalPriceSet {_MONEY} currentTotalPriceSet {_MONEY} totalShippingPriceSet {_MONEY} totalTaxSet {_MONEY}
  shippingAddress {_ADDRESS} billingAddress {_ADDRESS}
  shippingLines(first: 1) {{ nodes {{ title }} }}
  lineItems(first: {LINES}) {{ nodes {_LINE} pageInfo {{ hasNextPage endCursor }} }}
}}"""

LOOK = """query { shop { name currencyCode } locations(first: 10) { nodes { id name isActive } } }"""
CHANGED = f"""query($size: Int!, $after: String, $query: String) {{
  orders(first: $size, after: $after, query: $query, sortKey: UPDATED_AT) {{
    nodes {_ORDER} pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
READ = f"query($size: Int!, $query: String) {{ orders(first: $size, query: $query) {{ nodes {_ORDER} }} }}"
READ_IDS = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Order {_ORDER} }} }}"
MORE_LINES = f"""query($id: ID!, $after: String) {{
  node(id: $id) {{ ... on Order {{ lineItems(first: 100, after: $after) {{
    nodes {_LINE} pageInfo {{ hasNextPage endCursor }}
  }} }} }}
}}"""
COUNTED = f"""query($size: Int!, $after: String, $query: String) {{
  orders(first: $size, after: $after, query: $query, sortKey: CREATED_AT) {{
    nodes {{ name createdAt cancelledAt test currentTotalPriceSet {_MONEY} }} pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
SUMS = f"""query($size: Int!, $query: String) {{
  orders(first: $size, query: $query) {{ nodes {{ name totalPriceSet {_MONEY} }} }}
}}"""
WORK = """query($query: String) {
  orders(first: 1, query: $query) { nodes {
    id name cancelledAt
    fulfillments(first: 50) { trackingInfo(first: 10) { number } }
    fulfillmentOrders(first: 5) { nodes {
      id status lineItems(first: 50) { nodes { id remainingQuantity lineItem { id } } }
    } }
  } }
}"""
SHIP = """mutation($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
}"""
CANCEL = """mutation($id: ID!, $notify: Boolean, $refund: OrderCancelRefundMethodInput, $reason: OrderCancelReason!) {
  orderCancel(orderId: $id, notifyCustomer: $notify, refundMethod: $refund, restock: false, reason: $reason) {
    job { id } orderCancelUserErrors { code message }
  }
}"""
CANCELLED = """query($id: ID!, $job: ID!) {
  node(id: $id) { ... on Order { cancelledAt } } job(id: $job) { done }
}"""
SET = """mutation($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code field message } }
}"""
LEVELS = """query($ids: [ID!]!, $location: ID!) {
  nodes(ids: $ids) { ... on InventoryItem {
    id inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } }
  } }
}"""
VARIANTS = """query($size: Int!, $after: String, $query: String, $location: ID!) {
  productVariants(first: $size, after: $after, query: $query) {
    nodes {
      id sku barcode price title displayName product { id title }
      inventoryItem {
        id tracked inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
REPRICE = """mutation($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants) { userErrors { code field message } }
}"""
UPDATE = """mutation($product: ProductUpdateInput) {
  productUpdate(product: $product) { userErrors { field message } }
}"""
CREATE = """mutation($input: ProductSetInput!) {
  productSet(input: $input, synchronous: true) { product { id } userErrors { code field message } }
}"""
HOOKS = """query($topics: [WebhookSubscriptionTopic!]) {
  webhookSubscriptions(first: 100, topics: $topics) { nodes { id topic uri } }
}"""
ADD_HOOK = """mutation($topic: WebhookSubscriptionTopic!, $hook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $hook) { userErrors { field message } }
}"""
MOVE_HOOK = """mutation($id: ID!, $hook: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $hook) { userErrors { field message } }
}"""
