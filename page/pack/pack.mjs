/** Compiles the page's Python and compresses all it is made of: `node pack.mjs FOLDER`.
 *
 * The pinned interpreter does both, so that the bytes depend on no zlib and no Python of the
 * machine that builds. FOLDER has `modules.zip`, and gets what the page embeds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [folder, packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(packages, "pyodide", "pyodide.mjs")).href);
const python = await loadPyodide({ env: { HOME: "/home", PYTHONHASHSEED: "0" } });
const given = ["modules.zip", "extensions.zip", "worker.js"];
for (const name of given) python.FS.writeFile(`/${name}`, readFileSync(join(folder, name)));
python.FS.writeFile("/interpreter.wasm", readFileSync(join(packages, "pyodide", "pyodide.asm.wasm")));
python.runPython(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "pack.py"), "utf8"));
for (const name of ["modules", "extensions", "worker", "interpreter"])
  writeFileSync(join(folder, `${name}.gz`), python.FS.readFile(`/${name}.gz`));
