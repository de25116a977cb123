/** Pyodide's interpreter as Emscripten made it: it comes without types, and is handed on as it is. */
declare module "pyodide/pyodide.asm.mjs" {
  const createPyodideModule: unknown;
  export default createPyodideModule;
}
