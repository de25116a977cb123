"""Charts and linked shapes follow the cells they show; every other byte of them stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_packages import OFFICE, RELS, SHEET, part, parts_of, save

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellError, CellValue

CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
_DML = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Head</t></is></c><c r="B1"><v>1</v></c></row>'
    '<row r="2"><c r="A2" s="1"><v>42125</v></c><c r="B2"><v>2</v></c></row>'
    '<row r="3"><c r="B3"><f>B2*10</f><v>20</v></c></row>'
)


def chart(*series: str) -> bytes:
    return (
        f'<?xml version="1.0"?>\n<c:chartSpace xmlns:c="{_DML}/chart" xmlns:a="{_DML}/main">'
        f"<c:chart>{''.join(series)}<c:plotVisOnly val='1'/></c:chart></c:chartSpace>"
    ).encode()


def numbers(source: str, points: str, count: int = 3, more: str = "") -> str:
    return (
        f"<c:val><c:numRef><c:f>{source}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{count}"/>{points}{more}</c:numCache></c:numRef></c:val>'
    )


def texts(source: str, points: str, count: int = 1) -> str:
    return (
        f'<c:tx><c:strRef><c:f>{source}</c:f><c:strCache><c:ptCount val="{count}"/>{points}'
        "</c:strCache></c:strRef></c:tx>"
    )


def point(index: int, value: object, attributes: str = "") -> str:
    return f'<c:pt idx="{index}"{attributes}><c:v>{value}</c:v></c:pt>'


def book_with(
    content: bytes = b"", *, drawing: str = "", kind: str = "drawingml.chart", names: str = ""
) -> dict[str, bytes]:
    """Return a workbook with a chart and a drawing on its sheet."""
    parts = parts_of(ROWS, tail='<drawing r:id="d1"/>')
    drawings = f"{_TYPES}.drawing+xml"
    kinds = f"{_TYPES}.{kind}+xml" if kind == "drawingml.chart" else f"application/vnd.{kind}+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/{DRAWING}" ContentType="{drawings}"/>'
        f'<Override PartName="/{CHART}" ContentType="{kinds}"/></Types>'.encode(),
    )
    for source, target, of in (
        ("worksheets/_rels/sheet1", "../drawings/drawing1.xml", "drawing"),
        ("drawings/_rels/drawing1", "../charts/chart1.xml", "chart"),
    ):
        parts[f"xl/{source}.xml.rels"] = (
            f'<Relationships xmlns="{RELS}"><Relationship Id="d1" Type="{OFFICE}/{of}"'
            f' Target="{target}"/></Relationships>'
        ).encode()
    parts[DRAWING] = (
        f'<xdr:wsDr xmlns:xdr="{_DML}/spreadsheetDrawing" xmlns:a="{_DML}/main">{drawing}'
        "</xdr:wsDr>"
    ).encode()
    parts[CHART] = content or chart()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", f"</sheets><definedNames>{names}</definedNames>".encode()
    )
    return parts


def changed(path: Path, parts: dict[str, bytes], **cells: CellValue) -> tuple[Path, Calculation]:
    """Change cells, each to a value, and return the file and what came of it."""
    changes = ChangeSet(
        tuple(CellChange("S", Cell.parse(cell), Swap(None, value)) for cell, value in cells.items())
    )
    target = path / "b.xlsx"
    with PackageWorkbook(save(path / "a.xlsx", parts)) as book:
        found = book.calculate(changes)
        book.write(changes, target, calculation=found)
    return target, found


def chart_after(path: Path, content: bytes, **cells: CellValue) -> bytes:
    target, found = changed(path, book_with(content), **cells)
    assert not found.undrawn
    return part(target, CHART)


def test_a_point_follows_its_cell_and_what_was_worked_out(tmp_path: Path) -> None:
    before = chart(numbers("S!$B$1:$B$3", point(0, 1) + point(1, 2) + point(2, 20)))
    after = chart(numbers("S!$B$1:$B$3", point(0, 1) + point(1, 0.5) + point(2, 5)))
    assert chart_after(tmp_path, before, B2=0.5) == after


def test_a_point_that_says_the_same_keeps_its_spelling(tmp_path: Path) -> None:
    points = (
        point(0, "1.0") + point(1, "0.94099999999999995", ' formatCode="0.0%"') + point(2, 9.41)
    )
    before = chart(numbers("S!$B$1:$B$3", points))
    assert chart_after(tmp_path, before, B2=0.941) == before


def test_a_cell_that_gets_its_first_figure_gets_a_point(tmp_path: Path) -> None:
    before = chart(numbers("S!$C$1:$C$3", "", more="<c:extLst/>"))
    after = chart(numbers("S!$C$1:$C$3", point(1, 0.5), more="<c:extLst/>"))
    assert chart_after(tmp_path, before, C2=0.5) == after


@pytest.mark.parametrize("value", [None, "TBC (Unavailable)"])
def test_a_cell_without_a_figure_has_no_point(tmp_path: Path, value: CellValue) -> None:
    before = chart(numbers("S!$B$1:$B$2", point(0, 1) + point(1, 2), 2))
    assert chart_after(tmp_path, before, B2=value) == chart(numbers("S!$B$1:$B$2", point(0, 1), 2))


def test_an_error_is_a_point_as_excel_writes_it(tmp_path: Path) -> None:
    before = chart(numbers("S!$B$1:$B$2", point(0, 1) + point(1, 2), 2))
    after = chart(numbers("S!$B$1:$B$2", point(0, 1) + point(1, "#N/A"), 2))
    assert chart_after(tmp_path, before, B2=CellError("#N/A")) == after


def test_points_of_cells_that_did_not_change_stay_whatever_they_say(tmp_path: Path) -> None:
    points = point(0, 77) + point(1, 2)
    before = chart(numbers("S!$B$1:$B$2", points, 2), numbers("S!$B$1", point(0, 78), 1))
    after = before.replace(point(1, 2).encode(), point(1, 5).encode())
    assert chart_after(tmp_path, before, B2=5.0) == after


def test_a_title_follows_its_cell(tmp_path: Path) -> None:
    before = chart(texts("S!$A$1", point(0, "Head")), texts("S!$A$2", point(0, "May-15")))
    after = chart(texts("S!$A$1", point(0, "R&amp;V &lt;5")), texts("S!$A$2", point(0, "May-15")))
    assert chart_after(tmp_path, before, A1="R&V <5") == after


def test_a_label_with_a_number_is_written_as_its_cell_shows_it(tmp_path: Path) -> None:
    before = chart(texts("S!$A$2", point(0, "May-15")))
    assert chart_after(tmp_path, before, A2=42156.0) == chart(texts("S!$A$2", point(0, "Jun-15")))


def test_ranges_apart_are_counted_through(tmp_path: Path) -> None:
    before = chart(numbers("(S!$B$1,S!$B$3,S!$B$2)", point(0, 1) + point(1, 20) + point(2, 2)))
    after = chart(numbers("(S!$B$1,S!$B$3,S!$B$2)", point(0, 1) + point(1, 50) + point(2, 5)))
    assert chart_after(tmp_path, before, B2=5.0) == after


def test_a_name_that_is_an_address_is_followed(tmp_path: Path) -> None:
    before = chart(numbers("[0]!Starts", point(0, 1) + point(1, 2), 2))
    names = '<definedName name="Starts">S!$B$1:$B$2</definedName>'
    target, _ = changed(tmp_path, book_with(before, names=names), B2=5.0)
    assert part(target, CHART) == chart(numbers("[0]!Starts", point(0, 1) + point(1, 5), 2))


NOTES = ("<!-- <c:f>S!$B$9</c:f> -->", "<?note <c:pt idx='0'/> ?>")


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(
    "before",
    ["<c:val>", "S!", ":$B$3", "</c:f>", "<c:numCache>", "<c:pt ", "<c:v>2", "</c:numCache>"],
)
def test_a_comment_hides_no_cells_from_a_chart_and_stays(
    tmp_path: Path, note: str, before: str
) -> None:
    points = point(0, 1) + point(1, 2) + point(2, 20)
    plain = chart(numbers("S!$B$1:$B$3", points)).decode()
    noted = plain.replace(before, note + before, 1).encode()
    after = chart_after(tmp_path, noted, B2=5.0)
    if before == "<c:v>2":  # it stood in the point that is written anew
        assert note.encode() not in after
        note = ""
    values = {point(1, 2): point(1, 5), point(2, 20): point(2, 50)}
    for old, new in values.items():
        plain = plain.replace(old, new)
    spot = before.replace("2", "5")
    assert after.decode() == plain.replace(spot, note + spot, 1)


def test_what_a_chart_says_in_cdata_is_read(tmp_path: Path) -> None:
    points = point(0, "<![CDATA[1]]>") + point(1, "<![CDATA[2]]>")
    before = chart(numbers("<![CDATA[S!]]>$B$1:<![CDATA[$B$2]]>", points, 2))
    after = before.replace(b"<![CDATA[2]]>", b"5")
    assert chart_after(tmp_path, before, B2=5.0) == after


def test_a_chart_that_is_only_a_comment_shows_nothing(tmp_path: Path) -> None:
    content = chart(f"<!--{numbers('S!$B$1:$B$3', point(0, 1))}-->")
    assert chart_after(tmp_path, content, B2=5.0) == content


def test_a_chart_may_be_spelt_with_other_quotes_and_blanks(tmp_path: Path) -> None:
    spelt = chart(numbers("S!$B$2", point(0, 2), 1)).decode()
    spelt = spelt.replace('val="1"', "val = '1' ").replace('idx="0"', "idx='0'")
    spelt = spelt.replace("</c:f>", "</c:f >").replace("<c:numCache>", "<c:numCache >")
    after = chart_after(tmp_path, spelt.encode(), B2=5.0)
    assert after.decode() == spelt.replace("<c:pt idx='0'><c:v>2", '<c:pt idx="0"><c:v>5')


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (chart(numbers("S!$B$1:$B$3", point(0, 1), 2)), "hidden"),
        (chart(numbers("S!$B$1:$B$3", point(1, 1) + point(0, 1))), "does not edit"),
        (chart(numbers("S!$B$1:$B$3", point(0, 1) + point(0, 1))), "does not edit"),
        (chart("<![CDATA[<&]]>", numbers("S!$B$1:$B$3", point(0, 1))), "cannot read"),
        (chart(numbers("S!$B$1:$B$3", point(0, 1)).replace("numCache", "multiLvlStrCache")),
         "does not draw"),
        (chart(numbers("OFFSET(S!$B$1,0,0,2)", point(0, 1))), "worked out"),
        (chart(texts("S!$B$2", point(0, "2"))).replace(b"$B$2", b"$E$2"), "how its number"),
    ],
)  # fmt: skip
def test_what_cannot_follow_stays_and_is_said(tmp_path: Path, content: bytes, why: str) -> None:
    target, found = changed(tmp_path, book_with(content), B2=5.0, E2=1.25)
    assert why in {**found.undrawn, **found.undrawn_perhaps}["S"]
    if "number" not in why:
        assert part(target, CHART) == content
    workbook = part(target, "xl/workbook.xml")
    assert b'fullCalcOnLoad="1"' in workbook


def test_charts_of_the_newer_kind_are_said(tmp_path: Path) -> None:
    content = b'<cx:chartSpace xmlns:cx="u"><cx:f>S!$B$1:$B$3</cx:f></cx:chartSpace>'
    parts = book_with(content, kind="ms-office.chartex")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"chart1", b"chartEx1")
    parts["xl/charts/chartEx1.xml"] = parts.pop(CHART)
    _, found = changed(tmp_path, parts, B2=5.0)
    assert list(found.undrawn.values()) == ["a chart: it is of a kind that lacxl does not draw"]


def test_a_chart_of_other_cells_is_left_alone(tmp_path: Path) -> None:
    content = chart(numbers("S!$C$1:$C$3", point(0, 5)), numbers("[1]Other!$B$2", point(0, 5), 1))
    target, found = changed(tmp_path, book_with(content), B2=5.0)
    assert part(target, CHART) == content
    assert (found.drawn, found.undrawn, found.undrawn_perhaps) == ({}, {}, {})


BOX = (
    '<xdr:sp macro="" textlink="{link}"><xdr:nvSpPr/><xdr:spPr/><xdr:txBody><a:p>'
    '<a:fld id="{{5}}" type="TxLink"><a:rPr/>{text}</a:fld></a:p></xdr:txBody></xdr:sp>'
)


@pytest.mark.parametrize("link", ["S!$B$2", "$B$2", "'S'!B2"])
@pytest.mark.parametrize("text", ["<a:t>2</a:t>", "<a:t/>"])
def test_a_linked_box_follows(tmp_path: Path, link: str, text: str) -> None:
    other = BOX.format(link="S!$A$1", text="<a:t>Head</a:t>")
    drawing = other + BOX.format(link=link, text=text)
    target, found = changed(tmp_path, book_with(drawing=drawing), B2=5.0)
    assert not found.undrawn
    assert (
        part(target, DRAWING)
        .decode()
        .endswith(f"{other}{BOX.format(link=link, text='<a:t>5</a:t>')}</xdr:wsDr>")
    )


@pytest.mark.parametrize(
    "spelt", ["textlink='S!$B$2'", 'textlink = "S!$B$2"', 'textlink="S!$B$2"><?n?']
)
def test_a_linked_box_follows_however_its_link_is_spelt(tmp_path: Path, spelt: str) -> None:
    before = BOX.format(link="S!$B$2", text="<a:t><!-- c -->2</a:t>")
    before = before.replace('textlink="S!$B$2"', spelt)
    target, found = changed(tmp_path, book_with(drawing=before), B2=5.0)
    assert not found.undrawn
    assert before.replace("<!-- c -->2", "5") in part(target, DRAWING).decode()


@pytest.mark.parametrize(
    "drawing",
    [
        BOX.format(link="S!$B$2", text="<a:t>2</a:t>").replace("TxLink", "other"),
        BOX.format(link="S!$B$1:$B$2", text="<a:t>2</a:t>"),
        '<xdr:pic><a14:cameraTool xmlns:a14="u" cellRange="S!$A$1:$B$3"/></xdr:pic>',
    ],
)
def test_a_shape_that_cannot_follow_is_said(tmp_path: Path, drawing: str) -> None:
    target, found = changed(tmp_path, book_with(drawing=drawing), B2=5.0)
    assert found.undrawn["S"].startswith("a shape: ")
    assert drawing in part(target, DRAWING).decode()


def test_without_any_formula_charts_follow_what_was_filled_before(tmp_path: Path) -> None:
    """An earlier fill may have left them: nothing in the workbook tells that Excel has saved it."""
    rows = ROWS.replace("<f>B2*10</f>", "")
    content = chart(numbers("S!$B$1:$B$2", point(0, 1) + point(1, 1.5), 2))
    parts = book_with(content)
    parts[SHEET] = parts[SHEET].replace(ROWS.encode(), rows.encode())
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        found = book.calculate(ChangeSet(), filled=[CellRef("S", Cell.parse("B2"))])
    assert point(1, 2).encode() in found.drawn[CHART]
