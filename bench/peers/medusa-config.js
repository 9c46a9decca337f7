// Medusa as it comes, with everything in one process; its own in-memory cache, events and workflows.
const { defineConfig } = require("@medusajs/framework/utils");

module.exports = defineConfig({
    admin: { disable: true },
    projectConfig: {
        databaseUrl: process.env.BENCH_URL,
        databaseDriverOptions: { ssl: false, connection: { ssl: false } },
        http: {
            storeCors: "http://127.0.0.1", adminCors: "http://127.0.0.1", authCors: "http://127.0.0.1",
            jwtSecret: "bench", cookieSecret: "bench",
        },
    },
});
