"""What is written: the changed cells and nothing beside them, whatever the sheet is spelt like."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path

import pytest
from lxml import etree
from made_packages import MAIN, SHEET, STRICT, STYLES, part, parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, RulesChange, Swap
from lacxl.workbook.conditional_formats import ConditionalFormat, Look, text_rule
from lacxl.workbook.snapshot import CellError, CellValue, Formula

TAIL = (
    '<sheetCalcPr/><mergeCells count="1"><mergeCell ref="G1:H2"/></mergeCells>'
    '<conditionalFormatting sqref="A1"><cfRule type="cellIs" priority="7" operator="equal">'
    "<formula>1</formula></cfRule></conditionalFormatting><dataValidations count='0'/>"
    '<extLst><ext uri="u"><x14:cfRule xmlns:x14="urn:x14" priority="41"/></ext></extLst>'
)


def value(cell: str, after: CellValue) -> CellChange:
    return CellChange("S", Cell.parse(cell), Swap(None, after))


def write(path: Path, parts: dict[str, bytes], *changes: CellChange | RulesChange) -> Path:
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    wanted = ChangeSet(
        tuple(c for c in changes if isinstance(c, CellChange)),
        tuple(c for c in changes if isinstance(c, RulesChange)),
    )
    target.unlink(missing_ok=True)
    with PackageWorkbook(source) as book:
        book.write(wanted, target)
    verify(target, wanted)
    return target


def refusals(path: Path, parts: dict[str, bytes], *changes: CellChange) -> list[tuple[str, str]]:
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    with PackageWorkbook(source) as book, pytest.raises(Refused) as caught:
        book.write(ChangeSet(changes), target)
    assert not target.exists()
    return [(finding.code, finding.where) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("after", "xml"),
    [
        (5.0, "<v>5</v>"),
        (0.1, "<v>0.1</v>"),
        (1e300, "<v>1e+300</v>"),
        (-0.5, "<v>-0.5</v>"),
        (2**53, "<v>9.007199254740992e+15</v>"),
        (True, '<v>1</v>'),
        (CellError("#N/A"), "<v>#N/A</v>"),
        ("=1+1", "<is><t>=1+1</t></is>"),
        ("@x", "<is><t>@x</t></is>"),
        (" a\nb", '<is><t xml:space="preserve"> a\nb</t></is>'),
        ("\x01_x0041_\r", "<is><t>_x0001__x005F_x0041__x000D_</t></is>"),
        ("<&>", "<is><t>&lt;&amp;&gt;</t></is>"),
        (Formula("SUM(A1:A2)", 3.0), "<f>SUM(A1:A2)</f><v>3</v>"),
        (Formula('"a"', "a"), '<f>"a"</f><v>a</v>'),
        (dt.datetime(2015, 5, 1, 12), "<v>42125.5</v>"),
        (dt.datetime(1900, 2, 28), "<v>59</v>"),
        (dt.datetime(1900, 3, 1), "<v>61</v>"),
    ],
)  # fmt: skip
def test_spelling_of_values(tmp_path: Path, after: CellValue, xml: str) -> None:
    rows = '<row r="1"><c r="B1" s="2" t="s" cm="1" vm="1" ph="1"><v>0</v><extLst/></c></row>'
    written = part(write(tmp_path, parts_of(rows), value("B1", after))).decode()
    found = re.search(r"<c r=\"B1\" s=\"2\"([^>]*)>(.*?)<extLst/></c>", written, re.DOTALL)
    assert found
    if isinstance(after, int) and not isinstance(after, bool):
        assert float(re.sub("<.*?>", "", found[2])) == after
    else:
        assert found[2] == xml
    assert not re.search("cm|vm|ph", found[1])


def test_none_clears(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1" s="2" t="str"><f>A1</f><v>0</v></c></row>'
    target = write(tmp_path, parts_of(rows), value("B1", None), value("J77", None))
    assert b'<row r="1"><c r="B1" s="2"/></row></sheetData>' in part(target)


def test_dates_of_1904(tmp_path: Path) -> None:
    parts = parts_of(workbook='<workbookPr date1904="true"/>')
    assert b"<v>40663</v>" in part(write(tmp_path, parts, value("A1", dt.datetime(2015, 5, 1))))


ROW = '<row r="{0}" spans="1:2"  x="&gt;"><c r="A{0}"  ><v>{0}</v></c ><c r="B{0}"/></row >\n '


def test_untouched_rows_head_and_tail_stay_byte_for_byte(tmp_path: Path) -> None:
    rows = "\n" + "".join(ROW.format(n) for n in (1, 3, 5, 8))
    head = "<!-- kept --><sheetPr><tabColor  rgb='FF00FF00' /></sheetPr><dimension ref='A1:B8'/>"
    parts = parts_of(rows, head=head, tail=TAIL)
    old = parts[SHEET].decode()
    new = part(write(tmp_path, parts, value("A3", 1.5), value("B4", 2.5))).decode()
    three = '<row r="3" spans="1:2" x="&gt;"><c r="A3"><v>1.5</v></c><c r="B3"/></row>\n '
    four = '<row r="4"><c r="B4"><v>2.5</v></c></row>'
    expected = old.replace(ROW.format(3), three + four)
    assert new.endswith(expected)
    assert new[: -len(expected)].startswith("<?xml")


def test_all_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    parts = parts_of('<row r="1"/>', tail=TAIL)
    target = write(tmp_path, parts, value("A1", 1.0))
    assert {n for n, c in parts.items() if part(target, n) != c} == {SHEET}


def test_new_rows_and_cells_come_in_order(tmp_path: Path) -> None:
    rows = '<row r="2" spans="3:3"><c r="C2"/><extLst/></row><row r="6" spans="1:1 3:3"/>'
    cells = ("A1", "B2", "D2", "XFD2", "A4", "B6", "C9", "A1048576")
    head = '<dimension ref="C2"/>'
    target = write(tmp_path, parts_of(rows, head=head), *(value(c, 1.0) for c in reversed(cells)))
    root = etree.fromstring(part(target))
    assert root.xpath("//@r[contains('ABCDX', substring(., 1, 1))]") == [
        "A1", "B2", "C2", "D2", "XFD2", "A4", "B6", "C9", "A1048576",
    ]  # fmt: skip
    assert root.xpath("//*[local-name()='row']/@r") == ["1", "2", "4", "6", "9", "1048576"]
    assert root.xpath("//*[local-name()='row']/@spans") == ["2:16384"]
    assert root.xpath("//*[local-name()='dimension']/@ref") == ["A1:XFD1048576"]
    assert root.xpath("local-name(//*[@r='2']/*[last()])") == "extLst"


def test_a_new_cell_has_its_rows_or_columns_format(tmp_path: Path) -> None:
    head = '<cols><col min="2" max="3" style="2"/></cols>'
    rows = '<row r="2" s="3" customFormat="1"/>'
    target = write(tmp_path, parts_of(rows, head=head), value("B2", 1.0), value("B5", 1.0))
    assert b'<c r="B2" s="3">' in part(target)
    assert b'<c r="B5" s="2">' in part(target)


def prefixed(parts: dict[str, bytes]) -> dict[str, bytes]:
    text = parts[SHEET].decode().replace("xmlns=", "xmlns:x=")
    text = re.sub(r"<(/?)(?!x14|!|\?)(?=\w)", r"<\1x:", text)
    return parts | {SHEET: text.encode()}


def utf16(parts: dict[str, bytes]) -> dict[str, bytes]:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + parts[SHEET].decode()
    return parts | {SHEET: text.encode("utf-16")}


def utf8_bom(parts: dict[str, bytes]) -> dict[str, bytes]:
    return parts | {SHEET: b"\xef\xbb\xbf<?xml version='1.0'?>\n" + parts[SHEET]}


def ascii_declared(parts: dict[str, bytes]) -> dict[str, bytes]:
    return parts | {SHEET: b"<?xml version='1.0' encoding='us-ascii'?>\n" + parts[SHEET]}


@pytest.mark.parametrize("spelling", [dict, prefixed, utf16, utf8_bom, ascii_declared])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("rows", ["", "<row><c><v>1</v></c><c><v>2</v></c></row><row/>"])
def test_other_spellings(tmp_path: Path, spelling: object, strict: bool, rows: str) -> None:
    assert callable(spelling)
    ignorable = ' xmlns:mc="urn:mc" xmlns:x14ac="urn:x14ac" mc:Ignorable="x14ac"'
    parts = spelling(parts_of(rows, tail=TAIL, strict=strict, attributes=ignorable))
    rule = text_rule(Area(1, 1, 2, 2), "▲", Look("00FF00"))
    rules = RulesChange("S", Swap((), (rule,)))
    target = write(tmp_path, parts, value("B2", "é▲"), value("C1", 3.0), value("A3", 4.0), rules)
    written = part(target)
    assert written.startswith(b"<?xml")
    root = etree.fromstring(written)
    space = f"{{{STRICT if strict else MAIN}}}"
    assert root.tag == f"{space}worksheet"
    assert root.get("{urn:mc}Ignorable") == "x14ac"
    assert "x14ac" in root.nsmap
    assert written.count(b"xmlns:mc=") == 1
    assert [r.get("r") for r in root.iter(f"{space}row")] == ["1", "2", "3"]
    first = [c.get("r") for c in next(root.iter(f"{space}row"))]
    assert first == (["A1", "B1", "C1"] if rows else ["C1"])
    assert {e.prefix for e in root.iter(f"{space}*")} == {root.prefix}
    assert not re.search(rb"<(x:)?(row|c|cfRule|formula)[^>]* xmlns", written)


def test_an_empty_sheet_data(tmp_path: Path) -> None:
    parts = parts_of()
    parts[SHEET] = parts[SHEET].replace(b"<sheetData></sheetData>", b"<sheetData />")
    assert b'<sheetData><row r="2"><c r="B2">' in part(write(tmp_path, parts, value("B2", 1.0)))


def test_a_workbook_without_stylesheet_gets_one(tmp_path: Path) -> None:
    change = CellChange("S", Cell(1, 1), Swap(None, 1.0), Swap("General", "0.0"), Swap(True, False))
    target = write(tmp_path, parts_of(styles=None), change)
    assert b'<c r="A1" s="1">' in part(target)
    assert b"/xl/styles.xml" in part(target, "[Content_Types].xml")


def test_formats_are_appended_re_used_and_never_renumbered(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/><c r="C1" s="2"/></row>'

    def look(cell: str, code: str, locked: bool) -> CellChange:
        return CellChange("S", Cell.parse(cell), None, Swap("", code), Swap(not locked, locked))

    parts = parts_of(rows)
    changes = [look("A1", "0.0%", True), look("B1", "0.0%", True), look("C1", "mmm-yy", False),
               look("D1", '0.0"d"', True)]  # fmt: skip
    target = write(tmp_path, parts, *changes)
    root = etree.fromstring(part(target, "xl/styles.xml"))
    old = etree.fromstring(parts["xl/styles.xml"])
    new_xfs, old_xfs = root.find("{*}cellXfs"), old.find("{*}cellXfs")
    assert new_xfs is not None
    assert old_xfs is not None
    assert [etree.tostring(x) for x in new_xfs[:4]] == [etree.tostring(x) for x in old_xfs]
    assert new_xfs.get("count") == str(len(new_xfs)) == "6"
    styles = etree.fromstring(part(target)).xpath("//*[local-name()='c']/@s")
    assert styles == ["4", "4", "5", "3"]  # D1 finds an identical format there
    codes = [e.get("formatCode") for e in root.iter("{*}numFmt")]
    assert codes == ['0.0"d"', "0.0%"]
    again = {n: part(target, n) for n in parts}
    assert part(write(tmp_path, again, *changes), "xl/styles.xml") == again["xl/styles.xml"]


RULES = (
    ConditionalFormat(
        Area.parse("B2:C3"), 'AND(B2="<▲>",N("lacxl")=0)', Look("00FF00", "FFFFFF", True)
    ),
    ConditionalFormat(Area.parse("B2:C3"), 'AND(B2=1,N("lacxl")=0)', Look("FF0000")),
    ConditionalFormat(Area.parse("A1"), 'N("lacxl")=0', Look(None, "00000F")),
)


def test_rules_replace_only_our_own_and_never_stack(tmp_path: Path) -> None:
    parts = parts_of(tail=TAIL)
    first = write(tmp_path, parts, RulesChange("S", Swap((), RULES)))
    one = etree.fromstring(part(first))
    assert one.xpath("//*[local-name()='cfRule']/@priority") == ["7", "42", "43", "44", "41"]
    assert [e.tag.rpartition("}")[2] for e in one][1:] == [
        "sheetCalcPr", "mergeCells", *["conditionalFormatting"] * 3, "dataValidations", "extLst",
    ]  # fmt: skip
    again = {n: part(first, n) for n in parts}
    for rules in (RULES, RULES[1:], RULES, (), RULES):
        target = write(tmp_path, again, RulesChange("S", Swap((), rules)))
        again = {n: part(target, n) for n in parts}
    root = etree.fromstring(again["xl/styles.xml"])
    assert len(list(root.iter("{*}dxf"))) == 3
    assert again[SHEET] == part(first)
    target = write(tmp_path, again, RulesChange("S", Swap(RULES, ())))
    left = etree.fromstring(part(target))
    left.remove(next(left.iter("{*}sheetData")))
    old = etree.fromstring(parts[SHEET])
    old.remove(next(old.iter("{*}sheetData")))
    assert etree.tostring(left, method="c14n") == etree.tostring(old, method="c14n")


LIMIT = 2**31 - 1


@pytest.mark.parametrize(
    ("others", "ours"),
    [
        ([], [1, 2, 3]),
        ([7], [8, 9, 10]),
        ([LIMIT - 3], [LIMIT - 2, LIMIT - 1, LIMIT]),
        ([LIMIT - 2], [LIMIT - 3, LIMIT - 1, LIMIT]),
        ([LIMIT], [LIMIT - 3, LIMIT - 2, LIMIT - 1]),
        ([LIMIT, LIMIT - 2, 5], [LIMIT - 4, LIMIT - 3, LIMIT - 1]),
        ([2**40, 3], [4, 5, 6]),
    ],
)
def test_a_rules_priority_is_free_and_an_int(
    tmp_path: Path, others: list[int], ours: list[int]
) -> None:
    tail = "".join(
        f'<conditionalFormatting sqref="A{number}"><cfRule type="cellIs" priority="{priority}"'
        ' operator="equal"><formula>1</formula></cfRule></conditionalFormatting>'
        for number, priority in enumerate(others, 1)
    )
    written = part(write(tmp_path, parts_of(tail=tail), RulesChange("S", Swap((), RULES))))
    assert tail.encode() in written
    found = [
        int(p) for p in etree.fromstring(written).xpath("//*[local-name()='cfRule']/@priority")
    ]
    assert found == [*others, *ours]


def test_a_number_format_gets_an_id_that_programs_can_read(tmp_path: Path) -> None:
    styles = STYLES.replace("164", "65535")
    parts = parts_of(styles=styles)
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'"164"', b'"65535"')
    change = CellChange("S", Cell(1, 1), number_format=Swap("General", "0.000"))
    written = etree.fromstring(part(write(tmp_path, parts, change), "xl/styles.xml"))
    assert written.xpath("//*[local-name()='numFmt']/@numFmtId") == ["65535", "164"]


FORMULAS = (
    '<row r="1"><c r="A1"><f t="array" ref="A1:B2">1</f></c><c r="C1"><f t="shared" ref="C1:C3"'
    ' si="0">A1</f></c><c r="D1"><f>1</f><v>1</v></c></row><row r="2"><c r="A2"/><c r="B2"/>'
    '<c r="C2"><f t="shared" si="0"/></c></row><row r="4"><c r="E4"><f ref="E4:F9" t="dataTable"'
    ' r1="A1"/></c></row>'
)


@pytest.mark.parametrize(
    "cell",
    [
        'r="A1" t="e"><v>#ODD!</v>',  # of an Excel yet to come
        'r="A1" t="e"><v>#n/a</v>',
        'r="A1"><f>=1+1</f><v>2</v>',
        'r="A1" t="d"><v>12:00:00</v>',
        'r="A1" t="str"><v>_x000D_ a </v>',
    ],
)
def test_what_stood_in_a_cell_can_be_put_back(tmp_path: Path, cell: str) -> None:
    source, filled, back = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    save(source, parts_of(f'<row r="1"><c {cell}</c></row>'))
    with PackageWorkbook(source) as book:
        before = book.survey().sheet("S").values[Cell(1, 1)]
        change = ChangeSet((CellChange("S", Cell(1, 1), Swap(before, 5.0)),))
        book.write(change, filled)
    with PackageWorkbook(filled) as book:
        book.write(change.reverse(), back)
    verify(back, change.reverse())
    with PackageWorkbook(back) as book:
        assert book.survey().sheet("S").values == {Cell(1, 1): before}


def test_every_fault_at_once_each_with_its_cell(tmp_path: Path) -> None:
    cells = ("A1", "B2", "C1", "F9", "H1", "G1")
    bad = [value("J1", v) for v in (math.nan,)] + [
        value("J2", math.inf), value("J3", "x" * 32_768), value("J4", Formula("=1")),
        value("J5", Formula("")), value("J6", dt.datetime(2015, 5, 1, tzinfo=dt.UTC)),
        value("J7", dt.datetime(1850, 1, 1)), value("J8", CellError("#OH")),
        CellChange("S", Cell(1_048_577, 1), Swap(None, 1.0)),
        CellChange("S", Cell(1, 16_385), Swap(None, 1.0)),
        CellChange("S", Cell(0, 1), Swap(None, 1.0)),
        CellChange("T", Cell(1, 1), Swap(None, 1.0)),
    ]  # fmt: skip
    found = refusals(tmp_path, parts_of(FORMULAS, tail=TAIL), *(value(c, 1.0) for c in cells), *bad)
    assert sorted(code for code, _ in found) == sorted(
        ["W125"] * 4 + ["W123"] + ["W126"] * 8 + ["W122"] * 3 + ["W120"]
    )
    where = {place for _, place in found}
    assert {"S!A1", "S!B2", "S!C1", "S!F9", "S!H1", "S!J1"} <= where
    assert "S!G1" not in where


def chained() -> dict[str, bytes]:
    parts = parts_of(FORMULAS)
    parts["xl/calcChain.xml"] = b'<calcChain xmlns="x"><c r="D1" i="1"/></calcChain>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="calc"/></Types>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</R", b'<Relationship Id="c" Type="a/calcChain" Target="calcChain.xml"/></R'
    )
    return parts


@pytest.mark.parametrize("cell", ["D1", "C2"])
def test_a_plain_or_shared_formula_gives_way_with_the_chain(tmp_path: Path, cell: str) -> None:
    target = write(tmp_path, chained(), value(cell, 9.0))
    with pytest.raises(KeyError):
        part(target, "xl/calcChain.xml")
    assert b"calcChain" not in part(target, "[Content_Types].xml")
    assert b"calcChain" not in part(target, "xl/_rels/workbook.xml.rels")
    assert b'fullCalcOnLoad="1"' in part(target, "xl/workbook.xml")


@pytest.mark.parametrize("after", [Formula("1+1", 2.0), 5.0])
def test_the_chain_stays_where_no_formula_goes(tmp_path: Path, after: CellValue) -> None:
    parts = chained()
    target = write(tmp_path, parts, value("D1" if isinstance(after, Formula) else "D9", after))
    assert part(target, "xl/calcChain.xml") == parts["xl/calcChain.xml"]
    assert part(target, "[Content_Types].xml") == parts["[Content_Types].xml"]


def test_recalculation_is_asked_for_only_where_a_formula_can_be_stale(tmp_path: Path) -> None:
    lock = CellChange("S", Cell(1, 4), None, None, Swap(True, False))
    parts = parts_of(FORMULAS)
    assert part(write(tmp_path, parts, lock), "xl/workbook.xml") == parts["xl/workbook.xml"]
    plain = parts_of("<row/>")
    target = write(tmp_path, plain, value("A1", 1.0))
    assert part(target, "xl/workbook.xml") == plain["xl/workbook.xml"]
    elsewhere = parts_of("<row/>")
    elsewhere["xl/workbook.xml"] = elsewhere["xl/workbook.xml"].replace(
        b"</sheets>",
        b'<sheet name="T" sheetId="2" r:id="t"/></sheets><calcPr calcId="1"/><extLst/>',
    )
    elsewhere["xl/_rels/workbook.xml.rels"] = elsewhere["xl/_rels/workbook.xml.rels"].replace(
        b"</R", b'<Relationship Id="t" Type="a/worksheet" Target="t.xml"/></R'
    )
    elsewhere["xl/t.xml"] = utf16(parts)[SHEET]
    target = write(tmp_path, elsewhere, value("A1", 1.0))
    assert b'<calcPr calcId="1" fullCalcOnLoad="1"/>' in part(target, "xl/workbook.xml")


def test_chart_sheets_are_refused(tmp_path: Path) -> None:
    parts = parts_of()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"/worksheet", b"/chartsheet"
    )
    assert refusals(tmp_path, parts, value("A1", 1.0)) == [("W121", "a.xlsx")]


def test_two_prefixes_for_one_namespace_are_refused(tmp_path: Path) -> None:
    parts = parts_of(attributes=f' xmlns:x="{MAIN}"')
    assert [code for code, _ in refusals(tmp_path, parts, value("A1", 1.0))] == ["W133"]


HIDING = (
    '<row r="1"/><!-- <row r="9"/> -->',
    '<row r="1"/><?x <row r="9"/> ?><row r="2"/>',
    '<!-- <row r="9"/> --><row r="1"/>',
    '<row r="1"><c r="B1" t="str"><v><![CDATA[<row r="9"/></sheetData>]]></v></c></row>',
    '<row r="1"><c r="B1"><!-- </c></row></sheetData> <f t="array" ref="A1:B2"/> --></c></row>',
    """<row r="1" foo="/row>" bar='> r="9" '><c foo=" > " r="B1"/></row>""",
)


@pytest.mark.parametrize("rows", HIDING)
def test_what_only_looks_like_rows_is_none(tmp_path: Path, rows: str) -> None:
    hiding = re.findall(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA.*?\]\]>", rows)
    for cell in ("A1", "B2", "C9"):
        target = write(tmp_path, parts_of(rows), value(cell, 1.0))
        assert all(piece in part(target).decode() for piece in hiding)
        with PackageWorkbook(target) as book:
            held = book.survey().sheet("S").values
        assert held == {Cell.parse(cell): 1.0} | (
            {Cell(1, 2): '<row r="9"/></sheetData>'} if "CDATA" in rows else {}
        )


def test_verify_finds_each_kind_of_difference(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", parts_of('<row><c s="1"><v>1</v></c></row>'))
    wanted = (
        (CellChange("S", Cell(1, 1), Swap(None, 2.0)), "W135"),
        (CellChange("S", Cell(1, 1), Swap(None, True)), "W135"),
        (CellChange("S", Cell(1, 1), None, Swap("", "0")), "W135"),
        (CellChange("S", Cell(1, 1), None, None, Swap(True, False)), "W135"),
        (RulesChange("S", Swap((), RULES)), "W136"),
    )
    for change, code in wanted:
        cells = (change,) if isinstance(change, CellChange) else ()
        rules = (change,) if isinstance(change, RulesChange) else ()
        with pytest.raises(Refused) as caught:
            verify(path, ChangeSet(cells, rules))
        assert caught.value.codes == (code,)
