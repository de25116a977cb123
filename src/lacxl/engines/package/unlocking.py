"""Unlocking every cell of a sheet at once, fast: the styles in its bytes are exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.part_cutter import opening_tag, unveiled
from lacxl.engines.package.row_reader import ATTRIBUTE, attributes
from lacxl.engines.package.styles import Stylesheet

_OTHER = rb"(?: (?!s=)[A-Za-z:]+=\"[^\"<>]*\")*"
_TRUE = (b"1", b"true", b"on")


class UnlockedStyles(dict[int, int]):
    """For each cell format, the one that is like it but not locked; made as they are asked for."""

    def __init__(self, styles: Stylesheet) -> None:
        super().__init__()
        self.known = styles

    def __missing__(self, style: int) -> int:
        self[style] = self.known.variant(self.known.named(str(style)), locked=False)
        return self[style]


class _Spelt(dict[bytes | None, bytes]):
    """For each style as cells spell it (None: not at all), the attribute that unlocks."""

    def __init__(self, styles: UnlockedStyles) -> None:
        super().__init__()
        self._styles = styles
        self[None] = b' s="%d"' % styles[0] if styles[0] else b""

    def __missing__(self, style: bytes | None) -> bytes:
        named = self._styles.known.named((style or b"").decode())
        self[style] = b' s="%d"' % self._styles[named]
        return self[style]


class Unlocking:
    """Exchanges the styles of cells and rows in blocks of a sheet's bytes."""

    def __init__(self, styles: Stylesheet, prefix: bytes) -> None:
        self.styles = UnlockedStyles(styles)
        self._spelt = _Spelt(self.styles)
        self._cell = b"<" + prefix + b"c"
        self._rows = opening_tag(b"<" + prefix + b"row")
        self._cells = opening_tag(self._cell)
        self._usual_cells = re.compile(
            b"(<"
            + re.escape(prefix)
            + b"c"
            + _OTHER
            + b')(?: s="([0-9]+)")?(?='
            + _OTHER
            + b" ?/?>)"
        )

    def rows(self, block: bytes) -> bytes:
        """Return the block with no cell and no row in it locked.

        Raises Unclear for a cell with a format that is not there.
        """
        block = _each(self._rows, block, self._exchange_row)
        if unveiled(block) is not block:  # a comment may hold what looks like a cell
            return _each(self._cells, block, self._exchange)
        # Splitting costs no call for each of what may be a million cells.
        pieces: list[bytes] = self._usual_cells.split(block)
        if len(pieces) // 3 != block.count(self._cell):
            return _each(self._cells, block, self._exchange)
        spelt = self._spelt
        try:
            pieces[2::3] = [spelt[style] for style in pieces[2::3]]
        except Unclear:
            return _each(self._cells, block, self._exchange)  # which names the cell
        return b"".join(pieces)

    def _exchange_row(self, tag: bytes) -> bytes:
        stated = attributes(tag)
        custom = stated.get(b"s") and stated.get(b"customFormat") in _TRUE
        return self._exchange(tag) if custom else tag

    def _exchange(self, tag: bytes) -> bytes:
        style = next((found for found in ATTRIBUTE.finditer(tag) if found[1] == b"s"), None)
        try:
            if style is None:
                end = len(tag.rstrip(b"/>").rstrip())  # after the last attribute's quote
                return tag[:end] + self._spelt[None] + tag[end:]
            spelt = self._spelt[style[2] or style[3] or b""]
        except Unclear as fault:
            name = attributes(tag).get(b"r", b"").decode()
            raise Unclear(f"{fault}, which cell or row {name} names") from None
        return tag[: style.start()] + spelt + tag[style.end() :]


def _each(tag: re.Pattern[bytes], block: bytes, exchange: Callable[[bytes], bytes]) -> bytes:
    """Return the block with each of these opening tags exchanged; comments stay as they are."""
    pieces, at = [], 0
    for found in tag.finditer(unveiled(block)):
        pieces += [block[at : found.start()], exchange(found[0])]
        at = found.end()
    pieces.append(block[at:])
    return b"".join(pieces)
