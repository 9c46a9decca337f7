// Vendure as a shop of its own: `node vendure.cjs PORT`. The first process fills the empty database; each says "ready".
// With its own full-text index and the session cache it comes with; nothing of it is changed.
const {
    bootstrap, dummyPaymentHandler, DefaultSearchPlugin, JobQueueService, LanguageCode, NoopLogger,
    RequestContextService, SearchService,
} = require("@vendure/core");
const { populateInitialData, importProductsFromCsv } = require("@vendure/core/cli");
const { writeFileSync } = require("node:fs");

const given = process.env;
const PRODUCTS = Number(given.BENCH_PRODUCTS);
const config = {
    apiOptions: { hostname: "127.0.0.1", port: Number(process.argv[2]), shopApiPath: "shop-api", adminApiPath: "admin-api" },
    authOptions: {
        tokenMethod: ["bearer"], requireVerification: false, superadminCredentials: { identifier: "bench", password: "bench" },
    },
    dbConnectionOptions: {
        type: "postgres", synchronize: !!given.BENCH_SEED, logging: false, host: given.BENCH_HOST, port: Number(given.BENCH_PORT),
        username: given.BENCH_USER, password: given.BENCH_PASSWORD || undefined, database: given.BENCH_NAME,
    },
    defaultLanguageCode: LanguageCode.ja,
    logger: new NoopLogger(),
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    plugins: [DefaultSearchPlugin.init({ indexStockStatus: true })],
};
const FIRST = {
    defaultLanguage: LanguageCode.ja, defaultZone: "Asia", countries: [{ name: "Japan", code: "JP", zone: "Asia" }],
    taxRates: [{ name: "Standard", percentage: 10 }], shippingMethods: [{ name: "Standard", price: 50000 }], collections: [],
    paymentMethods: [{
        name: "Cash",
        handler: { code: dummyPaymentHandler.code, arguments: [{ name: "automaticSettle", value: "true" }] },
    }],
};
const COLUMNS = "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,"
    + "variantAssets,variantFacets";

async function fill(app) {
    const rows = Array.from({ length: PRODUCTS }, (_, n) => `木のうつわ ${n},bowl-${n},,,,,,B${n},1980,Standard,1000000,true,,`);
    writeFileSync("products.csv", [COLUMNS, ...rows].join("\n"));
    await populateInitialData(app, FIRST);
    const done = await importProductsFromCsv(app, "products.csv", LanguageCode.ja);
    if (done.imported !== PRODUCTS) throw new Error(`imported ${done.imported}: ${done.errors}`);
    await app.get(SearchService).reindex(await app.get(RequestContextService).create({ apiType: "admin" }));
}

bootstrap(config).then(async (app) => {
    await app.get(JobQueueService).start();
    if (given.BENCH_SEED) await fill(app);
    console.log("ready");
}).catch((error) => {
    console.error(error);
    process.exit(1);
});
