"""What people wrote in text boxes, read out of a workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

from lacxl.demo import template
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.snapshot import TextBox


def test_paragraphs_are_lines_and_the_name_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "boxes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Without")
        sheet = book.add_worksheet("With")
        sheet.insert_textbox(1, 1, "One <of> two.\nTwo.", {"description": "Performance: here"})
        sheet.insert_textbox(9, 1, "")
    with PackageWorkbook(path) as book:
        (box,) = book.text_boxes()
    assert (box.sheet, box.text) == ("With", "One <of> two.\nTwo.")
    assert box.name.startswith("Performance: here")


def test_the_same_text_for_older_programs_is_read_once(tmp_path: Path) -> None:
    source, path = tmp_path / "boxes.xlsx", tmp_path / "twice.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("With").insert_textbox(1, 1, "Once.")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/drawings/drawing1.xml":
                start, end = content.index("<xdr:sp "), content.index("</xdr:sp>") + 9
                content = content[:end] + content[start:end] + content[end:]
            new.writestr(name, content)
    with PackageWorkbook(path) as book:
        assert [each.text for each in book.text_boxes()] == ["Once."]


def test_a_drawing_that_cannot_be_read_has_none(tmp_path: Path) -> None:
    source, path = tmp_path / "boxes.xlsx", tmp_path / "broken.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("With").insert_textbox(1, 1, "Lost.")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, b"<a" if name == "xl/drawings/drawing1.xml" else content)
    with PackageWorkbook(path) as book:
        assert book.text_boxes() == ()


def test_the_alternative_text_of_a_chart_is_read(tmp_path: Path) -> None:
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("With")
        for row, options in ((1, {"description": "Health to May 2015"}), (20, {})):
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=With!$A$1:$A$3"})
            sheet.insert_chart(row, 3, chart, options)
    with PackageWorkbook(path) as book:
        texts = [(each.sheet, each.name, each.text) for each in book.charts()]
    assert texts == [("With", "Chart 1", "Health to May 2015"), ("With", "Chart 2", "")]


def test_the_pages_of_the_template_have_two_each() -> None:
    with PackageWorkbook(Path(str(template("corporate-parenting-2015-05.xlsx")))) as book:
        boxes = book.text_boxes()
    assert len(boxes) == 14
    assert all(isinstance(each, TextBox) and each.text for each in boxes)
