// A shop with BENCH_PRODUCTS products; writes what buyers need to know into seed.json. `medusa exec ./seed.js`
const { ContainerRegistrationKeys, Modules } = require("@medusajs/framework/utils");
const flows = require("@medusajs/medusa/core-flows");
const { writeFileSync } = require("node:fs");

const PRODUCTS = Number(process.env.BENCH_PRODUCTS);

exports.default = async function seed({ container }) {
    const run = async (flow, input) => (await flow(container).run({ input })).result;
    const link = container.resolve(ContainerRegistrationKeys.LINK);
    const fulfilment = container.resolve(Modules.FULFILLMENT);
    const [store] = await container.resolve(Modules.STORE).listStores();
    const [channel] = await run(flows.createSalesChannelsWorkflow, { salesChannelsData: [{ name: "bench" }] });
    await run(flows.updateStoresWorkflow, {
        selector: { id: store.id },
        update: { supported_currencies: [{ currency_code: "jpy", is_default: true }], default_sales_channel_id: channel.id },
    });
    const [region] = await run(flows.createRegionsWorkflow, {
        regions: [{ name: "Japan", currency_code: "jpy", countries: ["jp"], payment_providers: ["pp_system_default"] }],
    });
    await run(flows.createTaxRegionsWorkflow, [{ country_code: "jp", provider_id: "tp_system" }]);
    const [place] = await run(flows.createStockLocationsWorkflow, {
        locations: [{ name: "Tokyo", address: { city: "Tokyo", country_code: "JP", address_1: "" } }],
    });
    await link.create({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id }, [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } });
    const [profile] = await run(flows.createShippingProfilesWorkflow, { data: [{ name: "bench", type: "default" }] });
    const set = await fulfilment.createFulfillmentSets({
        name: "bench", type: "shipping",
        service_zones: [{ name: "Japan", geo_zones: [{ country_code: "jp", type: "country" }] }],
    });
    await link.create({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id }, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } });
    const [option] = await run(flows.createShippingOptionsWorkflow, [{
        name: "Standard", price_type: "flat", provider_id: "manual_manual", service_zone_id: set.service_zones[0].id,
        shipping_profile_id: profile.id, type: { label: "Standard", description: "-", code: "standard" },
        prices: [{ currency_code: "jpy", amount: 500 }],
        rules: [{ attribute: "enabled_in_store", value: "true", operator: "eq" }, { attribute: "is_return", value: "false", operator: "eq" }],
    }]);
    await run(flows.linkSalesChannelsToStockLocationWorkflow, { id: place.id, add: [channel.id] });
    const [key] = await run(flows.createApiKeysWorkflow, { api_keys: [{ title: "bench", type: "publishable", created_by: "" }] });
    await run(flows.linkSalesChannelsToApiKeyWorkflow, { id: key.id, add: [channel.id] });
    const variants = [];
    for (let from = 0; from < PRODUCTS; from += 100) {
        const products = Array.from({ length: Math.min(100, PRODUCTS - from) }, (_, at) => ({
            title: `木のうつわ ${from + at}`, handle: `bowl-${from + at}`, status: "published", shipping_profile_id: profile.id,
            sales_channels: [{ id: channel.id }], options: [{ title: "size", values: ["one"] }],
            variants: [{ title: "one", sku: `B${from + at}`, options: { size: "one" }, prices: [{ currency_code: "jpy", amount: 1980 }] }],
        }));
        const made = await run(flows.createProductsWorkflow, { products });
        variants.push(...made.map((product) => product.variants[0].id));
    }
    const query = container.resolve(ContainerRegistrationKeys.QUERY);
    const { data: items } = await query.graph({ entity: "inventory_item", fields: ["id"] });
    for (let from = 0; from < items.length; from += 500)
        await run(flows.createInventoryLevelsWorkflow, {
            inventory_levels: items.slice(from, from + 500).map((item) => ({ location_id: place.id, inventory_item_id: item.id, stocked_quantity: 1000000 })),
        });
    writeFileSync("seed.json", JSON.stringify({ key: key.token, region: region.id, option: option.id, variants }));
};
