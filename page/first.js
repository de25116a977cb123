/* Whether this browser can run the page, in words that the oldest one understands. */
(function () {
  var lacks = [];
  if (!("noModule" in document.createElement("script"))) lacks.push("modules");
  if (typeof WebAssembly !== "object") lacks.push("WebAssembly");
  if (typeof Worker !== "function") lacks.push("workers");
  if (typeof DecompressionStream !== "function") lacks.push("decompression");
  if (typeof HTMLDialogElement !== "function") lacks.push("dialogs");
  if (!lacks.length) return;
  var place = document.getElementById("too-old");
  place.removeAttribute("hidden");
  place.hidden = false;
  place.appendChild(document.createTextNode(
    "This browser cannot run the page: it is too old, or a policy of your organisation has switched a part of it off (" +
    lacks.join(", ") + "). Open the page in a current Edge, Chrome or Firefox, or show this line to IT."));
  document.getElementById("status").style.display = "none";
  window.lacxlCannotRun = true;
})();
