"""What the attributes of a page's elements lead to, load, run or keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lacxl.scan.page.style_sheets import urls_in

_ADDRESSES = (
    "src srcset href xlink:href data action formaction background poster manifest ping "
    "longdesc lowsrc dynsrc code codebase archive classid profile icon imagesrcset"
)
LOADED = frozenset(_ADDRESSES.split())
"""Attributes that hold an address; of a link that a reader follows, `href` only leads there."""
_BRINGING = "iframe frame object embed applet portal foreignobject base audio video source track"
FOREIGN = frozenset(_BRINGING.split())
"""Elements that are there to bring something else in."""
_FOLLOWED = frozenset({"a", "area"})
_WEB = re.compile(r"(?:https?:|//|mailto:|tel:|sms:)", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:java|vb|live)script:", re.IGNORECASE)
_KEPT = re.compile(r"(?:data|blob|filesystem):", re.IGNORECASE)
_DISK = re.compile(r"\\\\|file:|[a-z]:[\\/]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{120,}")
_REFRESH = "refresh"


def leads(address: str) -> str:
    """Return where an address leads: "" for the page itself, "kept" in the address, "script",
    "web", "file" on somebody's disk, or "beside" the page."""
    bare = _BLANKS.sub("", address)
    if not bare or bare.startswith("#"):
        return ""
    if _SCRIPT.match(bare):
        return "script"
    if _KEPT.match(bare):
        return "kept" if bare.partition(",")[2] or not bare.lower().startswith("data:") else ""
    if _DISK.match(bare):
        return "file"
    if _WEB.match(bare):
        return "web"
    if _SCHEME.match(bare) or bare.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", bare):
        return "file"
    return "beside"


def led_to(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield what the attributes of an element come to, by kind.

    "script" and "kept"; "loads" for what comes from elsewhere when the page is opened; "web" and
    "file" for what a reader follows.
    """
    for name, value in attributes.items():
        if name.startswith("xmlns"):
            continue
        if name.startswith("on") and len(name) > 2:
            yield "script"
        elif name in LOADED:
            yield from _of_address(tag, name, value)
        elif name.startswith("data-"):
            if value.strip():
                yield "kept"
        elif name == "srcdoc":
            yield "loads"
        for address in urls_in(value):
            kind = leads(address)
            if kind:
                yield kind if kind in ("kept", "script") else "loads"
        if _BASE64.search(value):
            yield "kept"
    if tag in FOREIGN:
        yield "loads"
    if tag == "meta" and attributes.get("http-equiv", "").strip().lower() == _REFRESH:
        yield "loads"


def _of_address(tag: str, name: str, value: str) -> Iterator[str]:
    addresses = [value]
    if name.endswith("srcset"):
        addresses = [each.split()[0] for each in value.split(",") if each.split()]
    for address in addresses:
        kind = leads(address)
        if kind in ("kept", "script"):
            yield kind
        elif tag in _FOLLOWED and name.endswith("href"):
            if kind in ("web", "file"):
                yield kind
        elif kind:
            yield "loads"


def keeps_base64(text: str) -> bool:
    """Say whether a text has a long run of letters that no word has."""
    return _BASE64.search(text) is not None
