"""A workbook that a real LibreOffice saved as .ods: what was planted in it is found there too."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from made_ods import look

import lacxl
from lacxl.domain.finding import Finding
from oracles.office import Office

TEMPLATES = sorted(Path(lacxl.__file__).parents[2].glob("xlsx_templates/*.xlsx"))
PRINTER, THUMBNAIL = "V112", "V129"
"""LibreOffice always adds a picture of the first page, and with charts the name of its printer."""


def converted(office: Office, path: Path, *, published: bool = False) -> tuple[Finding, ...]:
    ods = office.to_ods(path, path.parent)
    return look(ods.read_bytes(), ods.name, published=published)


def with_leaks(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Page")
        page.write_row("A1", ["Name", "DOB", "NHS"])
        page.write_row("A2", ["Zebedee Brown", "04/03/2008", 9434765919])
        page.write("D1", 5, book.add_format({"num_format": ";;;"}))
        page.write("E1", 5, book.add_format({"font_color": "white"}))
        page.set_column("F:F", None, None, {"hidden": True})
        page.write("F1", "Zebedee")
        page.set_row(8, None, None, {"hidden": True})
        page.write("A9", "Zebedee")
        page.set_row(9, None, None, {"level": 1, "hidden": True})
        page.write("A10", "Zebedee")
        page.write_comment("G1", "as told", {"author": "Zebedee"})
        page.write_url("H1", "external:C:\\Users\\Zebedee\\children.xlsx", string="x")
        page.data_validation("I1", {"validate": "list", "source": ["Zebedee", "Brown"]})
        page.write("J1", 4 / 11, book.add_format({"num_format": "0.0%"}))
        page.write_formula("K1", "=D1*2")
        page.insert_textbox("A12", "943 476 5919")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Page!$D$1:$E$1"})
        page.insert_chart("F12", chart)
        book.add_worksheet("Lists").hide()
        book.define_name("Gone", "=#REF!$A$1")
        book.set_properties({"author": "Zebedee", "company": "Zebedee"})


def test_what_was_planted_in_a_workbook_is_found_in_its_ods(
    libreoffice: Office, tmp_path: Path
) -> None:
    path = tmp_path / "leaks.xlsx"
    with_leaks(path)
    findings = converted(libreoffice, path)
    assert [(finding.code, finding.where) for finding in findings] == [
        ("V102", "Lists"),
        ("V103", "Page!F"),
        ("V104", "Page!D:E"),
        ("V105", "Page!G"),
        ("V106", "Page"),
        ("V111", ""),
        ("V117", ""),
        ("V120", "Page!C"),
        ("V120", "Page: formulas, comments, shapes and links"),
        ("V123", "Page!B"),
        (THUMBNAIL, ""),
    ]
    more = converted(libreoffice, path, published=True)
    assert [(finding.code, finding.where) for finding in more if finding not in findings] == [
        ("V140", "Page!K"),
        ("V141", ""),
        ("V142", "Page"),
        ("V143", ""),
        ("V144", "Page!J"),
    ]
    assert not any(said in str(more) for said in ("Zebedee", "5919", "2008"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_the_workbook_that_ships_has_nothing_of_its_own(
    libreoffice: Office, tmp_path: Path, path: Path
) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    found = {finding.code for finding in converted(libreoffice, copy)}
    assert found - {PRINTER} == {THUMBNAIL}


def test_a_workbook_of_values_may_be_published(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Page")
        page.write_row("A1", ["7.1", "Children looked after", 463], book.add_format({"bold": True}))
        page.write("C2", 0.364, book.add_format({"num_format": "0.0%"}))
        page.write("C3", 1234567, book.add_format({"num_format": "#,##0"}))
        page.write("C4", -2.4)
        page.merge_range("A6:C6", "suppressed")
        page.protect()
    findings = converted(libreoffice, path, published=True)
    assert [finding.code for finding in findings] == [THUMBNAIL]
