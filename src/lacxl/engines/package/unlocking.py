"""Unlocking every cell of a sheet at once, fast: the styles in its bytes are exchanged."""

from __future__ import annotations

import re

from lacxl.engines.package.styles import Stylesheet

_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
_CUSTOM = re.compile(rb"\scustomFormat\s*=\s*[\"'](?:1|true|on)[\"']")


class UnlockedStyles(dict[int, int]):
    """For each cell format, the one that is like it but not locked; made as they are asked for."""

    def __init__(self, styles: Stylesheet) -> None:
        super().__init__()
        self._styles = styles

    def __missing__(self, style: int) -> int:
        self[style] = self._styles.variant(style, locked=False)
        return self[style]


class Unlocking:
    """Exchanges the styles of cells and rows in blocks of a sheet's bytes."""

    def __init__(self, styles: Stylesheet, prefix: bytes) -> None:
        self.styles = UnlockedStyles(styles)
        self._spelt: dict[bytes, bytes] = {}
        name = b"<" + re.escape(prefix)
        self._tags = re.compile(name + rb"(?:c|(row))(?=[\s/>])[^<>]*>")
        self._name_size = len(prefix) + 2
        default = self.styles[0]
        self._stated = b' s="%d"' % default if default else b""

    def rows(self, block: bytes) -> bytes:
        """Return the block with no cell and no row in it locked."""
        return self._tags.sub(self._exchange, block)

    def _exchange(self, tag: re.Match[bytes]) -> bytes:
        text = tag[0]
        style = _STYLE.search(text)
        if tag[1] and not (style and _CUSTOM.search(text)):
            return text
        if style is None:
            return text[: self._name_size] + self._stated + text[self._name_size :]
        old = style[1]
        new = self._spelt.get(old)
        if new is None:
            new = self._spelt[old] = b"%d" % self.styles[int(old)]
        return text if new == old else text[: style.start(1)] + new + text[style.end(1) :]
