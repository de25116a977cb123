"""Tables that a workbook may have: rows or columns of indicators beside months, and their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lacxl.adopting.vocabulary import meaning_of, part_of, spelt_in
from lacxl.domain.finding import Finding, first_of, warning
from lacxl.domain.month import Month, Quarter
from lacxl.domain.reference import is_reference
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.own_columns import VALUE, OwnColumns, read_columns
from lacxl.workbook.layout.own_tables import months_of_sheets
from lacxl.workbook.layout.period_labels import Bare, as_label
from lacxl.workbook.layout.words import OwnTable, Time, letters, text_of
from lacxl.workbook.snapshot import Formula

_FEWEST_PERIODS = 2
_FEWEST_ROWS_DOWN = 3
_HEADER_REACH = 2
_LONGEST_CODE = 12
_LONGEST_NONE = 4
_ROWS_ABOVE = ("target", "green", "amber", "red", "tolerance", "polarity")
_WITHIN = re.compile(
    r"\s*(?:within|\+\s*/\s*-|±|up to)\b|\s*[\d.]+\s*(?:pp|ppts?|percentage points?)\b", re.I
)
_PART_ENDING = re.compile(
    r"(?:\s*[(\[]\s*|\s+[-–:,]\s*|\s+)(n|d|num|den|numerator|denominator)\s*[)\]]?\s*$", re.I
)
_LEADING_CODE = re.compile(r"([A-Za-z]{0,6}[ -]?\d+(?:\.\d+)*[A-Za-z]?)[\s:.\-–]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator that a table shows: its reference, "" for none, its title, and its rows.

    `rows` are by the part of the figure that each shows; in a table down, `columns` are, and
    `headings` say which they are.
    """

    reference: str
    title: str
    place: CellRef
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table as it was understood, in the words that a layout has for it.

    `joined` are the tables of its sheet that are filled as one with it, itself among them.
    """

    grid: Grid
    words: OwnTable
    title: Cell
    entries: tuple[Entry, ...]
    columns: OwnColumns | None = None
    findings: tuple[Finding, ...] = ()
    month: Month | None = None
    joined: tuple[Candidate, ...] = ()

    @property
    def value_cells(self) -> Iterator[tuple[Entry, object, Cell]]:
        """Yield the cells of figures, with the period of each."""
        for entry in self.entries:
            if self.columns is None:
                column = entry.columns["value"]
                yield from ((entry, period, Cell(row, column)) for period, row in self.down)
            else:
                for each in self.columns.columns:
                    if each.meaning == VALUE and "value" in entry.rows:
                        yield entry, each.period, Cell(entry.rows["value"], each.number)

    @property
    def down(self) -> tuple[tuple[object, int], ...]:
        """The rows of periods of a table down, each with its period."""
        column = self.title.column
        found = []
        for cell, value in self.grid.cells():
            if cell.column == column and cell.row > self.title.row:
                label = as_label(value, date1904=self.grid.date1904)
                if isinstance(label, Month | Quarter):
                    found.append((label, cell.row))
        return tuple(found)

    def _figure_cells(self, entry: Entry) -> Iterator[Cell]:
        """Yield the cells of figures and of what they are worked out from, but of no target."""
        if self.columns is None:
            for column in entry.columns.values():
                yield from (Cell(row, column) for _, row in self.down)
            return
        for each in self.columns.columns:
            if each.meaning == VALUE and each.period in self.columns.typed:
                for part, row in entry.rows.items():
                    if part != "target":
                        yield Cell(row, each.number)

    @property
    def is_formulas(self) -> bool:
        """Whether its figures are formulas, so that it shows what is typed elsewhere."""
        typed = filled = 0
        for entry in self.entries:
            values = [self.grid.value(cell) for cell in self._figure_cells(entry)]
            held = [value for value in values if value is not None]
            filled += bool(held)
            typed += any(not isinstance(value, Formula) for value in held)
        return typed * 2 < filled


def candidates(grids: Sequence[Grid]) -> list[Candidate]:
    """Return every table of some sheets that has indicators beside periods."""
    found: list[Candidate] = []
    months = months_of_sheets(grids)
    monthly = [grid for grid in grids if grid.name in months]
    of_month = [c for grid in monthly for c in _on_sheet_of_month(grid, months[grid.name])]
    found += of_month
    for grid in grids:
        if not any(each.grid is grid for each in of_month):
            found += _across(grid)
            found += _down(grid)
    return found


def _across(grid: Grid) -> Iterator[Candidate]:
    """Yield the tables of a sheet in which time runs across."""
    groups: list[list[int]] = []
    for row in sorted(grid.filled_rows):
        labels = {
            label
            for cell, value in grid.in_row(row)
            if isinstance(label := as_label(value, date1904=grid.date1904), Month | Quarter | Bare)
        }
        if len(labels) < _FEWEST_PERIODS:
            continue
        if groups and row - groups[-1][-1] <= _HEADER_REACH:
            groups[-1].append(row)
        else:
            groups.append([row])
    for index, rows in enumerate(groups):
        until = groups[index + 1][0] if index + 1 < len(groups) else grid.last_row + 1
        if (found := _under(grid, rows, until, None)) is not None:
            yield found


def _on_sheet_of_month(grid: Grid, month: Month) -> Iterator[Candidate]:
    """Yield the table of a sheet that is of one month: its header is known by its words alone."""
    for row in sorted(grid.filled_rows):
        known = {meaning_of(value) for _, value in grid.in_row(row)}
        if {"indicator", "number"} & known and VALUE in known:
            found = _under(grid, [row], grid.last_row + 1, month)
            if found is not None:
                yield found
            return


def _under(grid: Grid, rows: list[int], until: int, month: Month | None) -> Candidate | None:
    """Return the table whose headings are in some rows."""
    top, bottom = max(1, rows[0] - _HEADER_REACH), _last_header_row(grid, rows[-1])
    about = _about(grid, range(top, bottom + 1), range(bottom + 1, until))
    key = "indicator" if "indicator" in about else "number" if "number" in about else None
    if key is None:
        return None
    title = about[key]
    named = [
        row
        for row in range(bottom + 1, until)
        if grid.text(Cell(row, title.column))
        and meaning_of(grid.value(Cell(row, title.column))) is None
    ]
    parted = _parts(grid, range(bottom + 1, until), about)
    if parted is not None:
        heading = _heading(grid, range(top, bottom + 1), parted[0])
        if heading is not None and as_label(grid.value(heading)) is None:
            about["part"] = heading
    headings = _headings(grid, range(top, bottom + 1), frozenset(named), about)
    headings = _by_content(grid, headings, range(bottom + 1, until), range(top, bottom + 1))
    time = Time.ACROSS if month is None else Time.SHEETS
    words = OwnTable(grid.name, grid.name, time, headings, parted[1] if parted else {})
    columns, findings = _read(grid, title, words, named, month)
    words = replace(words, headings=_less_doubled(grid, headings, findings))
    columns, findings = _read(grid, title, words, named, month)
    ignored = [text_of(grid.value(c)) for c in columns.unread.values() if text_of(grid.value(c))]
    if ignored:
        headings = {**words.headings}
        headings["ignored"] = tuple(dict.fromkeys((*headings.get("ignored", ()), *ignored)))
        words = replace(words, headings=headings)
    words, entries, more = _entries(grid, columns, words, until)
    findings += more
    if not entries:
        return None
    return Candidate(grid, words, title, tuple(entries), columns, tuple(findings), month)


def in_words(candidate: Candidate, headings: dict[str, tuple[str, ...]]) -> Candidate:
    """Return a table with other meanings of its headings, its columns read again."""
    words = replace(candidate.words, headings=headings)
    if candidate.columns is None:
        return replace(candidate, words=words)
    rows = [row for entry in candidate.entries for row in entry.rows.values()]
    columns, _ = _read(candidate.grid, candidate.title, words, rows, candidate.month)
    joined = tuple(
        each if each.columns is None else in_words(each, _shared(each, headings))
        for each in candidate.joined
    )
    return replace(candidate, words=words, columns=columns, joined=joined)


def _shared(
    candidate: Candidate, headings: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the headings that a table has, with the meanings that others give."""
    own = {word for words in candidate.words.headings.values() for word in words}
    found = {m: tuple(w for w in words if w in own) for m, words in headings.items()}
    return {meaning: words for meaning, words in found.items() if words}


def _last_header_row(grid: Grid, row: int) -> int:
    """Return the last row of a header whose periods are in a row: below may be Actual and Target."""
    for _ in range(_HEADER_REACH):
        known = [meaning_of(value) for _, value in grid.in_row(row + 1)]
        merged = any(
            grid.area(cell).bottom > row and grid.area(cell).top <= row
            for cell, value in grid.in_row(row)
            if meaning_of(value) in ("indicator", "number")
        )
        headed = [each for each in known if each in (VALUE, "target", "rag", "dot", "ytd")]
        others = [each for each in known if each is None]
        if not merged and (len(headed) < _FEWEST_PERIODS or len(others) > len(headed)):
            break
        row += 1
    return row


def _by_content(
    grid: Grid, headings: dict[str, tuple[str, ...]], below: range, header: range
) -> dict[str, tuple[str, ...]]:
    """Return the headings with a column of amber moved to tolerances, where it says within 5%."""
    found = {meaning: list(words) for meaning, words in headings.items()}
    for row in header:
        for cell, value in grid.in_row(row):
            text = text_of(value)
            for meaning in ("amber", "comment", "ignored", "target"):
                if text not in found.get(meaning, []) or meaning == "target":
                    continue
                texts = [text_of(grid.value(Cell(r, cell.column))) for r in below]
                within = [t for t in texts if _WITHIN.match(t)]
                others = [t for t in texts if len(t) > _LONGEST_NONE]
                if within and len(within) * 2 >= len(others):
                    found[meaning].remove(text)
                    found.setdefault("tolerance", []).append(text)
    return {meaning: tuple(words) for meaning, words in found.items() if words}


def _read(
    grid: Grid, title: Cell, words: OwnTable, named: Sequence[int], month: Month | None
) -> tuple[OwnColumns, list[Finding]]:
    return read_columns(grid, title, words, named, month)


def _about(grid: Grid, header: range, below: range) -> dict[str, Cell]:
    """Return the heading cells of the columns with references, titles and parts."""
    found: dict[str, list[Cell]] = {}
    for row in header:
        for cell, value in grid.in_row(row):
            meaning = meaning_of(value)
            if meaning in ("number", "indicator", "part"):
                found.setdefault(meaning, []).append(cell)
    about: dict[str, Cell] = {}
    rows: Sequence[int]
    texts = {
        each: [t for r in below if (t := text_of(grid.value(Cell(r, each.column))))]
        for cells in found.values()
        for each in cells
    }
    titled = [each for each in found.get("indicator", []) if texts[each]]
    if titled:
        about["indicator"] = max(titled, key=lambda c: (_mean(texts[c]), -c.column))
    rows = below
    if "indicator" in about:
        column = about["indicator"].column
        rows = [r for r in below if text_of(grid.value(grid.area(Cell(r, column)).first))]
    coded = [each for each in found.get("number", []) if _are_codes(grid, each.column, rows)]
    if coded:
        about["number"] = coded[0]
    if "indicator" not in about:
        by_length = _longest(grid, header, below, {c.column for c in about.values()})
        if by_length is not None:
            about["indicator"] = by_length
    if "number" not in about and "indicator" in about:
        by_code = _codes_beside(grid, header, below, about["indicator"])
        if by_code is not None:
            about["number"] = by_code
    about.pop("part", None)
    return about


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def _are_codes(grid: Grid, column: int, below: Sequence[int]) -> bool:
    """Say whether a column holds references: short, and hardly one of them twice."""
    texts = [t for r in below if (t := _code(grid, Cell(r, column)))]
    filled = sum(grid.value(Cell(r, column)) is not None for r in below)
    return bool(texts) and len(texts) * 2 >= filled


def _code(grid: Grid, cell: Cell) -> str:
    """Return the reference that a cell may hold, "" for none."""
    value = grid.value(cell)
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}"
    text = text_of(value).rstrip(".:")
    if not is_reference(text) or len(text) > _LONGEST_CODE or not any(c.isdigit() for c in text):
        return ""
    return text


def _longest(grid: Grid, header: range, below: range, taken: set[int]) -> Cell | None:
    """Return the heading of the column with the longest texts, where no words say which it is."""
    best: tuple[float, Cell] | None = None
    for column in {cell.column for row in header for cell, _ in grid.in_row(row)} - taken:
        texts = [t for r in below if (t := text_of(grid.value(Cell(r, column))))]
        heading = _heading(grid, header, column)
        if heading is None or len(texts) < 2 or len(set(texts)) * 4 < len(texts) * 3:
            continue
        if meaning_of(grid.value(heading)) is not None or _mean(texts) < _LONGEST_CODE:
            continue
        if best is None or _mean(texts) > best[0]:
            best = _mean(texts), heading
    return None if best is None else best[1]


def _codes_beside(grid: Grid, header: range, below: range, title: Cell) -> Cell | None:
    for column in range(title.column - 1, 0, -1):
        heading = _heading(grid, header, column)
        if heading is not None and meaning_of(grid.value(heading)) is None:
            texts = [t for r in below if (t := _code(grid, Cell(r, column)))]
            if len(texts) > 1 and len(set(texts)) == len(texts):
                return heading
    return None


def _heading(grid: Grid, header: range, column: int) -> Cell | None:
    """Return the lowest text over a column."""
    for row in reversed(header):
        cell = grid.area(Cell(row, column)).first
        if cell.column == column and letters(grid.value(cell)):
            return cell
    return None


def _parts(
    grid: Grid, below: range, about: dict[str, Cell]
) -> tuple[int, dict[str, tuple[str, ...]]] | None:
    """Return the column that says which part of a figure each row shows, and its words."""
    taken = {cell.column for cell in about.values()}
    for column in sorted({cell.column for row in below for cell, _ in grid.in_row(row)} - taken):
        cells = [Cell(row, column) for row in below]
        texts = [text_of(grid.value(c)) for c in cells if grid.area(c).first.column == column]
        texts = [text for text in texts if text]
        parts = Counter(part for text in texts if (part := part_of(text)))
        if len(parts) < 2 or "value" not in parts or sum(parts.values()) * 5 < len(texts) * 4:
            continue
        words: dict[str, list[str]] = {}
        for text in texts:
            if part := part_of(text):
                words.setdefault(part, []).append(text)
        return column, {part: tuple(dict.fromkeys(each)) for part, each in words.items()}
    return None


def _headings(
    grid: Grid, header: range, named: frozenset[int], about: dict[str, Cell]
) -> dict[str, tuple[str, ...]]:
    """Return the words over the columns, by what they mean."""
    found: dict[str, list[str]] = {
        name: [text_of(grid.value(cell))] for name, cell in about.items()
    }
    kept = set(about.values())
    for row in header:
        if row in named:
            continue
        for cell, value in grid.in_row(row):
            text = text_of(value)
            if cell in kept or not letters(text) or as_label(value) is not None:
                continue
            meaning, spelling = meaning_of(value), text
            if meaning is None and (both := spelt_in(value)) is not None:
                meaning, spelling = both
            if meaning in ("number", "indicator", "part"):
                meaning = "ignored"
            if meaning is not None:
                found.setdefault(meaning, []).append(spelling)
    return {meaning: tuple(dict.fromkeys(words)) for meaning, words in found.items()}


def _less_doubled(
    grid: Grid, headings: dict[str, tuple[str, ...]], findings: Sequence[Finding]
) -> dict[str, tuple[str, ...]]:
    """Return the headings without those that two columns of the table have alike."""
    doubled = {
        letters(grid.value(cell))
        for finding in findings
        if finding.code == "L103"
        for cell in _cells_in(finding)
        if as_label(grid.value(cell)) is None
    }
    if not doubled:
        return headings
    kept = {
        meaning: tuple(word for word in words if letters(word) not in doubled)
        for meaning, words in headings.items()
    }
    words = tuple(w for each in headings.values() for w in each if letters(w) in doubled)
    kept["ignored"] = tuple(dict.fromkeys((*kept.get("ignored", ()), *words)))
    return {meaning: words for meaning, words in kept.items() if words}


def _cells_in(finding: Finding) -> list[Cell]:
    return [CellRef.parse(each).cell for each in finding.where.split(" and ")]


def _entries(
    grid: Grid, columns: OwnColumns, words: OwnTable, until: int
) -> tuple[OwnTable, list[Entry], list[Finding]]:
    """Return the indicators whose rows are below a header, and the words with their parts."""
    about = columns.about
    values = [each.number for each in columns.columns if each.meaning == VALUE]
    judging = [each.number for each in columns.columns if each.meaning != VALUE]
    title, number = about.get("indicator"), about.get("number")
    entries: list[Entry] = []
    parts: dict[str, list[str]] = {}
    nameless: dict[CellRef, list[int]] = {}
    for row in range(columns.header.bottom + 1, until):
        code = _code(grid, Cell(row, number)) if number else ""
        text = text_of(grid.value(grid.area(Cell(row, title)).first)) if title else ""
        part = part_of(grid.value(Cell(row, about["part"]))) if "part" in about else "value"
        if "part" in about and part is not None:
            parts.setdefault(part, []).append(text_of(grid.value(Cell(row, about["part"]))))
        goes_on = bool(entries) and (
            (not code and not text)
            or (code, text) == (entries[-1].reference, entries[-1].title)
            or ("part" in about and not code and text == entries[-1].title)
        )
        if not code and not text and "part" not in about and entries:
            if row - entries[-1].rows["value"] <= _HEADER_REACH and any(
                grid.is_number(Cell(row, c)) for c in values
            ):
                nameless.setdefault(entries[-1].place, []).append(row)
            continue
        if part is None:
            continue
        if goes_on and "part" in about:
            if part not in entries[-1].rows and row - max(entries[-1].rows.values()) == 1:
                entries[-1].rows[part] = row
            continue
        if goes_on and (code, text) != ("", ""):
            continue
        if not text and not code:
            continue
        filled = any(grid.is_number(Cell(row, c)) for c in values)
        judged = any(grid.value(Cell(row, c)) is not None for c in judging)
        if number and not code:
            continue
        if not number and not filled and not judged:
            continue
        place = grid.place(Cell(row, title or number or 1))
        entries.append(Entry(code, text or code, place, {part: row}))
    spelt = {part: tuple(dict.fromkeys(texts)) for part, texts in parts.items()}
    for each in entries:
        if each.rows.keys() == {"numerator"}:  # a count has nothing else
            each.rows["value"] = each.rows.pop("numerator")
    kept = [each for each in entries if "value" in each.rows and each.place not in nameless]
    return replace(words, parts=spelt), kept, _nameless(entries, nameless)


def _nameless(entries: Sequence[Entry], rows: dict[CellRef, list[int]]) -> list[Finding]:
    """Return a finding for the indicators below which there are figures of something else."""
    unsure = [each for each in entries if each.place in rows]
    if not unsure:
        return []
    return [
        warning(
            "D209",
            f"Below {first_of([e.reference or e.title[:30] for e in unsure], 6)} there are rows "
            "with figures and no name, so these indicators are not filled.",
            first_of([each.place for each in unsure], 6),
            "Say what each row is in a column of its own: Numerator, Denominator, %, or Actual and "
            "Target. Then run lacxl adopt again.",
        )
    ]


def _down(grid: Grid) -> Iterator[Candidate]:
    """Yield the tables of a sheet in which time runs down."""
    columns: dict[int, list[int]] = {}
    for cell, value in grid.cells():
        if grid.area(cell).first == cell:
            label = as_label(value, date1904=grid.date1904)
            if isinstance(label, Month | Quarter):
                columns.setdefault(cell.column, []).append(cell.row)
    for column, rows in sorted(columns.items()):
        run = _first_run(rows)
        if len(run) < _FEWEST_ROWS_DOWN:
            continue
        entries = list(_heads(grid, column, run))
        if entries:
            title = Cell(run[0] - 1, column)
            words = OwnTable(grid.name, grid.name, Time.DOWN, {})
            yield Candidate(grid, words, title, tuple(entries))


def _first_run(rows: Sequence[int]) -> list[int]:
    """Return the first rows that follow each other, with at most two rows between them."""
    run: list[int] = []
    for row in rows:
        if run and row - run[-1] > 3:
            if len(run) >= _FEWEST_ROWS_DOWN:
                break
            run = []
        run.append(row)
    return run


def _heads(grid: Grid, column: int, run: Sequence[int]) -> Iterator[Entry]:
    """Yield the columns beside a column of months, by what is over each."""
    top = run[0]
    while top > 1 and meaning_of(grid.value(Cell(top - 1, column))) in _ROWS_ABOVE:
        top -= 1  # a row of targets between the headings and the months
    last = max((c.column for r in run for c, _ in grid.in_row(r)), default=column)
    last = max(last, max((c.column for c, _ in grid.in_row(top - 1)), default=column))
    found: list[tuple[str, str, CellRef, int, str]] = []
    for other in range(column + 1, last + 1):
        cells = [
            cell
            for row in range(top - 1, max(0, top - 4), -1)
            if text_of(grid.value(cell := grid.area(Cell(row, other)).first))
            and grid.area(cell).right == grid.area(cell).left
        ]
        if not cells or cells[0].row < top - 2:
            continue
        texts = [text_of(grid.value(cell)) for cell in cells]
        values = [grid.value(Cell(row, other)) for row in run]
        held = [value for value in values if value is not None]
        if any(isinstance(value, str) for value in held) and not any(
            grid.is_number(Cell(row, other)) for row in run
        ):
            continue
        code, title, heading = _named(texts)
        if code or title:
            place = grid.place(cells[0])
            found.append((code, title, place, other, heading))
    yield from _joined(found)


def _joined(found: Sequence[tuple[str, str, CellRef, int, str]]) -> Iterator[Entry]:
    """Yield the indicators of some columns: numerator and denominator are beside their figure."""
    entries: dict[tuple[str, str], Entry] = {}
    for said, title, place, column, heading in found:
        code = said
        part, bare_title = "value", title
        if ending := _PART_ENDING.search(title):
            part = part_of(ending[1]) or "value"
            bare_title = title[: ending.start()].rstrip(" -–:,")
        if (ending := _PART_ENDING.search(code)) and is_reference(code[: ending.start()]):
            part, code = part_of(ending[1]) or "value", code[: ending.start()]
        entry = entries.setdefault((code, bare_title), Entry(code, bare_title, place))
        entry.columns.setdefault(part, column)
        entry.headings.setdefault(part, heading)
    for entry in entries.values():
        if "value" not in entry.columns and entry.columns.keys() == {"numerator"}:
            entry.columns["value"] = entry.columns.pop("numerator")
            entry.headings["value"] = entry.headings.pop("numerator")
        if "value" in entry.columns:
            yield entry


def _named(texts: Sequence[str]) -> tuple[str, str, str]:
    """Return reference, title and the heading that says it, of the texts over a column."""
    for text in texts:
        ending = _PART_ENDING.search(text)
        code = text[: ending.start()] if ending else text
        if is_reference(code) and len(code) <= _LONGEST_CODE and any(c.isdigit() for c in code):
            others = [each for each in texts if each != text]
            return text, max(others, key=len, default=text), text
    longest = max(texts, key=len)
    if found := _LEADING_CODE.fullmatch(longest):
        return found[1], found[2], longest
    return "", longest, longest


def area_of(candidate: Candidate) -> Area:
    """Return the cells of a table's indicators and periods."""
    cells = [cell for _, _, cell in candidate.value_cells]
    rows = [cell.row for cell in cells] or [candidate.title.row]
    columns = [cell.column for cell in cells] or [candidate.title.column]
    return Area(min(rows), min(columns), max(rows), max(columns))
