import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licences } from "./licences.ts";

/** The development server's port; the desktop shell's `devUrl` names the same one. */
const DEV_PORT = 5173;

export default defineConfig({
  plugins: [react(), tailwindcss(), licences(fileURLToPath(new URL(".", import.meta.url)))],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The page is served from the root of a custom protocol; relative paths work at every origin.
  base: "./",
  clearScreen: false,
  server: { port: DEV_PORT, strictPort: true, host: "127.0.0.1" },
  build: {
    // WebKitGTK 2.40 (Safari 16.4) is the oldest engine; WebView2 and WKWebView are newer.
    target: ["safari16.4", "chrome111"],
    outDir: "dist",
    emptyOutDir: true,
    // What the first page needs is one file; every other page is its own.
    chunkSizeWarningLimit: 600,
  },
});
