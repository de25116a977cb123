/** Nothing to do with importing: before Pyodide's own modules run, the worker loses `importScripts`.
 *
 * Pyodide loads an empty script to see what kind of worker it is in. The policy refuses that, which
 * Pyodide expects; but Firefox writes the refusal to its console, where IT looks for connections.
 */
(self as unknown as { importScripts: () => never }).importScripts = () => {
  throw new Error("The page loads no scripts.");
};
export {};
