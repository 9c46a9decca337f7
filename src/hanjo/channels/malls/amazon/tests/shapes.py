"""What Amazon's published models require and allow, written down by hand (amzn/selling-partner-api-models, 2026-08-05).

`*` marks what a model requires; `name:Type` is an object, `name:[Type]` a list of objects. Only what is used here.
"""

from __future__ import annotations

from typing import Any

MODELS = {
    # orders_2026-01-01
    "SearchOrdersResponse": "orders*:[Order] pagination:Pagination lastUpdatedBefore createdBefore",
    "GetOrderResponse": "order*:Order",
    "Order": "orderId* orderAliases createdTime* lastUpdatedTime* programs associatedOrders salesChannel*:SalesChannel "
    "buyer:Buyer recipient:Recipient proceeds:OrderProceeds payment:OrderPayment tax fulfillment:OrderFulfillment "
    "orderItems*:[OrderItem] packages:[OrderPackage] fulfillmentOrders",
    "SalesChannel": "channelName* marketplaceId marketplaceName",
    "Buyer": "buyerName buyerEmail buyerCompanyName buyerPurchaseOrderNumber",
    "Recipient": "deliveryAddress:CustomerAddress deliveryPreference",
    "CustomerAddress": "name companyName addressLine1 addressLine2 addressLine3 city districtOrCounty stateOrRegion "
    "municipality postalCode countryCode phone extendedFields addressType",
    "OrderProceeds": "grandTotal:Money breakdowns:[Breakdown]",
    "Breakdown": "type* subtotal*:Money status detailedBreakdowns",
    "Money": "amount* currencyCode*",
    "OrderPayment": "paymentExecutions:[PaymentExecution]",
    "PaymentExecution": "paymentMethod paymentAmount:Money acquirerId cardBrand authorizationCode",
    "OrderFulfillment": "fulfillmentStatus* fulfilledBy fulfillmentServiceLevel shipByWindow:DateTimeRange "
    "deliverByWindow:DateTimeRange labelPrintingWindow:DateTimeRange",
    "DateTimeRange": "earliestDateTime latestDateTime",
    "OrderItem": "orderItemId* quantityOrdered* measurement associatedOrderItems programs product*:ItemProduct "
    "proceeds:ItemProceeds expense promotion cancellation:ItemCancellation fulfillment:ItemFulfillment tax",
    "ItemProduct": "asin title sellerSku condition:ItemCondition price:ItemPrice serialNumbers customization",
    "ItemCondition": "conditionType conditionSubtype conditionNote",
    "ItemPrice": "unitPrice:Money priceDesignation",
    "ItemProceeds": "proceedsTotal:Money breakdowns:[Breakdown]",
    "ItemCancellation": "cancellationRequest:CancellationRequest cancellationExecution:CancellationExecution",
    "CancellationRequest": "requester cancelReason",
    "CancellationExecution": "cancelledBy cancelReason",
    "ItemFulfillment": "quantityFulfilled quantityUnfulfilled picking packing:ItemPacking shipping:ItemShipping",
    "ItemPacking": "giftOption:GiftOption serialNumberRequirement",
    "GiftOption": "giftMessage giftWrapLevel",
    "ItemShipping": "scheduledDeliveryWindow:DateTimeRange shippingConstraints internationalShipping",
    "OrderPackage": "packageReferenceId* createdTime packageStatus:PackageStatus carrier shipTime shippingService "
    "trackingNumber shipFromAddress packageItems:[PackageItem]",
    "PackageStatus": "status* detailedStatus",
    "PackageItem": "orderItemId* quantity* transparencyCodes",
    "Pagination": "nextToken previousToken",
    # ordersV0
    "ConfirmShipmentRequest": "packageDetail*:PackageDetail codCollectionMethod marketplaceId*",
    "PackageDetail": "packageReferenceId* carrierCode* carrierName shippingMethod trackingNumber* shipDate* "
    "shipFromSupplySourceId orderItems*:[PackageItem]",
    # listingsItems_2021-08-01
    "ItemSearchResults": "numberOfResults* pagination:Pagination items*:[Item]",
    "Item": "sku* summaries:[ItemSummary] attributes issues offers:[ItemOffer] "
    "fulfillmentAvailability:[FulfillmentAvailability] procurement relationships productTypes",
    "ItemSummary": "marketplaceId* asin productType* conditionType status* fnSku itemName createdDate* "
    "lastUpdatedDate* mainImage",
    "ItemOffer": "marketplaceId* offerType* price*:Money points audience",
    "FulfillmentAvailability": "fulfillmentChannelCode* quantity",
    "ListingsItemPatchRequest": "productType* patches*:[PatchOperation]",
    "PatchOperation": "op* path* value",
    "ListingsItemPutRequest": "productType* requirements attributes*",
    "ListingsItemSubmissionResponse": "sku* status* submissionId* issues:[Issue] identifiers",
    "Issue": "code* message* severity* attributeNames categories* enforcements marketplaceIds",
    # feeds_2021-06-30, reports_2021-06-30, sellers
    "CreateFeedDocumentResponse": "feedDocumentId* url*",
    "CreateFeedSpecification": "feedType* marketplaceIds* inputFeedDocumentId* feedOptions",
    "CreateFeedResponse": "feedId*",
    "Feed": "feedId* feedType* marketplaceIds createdTime* processingStatus* processingStartTime processingEndTime "
    "resultFeedDocumentId",
    "Report": "marketplaceIds reportId* reportType* dataStartTime dataEndTime reportScheduleId createdTime* "
    "processingStatus* processingStartTime processingEndTime reportDocumentId",
    "Participations": "payload:[MarketplaceParticipation] errors",
    "MarketplaceParticipation": "marketplace*:Marketplace participation*:Participation storeName*",
    "Marketplace": "id* name* countryCode* defaultCurrencyCode* defaultLanguageCode* domainName*",
    "Participation": "isParticipating* hasSuspendedListings*",
    "ErrorList": "errors*:[Error]",
    "Error": "code* message* details",
}


def wrong(model: str, values: Any, where: str = "") -> list[str]:
    """Where an object is not as its model says: keys that lack, keys that the model does not have."""
    where = where or model
    if not isinstance(values, dict):
        return [f"{where}: no object"]
    found, known = [], set()
    for field in MODELS[model].split():
        name, _, kind = field.partition(":")
        name, needed = name.rstrip("*"), name.endswith("*")
        known.add(name)
        if name not in values:
            found += [f"{where}.{name}: lacks"] if needed else []
        elif kind.startswith("["):
            for at, one in enumerate(values[name]):
                found += wrong(kind.strip("[]"), one, f"{where}.{name}[{at}]")
        elif kind:
            found += wrong(kind, values[name], f"{where}.{name}")
    return found + [f"{where}.{name}: not in the model" for name in set(values) - known]
