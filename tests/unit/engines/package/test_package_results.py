"""Results of formulas are kept with the change they come of, whatever the sheet is spelt like."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from made_packages import OFFICE, RELS, SHEET, part, parts_of, save, with_second

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellError, CellValue, Formula, Scalar


def change(cell: str, after: CellValue, before: CellValue = None) -> ChangeSet:
    return ChangeSet((CellChange("S", Cell.parse(cell), Swap(before, after)),))


def at(cell: str) -> CellRef:
    return CellRef("S", Cell.parse(cell))


def calculated(path: Path, parts: Mapping[str, bytes], changes: ChangeSet) -> Calculation:
    with PackageWorkbook(save(path / "a.xlsx", parts)) as book:
        return book.calculate(changes)


def rewritten(path: Path, parts: Mapping[str, bytes], changes: ChangeSet) -> Path:
    target = path / "b.xlsx"
    with PackageWorkbook(save(path / "a.xlsx", parts)) as book:
        found = book.calculate(changes)
        book.write(changes, target, calculation=found)
    verify(target, changes, calculation=found)
    return target


def sheet_of(path: Path, rows: str, changes: ChangeSet, **more: str) -> str:
    return part(rewritten(path, parts_of(rows, **more), changes)).decode()  # type: ignore[arg-type]


def row(cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{cells}</row>'


@pytest.mark.parametrize(
    ("formula", "kept", "now"),
    [
        ("A1*2", "<v>1</v>", '<c r="B1"><f>A1*2</f><v>10</v></c>'),
        ("A1*2", "", '<c r="B1"><f>A1*2</f><v>10</v></c>'),
        ("A1*2", "<v>10</v>", '<c r="B1"><f>A1*2</f><v>10</v></c>'),
        ("A1&amp;\"&lt;\"", "<v>1</v>", '<c r="B1" t="str"><f>A1&amp;"&lt;"</f><v>5&lt;</v></c>'),
        ("A1&gt;2", "<v>1</v>", '<c r="B1" t="b"><f>A1&gt;2</f><v>1</v></c>'),
        ("A1/0", "<v>1</v>", '<c r="B1" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'),
        ("IF(A1,\"\",1)", "<v>1</v>", '<c r="B1" t="str"><f>IF(A1,"",1)</f><v></v></c>'),
        ("MATCH(A1,C1:C2)", "<v>1</v>", '<c r="B1"><f>MATCH(A1,C1:C2)</f></c>'),
    ],
)  # fmt: skip
def test_a_result_has_the_kind_that_excel_gives_it(
    tmp_path: Path, formula: str, kept: str, now: str
) -> None:
    cells = f'<c r="A1"><v>1</v></c><c r="B1"><f>{formula}</f>{kept}</c>'
    written = sheet_of(tmp_path, row(cells), change("A1", 5.0, 1.0))
    assert now.replace("<v></v>", "<v/>") in written.replace("<v></v>", "<v/>")


def test_the_rest_of_a_cell_with_a_result_stays(tmp_path: Path) -> None:
    cells = (
        '<c r="A1"><v>1</v></c><c r="B1" s="2" t="e" cm="1" vm="3"><f ca="1">A1*2</f><v>#N/A</v>'
        "<extLst/></c>"
    )
    written = sheet_of(tmp_path, row(cells), change("A1", 5.0, 1.0))
    assert '<c r="B1" s="2" cm="1"><f ca="1">A1*2</f><v>10</v><extLst/></c>' in written


def test_excels_own_last_digits_stay(tmp_path: Path) -> None:
    cells = '<c r="A1"><v>0.1</v></c><c r="B1"><f>A1*3</f><v>0.30000000000000004</v></c>'
    before = row(cells)
    found = calculated(tmp_path, parts_of(before), change("A1", 0.1, 0.1))
    assert found.results == {at("B1"): pytest.approx(0.3)}
    assert found.stale == frozenset()


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_other_spellings_of_a_sheet(tmp_path: Path, strict: bool, prefix: str) -> None:
    rows = (
        "<row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row>"
        '<row><c><f t="shared" ref="A2:B2" si="0">A1+1</f><v>9</v></c>'
        '<c><f t="shared" si="0"/><v>9</v></c></row>'
    )
    parts = parts_of(rows, strict=strict)
    if prefix:
        sheet = parts[SHEET].decode().replace("xmlns=", "xmlns:x=")
        parts[SHEET] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", sheet).encode()
    written = part(rewritten(tmp_path, parts, change("A1", 5.0, 1.0))).decode()
    values = re.findall(rf"<{prefix}v>([^<]*)</{prefix}v>", written)
    assert values == ["5", "10", "6", "11"]


@pytest.mark.parametrize("note", ["<!-- c -->", "<?p c?>"])
@pytest.mark.parametrize("kept", ["<v>2</v>", ""])
def test_a_result_stands_behind_its_formula_whatever_precedes_both(
    tmp_path: Path, note: str, kept: str
) -> None:
    cells = f'<c r="A1"><v>1</v></c><c r="B1">{note}<f>A1*2</f>{kept}{note}</c>'
    written = sheet_of(tmp_path, row(cells), change("A1", 5.0, 1.0))
    assert f"{note}<f>A1*2</f><v>10</v>{note}" in written


def named(parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    names = f"</sheets><definedNames><!-- c -->{name}</definedNames>".encode()
    workbook = parts["xl/workbook.xml"].replace(b"</sheets>", names)
    return parts | {"xl/workbook.xml": workbook}


BY_NAME = row('<c r="A1"><v>1</v></c><c r="B1"><f>Here*2</f><v>2</v></c>')


@pytest.mark.parametrize("spelt", ["<!-- c -->S!$A$1", "S!<?p?>$A$1", "<![CDATA[S!$A$1]]>"])
def test_a_comment_in_a_defined_name_is_no_part_of_it(tmp_path: Path, spelt: str) -> None:
    parts = named(parts_of(BY_NAME), f'<definedName name="Here">{spelt}</definedName>')
    assert calculated(tmp_path, parts, change("A1", 5.0)).results == {at("B1"): 10.0}


@pytest.mark.parametrize("scope", ["", "x", "-2", "1.0", "²"])
def test_a_name_of_a_sheet_that_cannot_be_told_is_not_worked_out(
    tmp_path: Path, scope: str
) -> None:
    name = f'<definedName name="Here" localSheetId="{scope}">S!$A$1</definedName>'
    found = calculated(tmp_path, named(parts_of(BY_NAME), name), change("A1", 5.0))
    assert found.results == {}
    assert list({**found.waiting, **found.possible}) == [at("B1")]


@pytest.mark.parametrize("table", [b"<table", b'<table xmlns="x" ref="oops" name="T"/>', None])
def test_a_table_that_cannot_be_read_stops_nothing_elsewhere(
    tmp_path: Path, table: bytes | None
) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1"><f>SUM(T[x])</f></c>'
    parts = with_second(parts_of(row(cells)), parts_of()[SHEET])
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = (
        f'<Relationships xmlns="{RELS}"><Relationship Id="t" Type="{OFFICE}/table"'
        ' Target="../tables/table1.xml"/></Relationships>'
    ).encode()
    parts["xl/tables/table1.xml" if table else "xl/tables/other.xml"] = table or b""
    found = calculated(tmp_path, parts, change("A1", 5.0))
    assert found.results == {at("B1"): 10.0}
    rewritten(tmp_path, parts, change("A1", 5.0, 1.0))


def test_texts_that_cannot_be_read_stop_nothing_but_the_formulas_that_read_them(
    tmp_path: Path,
) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f></c><c r="C1"><f>A1&amp;T!A1</f></c>'
    other = parts_of(row('<c r="A1" t="s"><v>0</v></c>'))[SHEET]
    parts = with_second(parts_of(row(cells)), other) | {"xl/sharedStrings.xml": b"<sst"}
    found = calculated(tmp_path, parts, change("A1", 5.0))
    assert (found.results, list(found.waiting)) == ({at("B1"): 10.0}, [at("C1")])


def test_a_comment_is_no_element(tmp_path: Path) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1"><!-- c --><f>A1*2</f><!-- v --><v>2</v></c>'
    found = calculated(tmp_path, parts_of(row(cells)), change("A1", 5.0))
    assert found.results == {at("B1"): 10.0}


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_count_by_their_number(tmp_path: Path, date1904: bool) -> None:
    workbook = f'<workbookPr date1904="{int(date1904)}"/>'
    rows = row(
        '<c r="A1" s="1"><v>1</v></c><c r="B1"><f>A1+1</f><v>1</v></c>'
        '<c r="C1" t="d"><v>2015-05-31</v></c><c r="D1"><f>C1-A1</f><v>0</v></c>'
    )
    changes = change("A1", dt.datetime(2015, 5, 1))
    found = calculated(tmp_path, parts_of(rows, workbook=workbook), changes)
    number = 42125.0 - 1462 * date1904
    assert found.results == {at("B1"): number + 1, at("D1"): 30.0}


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ('<c r="C1" t="s"><v>0</v></c>', "shared"),
        ('<c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>', "inline"),
        ('<c r="C1" t="b"><v>1</v></c>', True),
        ('<c r="C1" t="e"><v>#N/A</v></c>', CellError("#N/A")),
        ('<c r="C1" s="3"/>', 0.0),
        ('<c r="C1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="C1"><f>ROWS(D1:D9)</f><v>9</v></c>', 9.0),
    ],
)
def test_whatever_a_cell_holds_is_read(tmp_path: Path, cell: str, result: Scalar) -> None:
    rows = row(f'<c r="A1"><v>1</v></c><c r="B1"><f>IF(A1=5,C1,0)</f><v>0</v></c>{cell}')
    strings = "<si><t>shared</t></si>"
    found = calculated(tmp_path, parts_of(rows, strings=strings), change("A1", 5.0))
    assert found.results[at("B1")] == result


def test_a_cell_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    rows = row(
        '<c r="A1"><v>1</v></c><c r="B1"><f>A1+C1</f><v>0</v></c><c r="C1"><v>n o</v></c>'
        '<c r="D1"><f>A1+E1</f><v>0</v></c><c r="E1"><f>ROWS(F1:F9)</f></c>'
    )
    found = calculated(tmp_path, parts_of(rows), change("A1", 5.0))
    assert found.results == {}
    assert found.waiting == {
        at("B1"): "it reads a cell that lacxl cannot read",
        at("D1"): "it reads a formula that has no result yet",
    }


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ('<f t="array" ref="B1:B2">A1:A2*2</f>', ("B1", "B2")),
        ('<f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A1"/>', ("B1", "B2")),
    ],
)
def test_arrays_and_data_tables_lose_all_their_results(
    tmp_path: Path, formula: str, cells: tuple[str, ...]
) -> None:
    rows = row(f'<c r="A1"><v>1</v></c><c r="B1">{formula}<v>2</v></c>') + row(
        '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>', 2
    )
    changes = change("A1", 5.0, 1.0)
    found = calculated(tmp_path, parts_of(rows), changes)
    assert found.waiting.keys() == {at("B1")}
    assert found.stale == {at(cell) for cell in cells}
    written = sheet_of(tmp_path, rows, changes)
    assert "<v>2</v>" not in written


def test_a_protected_sheet_needs_no_password_for_results(tmp_path: Path) -> None:
    tail = '<sheetProtection password="CC1A" sheet="1"/>'
    rows = row('<c r="A1" s="2"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c>')
    written = sheet_of(tmp_path, rows, change("A1", 5.0, 1.0), tail=tail)
    assert "<f>A1*2</f><v>10</v>" in written


def with_second_sheet(parts: dict[str, bytes], sheet: str) -> dict[str, bytes]:
    """Add a sheet T, as it is spelt here."""
    main = parts[SHEET].split(b'"')[1]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="T" sheetId="2" r:id="t1"/></sheets>'
    )
    related = "xl/_rels/workbook.xml.rels"
    parts[related] = parts[related].replace(
        b"</Relationships>",
        f'<Relationship Id="t1" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>".encode(),
    )
    parts["xl/worksheets/sheet2.xml"] = sheet.format(main=main.decode()).encode()
    return parts


ONE_CELL = row('<c r="A1"><v>1</v></c>')
UPON = '<sheetData><row r="1"><c r="A1"><f>S!A1*2</f><v>2</v></c></row></sheetData>'


def test_results_on_another_sheet_are_written_there(tmp_path: Path) -> None:
    parts = with_second_sheet(parts_of(ONE_CELL), f'<worksheet xmlns="{{main}}">{UPON}</worksheet>')
    target = rewritten(tmp_path, parts, change("A1", 5.0, 1.0))
    assert b"<f>S!A1*2</f><v>10</v>" in part(target, "xl/worksheets/sheet2.xml")


def test_a_sheet_that_cannot_be_written_is_left_to_excel(tmp_path: Path) -> None:
    sheet = f'<worksheet xmlns="{{main}}" xmlns:y="{{main}}">{UPON}</worksheet>'
    parts = with_second_sheet(parts_of(ONE_CELL), sheet)
    changes = change("A1", 5.0, 1.0)
    found = calculated(tmp_path, parts, changes)
    assert found.waiting == {
        CellRef("T", Cell(1, 1)): "its sheet is built in a way that lacxl does not edit"
    }
    target = rewritten(tmp_path, parts, changes)
    assert part(target, "xl/worksheets/sheet2.xml") == parts["xl/worksheets/sheet2.xml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [("<c><f>S!A1</f></c>", True), ("<c><v>1</v></c>", False)],
)
def test_a_sheet_that_cannot_be_read_is_said_where_it_may_have_formulas(
    tmp_path: Path, content: str, said: bool
) -> None:
    rows = f"<sheetData><!-- <row> -->{content}</sheetData>"
    parts = with_second_sheet(parts_of(ONE_CELL), f'<worksheet xmlns="{{main}}">{rows}</worksheet>')
    found = calculated(tmp_path, parts, change("A1", 5.0, 1.0))
    assert ("T" in found.undrawn_perhaps) == said


def test_precision_as_displayed_is_seen(tmp_path: Path) -> None:
    parts = parts_of(row('<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c>'))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'</sheets><calcPr fullPrecision="0"/>'
    )
    found = calculated(tmp_path, parts, change("A1", 5.0))
    assert "precision as displayed" in found.waiting[at("B1")]


def test_names_are_those_of_the_workbook(tmp_path: Path) -> None:
    parts = parts_of(row('<c r="A1"><v>1</v></c><c r="B1"><f>Rate*2</f><v>2</v></c>'))
    names = b'<definedNames><definedName name="Rate">S!$A$1</definedName></definedNames>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + names)
    assert calculated(tmp_path, parts, change("A1", 5.0)).results == {at("B1"): 10.0}


MARK = b'<calcPr calcId="1" fullCalcOnLoad="1"/>'


def marked(rows: str) -> dict[str, bytes]:
    parts = parts_of(rows)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + MARK)
    return parts


class TestSavedByExcel:
    rows = row('<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>7</v></c>')

    def test_what_it_saved_is_current(self, tmp_path: Path) -> None:
        with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(self.rows))) as book:
            assert book.is_calculated
            assert book.calculate(ChangeSet(), filled=[at("A1")]) == Calculation()

    def test_what_it_did_not_save_is_worked_out(self, tmp_path: Path) -> None:
        with PackageWorkbook(save(tmp_path / "a.xlsx", marked(self.rows))) as book:
            assert not book.is_calculated
            found = book.calculate(ChangeSet(), filled=[at("A1")])
        assert found.results == {at("B1"): 2.0}
        assert found.stale == {at("B1")}

    def test_a_calculation_that_was_broken_off_counts_as_none(self, tmp_path: Path) -> None:
        parts = marked(self.rows)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b'fullCalcOnLoad="1"', b'calcMode="manual" calcCompleted="0"'
        )
        with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
            assert not book.is_calculated

    def test_a_filled_cell_with_a_formula_that_has_no_result_is_never_current(
        self, tmp_path: Path
    ) -> None:
        rows = row('<c r="A1"><f>MATCH(1,C1:C2)</f></c><c r="B1"><f>A1*2</f><v>7</v></c>')
        with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(rows))) as book:
            found = book.calculate(ChangeSet(), filled=[at("A1")])
        assert found.waiting.keys() == {at("A1"), at("B1")}


def test_a_change_without_dependants_writes_what_it_always_wrote(tmp_path: Path) -> None:
    rows = row('<c r="A1"><v>1</v></c><c r="B1"><f>C1*2</f><v>7</v></c>')
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(rows))) as book:
        book.write(change("A1", 5.0), tmp_path / "one.xlsx")
        book.write(change("A1", 5.0), tmp_path / "two.xlsx", calculation=Calculation())
    assert part(tmp_path / "one.xlsx") == part(tmp_path / "two.xlsx")
    assert b"<f>C1*2</f><v>7</v>" in part(tmp_path / "one.xlsx")


def test_a_formula_that_is_put_in_takes_the_calculation_chain_away(tmp_path: Path) -> None:
    """The chain lists every cell with a formula: one that lacks a cell is not valid."""
    rows = row('<c r="A1"><v>1</v></c><c r="B1"><v>7</v></c><c r="C1"><f>1+1</f><v>2</v></c>')
    parts = parts_of(rows)
    chain = "xl/calcChain.xml"
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[chain] = b'<calcChain xmlns="%b"><c r="C1" i="1"/></calcChain>' % main
    related = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    parts[related] = parts[related].replace(
        b"</Relationships>",
        b'<Relationship Id="r9" Type="%b" Target="calcChain.xml"/></Relationships>' % kind,
    )
    target = rewritten(tmp_path, parts, change("B1", Formula("A1*2", 7.0), 7.0))
    with pytest.raises(KeyError):
        part(target, chain)
    assert b"calcChain" not in part(target, related)
    assert b"<f>A1*2</f><v>2</v>" in part(target), "and its result is that of now"


def test_a_result_that_was_not_written_is_found(tmp_path: Path) -> None:
    rows = row('<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c>')
    changes = change("A1", 5.0, 1.0)
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts_of(rows))) as book:
        found = book.calculate(changes)
        book.write(changes, tmp_path / "b.xlsx", calculation=Calculation())
    with pytest.raises(Refused) as refused:
        verify(tmp_path / "b.xlsx", changes, calculation=found)
    assert refused.value.codes == ("W135",)
    assert "S!B1" in str(refused.value)
