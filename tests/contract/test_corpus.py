"""Real workbooks: an edit changes what it must and nothing else, and all judges are content."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench import HEADLESS, Bench
from edits import both, colour, edit, green_where, protect, red_where
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel
from spots import Spots, choose, plain_formula

import needs
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.engine import WINDOW_COLUMNS, WINDOW_ROWS
from lacxl.workbook.snapshot import OPEN_PROTECTION, CellError, CellValue, Formula
from oracles import invariants, parts
from oracles.ods import Table
from oracles.office import Office
from oracles.package import Package, children, each
from oracles.reader import ReadSheet, read
from oracles.sdk import Validator

ABSENT = pytest.param(None, marks=pytest.mark.shared, id="corpus")
FILES = [
    *(
        [pytest.param(p, marks=pytest.mark.shared, id=p.name) for p in needs.corpus_files()]
        or [ABSENT]
    ),
    *(pytest.param(p, id=p.name) for p in needs.template_files()),
]
TEXT = "=not & <a> formula"


@dataclass(frozen=True, slots=True)
class Edited:
    """A workbook before and after an edit of one sheet, and what the edit put in."""

    source: Path
    result: Path
    again: Path
    spots: Spots
    others: list[Spots]

    @property
    def wanted(self) -> dict[Cell, CellValue]:
        return wanted(self.spots)


def wanted(spots: Spots) -> dict[Cell, CellValue]:
    found: dict[Cell, CellValue] = {spots.beside: 0.127, spots.below: 463, spots.text: TEXT}
    return {**found, spots.old: 1_234.5} if spots.old else found


def much(bench: Bench, spots: Spots) -> ChangeSet:
    """Return the edit: numbers, a text, a format, locks, owned rules, protection (kept if any)."""
    area = f"{spots.below}:{spots.text}"
    values = {str(cell): value for cell, value in wanted(spots).items()}
    numbers = (cell for cell, value in values.items() if value != TEXT)
    cells = edit(
        bench,
        spots.sheet,
        values,
        formats={cell: "0.0%" if values[cell] == 0.127 else "#,##0.0" for cell in numbers},
        locks={str(spots.lock): True, str(spots.below): True},
    )
    rules = colour(bench, spots.sheet, red_where(area, "Red"), green_where(area, "Green"))
    kept = bench.survey().sheet(spots.sheet).protection
    return both(cells, rules, protect(bench, spots.sheet, kept or OPEN_PROTECTION))


@pytest.fixture(scope="module", params=FILES)
def source(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        needs.shared()
    path: Path = request.param
    return path


@pytest.fixture(scope="module", params=list(HEADLESS))
def tried(
    request: pytest.FixtureRequest, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Each engine with the real workbook open."""
    with HEADLESS[request.param](tmp_path_factory.mktemp(source.stem)) as bench:
        bench.open(source)
        yield bench


@pytest.fixture
def fresh(tried: Bench, source: Path) -> Bench:
    """The engine with the untouched workbook open, whatever the last test did."""
    tried.open(source)
    return tried


@pytest.fixture(scope="module")
def edited(tried: Bench, source: Path) -> Edited:
    tried.open(source)
    first, *others = choose(tried.survey(), source)
    result = tried.apply(much(tried, first))
    again = tried.apply(much(tried, first))
    return Edited(source, result, again, first, others)


def sheet_part(path: Path, name: str) -> str:
    return next(part for entry, part in Package.open(path).sheets() if entry.get("name") == name)


def has_formulas(path: Path) -> bool:
    package = Package.open(path)
    return any(next(each(package.xml(part), "f"), None) is not None for _, part in package.sheets())


def book_parts(path: Path) -> dict[str, str]:
    package = Package.open(path)
    kinds = ("styles", "calcChain")
    return {"workbook": package.workbook(), **{kind: package.workbook_part(kind) for kind in kinds}}


def test_the_survey_is_what_openpyxl_reads(fresh: Bench, source: Path) -> None:
    survey, sheets = fresh.survey(), read(source)
    if not sheets:
        pytest.skip("openpyxl sees no sheet in the source (Strict Open XML)")
    epoch = MAC_EPOCH if survey.date1904 else WINDOWS_EPOCH
    assert [sheet.name for sheet in survey.sheets] == list(sheets)
    for sheet in survey.sheets:
        there = sheets[sheet.name]
        formulas = {c: v for c, v in sheet.values.items() if isinstance(v, Formula)}
        values = {
            tuple(cell): plain(value.cached if isinstance(value, Formula) else value, epoch)
            for cell, value in sheet.values.items()
        }
        expected = {cell: plain(v, epoch) for cell, v in there.values.items() if inside(cell)}
        assert {c: v for c, v in values.items() if v not in (None, "")} == {
            c: v for c, v in expected.items() if v != ""
        }
        assert set(map(tuple, formulas)) == set(filter(inside, there.formulas))
        assert {str(area) for area in sheet.merges} == there.merges
        assert sheet.visible == there.visible


def inside(cell: tuple[int, int]) -> bool:
    return cell[0] <= WINDOW_ROWS and cell[1] <= WINDOW_COLUMNS


def plain(value: object, epoch: dt.datetime) -> object:
    """Return a value such that two readers' spellings of it are equal: dates as serial numbers."""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return round(float(to_excel(value, epoch)), 6)  # type: ignore[no-untyped-call]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 6)
    return value


def test_only_the_parts_that_must_change_do(edited: Edited) -> None:
    found = parts.compare(edited.source, edited.result)
    known = book_parts(edited.source)
    expected = {sheet_part(edited.source, edited.spots.sheet), known["styles"]}
    may = {known["workbook"]} if has_formulas(edited.source) else set()
    assert expected <= found.changed <= expected | may
    assert not found.vanished
    assert not found.appeared


def test_the_sdk_finds_no_new_error(edited: Edited, validator: Validator) -> None:
    assert validator.new_errors(edited.source, edited.result) == ()


def test_no_invariant_is_newly_broken(edited: Edited) -> None:
    assert invariants.new_breaches(edited.source, edited.result) == ()


def test_openpyxl_reads_the_new_values_and_all_old_ones(edited: Edited) -> None:
    before, after = read(edited.source), read(edited.result)
    if not before:
        pytest.skip("openpyxl sees no sheet in the source (Strict Open XML)")
    assert list(after) == list(before)
    touched = {*map(tuple, edited.wanted), tuple(edited.spots.lock)}
    for name, old in before.items():
        same(old, after[name], touched if name == edited.spots.sheet else set())
    new = after[edited.spots.sheet]
    assert {cell: new.values[cell] for cell in edited.wanted} == edited.wanted
    assert not new.formulas.keys() & edited.wanted.keys()


def same(old: ReadSheet, new: ReadSheet, touched: set[tuple[int, ...]]) -> None:
    """Compare two readings of a sheet, the touched cells left out."""
    assert new.visible == old.visible
    assert new.merges == old.merges
    assert new.formulas == old.formulas
    assert {c: v for c, v in new.values.items() if c not in touched} == {
        c: v for c, v in old.values.items() if c not in touched
    }
    for cell, style in old.styles.items():
        if cell not in touched:
            now = new.styles[cell]
            assert (now.number_format, now.rest) == (style.number_format, style.rest), cell


def test_libreoffice_reads_the_new_values_and_all_old_ones(
    edited: Edited, libreoffice: Office
) -> None:
    before, after = libreoffice.read(edited.source, edited.result)
    assert list(after) == list(before)
    for name, old in before.items():
        touched = edited.wanted if name == edited.spots.sheet else {}
        assert without(after[name], touched) == without(old, touched)
    new = after[edited.spots.sheet]
    assert {cell: new[cell].value for cell in edited.wanted} == edited.wanted
    assert not any(new[cell].formula for cell in edited.wanted)


def without(table: Table, cells: object) -> dict[tuple[int, int], tuple[object, str]]:
    """Return the cells and their values, some left out; clocks and dice give what they like."""
    left_out = cells if isinstance(cells, dict) else {}
    return {
        at: ("any" if is_volatile(cell.formula) else cell.value, cell.formula)
        for at, cell in table.items()
        if at not in left_out
    }


def is_volatile(formula: str) -> bool:
    return any(f"{name}(" in formula for name in ("NOW", "TODAY", "RAND", "RANDBETWEEN"))


def test_the_same_edit_again_changes_nothing(edited: Edited) -> None:
    known = book_parts(edited.source)
    found = parts.compare(edited.result, edited.again)
    assert not found.vanished
    assert not found.appeared
    assert found.changed <= {sheet_part(edited.source, edited.spots.sheet), known["styles"]}
    assert sizes(edited.again) == sizes(edited.result)
    sheet = edited.spots.sheet
    if sheet_part(edited.source, sheet) in found.changed:
        with contextlib.suppress(KeyError):
            assert read(edited.again)[sheet] == read(edited.result)[sheet]


def sizes(path: Path) -> dict[str, int]:
    """Return how many entries each list of the styles has."""
    package = Package.open(path)
    root = package.xml(package.workbook_part("styles"))
    lists = {"cellXfs": "xf", "dxfs": "dxf", "fonts": "font", "fills": "fill", "numFmts": "numFmt"}
    return {name: len(children(root, name, kid)) for name, kid in lists.items()}


def test_a_second_sheet_is_edited_too(edited: Edited, fresh: Bench, validator: Validator) -> None:
    if not edited.others:
        pytest.skip("there is no second sheet with room for an edit")
    second = edited.others[0]
    fresh.open(edited.result)
    result = fresh.apply(much(fresh, second))
    found = parts.compare(edited.result, result)
    part = sheet_part(edited.source, second.sheet)
    assert part in found.changed
    assert found.changed <= {part, *book_parts(edited.source).values()}
    assert not found.vanished
    assert not found.appeared
    assert invariants.new_breaches(edited.source, result) == ()
    assert validator.new_errors(edited.source, result) == ()
    values = fresh.survey().sheet(second.sheet).values
    assert {cell: values[cell] for cell in wanted(second)} == wanted(second)
    values = fresh.survey().sheet(edited.spots.sheet).values
    assert {cell: values[cell] for cell in edited.wanted} == edited.wanted


def test_the_way_back_gives_the_old_reading(fresh: Bench, source: Path) -> None:
    spots = choose(fresh.survey(), source)[0]
    before = fresh.survey()
    there = much(fresh, spots)
    fresh.apply(there)
    fresh.apply(there.reverse())
    assert fresh.survey() == before


def test_a_replaced_formula_takes_the_calculation_chain_with_it(
    fresh: Bench, source: Path, validator: Validator
) -> None:
    found = plain_formula(fresh.survey())
    if found is None:
        pytest.skip("there is no plain formula that gives a number")
    sheet, cell = found
    was = fresh.survey().sheet(sheet).values[cell]
    assert isinstance(was, Formula)
    result = fresh.apply(edit(fresh, sheet, {str(cell): was.cached}))
    known = book_parts(source)
    changes = parts.compare(source, result)
    assert changes.vanished == ({known["calcChain"]} if known["calcChain"] else frozenset())
    assert not changes.appeared
    relations = known["workbook"].replace("workbook.xml", "_rels/workbook.xml.rels")
    chain = {relations, "[Content_Types].xml"} if known["calcChain"] else set()
    may = {sheet_part(source, sheet), known["workbook"], *chain}
    assert chain <= changes.changed <= may
    assert fresh.survey().sheet(sheet).values[cell] == was.cached
    assert invariants.new_breaches(source, result) == ()
    assert validator.new_errors(source, result) == ()
