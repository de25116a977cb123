import { Interpreter } from "./interpreter.ts";
const out = document.getElementById("out")!;
const t0 = performance.now();
const say = (t: string) => { out.textContent += `\n${Math.round(performance.now() - t0)} ${t}`; };
async function go() {
  const [py, version] = await Interpreter.start(say);
  say("ready " + version);
  for (const [what, inputs] of [["demo", {}], ["refresh", { month: "2015-05" }], ["refresh", { month: "2015-05" }], ["issue", { month: "2015-05" }], ["hashes", {}]] as const) {
    const a = await py.ask(what, "/work", inputs);
    say(what + JSON.stringify(a).slice(0, 1800));
  }
  say("DONE");
}
document.addEventListener("DOMContentLoaded", () => go().catch((e) => say("FAILED " + e + e.stack)));
