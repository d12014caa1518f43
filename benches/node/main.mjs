// The benches of the npm package. `cargo xtask bench node` runs them on the release build; `--quick` tells whether they run, not how fast.

import { readdirSync, statSync } from "node:fs";

import { calendar } from "./calendar.mjs";
import { calls } from "./calls.mjs";
import { lag } from "./lag.mjs";

const options = { quick: process.argv.includes("--quick") };
const rows = [...(await calls(options)), ...(await calendar(options)), ...(await lag(options))];

console.log("| what | ours, median (least) | peer, median (least) | ratio | to reach | reached |");
console.log("|---|---:|---:|---:|---|---|");
for (const row of rows) console.log(row);

const home = new URL("../../bindings-node/", import.meta.url);
for (const name of readdirSync(home).filter((name) => name.endsWith(".node"))) {
  console.log(`\n- \`${name}\`: ${Math.round(statSync(new URL(name, home)).size / 1024)} KB`);
}
