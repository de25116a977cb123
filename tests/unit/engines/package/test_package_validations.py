"""What may be typed where: validations of a sheet, and the entries of lists."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlsxwriter

from lacxl.engines.package import PackageWorkbook, around_rows
from lacxl.workbook.address import Area
from lacxl.workbook.snapshot import Validation

SHEET = "xl/worksheets/sheet1.xml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


def made(path: Path, *sources: object) -> Path:
    """Write a workbook whose cells B2, B3 and so on are validated by lists of these sources."""
    with xlsxwriter.Workbook(path) as book:
        sheet, lists = book.add_worksheet("Scorecard"), book.add_worksheet("The lists")
        for row, source in enumerate(sources, 2):
            sheet.data_validation(f"B{row}", {"validate": "list", "source": source})
        lists.write_column("A1", ["Red", "Amber", "Green"])
        lists.write_column("B1", [1, 2.5])
        lists.write_formula("B5", '="Grey"', None, "Grey")
        lists.write_formula("B6", "=1/0", None, "#DIV/0!")
        lists.write_row("D1", ["R", "A", "G"])
        sheet.write_column("F1", ["Up", "Down"])
        book.define_name("Lights", "='The lists'!$A$1:$A$3")
        book.define_name("Scorecard!Lights", "='The lists'!$D$1:$F$1")
        book.define_name("Again", "=Arrows")
        book.define_name("Arrows", "=Scorecard!$F$1:$F$2")
        book.define_name("Round", "=Round")
        book.define_name("Grown", "=OFFSET('The lists'!$A$1,0,0,3,1)")
    return path


def edited(source: Path, target: Path, edit: Callable[[str], str], part: str = SHEET) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content.decode()) if name == part else content)
    return target


def with_rules(tmp_path: Path, rules: str) -> Path:
    """Write a workbook with these validations as its only ones."""
    source = made(tmp_path / "plain.xlsx")
    found = f"<dataValidations>{rules}</dataValidations>"
    return edited(
        source,
        tmp_path / "edited.xlsx",
        lambda part: part.replace("<pageMargins", found + "<pageMargins"),
    )


def with_extension(tmp_path: Path, rules: str) -> Path:
    """Write a workbook with these validations in an extension, as Excel 2010 keeps some."""
    found = (
        f'<extLst><ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{XM}" count="1">{rules}</x14:dataValidations>'
        "</ext></extLst>"
    )
    source = made(tmp_path / "plain.xlsx")
    return edited(
        source,
        tmp_path / "edited.xlsx",
        lambda part: part.replace("</worksheet>", found + "</worksheet>"),
    )


def validations(path: Path, sheet: str = "Scorecard") -> tuple[Validation, ...]:
    with PackageWorkbook(path) as book:
        return book.validations(sheet)


def allowed(found: Iterable[Validation]) -> list[tuple[object, ...] | None]:
    return [each.allowed for each in found]


@pytest.mark.parametrize(
    ("source", "entries"),
    [
        (["Red", "Amber", "Green"], ("Red", "Amber", "Green")),
        (["R"], ("R",)),
        ("='The lists'!$A$1:$A$3", ("Red", "Amber", "Green")),
        ("='the LISTS'!$A$1:$A$3", ("Red", "Amber", "Green")),
        ("='The lists'!$A:$A", ("Red", "Amber", "Green")),
        ("='The lists'!$1:$1", ("Red", 1.0, "R", "A", "G")),
        ("='The lists'!$B$1:$B$9", (1.0, 2.5, "Grey")),
        ("=$F$1:$F$2", ("Up", "Down")),
        ("=F1:F2", ("Up", "Down")),
        ("=Lights", ("R", "A", "G")),
        ("=Again", ("Up", "Down")),
        ("=Round", None),
        ("=Grown", None),
        ("=Nobody", None),
        ("=INDIRECT($A$1)", None),
        ("=Elsewhere!$A$1:$A$3", None),
        ("='The lists'!$C$1:$C$9", ()),
    ],
)
def test_the_entries_of_a_list(
    source: object, entries: tuple[object, ...] | None, tmp_path: Path
) -> None:
    (found,) = validations(made(tmp_path / "lists.xlsx", source))
    assert (found.areas, found.kind) == ((Area.parse("B2"),), "list")
    assert found.allowed == entries
    if isinstance(source, str):
        assert found.formula == source.removeprefix("=")


def test_blanks_around_entries_are_none_of_them(tmp_path: Path) -> None:
    path = with_rules(
        tmp_path,
        '<dataValidation type="list" sqref="B2"><formula1>" R, A ,,G"</formula1></dataValidation>',
    )
    assert allowed(validations(path)) == [("R", "A", "G")]


def test_other_kinds_have_a_formula_and_no_entries(tmp_path: Path) -> None:
    path = tmp_path / "kinds.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Scorecard")
        sheet.data_validation("A1:B2", {"validate": "integer", "criteria": ">", "value": 5})
        sheet.data_validation("C1", {"validate": "custom", "value": "=ISTEXT(C1)"})
        sheet.data_validation("D1", {"validate": "any", "input_title": "Say why"})
    assert validations(path) == (
        Validation((Area.parse("A1:B2"),), "whole", "5", None, "greaterThan", (5.0,)),
        Validation((Area.parse("C1"),), "custom", "ISTEXT(C1)"),
        Validation((Area.parse("D1"),), "none"),
    )


def test_areas_are_all_that_the_rule_is_for(tmp_path: Path) -> None:
    path = with_rules(
        tmp_path,
        '<dataValidation type="list" sqref="B2:B9 D2 F:F"><formula1>R</formula1></dataValidation>',
    )
    (found,) = validations(path)
    assert list(map(str, found.areas)) == ["B2:B9", "D2", "F1:F1048576"]


@pytest.mark.parametrize(
    ("formula", "area", "entries"),
    [
        ("F1:F2", "B2:B9", None), ("F$1:F$2", "B2:B9", ("Up", "Down")), ("F$1:F$2", "B2:C2", None),
        ("$F1:$F2", "B2:C2", ("Up", "Down")), ("$F1:$F2", "B2 B4", None),
    ],
)  # fmt: skip
def test_a_list_that_moves_from_cell_to_cell_is_not_known(
    formula: str, area: str, entries: tuple[str, ...] | None, tmp_path: Path
) -> None:
    rule = f'<dataValidation type="list" sqref="{area}"><formula1>{formula}</formula1>'
    assert allowed(validations(with_rules(tmp_path, f"{rule}</dataValidation>"))) == [entries]


@pytest.mark.parametrize(
    ("formula", "entries"),
    [
        ("'The lists'!$A$1:$A$3", ("Red", "Amber", "Green")),
        ('"R,A,G"', ("R", "A", "G")),
        ("Lights", ("R", "A", "G")),
    ],
)
def test_a_list_in_an_extension(formula: str, entries: tuple[str, ...], tmp_path: Path) -> None:
    path = with_extension(
        tmp_path,
        f'<x14:dataValidation type="list"><x14:formula1><xm:f>{formula}</xm:f></x14:formula1>'
        "<xm:sqref>B2:B5 D2</xm:sqref></x14:dataValidation>",
    )
    areas = (Area.parse("B2:B5"), Area.parse("D2"))
    assert validations(path) == (Validation(areas, "list", formula, entries),)


def test_entries_with_commas_are_kept_beside_a_formula_for_older_programs(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    x12ac = "http://schemas.microsoft.com/office/spreadsheetml/2011/1/ac"
    path = with_rules(
        tmp_path,
        f'<dataValidation type="list" sqref="B2"><mc:AlternateContent xmlns:mc="{mc}" xmlns:x12ac='
        f'"{x12ac}"><mc:Choice Requires="x12ac"><x12ac:list>Red,"Amber, so far"</x12ac:list>'
        '</mc:Choice><mc:Fallback><formula1>"Red,Amber, so far"</formula1></mc:Fallback>'
        "</mc:AlternateContent></dataValidation>",
    )
    assert validations(path) == (
        Validation((Area.parse("B2"),), "list", '"Red,Amber, so far"', ("Red", "Amber, so far")),
    )


@pytest.mark.parametrize(
    "odd",
    [
        '<dataValidation type="list"><formula1>"R"</formula1></dataValidation>',
        '<dataValidation type="list" sqref="2B"><formula1>"R"</formula1></dataValidation>',
        '<dataValidation type="list" sqref="B2:XFE9"><formula1>"R"</formula1></dataValidation>',
    ],
)
def test_one_without_a_place_is_left_out(odd: str, tmp_path: Path) -> None:
    sound = '<dataValidation type="list" sqref="B3"><formula1>"A"</formula1></dataValidation>'
    assert allowed(validations(with_rules(tmp_path, odd + sound))) == [("A",)]


@pytest.mark.parametrize("formula", ["", '"R', "((", "#REF!", "1", "'The lists'!#REF!", "(Lights)"])
def test_a_formula_that_is_none_is_no_fault(formula: str, tmp_path: Path) -> None:
    rule = f'<dataValidation type="list" sqref="B2"><formula1>{formula}</formula1></dataValidation>'
    (found,) = validations(with_rules(tmp_path, rule))
    assert found.formula == formula
    assert found.allowed == (("R", "A", "G") if formula == "(Lights)" else None)


def test_a_long_list_is_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Scorecard")
        sheet.write_column("F1", range(1001))
        for row, last in enumerate(("F$1000", "F$1001", "F$1048576")):
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"=$F$1:${last}"})
    found = validations(path)
    assert [each and len(each) for each in allowed(found)] == [1000, None, None]


def test_a_sheet_that_cannot_be_read_has_none(tmp_path: Path) -> None:
    source = made(tmp_path / "lists.xlsx", "='The lists'!$A$1:$A$3")
    path = edited(source, tmp_path / "broken.xlsx", lambda part: part[:-20])
    assert validations(path) == ()


def test_entries_on_a_sheet_that_cannot_be_read_are_not_known(tmp_path: Path) -> None:
    source = made(tmp_path / "lists.xlsx", "='The lists'!$A$1:$A$3", ["R"])
    path = edited(
        source, tmp_path / "broken.xlsx",
        lambda part: part.replace("</row>", ""), "xl/worksheets/sheet2.xml",
    )  # fmt: skip
    assert allowed(validations(path)) == [None, ("R",)]


def test_a_name_of_a_sheet_that_is_not_there_hinders_no_other_list(tmp_path: Path) -> None:
    source = made(tmp_path / "lists.xlsx", ["R", "A"], "=Lights")
    path = edited(
        source, tmp_path / "odd.xlsx",
        lambda part: part.replace('localSheetId="0"', 'localSheetId="7"'), "xl/workbook.xml",
    )  # fmt: skip
    assert allowed(validations(path)) == [("R", "A"), None]


def test_there_is_no_such_sheet(tmp_path: Path) -> None:
    assert validations(made(tmp_path / "lists.xlsx"), "Elsewhere") == ()


def test_where_no_rule_is_nothing_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PackageWorkbook(made(tmp_path / "lists.xlsx")) as book:
        book.survey()
        monkeypatch.setattr(around_rows, "fragment", pytest.fail)
        assert book.validations("Scorecard") == ()
        assert book.coloured("Scorecard") == ()
