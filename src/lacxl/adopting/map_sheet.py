"""A sheet of the map as a table, each cell in the colour and with the word of its meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from lacxl.adopting.drawing import DrawnSheet
from lacxl.adopting.map import MappedCell, Meaning, Taken
from lacxl.adopting.own_colours import OwnColours
from lacxl.adopting.text_links import plain
from lacxl.domain.safe_text import several_lines
from lacxl.workbook.address import Cell, column_letters

MOST_CHARACTERS = 300
_USUAL_WIDTH = 9.0
_LETTER = 0.46  # rem, about what a digit takes
_NARROWEST, _NARROWEST_TAKEN, _WIDEST = 2.5, 5.4, 24.0
_HEADINGS = 3.2  # those of the rows
_NOTHING = MappedCell()


class MapSheet:
    """Draws one sheet. `asked` has the numbers of the questions about a cell."""

    def __init__(
        self,
        drawing: DrawnSheet,
        taken: Mapping[Cell, Taken],
        asked: Mapping[Cell, Sequence[int]],
        colours: OwnColours,
    ) -> None:
        self._drawing, self._colours = drawing, colours
        self._taken: dict[Cell, list[Taken]] = {}
        self._asked: dict[Cell, list[int]] = {}
        for cell, each in taken.items():
            if at := drawing.drawn(cell):
                self._taken.setdefault(at, []).append(each)
        for cell, numbers in asked.items():
            if at := drawing.drawn(cell):
                known = self._asked.setdefault(at, [])
                known += [number for number in numbers if number not in known]
        columns = {cell.column for cell in self._taken.keys() | self._asked.keys()}
        self._widths = [self._width(column, column in columns) for column in drawing.columns]

    def lines(self) -> Iterator[str]:
        """Yield the table in a region that scrolls."""
        drawing, name = self._drawing, plain(self._drawing.sheet.name)
        if not drawing.rows or not drawing.columns:
            return
        whole = sum(self._widths) + _HEADINGS
        yield f'<div class="scroll" role="region" tabindex="0" aria-label="Cells of {name}">'
        yield f'<table class="grid" style="width:{whole:.1f}rem">'
        yield f'<caption class="heard">Cells of {name}</caption><colgroup>'
        shares = (
            each / whole for each in (_HEADINGS, *self._widths)
        )  # on paper it may be narrower
        yield "".join(f'<col style="width:{share:.2%}">' for share in shares)
        yield "</colgroup><thead><tr><td></td>"
        for at, column in enumerate(drawing.columns):
            hidden = column in drawing.sheet.shape.hidden_columns
            yield self._heading("col", column_letters(column), self._jump(at, column), hidden)
        yield "</tr></thead><tbody>"
        before = None
        for row in drawing.rows:
            jump = ' class="after-row"' if before is not None and row > before + 1 else ""
            hidden = row in drawing.sheet.shape.hidden_rows
            cells = "".join(self._cells(row))
            yield f"<tr{jump}>{self._heading('row', str(row), '', hidden)}{cells}</tr>"
            before = row
        yield "</tbody></table></div>"

    def _heading(self, scope: str, name: str, jump: str, hidden: bool) -> str:
        kind = f' class="{jump}"' if jump else ""
        more = "<small>hidden</small>" if hidden else ""
        return f'<th scope="{scope}"{kind}>{name}{more}</th>'

    def _jump(self, at: int, column: int) -> str:
        return "after-column" if at and column > self._drawing.columns[at - 1] + 1 else ""

    def _cells(self, row: int) -> Iterator[str]:
        drawing, at = self._drawing, 0
        while at < len(drawing.columns):
            cell = Cell(row, drawing.columns[at])
            if drawing.covers.get(cell, cell) != cell:
                at += 1
                continue
            down, across, source = drawing.spans.get(cell, (1, 0, cell))
            look = drawing.sheet.cells.get(source, _NOTHING)
            across = across or self._flows(row, at, look)
            yield self._cell(cell, look, down, across, self._jump(at, cell.column))
            at += across

    def _cell(self, cell: Cell, look: MappedCell, down: int, across: int, jump: str) -> str:
        taken, asked = self._taken.get(cell, []), self._asked.get(cell, [])
        kinds = [jump] if jump else []
        kinds += ["taken", taken[0].meaning.value] if taken else []
        kinds += ["asked"] if asked else []
        kinds += self._colours.classes(look, taken=bool(taken))
        attributes = f' id="{self._drawing.id_of(cell)}"' if cell in self._drawing.shown else ""
        attributes += f' class="{" ".join(kinds)}"' if kinds else ""
        attributes += f' rowspan="{down}"' if down > 1 else ""
        attributes += f' colspan="{across}"' if across > 1 else ""
        parts = [
            f'<a class="ask" href="#question-{each}"><span class="heard">question </span>? {each}'
            "</a>"
            for each in asked
        ]
        heard = ""
        if taken:
            said = "; ".join(dict.fromkeys(each.words for each in taken if each.words))
            word = taken[0].meaning.value
            attributes += f' title="{plain(f"{word}: {said}" if said else word)}"'
            parts.append(tag(taken[0].meaning))
            heard = f'<span class="heard"> ({plain(said)})</span>' if said else ""
        marks = f'<div class="marks">{"".join(parts)}</div>' if parts else ""
        text = text_of(look)
        if look.turned and text:
            text = f'<span class="turned">{text}</span>'
        return f"<td{attributes}>{marks}{text}{heard}</td>"

    def _flows(self, row: int, at: int, look: MappedCell) -> int:
        """Return over how many columns a text flows, as in Excel: into cells that are empty."""
        drawing, across = self._drawing, 1
        if not look.text or look.turned or look.align in ("right", "center"):
            return across
        needed = max(map(len, look.text[:MOST_CHARACTERS].split("\n"))) * _LETTER + 1
        room = self._widths[at]
        for place in range(at + 1, len(drawing.columns)):
            cell = Cell(row, drawing.columns[place])
            beside = drawing.sheet.cells.get(cell, _NOTHING)
            if (
                room >= needed
                or beside.text
                or beside.fill != look.fill
                or cell in drawing.shown
                or cell in drawing.covers
                or self._jump(place, cell.column)
            ):
                break
            room += self._widths[place]
            across += 1
        return across

    def _width(self, column: int, taken: bool) -> float:
        stated = self._drawing.sheet.shape.widths.get(column, _USUAL_WIDTH)
        least = _NARROWEST_TAKEN if taken else _NARROWEST
        return min(max(stated * _LETTER + 0.9, least), _WIDEST)


def tag(meaning: Meaning) -> str:
    """Return the word that says what a cell is taken for."""
    word = meaning.value
    return f'<span class="tag">{"? " if meaning is Meaning.UNSURE else ""}{word}</span>'


def text_of(look: MappedCell) -> str:
    """Return what a cell shows, for the page; a very long text is cut."""
    more = "…" if len(look.text) > MOST_CHARACTERS else ""
    return escape(several_lines(look.text[:MOST_CHARACTERS])) + more
