import { defineConfig } from "vitest/config";

// The pages are served under a Content-Security-Policy without inline script or style and without any host but our own: nothing may be
// inlined, and every file is ours. Names carry a digest of the content, so that a browser may keep them for ever.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/onrecord/explorer/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: false,
    sourcemap: false,
    reportCompressedSize: true,
    target: "es2022",
  },
  server: {
    proxy: { "/api": { target: process.env["ONRECORD_API"] ?? "http://127.0.0.1:8484" } },
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"] },
});
