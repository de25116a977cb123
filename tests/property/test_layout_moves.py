"""Whatever people do to the workbook, the layout finds just the cells that moved, or refuses."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lacxl.catalogue import indicators
from lacxl.domain.errors import Refused
from lacxl.workbook.address import Area, Cell, CellRef
from unit.workbook.moves import Book, Sheet
from unit.workbook.people import (
    COVER,
    MOVES,
    NUMBERS_OF,
    SUMMARY,
    TITLES,
    book_of,
    found,
    places_of,
    rearranged,
)
from unit.workbook.snapshots import DEMO, read

MORE = settings(suppress_health_check=list(HealthCheck))


# -- the cells are found wherever they went -----------------------------------------------------


@pytest.mark.parametrize("template", ["demo", "blank"])
@settings(MORE, max_examples=120)
@given(moves=st.lists(MOVES, min_size=1, max_size=14), date1904=st.booleans())
def test_moved_cells_are_found(
    template: str, moves: list[tuple[str, int, int]], date1904: bool
) -> None:
    book = rearranged(template, moves, date1904=date1904).book
    assert found(book.snapshot) == book.layout(places_of(template))


@pytest.mark.parametrize(
    ("template", "name"),
    [("demo", s.name) for s in read(DEMO).sheets]
    + [("blank", name) for name in (COVER, SUMMARY, "Placements")],
)
def test_a_row_or_column_inserted_anywhere(template: str, name: str) -> None:
    places = places_of(template)
    last = book_of(template).sheet(name).last
    for row in range(1, last.row + 2):
        book = book_of(template)
        book.sheet(name).insert_row(row)
        assert found(book.snapshot) == book.layout(places), f"a row before {row}"
    for column in range(1, last.column + 2):
        book = book_of(template)
        book.sheet(name).insert_column(column)
        assert found(book.snapshot) == book.layout(places), f"a column before {column}"


# -- the oracle itself can fail -----------------------------------------------------------------


class OneRowLate(Sheet):
    """Says that a cell in the inserted row's place stays where it is."""

    def insert_row(self, before: int) -> None:
        stays = {cell for cell, now in self.now.items() if now.row == before}
        super().insert_row(before)
        self.now = {
            cell: Cell(now.row - (cell in stays), now.column) for cell, now in self.now.items()
        }


class MergesStay(Sheet):
    """Forgets that a merged area grows when a column is inserted within."""

    def insert_column(self, before: int) -> None:
        widths = [area.right - area.left for area in self.merges]
        super().insert_column(before)
        self.merges = [
            Area(area.top, area.left, area.bottom, area.left + width)
            for area, width in zip(self.merges, widths, strict=True)
        ]


class ValuesStay(Sheet):
    """Moves what is tracked and leaves the values behind."""

    def insert_column(self, before: int) -> None:
        values = dict(self.values)
        super().insert_column(before)
        self.values = values


@pytest.mark.parametrize(
    ("fault", "name", "row", "column"),
    [
        (OneRowLate, "Health", 7, 0),
        (OneRowLate, SUMMARY, 12, 0),
        (MergesStay, "Placements", 0, 4),
        (ValuesStay, "Adoptions", 0, 3),
    ],
)
def test_a_fault_in_the_model_is_seen(fault: type[Sheet], name: str, row: int, column: int) -> None:
    def agrees(kind: type[Sheet]) -> bool:
        book = book_of("demo", kind)
        if row:
            book.sheet(name).insert_row(row)
        if column:
            book.sheet(name).insert_column(column)
        try:
            return found(book.snapshot) == book.layout(places_of("demo"))
        except Refused:
            return False

    assert agrees(Sheet)
    assert not agrees(fault)


# -- what is ambiguous or missing is refused, with its address ------------------------------------

HEADINGS = {
    "Plans - In Date": (3, 4),
    "Looked After Children": (3, 4, 5, 6, 7, 10),
    "Placements": (3, 6, 7, 10),
    "Reviews & Visits": (3, 6, 7, 8),
    "Health": (3, 4),
    "Personal Education Plans": (3,),
    "Adoptions": (3, 4, 5, 6),
}
FEW = st.lists(MOVES, max_size=5)


def refused(book: Book, code: str, *addresses: CellRef) -> None:
    """Demand the one code, and that each address is named."""
    with pytest.raises(Refused) as caught:
        found(book.snapshot)
    assert set(caught.value.codes) == {code}, str(caught.value)
    for place in addresses:
        assert any(str(place) in f.where for f in caught.value.findings), str(caught.value)


def at(book: Book, name: str, cell: Cell) -> CellRef:
    sheet = book.sheet(name)
    return CellRef(sheet.name, sheet.now[cell])


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_a_page_heading_twice(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    person = rearranged("demo", moves)
    book = person.book
    name = data.draw(st.sampled_from(sorted(HEADINGS)))
    column = data.draw(st.sampled_from(HEADINGS[name]))
    sheet = book.sheet(name)
    copy = Cell(sheet.now[Cell(4, 3)].row, sheet.last.column + 1)
    sheet.put_at(copy, sheet.get(Cell(4, column)))
    refused(book, "L111", at(book, name, Cell(4, column)), CellRef(sheet.name, copy))


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_a_page_heading_missing(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    book = rearranged("demo", moves).book
    name = data.draw(st.sampled_from(sorted(HEADINGS)))
    column = data.draw(st.sampled_from(HEADINGS[name]))
    book.sheet(name).put(Cell(4, column), data.draw(st.sampled_from([None, "Figures", "% of"])))
    with pytest.raises(Refused) as caught:
        found(book.snapshot)
    assert caught.value.codes == ("L110",)
    assert caught.value.findings[0].where == name


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_a_row_label_twice(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    book = rearranged("demo", moves).book
    name = data.draw(st.sampled_from(sorted(HEADINGS)))
    sheet = book.sheet(name)
    labels = [cell for cell in sheet.now if cell.column == 2 and cell.row > 4 and sheet.get(cell)]
    one = data.draw(st.sampled_from(labels))
    other = data.draw(st.sampled_from([cell for cell in labels if cell != one]))
    sheet.put(other, sheet.get(one))
    refused(book, "L112", at(book, name, max(one, other)))


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_a_summary_heading_twice(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    book = rearranged("demo", moves).book
    sheet = book.sheet(SUMMARY)
    column = data.draw(st.sampled_from([3, 4, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18]))
    copy = Cell(sheet.now[Cell(5, 1)].row, sheet.last.column + 1)
    sheet.put_at(copy, sheet.get(Cell(5, column)))
    refused(book, "L103", at(book, SUMMARY, Cell(5, column)), CellRef(sheet.name, copy))


@pytest.mark.parametrize(
    ("cell", "code"),
    [("A5", "L101"), ("B5", "L101"), ("I5", "L104"), ("K4", "L104"), ("L5", "L104")],
)
@settings(MORE, max_examples=15)
@given(moves=FEW)
def test_a_summary_heading_missing(cell: str, code: str, moves: list[tuple[str, int, int]]) -> None:
    book = rearranged("demo", moves).book
    book.sheet(SUMMARY).put(Cell.parse(cell), None)
    with pytest.raises(Refused) as caught:
        found(book.snapshot)
    assert set(caught.value.codes) == {code}, str(caught.value)


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_an_indicator_row_twice(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    book = rearranged("demo", moves).book
    sheet = book.sheet(SUMMARY)
    row = data.draw(st.sampled_from([row for row in range(6, 29) if row not in (10, 11)]))
    at_row = data.draw(
        st.sampled_from([1 + sheet.last.row, *(sheet.now[Cell(r, 1)].row for r in range(12, 29))])
    )
    sheet.insert_row(at_row)
    for column in (1, 2):
        sheet.put_at(Cell(at_row, sheet.now[Cell(5, column)].column), sheet.get(Cell(row, column)))
    refused(
        book,
        "L107",
        at(book, SUMMARY, Cell(row, 1)),
        CellRef(sheet.name, Cell(at_row, sheet.now[Cell(5, 1)].column)),
    )


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_an_indicator_row_missing(moves: list[tuple[str, int, int]], data: st.DataObject) -> None:
    book = rearranged("demo", moves).book
    sheet = book.sheet(SUMMARY)
    row = data.draw(st.sampled_from(range(6, 29)))
    sheet.delete_row(sheet.now[Cell(row, 2)].row)
    code = "L108" if row in (10, 11) else "L106"
    with pytest.raises(Refused) as caught:
        found(book.snapshot)
    assert set(caught.value.codes) <= {code, "L106"}, str(caught.value)


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_number_and_title_of_two_indicators(
    moves: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    book = rearranged("demo", moves).book
    sheet = book.sheet(SUMMARY)
    one, other = data.draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=2, unique=True))
    title = indicators.shipped()[NUMBERS_OF[other.row]].title
    number = sheet.get(Cell(one.row, 1))
    assume(number != 7.1 or {NUMBERS_OF[one.row], NUMBERS_OF[other.row]} != {"7.1", "7.10"})
    sheet.put(one, title)
    with pytest.raises(Refused) as caught:
        found(book.snapshot)
    assert "L105" in caught.value.codes
    assert any(str(at(book, SUMMARY, Cell(one.row, 1))) in f.where for f in caught.value.findings)


@settings(MORE, max_examples=30)
@given(moves=FEW, data=st.data())
def test_a_month_without_its_label_is_left_out_and_nothing_else(
    moves: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    person = rearranged("demo", moves)
    book = person.book
    name, cell, month = data.draw(st.sampled_from(person.months))
    book.sheet(name).put(cell, None)
    expected = book.layout(places_of("demo"))
    for row in expected.summary if name == SUMMARY else ():
        del row.at[month]  # type: ignore[attr-defined]
    for column in expected.pages if name != SUMMARY else ():
        if column.sheet == book.sheet(name).name and month in column.at:
            del column.at[month]  # type: ignore[attr-defined]
    assert found(book.snapshot) == expected


@settings(MORE, max_examples=20)
@given(moves=FEW, data=st.data())
def test_a_page_without_labels_of_months(
    moves: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    person = rearranged("demo", moves)
    name = data.draw(st.sampled_from(sorted(HEADINGS)))
    for each, cell, _ in person.months:
        if each == name:
            person.book.sheet(name).put(cell, None)
    with pytest.raises(Refused) as caught:
        found(person.book.snapshot)
    assert caught.value.codes == ("L110",) * len(HEADINGS[name])


def test_a_copy_of_each_sheet_is_refused() -> None:
    for name, code in ((SUMMARY, "L102"), ("Health", "L111"), (COVER, "L116")):
        book = book_of("demo")
        book.add(f"{name} (2)", book.sheet(name).values.items())
        refused(book, code)
