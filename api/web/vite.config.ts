import { defineConfig } from "vite";

/** Everything in files of our own: the page's policy allows neither inline code nor data URLs of code. */
export default defineConfig({
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8000" } },
});
