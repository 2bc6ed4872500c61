import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** `node`: everything that needs no platform, in virtual time. `workerd`: what only the real runtime can show. */
export default defineConfig({
  test: {
    // Two cores are what CI has, and the seeds are most of the work.
    maxWorkers: 2,
    projects: [
      {
        resolve: {
          alias: { "cloudflare:workers": new URL("./test/support/cloudflare-workers.ts", import.meta.url).pathname },
        },
        test: {
          name: "node",
          setupFiles: ["./test/support/fast-check.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/workerd/**", "**/node_modules/**"],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: { name: "workerd", include: ["test/workerd/**/*.test.ts"] },
      },
    ],
  },
});
