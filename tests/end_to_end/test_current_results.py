"""Results of formulas after a fill: worked out and kept, or left to Excel and said; in an issue all
are current. What Excel does on saving is written by hand here: results in, its mark taken away.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    assert_done,
    assert_refused,
    refused_untouched,
    run,
    settings_under,
    squeezed,
    workbook_of,
)
from planting import (
    SUMMARY,
    before_end,
    edit_sheet,
    part_of,
    read_sheet,
    rewrite,
    set_cell,
    set_reading,
    values_of,
)

import needs

HERE = "'Performance Summary'!"
PAGE = "Looked After Children"
CHARTED = "Plans - In Date"


def kept(folder: Path) -> None:
    settings_under(folder, "workbook", 'formulas = "keep"')


def result_in(path: Path, sheet: str, cell: str) -> str | None:
    """Return the result that a file keeps in a cell, as it is spelt there; None for none."""
    found = re.search(rf'<c r="{cell}"[^>]*?(?:/>|>(.*?)</c>)', read_sheet(path, sheet), re.DOTALL)
    assert found, cell
    value = re.search(r"<v>([^<]*)</v>", found[1] or "")
    return value[1] if value else None


def results_in(path: Path, sheet: str, *cells: str) -> list[str | None]:
    return [result_in(path, sheet, cell) for cell in cells]


def add_cells(path: Path, sheet: str, row: int, cells: str) -> None:
    """Put cells into a new row below all others."""
    content = f'<row r="{row}">{cells}</row>'.encode()
    edit_sheet(path, sheet, before_end(content, "/sheetData"))


def formula(cell: str, text: str, result: str = "1", kind: str = "n") -> str:
    return f'<c r="{cell}" t="{kind}"><f>{text}</f><v>{result}</v></c>'


def workbook_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("xl/workbook.xml").decode()


def saved_by_excel(path: Path, results: dict[tuple[str, str], str]) -> None:
    """Do what Excel does on saving: keep results, take the mark to calculate away."""
    for (sheet, cell), result in results.items():
        kind = "n" if result.isdecimal() else "str"
        found = re.search(rf'<c r="{cell}"[^>]*>(<f.*?</f>)', read_sheet(path, sheet))
        assert found, cell
        set_cell(path, sheet, cell, f"{found[1]}<v>{result}</v>", f' t="{kind}"')
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace(b' fullCalcOnLoad="1"', b"")})


def plant_year_to_date(folder: Path) -> None:
    """7.3's year to date by a formula that still shows what it was in April."""
    set_cell(workbook_of(folder), SUMMARY, "I8", "<f>SUM(G8:H8)</f><v>17</v>")
    kept(folder)


# Worked out and kept


def test_the_kept_year_to_date_of_the_issued_copy_is_this_months(fresh: Path) -> None:
    plant_year_to_date(fresh)
    assert_done(run(fresh, "refresh", MAY))
    assert result_in(workbook_of(fresh), SUMMARY, "I8") == "39"
    assert_done(run(fresh, "issue", MAY))
    assert result_in(fresh / COPY, SUMMARY, "I8") == "39"
    assert values_of(fresh / COPY)[SUMMARY, "I8"] == "=SUM(G8:H8)"


def test_a_kept_formula_that_agrees_after_the_fill_is_no_finding(fresh: Path) -> None:
    plant_year_to_date(fresh)
    ran = run(fresh, "refresh", MAY)
    assert "P108" not in ran.codes()
    assert "P108" not in run(fresh, "refresh", MAY).codes()


def test_a_kept_formula_is_compared_as_it_is_after_the_fill(fresh: Path) -> None:
    set_cell(workbook_of(fresh), SUMMARY, "I8", "<f>SUM(F8:H8)</f><v>39</v>")
    kept(fresh)
    ran = run(fresh, "refresh", MAY)
    assert ran.codes().count("P108") == 1
    values = values_of(workbook_of(fresh))
    gives = sum(values[SUMMARY, cell] for cell in ("F8", "G8", "H8"))
    assert gives != 39
    assert squeezed(f"{HERE}I8: The formula kept here shows {gives};") in ran.said
    assert run(fresh, "refresh", MAY, "--dry-run").codes().count("P108") == 1


def test_a_dry_run_compares_as_the_run_does(fresh: Path) -> None:
    plant_year_to_date(fresh)
    assert "P108" not in run(fresh, "refresh", MAY, "--dry-run").codes()
    assert result_in(workbook_of(fresh), SUMMARY, "I8") == "17"


def test_dependants_on_all_sheets_follow_directly_and_through_others(fresh: Path) -> None:
    path = workbook_of(fresh)
    add_cells(
        path,
        "Cover",
        60,
        formula("A60", f"{HERE}H8*2")
        + formula("B60", "A60+C60")
        + formula("C60", "IF(A60&gt;40,1,0)", "0")
        + formula("D60", f'"Starts: "&amp;{HERE}H8', "Starts: 17", "str")
        + formula("E60", f"AVERAGE({HERE}G8:H8)")
        + formula("F60", "2+2", "4"),
    )
    before = read_sheet(path, "Cover")
    assert_done(run(fresh, "refresh", MAY))
    assert results_in(path, "Cover", "A60", "B60", "C60", "D60", "E60", "F60") == [
        "44", "45", "1", "Starts: 22", "19.5", "4",
    ]  # fmt: skip
    assert '<c r="F60" t="n"><f>2+2</f><v>4</v></c>' in before
    assert "<f>2+2</f><v>4</v>" in read_sheet(path, "Cover")


def test_the_shipped_helper_columns_follow_their_benchmark(fresh: Path) -> None:
    benchmarks = fresh / "benchmarks.csv"
    text = benchmarks.read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("7.2,"))
    year, average, *rest = row.split(",")[1:]
    benchmarks.write_text(text.replace(row, ",".join(["7.2", year, "81.5", *rest])), "utf-8")
    assert average != "81.5"
    assert_done(run(fresh, "refresh", MAY))
    assert results_in(workbook_of(fresh), PAGE, "U5", "U17") == ["81.5", "81.5"]


def test_formulas_that_share_their_text_follow(fresh: Path) -> None:
    path = workbook_of(fresh)
    add_cells(
        path, SUMMARY, 60,
        '<c r="F60"><f t="shared" ref="F60:H60" si="7">F8+F9</f><v>1</v></c>'
        '<c r="G60"><f t="shared" si="7"/><v>1</v></c>'
        '<c r="H60"><f t="shared" si="7"/><v>1</v></c>',
    )  # fmt: skip
    assert_done(run(fresh, "refresh", MAY))
    values = values_of(path)
    assert result_in(path, SUMMARY, "H60") == str(values[SUMMARY, "H8"] + values[SUMMARY, "H9"])
    assert '<f t="shared" si="7"/>' in read_sheet(path, SUMMARY)


def test_undo_works_the_dependants_out_again(fresh: Path) -> None:
    plant_year_to_date(fresh)
    path = workbook_of(fresh)
    add_cells(path, "Cover", 60, formula("A60", f"COUNT({HERE}H6:H28)", "0"))
    with zipfile.ZipFile(path) as package:
        charts = {name: package.read(name) for name in package.namelist() if "/charts/" in name}
    assert_done(run(fresh, "refresh", MAY))
    assert result_in(path, "Cover", "A60") not in ("0", None)
    assert_done(run(fresh, "undo"))
    assert result_in(path, SUMMARY, "I8") == "17"
    assert result_in(path, "Cover", "A60") == "0"
    with zipfile.ZipFile(path) as package:
        assert {name: package.read(name) for name in charts} == charts


def test_a_copy_written_elsewhere_has_current_results(fresh: Path) -> None:
    plant_year_to_date(fresh)
    assert_done(run(fresh, "refresh", MAY, "--out", str(fresh / "filled.xlsx")))
    assert result_in(fresh / "filled.xlsx", SUMMARY, "I8") == "39"
    assert result_in(workbook_of(fresh), SUMMARY, "I8") == "17"


def test_what_an_earlier_fill_left_stale_is_current_in_the_issue(fresh: Path) -> None:
    plant_year_to_date(fresh)
    assert_done(run(fresh, "refresh", MAY))
    path = workbook_of(fresh)
    set_cell(path, SUMMARY, "I8", "<f>SUM(G8:H8)</f><v>17</v>")  # as lacxl once left it
    assert_done(run(fresh, "issue", MAY))
    assert result_in(fresh / COPY, SUMMARY, "I8") == "39"
    assert result_in(path, SUMMARY, "I8") == "39"


# Charts and text boxes


def charts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if "/charts/" in name}


def points(chart: bytes, source: str) -> dict[int, str]:
    """Return the points that a chart keeps of the cells named so."""
    start = chart.index(f"<c:f>{source}</c:f>".encode())
    cache = chart[start : chart.index(b"Cache>", chart.index(b"Cache>", start) + 6)]
    found = re.findall(rb'<c:pt idx="(\d+)"[^>]*><c:v>([^<]*)</c:v></c:pt>', cache)
    return {int(index): value.decode() for index, value in found}


def test_charts_follow_the_filled_cells_and_nothing_else_of_them_changes(fresh: Path) -> None:
    path = workbook_of(fresh)
    before = charts_of(path)
    assert_done(run(fresh, "refresh", MAY))
    after = charts_of(path)
    source = f"'{CHARTED}'!$C$5:$C$17"
    (name,) = [name for name, chart in before.items() if source.encode() in chart]
    assert 2 not in points(before[name], source)
    may = values_of(path)[CHARTED, "C7"]
    assert points(after[name], source) == {
        **points(before[name], source), 2: repr(may),
    }  # fmt: skip
    added = f'<c:pt idx="2"><c:v>{may!r}</c:v></c:pt>'.encode()
    assert after[name].replace(added, b"") == before[name]


def test_a_note_leaves_a_gap_in_the_chart_and_no_nought(fresh: Path) -> None:
    set_reading(fresh, "7.11", MAY, note="not reported")
    assert_done(run(fresh, "refresh", MAY))
    source = f"'{CHARTED}'!$C$5:$C$17"
    (chart,) = [
        chart for chart in charts_of(workbook_of(fresh)).values() if source.encode() in chart
    ]
    assert 2 not in points(chart, source)


def test_a_chart_follows_what_was_worked_out(fresh: Path) -> None:
    path = workbook_of(fresh)
    set_cell(path, CHARTED, "O7", "<f>C7-0.1</f><v>0.8</v>")
    assert_done(run(fresh, "refresh", MAY))
    may = values_of(path)[CHARTED, "C7"]
    source = f"'{CHARTED}'!$O$5:$O$17"
    (chart,) = [chart for chart in charts_of(path).values() if source.encode() in chart]
    assert float(points(chart, source)[2]) == pytest.approx(may - 0.1)


BOX = (
    '<xdr:sp macro="" textlink="{link}"><xdr:nvSpPr><xdr:cNvPr id="90" name="Box"/>'
    '<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p>'
    '<a:fld id="{{5}}" type="TxLink"><a:rPr lang="en-GB"/><a:t>{text}</a:t></a:fld></a:p>'
    "</xdr:txBody></xdr:sp>"
)


def add_box(path: Path, link: str, text: str) -> None:
    """Put a text box that is linked to a cell into the first drawing."""
    anchor = (
        "<xdr:absoluteAnchor><xdr:pos x='0' y='0'/><xdr:ext cx='9' cy='9'/>"
        f"{BOX.format(link=link, text=text)}<xdr:clientData/></xdr:absoluteAnchor>"
    ).encode()
    end = b"</xdr:wsDr>"
    rewrite(path, {"xl/drawings/drawing1.xml": lambda x: x.replace(end, anchor + end)})


def test_a_linked_text_box_follows(fresh: Path) -> None:
    path = workbook_of(fresh)
    add_box(path, f"'{CHARTED}'!$C$7", "98.8%")
    assert_done(run(fresh, "refresh", MAY))
    with zipfile.ZipFile(path) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    may = values_of(path)[CHARTED, "C7"]
    assert f"<a:t>{may:.1%}</a:t>" in drawing
    assert f"textlink=\"'{CHARTED}'!$C$7\"" in drawing


# Left to Excel


def plant_lookup(folder: Path) -> None:
    """A dashboard that lacxl does not work out, and one cell that rests on it."""
    add_cells(
        workbook_of(folder), "Cover", 60,
        formula("A60", f"INDEX({HERE}H6:H28,3)", "17")
        + formula("B60", "A60*2", "34")
        + formula("C60", f"SUMIF({HERE}E1:E4,1)", "5"),
    )  # fmt: skip


def test_what_is_not_worked_out_is_listed_and_left_without_a_result(fresh: Path) -> None:
    plant_lookup(fresh)
    path = workbook_of(fresh)
    ran = run(fresh, "refresh", MAY)
    assert_done(ran)
    assert "P111" in ran.codes()
    assert squeezed("does not work them out: it uses INDEX") in ran.said
    assert "Cover!A60" in ran.said
    assert "Cover!B60" in ran.said
    assert results_in(path, "Cover", "A60", "B60") == [None, None]
    assert 'fullCalcOnLoad="1"' in workbook_xml(path)
    assert "P111" in run(fresh, "refresh", MAY).codes(), "every run says it until Excel has saved"


def test_what_does_not_depend_on_the_fill_stays_byte_for_byte(fresh: Path) -> None:
    plant_lookup(fresh)
    add_cells(
        workbook_of(fresh), "Cover", 61,
        formula("A61", "TODAY()", "42000") + formula("B61", "VLOOKUP(1,A1:B2,1)", "#N/A", "e"),
    )  # fmt: skip
    before = read_sheet(workbook_of(fresh), "Cover")
    ran = run(fresh, "refresh", MAY)
    after = read_sheet(workbook_of(fresh), "Cover")
    for text in ("SUMIF", "TODAY", "VLOOKUP(1,A1"):
        cell = re.search(rf"<c [^>]*><f>{re.escape(text)}[^/]*</f><v>[^<]*</v></c>", before)
        assert cell, text
        assert cell[0] in after
    assert "TODAY" not in ran.said


def test_issue_refuses_results_that_are_not_current_until_excel_has_saved(fresh: Path) -> None:
    plant_lookup(fresh)
    assert_done(run(fresh, "refresh", MAY))
    ran = refused_untouched(
        fresh, ("issue", MAY), "I120", "it uses INDEX", "Cover!A60", "save it", "--calculate"
    )
    assert set(ran.codes()) == {"I120"}
    assert_refused(run(fresh, "issue", MAY, "--dry-run"), "I120")
    path = workbook_of(fresh)
    saved_by_excel(path, {("Cover", "A60"): "22", ("Cover", "B60"): "44"})
    assert_done(run(fresh, "issue", MAY))
    assert results_in(fresh / COPY, "Cover", "A60", "B60") == ["22", "44"]


def test_cells_that_may_depend_are_named_and_refused_at_the_issue(fresh: Path) -> None:
    path = workbook_of(fresh)
    text = f"INDIRECT(&quot;{HERE}H&quot;&amp;8)"
    add_cells(path, "Cover", 60, formula("A60", text, "17") + formula("B60", "A60+1", "18"))
    ran = run(fresh, "refresh", MAY)
    assert "P112" in ran.codes()
    assert squeezed("depend on what changes: it uses INDIRECT.") in ran.said
    assert results_in(path, "Cover", "A60", "B60") == ["17", "18"]
    refused_untouched(fresh, ("issue", MAY), "I120", "INDIRECT", "Cover!A60")
    saved_by_excel(path, {("Cover", "A60"): "22", ("Cover", "B60"): "23"})
    assert "P112" not in run(fresh, "refresh", MAY).codes()
    assert_done(run(fresh, "issue", MAY))


def test_a_date_of_today_in_a_title_is_no_reason_to_refuse(fresh: Path) -> None:
    path = workbook_of(fresh)
    add_cells(path, "Cover", 60, formula("A60", "TODAY()", "42000"))
    assert "P111" not in run(fresh, "refresh", MAY).codes()
    ran = run(fresh, "issue", MAY)
    assert_done(ran)
    assert "I124" in ran.codes()
    assert result_in(fresh / COPY, "Cover", "A60") == "42000"


def test_a_kept_formula_that_is_not_worked_out_is_not_compared(fresh: Path) -> None:
    text = f"SUMPRODUCT({HERE}G8:H8*1)"
    set_cell(workbook_of(fresh), SUMMARY, "I8", f"<f>{text}</f><v>17</v>")
    kept(fresh)
    ran = run(fresh, "refresh", MAY)
    assert "P108" not in ran.codes()
    assert "P111" in ran.codes()
    refused_untouched(fresh, ("issue", MAY), "I120", f"{HERE}I8")
    saved_by_excel(workbook_of(fresh), {(SUMMARY, "I8"): "40"})
    ran = run(fresh, "refresh", MAY)
    assert squeezed(f"{HERE}I8: The formula kept here shows 40;") in ran.said


def test_what_hangs_on_the_cover_is_refused_with_the_way_out(fresh: Path) -> None:
    path = workbook_of(fresh)
    add_cells(
        path, "Adoptions", 60,
        formula("A60", "&quot;Status: &quot;&amp;Cover!C6", "Status: Draft", "str")
        + formula("B60", "UPPER(Cover!C6)", "DRAFT", "str"),
    )  # fmt: skip
    assert_done(run(fresh, "refresh", MAY))
    saved_by_excel(path, {("Adoptions", "B60"): "DRAFT"})
    refused_untouched(fresh, ("issue", MAY), "I120", "UPPER", "cover, which issuing changes")
    set_cell(path, "Adoptions", "B60", "")
    assert_done(run(fresh, "issue", MAY))
    assert result_in(fresh / COPY, "Adoptions", "A60") == "Status: Issue 1"


def test_a_chart_of_a_worked_out_range_is_said_and_refused(fresh: Path) -> None:
    path = workbook_of(fresh)
    name = (
        f"<definedName name=\"Months\">OFFSET('{CHARTED}'!$C$5,0,0,13,1)</definedName>"
    ).encode()
    start = b"<definedNames>"
    source = f"'{CHARTED}'!$C$5:$C$17".encode()
    (chart,) = [each for each, content in charts_of(path).items() if source in content]
    rewrite(
        path,
        {
            "xl/workbook.xml": lambda x: x.replace(start, start + name),
            chart: lambda x: x.replace(source, b"[0]!Months"),
        },
    )
    assert "P113" in run(fresh, "refresh", MAY).codes()
    refused_untouched(fresh, ("issue", MAY), "I121", CHARTED)
    saved_by_excel(path, {})
    assert_done(run(fresh, "issue", MAY))


# Worked out by LibreOffice


@pytest.mark.libreoffice
def test_libreoffice_works_out_what_lacxl_does_not(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_lookup(fresh)
    monkeypatch.setenv("LACXL_SOFFICE", str(needs.soffice()))
    assert_done(run(fresh, "refresh", MAY))
    before = values_of(workbook_of(fresh))
    assert_done(run(fresh, "issue", MAY, "--calculate"))
    copy = fresh / COPY
    assert results_in(copy, "Cover", "A60", "B60", "C60") == ["22", "44", "5"]
    after = values_of(copy)
    assert {k: v for k, v in after.items() if before.get(k) != v}.keys() <= {
        ("Cover", f"C{row}") for row in range(5, 11)
    }
    assert sorted(zipfile.ZipFile(copy).namelist()) == sorted(
        zipfile.ZipFile(workbook_of(fresh)).namelist()
    )


@pytest.mark.libreoffice
def test_results_that_libreoffice_cannot_give_either_are_refused(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_cells(workbook_of(fresh), "Cover", 60, formula("A60", f"COUNCILSUM({HERE}H8)", "17"))
    monkeypatch.setenv("LACXL_SOFFICE", str(needs.soffice()))
    assert_done(run(fresh, "refresh", MAY))
    refused_untouched(fresh, ("issue", MAY, "--calculate"), "I122", "Cover!A60", "Excel")


@pytest.mark.libreoffice
def test_a_libreoffice_that_differs_in_what_excel_knew_is_not_believed(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_cells(
        workbook_of(fresh), "Cover", 60,
        formula("A60", f"INDEX({HERE}H6:H28,B60)", "17") + formula("B60", "ROWS(C1:C3)", "4"),
    )  # fmt: skip
    monkeypatch.setenv("LACXL_SOFFICE", str(needs.soffice()))
    assert_done(run(fresh, "refresh", MAY))
    refused_untouched(fresh, ("issue", MAY, "--calculate"), "I122", "here differ", "Cover!B60")


def test_without_libreoffice_the_message_says_what_to_do(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_lookup(fresh)
    assert_done(run(fresh, "refresh", MAY))
    monkeypatch.setenv("LACXL_SOFFICE", str(fresh / "soffice"))
    refused_untouched(fresh, ("issue", MAY, "--calculate"), "F410", "LACXL_SOFFICE")
    monkeypatch.delenv("LACXL_SOFFICE")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(Path, "is_file", _no_office(Path.is_file))
    refused_untouched(
        fresh, ("issue", MAY, "--calculate"), "F410", "Install LibreOffice", "open the workbook in"
    )


def _no_office(real):  # type: ignore[no-untyped-def]
    return lambda path: "LibreOffice" not in str(path) and "soffice" not in str(path) and real(path)


def test_an_office_that_gives_nothing_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant_lookup(fresh)
    assert_done(run(fresh, "refresh", MAY))
    monkeypatch.setenv("LACXL_SOFFICE", str(needs.ROOT / "README.md"))
    refused_untouched(fresh, ("issue", MAY, "--calculate"), "F411", "LibreOffice")
    true = shutil.which("true")
    if true:
        monkeypatch.setenv("LACXL_SOFFICE", true)
        refused_untouched(fresh, ("issue", MAY, "--calculate"), "F411", "made no copy")


def test_nothing_to_calculate_needs_no_libreoffice(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACXL_SOFFICE", str(fresh / "soffice"))
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "issue", MAY, "--calculate"))


def test_a_part_that_changes_is_one_sheet_more_and_no_other(fresh: Path) -> None:
    """A dashboard's sheet is written for its results alone; sheets without any stay as they are."""
    path = workbook_of(fresh)
    page = part_of(path, "Cover")
    add_cells(path, "Cover", 60, formula("A60", f"{HERE}H8*2"))
    assert_done(run(fresh, "refresh", MAY))
    with zipfile.ZipFile(path) as package:
        assert b"<v>44</v>" in package.read(page)
