"""Unlocking every cell of a sheet at once, fast: the styles in its bytes are exchanged."""

from __future__ import annotations

import re

from lacxl.engines.package.styles import Stylesheet

_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
_CUSTOM = re.compile(rb"\scustomFormat\s*=\s*[\"'](?:1|true|on)[\"']")
_OTHER = rb"(?: (?!s=)[A-Za-z:]+=\"[^\"<>]*\")*"


class UnlockedStyles(dict[int, int]):
    """For each cell format, the one that is like it but not locked; made as they are asked for."""

    def __init__(self, styles: Stylesheet) -> None:
        super().__init__()
        self._styles = styles

    def __missing__(self, style: int) -> int:
        self[style] = self._styles.variant(style, locked=False)
        return self[style]


class _Spelt(dict[bytes | None, bytes]):
    """For each style as cells spell it (None: not at all), the attribute that unlocks."""

    def __init__(self, styles: UnlockedStyles) -> None:
        super().__init__()
        self._styles = styles
        self[None] = b' s="%d"' % styles[0] if styles[0] else b""

    def __missing__(self, style: bytes | None) -> bytes:
        self[style] = b' s="%d"' % self._styles[int(style or b"0")]
        return self[style]


class Unlocking:
    """Exchanges the styles of cells and rows in blocks of a sheet's bytes."""

    def __init__(self, styles: Stylesheet, prefix: bytes) -> None:
        self.styles = UnlockedStyles(styles)
        self._spelt = _Spelt(self.styles)
        self._cell = b"<" + prefix + b"c"
        name = b"<" + re.escape(prefix)
        self._rows = re.compile(name + rb"row(?=[\s/>])[^<>]*>")
        self._cells = re.compile(name + rb"c(?=[\s/>])[^<>]*>")
        self._usual_cells = re.compile(
            b"(" + name + b"c" + _OTHER + b')(?: s="([0-9]+)")?(?=' + _OTHER + b" ?/?>)"
        )

    def rows(self, block: bytes) -> bytes:
        """Return the block with no cell and no row in it locked."""
        block = self._rows.sub(self._exchange_row, block)
        # Splitting costs no call for each of what may be a million cells.
        pieces: list[bytes] = self._usual_cells.split(block)
        if len(pieces) // 3 != block.count(self._cell):
            return self._cells.sub(self._exchange_cell, block)
        spelt = self._spelt
        pieces[2::3] = [spelt[style] for style in pieces[2::3]]
        return b"".join(pieces)

    def _exchange_row(self, tag: re.Match[bytes]) -> bytes:
        stated = _STYLE.search(tag[0]) and _CUSTOM.search(tag[0])
        return self._exchange_cell(tag) if stated else tag[0]

    def _exchange_cell(self, tag: re.Match[bytes]) -> bytes:
        text = tag[0]
        style = _STYLE.search(text)
        if style is None:
            size = len(self._cell)
            return text[:size] + self._spelt[None] + text[size:]
        return text[: style.start()] + self._spelt[style[1]] + text[style.end() :]
