"""The template through a year of months, without a file: what each month is headed and holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import ChangeSet, Swap
from lacxl.workbook.layout import Layout, Line, locate
from lacxl.workbook.next_month import Appearance, Moves, Way, make_place
from lacxl.workbook.snapshot import CellValue, Chart, Comment, Formula, Snapshot
from unit.workbook.snapshots import DEMO, read
from unit.workbook.tables import KNOWN, WORDS

MAY = Month(2015, 5)
SUMMARY = "Performance Summary"


def found(snapshot: Snapshot) -> Layout:
    return locate(snapshot, WORDS, KNOWN)


def place(
    snapshot: Snapshot,
    month: Month,
    rolled: frozenset[tuple[str, str]] = frozenset(),
    seen: Appearance = Appearance({}),  # noqa: B008 - frozen
    **chosen: Way,
) -> Moves:
    return make_place(
        found(snapshot), snapshot, seen, month, chosen=chosen, rolled=rolled,
        outturns=lambda line, year: (f"{line.indicator} {line.part.value} {year}", "0.0"),
    )  # fmt: skip


def after(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """Return the snapshot with a change set carried out."""
    sheets = []
    for sheet in snapshot.sheets:
        values = dict(sheet.values)
        for change in changes.cells:
            if change.sheet == sheet.name and change.value is not None:
                assert values.pop(change.cell, None) == change.value.before
                if change.value.after is not None:
                    values[change.cell] = change.value.after
        merges = list(sheet.merges)
        for each in changes.merges:
            if each.sheet == sheet.name:
                for gone in each.merges.before:
                    merges.remove(gone)
                merges += each.merges.after
        sheets.append(replace(sheet, values=values, merges=tuple(merges)))
    return replace(snapshot, sheets=tuple(sheets))


def filled(snapshot: Snapshot, month: Month) -> Snapshot:
    """Return the snapshot with a text in each cell of the month that says whose it is."""
    sheets = {sheet.name: dict(sheet.values) for sheet in snapshot.sheets}
    for line, cell in cells_of(found(snapshot), month):
        sheets[cell.sheet][cell.cell] = mark(line, month)
    return replace(
        snapshot, sheets=tuple(replace(s, values=sheets[s.name]) for s in snapshot.sheets)
    )


def mark(line: Line, month: Month) -> float:
    """Return a number that no other cell has."""
    number = int(line.indicator.replace(".", "")) * 100 + month.number
    return (
        number * 100 + month.year % 100 + {"value": 0, "numerator": 0.1}.get(line.part.value, 0.2)
    )


def cells_of(layout: Layout, month: Month) -> Iterator[tuple[Line, CellRef]]:
    for line in layout.lines:
        if month in line.at:
            yield line, line.at[month]


def heads(snapshot: Snapshot, row: int, columns: str) -> list[CellValue]:
    values = snapshot.sheet(SUMMARY).values
    return [values.get(Cell.parse(f"{column}{row}")) for column in columns]


@pytest.fixture(scope="module")
def year() -> Mapping[Month, Snapshot]:
    """The workbook after each month from May 2015 to June 2016 was filled."""
    book = read(DEMO)
    books = {MAY: book}
    rolled: set[tuple[str, str]] = set()
    for number in range(1, 14):
        month = MAY + number
        moves = place(book, month, frozenset(rolled))
        rolled |= {each for each, way in moves.ways.items() if way is Way.ROLL}
        book = filled(after(book, moves.changes), month)
        books[month] = book
    return books


def test_every_month_has_its_place(year: Mapping[Month, Snapshot]) -> None:
    for month, book in year.items():
        layout = found(book)
        assert layout.months == (month - 2, month - 1, month)
        assert all(month in table.months for table in layout.tables)


def test_figures_stay_with_their_month(year: Mapping[Month, Snapshot]) -> None:
    for month, book in year.items():
        values = {CellRef(s.name, c): v for s in book.sheets for c, v in s.values.items()}
        for back in (0, 1, 2):
            if month - back > MAY:
                for line, cell in cells_of(found(book), month - back):
                    assert values[cell] == mark(line, month - back)


def test_the_headings_and_bands_of_the_summary(year: Mapping[Month, Snapshot]) -> None:
    june = year[Month(2015, 6)]
    assert heads(june, 5, "FGH") == [
        dt.datetime(2015, 4, 1), dt.datetime(2015, 5, 1), "CURRENT Jun-15",
    ]  # fmt: skip
    assert heads(june, 4, "FGHI") == ["2015/16", None, None, "Year to Date 15/16"]
    merges = june.sheet(SUMMARY).merges
    assert Area.parse("F4:H4") in merges
    assert Area.parse("G4:H4") not in merges
    april = year[Month(2016, 4)]
    assert heads(april, 4, "FGHI") == ["2015/16", None, "2016/17", "Year to Date 16/17"]
    assert Area.parse("F4:G4") in april.sheet(SUMMARY).merges
    assert heads(april, 5, "MN") == ["2014/15", "2015/16"]
    assert heads(year[Month(2016, 5)], 4, "FGH") == ["2015/16", "2016/17", None]
    assert all(area.size > 1 for book in year.values() for s in book.sheets for area in s.merges)


def test_outturns_move_on_in_april(year: Mapping[Month, Snapshot]) -> None:
    march, april = year[Month(2016, 3)], year[Month(2016, 4)]
    before, now = found(march), found(april)
    for line in before.summary:
        at = now.line(line.indicator, line.figure)
        assert now.months[0] == Month(2016, 2)
        then = march.sheet(line.sheet).values.get(line.at[FinancialYear(2014)].cell)
        assert april.sheet(line.sheet).values.get(at.at[FinancialYear(2014)].cell) == then
        new = april.sheet(line.sheet).values[at.at[FinancialYear(2015)].cell]
        assert new == f"{line.indicator} value 2015/16"


def test_a_page_of_a_year_begins_the_next_one(year: Mapping[Month, Snapshot]) -> None:
    tables = {table.name: table for table in found(year[Month(2016, 4)]).tables}
    assert min(tables["Health"].months) == Month(2016, 2)
    assert max(tables["Health"].months) == Month(2017, 3)
    assert min(tables["Adoptions"].months) == Month(2016, 3)
    assert min(tables["Placements"].months) == Month(2015, 3)  # a window of fourteen months
    health = year[Month(2016, 4)].sheet("Health").values
    assert [health.get(Cell.parse(f"B{row}")) for row in (19, 20, 21)] == [
        "2014/15", "2015/16", "2016/17 YTD",
    ]  # fmt: skip
    assert health[Cell.parse("C20")] == "7.8 value 2015/16"
    assert Cell.parse("C21") not in health


def test_words_and_helper_formulas_stay(year: Mapping[Month, Snapshot]) -> None:
    first, last = (each.sheet("Placements").values for each in (read(DEMO), year[Month(2016, 6)]))
    for cell, value in first.items():
        if value == "of" or isinstance(value, Formula):
            assert last[cell] == value


def test_a_number_beside_the_lines_moves_though_every_month_has_it(
    year: Mapping[Month, Snapshot],
) -> None:
    book = year[Month(2016, 3)]
    words = [cell for cell, value in book.sheet("Placements").values.items() if value == "of"]
    for cell in words:
        book = with_cell(book, str(cell), 3.0, "Placements")
    april = after(book, place(book, Month(2016, 4)).changes).sheet("Placements").values
    assert {april.get(cell) for cell in words if cell.row in (5, 6)} == {3.0}  # the old year's
    assert {april.get(cell) for cell in words if 7 <= cell.row <= 18} == {None}


def test_what_leaves_is_told_as_it_was_shown() -> None:
    moves = place(read(DEMO), MAY + 1)
    left = {str(each.place.cell): (each.period, each.shown) for each in moves.leaving}
    assert len(left) == 23
    assert left["F6"] == (Month(2015, 3), "407")


def test_the_place_twice_changes_nothing() -> None:
    june = after(read(DEMO), place(read(DEMO), MAY + 1).changes)
    assert not place(june, MAY + 1).changes


def test_a_month_too_far_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        place(read(DEMO), MAY + 2)
    assert set(refused.value.codes) == {"N103"}


def test_a_formula_in_one_month_is_refused() -> None:
    book = with_cell(read(DEMO), "G6", Formula("F6+2", cached=409.0))
    with pytest.raises(Refused) as refused:
        place(book, MAY + 1)
    assert [(f.code, f.where) for f in refused.value.findings] == [("N105", f"'{SUMMARY}'!G6")]


def test_the_same_formula_in_every_month_stays() -> None:
    book = read(DEMO)
    for column in "FGH":
        book = with_cell(book, f"{column}7", Formula(f"{column}6/5.61", cached=72.0))
    changed = {str(each.cell) for each in place(book, MAY + 1).changes.cells}
    assert not changed & {"F7", "G7", "H7"}


def test_merged_cells_in_the_way_are_refused() -> None:
    book = with_merge(read(DEMO), "G6:G7")
    with pytest.raises(Refused) as refused:
        place(book, MAY + 1)
    assert [f.code for f in refused.value.findings] == ["N107"]


def test_a_formula_that_means_one_month_is_named() -> None:
    book = read(DEMO)
    for cell, text in (("T6", "G6"), ("T7", "H6"), ("T8", "SUM(F6:H6)"), ("T9", "G6/F6")):
        book = with_cell(book, cell, Formula(text, cached=1.0))
    findings = place(book, MAY + 1).findings
    assert [(f.code, f.where) for f in findings] == [("N110", f"'{SUMMARY}'!T6, T9")]


def test_a_chart_whose_text_names_the_last_month_names_the_next_or_is_named() -> None:
    shown = ("Health!$C$5:$C$18",)
    charts = (
        Chart("Health", "Before", "to Apr 2015", shown),
        Chart("Health", "Alone", "to May 2015", shown),
        Chart("Health", "Rate", "90% in May 2015", shown),
        Chart("Health", "Else", "to May 2015", ("Health!$C$40:$C$50",)),
        *(Chart("Health", "Twice", "to May 2015", shown) for _ in "ab"),
        Chart(SUMMARY, "Window", "March to May 2015", (f"'{SUMMARY}'!$F$6:$H$6",)),
    )
    moves = place(read(DEMO), MAY + 1, seen=Appearance({}, charts=charts))
    assert {each.name: each.text.after for each in moves.changes.chart_texts} == {
        "Alone": "to June 2015", "Window": "April to June 2015",
    }  # fmt: skip
    names = ("Rate", "Else", "Twice", "Twice")
    where = ", ".join(f"Health ({name})" for name in names)
    assert [(f.code, f.where) for f in moves.findings] == [("N113", where)]


def test_comments_and_fills_move_with_their_month() -> None:
    book = read(DEMO)
    styles = {
        CellRef(SUMMARY, Cell.parse(f"{column}{row}")): "plain"
        for column in "FGH"
        for row in range(6, 29)
    }
    styles[CellRef(SUMMARY, Cell.parse("G12"))] = "yellow"
    notes = {Cell.parse(cell): Comment(f"on {cell}", "A") for cell in ("F7", "G8", "H9", "A6")}
    seen = Appearance({}, styles, {SUMMARY: notes})  # type: ignore[arg-type]
    moves = place(book, MAY + 1, seen=seen)
    restyled = {str(each.cell): each.style for each in moves.changes.cells if each.style}
    assert restyled == {"F12": Swap("plain", "yellow"), "G12": Swap("yellow", "plain")}
    (comments,) = moves.changes.comments
    assert {(str(m.before), str(m.after)) for m in comments.moves} == {
        ("F7", "None"), ("G8", "F8"), ("H9", "G9"),
    }  # fmt: skip
    assert [each.comment for each in moves.leaving if each.comment] == ["on F7"]


def test_the_look_of_the_current_month_belongs_to_its_place() -> None:
    styles = {
        CellRef(SUMMARY, Cell.parse(f"{column}{row}")): "current" if column == "H" else "plain"
        for column in "FGH"
        for row in range(6, 29)
    }
    moves = place(read(DEMO), MAY + 1, seen=Appearance({}, styles))  # type: ignore[arg-type]
    assert not any(each.style for each in moves.changes.cells)


def test_a_window_in_april_that_is_not_headed_as_current_has_to_be_told() -> None:
    book = read(DEMO)
    for cell, month in (("F5", 4), ("G5", 5), ("H5", 6)):
        book = with_cell(book, cell, dt.datetime(2015, month, 1))
    for cell in ("F4", "G4"):
        book = with_cell(book, cell, "2015/16")
    with pytest.raises(Refused) as refused:
        place(book, Month(2015, 7))
    assert "N104" in refused.value.codes
    moves = place(book, Month(2015, 7), **{"": Way.ROLL})
    assert heads(after(book, moves.changes), 5, "FGH") == [
        dt.datetime(2015, month, 1) for month in (5, 6, 7)
    ]


def with_cell(book: Snapshot, cell: str, value: CellValue, sheet: str = SUMMARY) -> Snapshot:
    sheets = tuple(
        replace(s, values={**s.values, Cell.parse(cell): value}) if s.name == sheet else s
        for s in book.sheets
    )
    return replace(book, sheets=sheets)


def with_merge(book: Snapshot, area: str) -> Snapshot:
    sheets = tuple(
        replace(s, merges=(*s.merges, Area.parse(area))) if s.name == SUMMARY else s
        for s in book.sheets
    )
    return replace(book, sheets=sheets)
