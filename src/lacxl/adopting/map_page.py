"""The map as a page for a browser: one file, which loads nothing and runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lacxl.adopting.asked_and_found import findings, questions
from lacxl.adopting.drawing import DrawnSheet, drawing_of
from lacxl.adopting.map import Map, Meaning, Taken
from lacxl.adopting.map_colours import style_sheet
from lacxl.adopting.map_sheet import MapSheet, tag, text_of
from lacxl.adopting.map_summary import summary_of
from lacxl.adopting.own_colours import OwnColours
from lacxl.adopting.text_links import Links, mentions, plain
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import Cell, CellRef

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_EXPLAINED: Mapping[Meaning, str] = {
    Meaning.INDICATOR: "the number or name of what is measured",
    Meaning.FIGURE: "a value of a month, a year or the year to date",
    Meaning.PERIOD: "which month or year the figures are of",
    Meaning.TARGET: "what a figure is measured against",
    Meaning.TOLERANCE: "how far from the target is still amber",
    Meaning.POLARITY: "whether high or low is good",
    Meaning.LIGHT: "red, amber or green (RAG)",
    Meaning.ARROW: "better, worse or level (direction of travel)",
    Meaning.BENCHMARK: "another's figure beside ours",
    Meaning.COMMENT: "what a person says of a figure",
    Meaning.HEADING: "names a table, a row or a column",
    Meaning.UNSURE: "may be something, but a person must say what",
}


def map_page(workbook_map: Map) -> str:
    """Return the page: a summary, questions, findings, the colours, and every sheet."""
    page, title = _Page(workbook_map), f"Map of {plain(workbook_map.workbook)}"
    body = "\n".join(page.body(title))  # first, for it names the workbook's own colours
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{style_sheet()}{page.colours.style_sheet()}</style>\n</head>\n<body>",
            body,
            "</body>\n</html>\n",
        ]
    )


class _Page:
    """The parts of the page of one map."""

    def __init__(self, workbook_map: Map) -> None:
        self.map, self.colours = workbook_map, OwnColours()
        self.taken: dict[str, dict[Cell, Taken]] = {}
        self.asked: dict[str, dict[Cell, list[int]]] = {}
        marked: dict[str, set[Cell]] = {sheet.name: set() for sheet in workbook_map.sheets}
        for place, taken in workbook_map.taken.items():
            self.taken.setdefault(place.sheet, {})[place.cell] = taken
        for number, question in enumerate(workbook_map.questions, 1):
            for place in dict.fromkeys(question.cells):
                on = self.asked.setdefault(place.sheet, {})
                on.setdefault(place.cell, []).append(number)
        for finding in workbook_map.findings:
            for _, _, place in mentions(finding.where, marked):
                marked[place.sheet].add(place.cell)
        self.drawings = {
            sheet.name: drawing_of(
                number,
                sheet,
                marked[sheet.name]
                | self.taken.get(sheet.name, {}).keys()
                | self.asked.get(sheet.name, {}).keys(),
            )
            for number, sheet in enumerate(workbook_map.sheets, 1)
        }
        self.links = Links(self.drawings)

    def body(self, title: str) -> Iterator[str]:
        """Yield the lines of the page's body."""
        yield '<a class="skip" href="#sheets">Skip to the sheets</a>'
        yield f'<header><h1>{title}</h1><p class="lead">{summary_of(self.map)}</p>'
        yield (
            "<p>This is what lacxl takes each cell of the workbook for. Nothing was changed in the "
            "workbook. Look whether colours and words are right, and answer the questions.</p>"
        )
        yield from self._contents()
        yield "</header><main>"
        yield from questions(self.map.questions, self.links)
        yield from findings(self.map.findings, self.links)
        yield from self._legend()
        yield '<section class="sheets" aria-labelledby="sheets"><h2 id="sheets">The sheets</h2>'
        yield (
            '<p class="quiet">Rest the pointer on a coloured cell to read what it is taken for, or '
            "open the list below its sheet. A double line stands for rows or columns that are left "
            "out because they are empty or hidden.</p>"
        )
        for drawing in self.drawings.values():
            yield from self._sheet(drawing)
        yield "</section></main>"

    def _contents(self) -> Iterator[str]:
        yield '<nav aria-label="On this page"><ul>'
        yield f'<li><a href="#questions">Questions ({len(self.map.questions)})</a></li>'
        yield f'<li><a href="#findings">Findings ({len(self.map.findings)})</a></li>'
        yield '<li><a href="#colours">What the colours mean</a></li>'
        for name, drawing in self.drawings.items():
            number = len(self.taken.get(name, ()))
            yield f'<li><a href="#{drawing.id}">{plain(name)}</a> ({_cells(number)})</li>'
        yield "</ul></nav>"

    def _legend(self) -> Iterator[str]:
        number = Counter(taken.meaning for taken in self.map.taken.values())
        yield '<section aria-labelledby="colours"><h2 id="colours">What the colours mean</h2>'
        yield '<ul class="legend">'
        for meaning, words in _EXPLAINED.items():
            swatch = f'<span class="swatch {meaning.value}">{tag(meaning)}</span>'
            yield f"<li>{swatch}<span>{words} ({_cells(number[meaning])})</span></li>"
        yield (
            '<li><span class="swatch">not used</span><span>in its own colours and without a word: '
            "lacxl leaves it alone</span></li>"
            '<li><span class="swatch asked"><span class="ask">? 1</span></span><span>question 1 '
            "asks about it</span></li></ul>"
            '<p class="quiet">A strip at the left of a coloured cell is the colour that the cell '
            "has in the workbook.</p></section>"
        )

    def _sheet(self, drawing: DrawnSheet) -> Iterator[str]:
        sheet = drawing.sheet
        taken, asked = self.taken.get(sheet.name, {}), self.asked.get(sheet.name, {})
        says = f"{_cells(len(taken))} taken" if taken else "nothing taken"
        says += "" if sheet.visible else ", hidden in the workbook"
        yield f'<details id="{drawing.id}"{" open" if drawing.marked else ""}><summary>'
        yield f'<h3>{plain(sheet.name)}</h3> <span class="quiet">{says}</span></summary>'
        yield from (f"<p>{plain(each)}</p>" for each in (sheet.note, *drawing.notes) if each)
        table = list(MapSheet(drawing, taken, asked, self.colours).lines())
        yield from table or ["<p>There is nothing to show.</p>"]
        if taken:
            yield from self._in_words(drawing, taken)
        yield "</details>"

    def _in_words(self, drawing: DrawnSheet, taken: Mapping[Cell, Taken]) -> Iterator[str]:
        yield f'<details class="words"><summary>{_cells(len(taken))} in words</summary><table>'
        yield "<thead><tr>"
        yield from (f'<th scope="col">{each}</th>' for each in ("Cell", "Is", "Of", "Shows"))
        yield "</tr></thead><tbody>"
        for cell, each in sorted(taken.items()):
            link = self.links.to(CellRef(drawing.sheet.name, cell), str(cell))
            look = drawing.sheet.cells.get(cell)
            words = (link, each.meaning.value, plain(each.words), text_of(look) if look else "")
            yield f"<tr>{''.join(f'<td>{said}</td>' for said in words)}</tr>"
        yield "</tbody></table></details>"


def _cells(number: int) -> str:
    return how_many(number, "cell")
