// Bundles the explorer: `node build.mjs FOLDER MARK`. MARK tells of which sources the bundle is.
import { build } from "esbuild";

const [folder, mark] = process.argv.slice(2);
const head = `/* Bundle of scripts/explorer; made by tasks.py bundle. ${mark} */`;

await build({
  entryPoints: [
    { in: "src/main.tsx", out: "explorer" },
    { in: "src/explorer.css", out: "explorer" },
  ],
  outdir: folder,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  legalComments: "none",
  banner: { js: head, css: head },
  logLevel: "warning",
});
