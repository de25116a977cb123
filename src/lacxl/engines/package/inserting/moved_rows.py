"""The rows of the changed sheet: addresses follow, and the new cells look like those before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.inserting.usual_rows import Usual
from lacxl.engines.package.row_reader import attributes
from lacxl.engines.package.xml import escaped
from lacxl.workbook.address import column_letters, column_number
from lacxl.workbook.insertion import Axis, Insertion

StyleOfColumn = Callable[[int], int]
_NOT_TAKEN_ON = re.compile(rb"""\s(?:hidden|collapsed)\s*=\s*(?:"[^"]*"|'[^']*')""")
_LEVEL = re.compile(rb'\soutlineLevel="[0-9]*"')


def moved_rows(
    insertion: Insertion,
    usual: Usual,
    style_of: StyleOfColumn,
    blocks: Iterable[bytes],
    headings: Mapping[int, Sequence[str]],
) -> Iterator[bytes]:
    """Yield the rows of the changed sheet as they are afterwards.

    `style_of` gives the cell format of a column's absent cells, as it was before. `headings` are
    the texts of new columns within tables by the row that they are in.
    """
    if insertion.axis is Axis.COLUMNS:
        yield from map(_Across(insertion, usual, style_of, headings).block, blocks)
    else:
        yield from _Down(insertion, usual, style_of).blocks(blocks)


def beyond_the_edge(insertion: Insertion) -> Refused:
    """Return the refusal where something would be pushed off the sheet."""
    what = "rows" if insertion.axis is Axis.ROWS else "columns"
    return refuse(
        "W143",
        f"The last {what} of the sheet are used, and would be pushed off it.",
        insertion.sheet,
        "Delete them in Excel if they are empty (Ctrl+End shows where the sheet ends).",
    )


class _Across:
    """Columns: every cell from the place on has other letters."""

    def __init__(
        self,
        insertion: Insertion,
        usual: Usual,
        style_of: StyleOfColumn,
        headings: Mapping[int, Sequence[str]],
    ) -> None:
        self._insertion = insertion
        self._headings = headings
        self._usual = usual
        self._cell = usual.cell + b' r="'
        self._row = usual.row
        self._letters = _Letters(insertion, self._cell)
        self._address = re.compile(re.escape(self._cell) + rb"([A-Z]{1,3})(?=[1-9])")
        before = insertion.before - 1
        self._style = style_of(before) if before else 0
        self._neighbour = re.compile(
            re.escape(self._cell + column_letters(before).encode())
            + rb'([1-9][0-9]*)"([^>]*?)(?:/>|>.*?'
            + re.escape(usual.cell_end)
            + rb")",
            re.DOTALL,
        )
        self._spans = re.compile(
            rb"(" + re.escape(usual.row) + rb'\s[^>]*?spans=")([0-9]+):([0-9]+)"'
        )

    def block(self, block: bytes) -> bytes:
        """Return a block of usual rows afterwards."""
        new, count = self._address.subn(self._letters.moved, block)
        if count != block.count(self._cell):
            raise Unclear("the address of a cell in it is invalid")
        if b"spans=" in new:
            new = self._spans.sub(self._spanned, new)
        if self._insertion.before > 1 and (self._style or self._headings or b' s="' in new):
            new = self._neighbour.sub(self._with_new, new)
        return new

    def _spanned(self, found: re.Match[bytes]) -> bytes:
        first, last = int(found[2]), int(found[3])
        insertion = self._insertion
        last = last + insertion.count if last >= insertion.before - 1 else last
        last = min(last, insertion.axis.last)
        return b'%b%d:%d"' % (found[1], min(insertion.moved(first), last), last)

    def _with_new(self, found: re.Match[bytes]) -> bytes:
        """Return the cell before the place, and the new ones that look like it."""
        style = int(attributes(found[2]).get(b"s", b"0"))
        texts = self._headings.get(int(found[1]), ())
        if style == self._default(found) and not texts:
            return found[0]
        pieces = [found[0]]
        for number in range(self._insertion.count):
            letters = column_letters(self._insertion.before + number).encode()
            tag = b'%b%b%b" s="%d"' % (self._cell, letters, found[1], style)
            pieces.append(tag + (self._text(texts[number]) if texts else b"/>"))
        return b"".join(pieces)

    def _text(self, text: str) -> bytes:
        """Return what follows the attributes of a cell that holds a text."""
        start, end = self._usual.cell[:-1], b"</" + self._usual.cell[1:-1]
        inner = b"%bis>%bt>%b%bt>%bis>" % (start, start, escaped(text), end, end)
        return b' t="inlineStr">%b%b' % (inner, self._usual.cell_end)

    def _default(self, found: re.Match[bytes]) -> int:
        """Return the cell format that an absent cell of the row has in the new column."""
        block = found.string
        start = block.rfind(self._row, 0, found.start())
        own = _own_style(block[start : block.index(b">", start)])
        return self._style if own is None else own


class _Letters(dict[bytes, bytes]):
    """How a cell begins afterwards, by the letters that it has."""

    def __init__(self, insertion: Insertion, start: bytes) -> None:
        super().__init__()
        self._insertion = insertion
        self._start = start

    def moved(self, found: re.Match[bytes]) -> bytes:
        return self[found[1]]

    def __missing__(self, letters: bytes) -> bytes:
        column = column_number(letters.decode())
        moved = self._insertion.moved(column)
        if moved > self._insertion.axis.last:
            raise beyond_the_edge(self._insertion)
        new = letters if moved == column else column_letters(moved).encode()
        self[letters] = self._start + new
        return self[letters]


class _Down:
    """Rows: all from the place on have another number, and so have their cells."""

    def __init__(self, insertion: Insertion, usual: Usual, style_of: StyleOfColumn) -> None:
        self._insertion = insertion
        self._usual = usual
        self._style_of = style_of
        self._tag = re.compile(re.escape(usual.row) + rb' r="([1-9][0-9]*)"')
        starts = re.escape(usual.row) + rb' r="|' + re.escape(usual.cell) + rb' r="[A-Z]{1,3}'
        self._address = re.compile(rb"(" + starts + rb')([1-9][0-9]*)"')
        self._cells = re.compile(
            re.escape(usual.cell) + rb' r="([A-Z]{1,3})[1-9][0-9]*"([^>]*?)/?>'
        )
        self._bare = re.compile(re.escape(usual.row) + rb' r="([1-9][0-9]*)"[^>]*/>')
        self._numbers: dict[bytes, bytes] = {}
        self._model = b""

    def blocks(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the blocks afterwards."""
        inserted = False
        for block in blocks:
            if inserted:
                yield self._renumbered(block)
                continue
            tags = list(self._tag.finditer(block))
            first = next((t for t in tags if int(t[1]) >= self._insertion.before), None)
            cut = first.start() if first is not None else len(block)
            self._remember(block[:cut], tags)
            if first is None:
                yield block
                continue
            inserted = True
            yield block[:cut] + self._new(block[cut:]) + self._renumbered(block[cut:])
        if not inserted:
            yield self._new(b"")

    def _remember(self, block: bytes, tags: list[re.Match[bytes]]) -> None:
        """Keep the row directly before the place, which the new ones are to look like."""
        for tag in tags:
            if int(tag[1]) == self._insertion.before - 1:
                following = self._tag.search(block, tag.end())
                self._model = block[tag.start() : following.start() if following else len(block)]

    def _without_pushed_off(self, block: bytes) -> bytes:
        """Leave out rows without cells that go beyond the edge: LibreOffice writes the last row."""
        last = self._insertion.axis.last

        def kept(found: re.Match[bytes]) -> bytes:
            return b"" if self._insertion.moved(int(found[1])) > last else found[0]

        return self._bare.sub(kept, block) if b'"%d"' % last in block else block

    def _renumbered(self, block: bytes) -> bytes:
        block = self._without_pushed_off(block)
        new, count = self._address.subn(self._moved, block)
        cells = block.count(self._usual.cell + b' r="') + block.count(self._usual.row + b' r="')
        if count != cells:
            raise Unclear("the address of a cell in it is invalid")
        return new

    def _moved(self, found: re.Match[bytes]) -> bytes:
        number = self._numbers.get(found[2])
        if number is None:
            moved = self._insertion.moved(int(found[2]))
            if moved > self._insertion.axis.last:
                raise beyond_the_edge(self._insertion)
            if len(self._numbers) > 10_000:
                self._numbers.clear()
            number = self._numbers[found[2]] = b'%d"' % moved
        return found[1] + number

    def _new(self, following: bytes) -> bytes:
        """Return the new rows: as high as the one before, their cells formatted as its are."""
        if not self._model:
            return b""
        end = self._model.index(b">")
        tag = _NOT_TAKEN_ON.sub(b"", self._model[:end].rstrip(b"/"))
        tag = tag[len(self._usual.row) :]
        if not _LEVEL.search(following[: following.find(b">")]):
            tag = _LEVEL.sub(b"", tag)
        own = _own_style(self._model[:end])
        styles = [
            (found[1], style)
            for found in self._cells.finditer(self._model)
            if (style := int(attributes(found[2]).get(b"s", b"0")))
            != (self._style_of(column_number(found[1].decode())) if own is None else own)
        ]
        spelt = attributes(tag)
        if not styles and not spelt.keys() - {b"r", b"spans"}:
            return b""
        rows = []
        for number in range(self._insertion.before, self._insertion.before + self._insertion.count):
            opening = re.sub(rb' r="[0-9]+"', b' r="%d"' % number, tag, count=1)
            cells = b"".join(
                b'%b r="%b%d" s="%d"/>' % (self._usual.cell, letters, number, style)
                for letters, style in styles
            )
            row = self._usual.row
            rows.append(b"%b%b>%b</%b>" % (row, opening, cells, row[1:]))
        return b"".join(rows)


def _own_style(tag: bytes) -> int | None:
    """Return the cell format of a row's absent cells, None where it has none of its own."""
    if b"customFormat" not in tag:
        return None
    stated = attributes(tag)
    custom = stated.get(b"customFormat", b"").lower() in (b"1", b"true", b"on")
    return int(stated[b"s"]) if custom and stated.get(b"s") else None
