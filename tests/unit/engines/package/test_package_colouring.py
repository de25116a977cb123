"""What others' conditional formats colour, and at which texts; lacxl's own are none of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Area
from lacxl.workbook.changes import ChangeSet, RulesChange, Swap
from lacxl.workbook.conditional_formats import Coloured, Look, text_rule

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
PLACE = "D2:D9"


def made(path: Path, *rules: dict[str, object]) -> Path:
    """Write a workbook with these rules, all over the same cells."""
    with xlsxwriter.Workbook(path) as book:
        sheet, lists = book.add_worksheet("Scorecard"), book.add_worksheet("Lists")
        red = book.add_format({"bg_color": "#FF0000"})
        for rule in rules:
            sheet.conditional_format(PLACE, {"format": red, **rule})
        lists.write_column("A1", ["Red", "Amber", 3])
        book.define_name("Bad", "=Lists!$A$1")
    return path


def edited(source: Path, target: Path, old_text: str, new_text: str) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                assert old_text in content
                content = content.replace(old_text, new_text)
            new.writestr(name, content)
    return target


def coloured(path: Path) -> tuple[Coloured, ...]:
    with PackageWorkbook(path) as book:
        return book.coloured("Scorecard")


def formula(text: str) -> dict[str, object]:
    return {"type": "formula", "criteria": text}


def equal_to(value: object) -> dict[str, object]:
    return {"type": "cell", "criteria": "==", "value": value}


def text(criteria: str, value: str) -> dict[str, object]:
    return {"type": "text", "criteria": criteria, "value": value}


@pytest.mark.parametrize(
    ("rule", "kind", "texts"),
    [
        (equal_to('"Red"'), "cellIs", ("Red",)),
        (equal_to('"Say ""R"""'), "cellIs", ('Say "R"',)),
        (equal_to("=Lists!$A$1"), "cellIs", ("Red",)),
        (equal_to("=Bad"), "cellIs", ("Red",)),
        (equal_to("=Lists!$A$3"), "cellIs", ()),
        (equal_to("=Lists!A1"), "cellIs", ()),
        (equal_to(3), "cellIs", ()),
        ({"type": "cell", "criteria": "!=", "value": '"Red"'}, "cellIs", ()),
        (text("containing", "Amber"), "containsText", ("Amber",)),
        (text("begins with", "A"), "beginsWith", ("A",)),
        (text("ends with", "r"), "endsWith", ("r",)),
        (text("not containing", "Amber"), "notContainsText", ()),
        (formula('=D2="G"'), "expression", ("G",)),
        (formula('=$D2="G"'), "expression", ("G",)),
        (formula('=("G"=D2)'), "expression", ("G",)),
        (formula('=EXACT(D2,"G")'), "expression", ("G",)),
        (formula('=OR(D2="G",D2="Green")'), "expression", ("G", "Green")),
        (formula('=$C2="G"'), "expression", ()),
        (formula('=$D$2="G"'), "expression", ()),
        (formula('=D3="G"'), "expression", ()),
        (formula('=Lists!D2="G"'), "expression", ()),
        (formula('=D2<>"G"'), "expression", ()),
        (formula("=D2=3"), "expression", ()),
        (formula('=LEN("G"'), "expression", ()),
        ({"type": "3_color_scale"}, "colorScale", ()),
        ({"type": "icon_set", "icon_style": "3_traffic_lights"}, "iconSet", ()),
        ({"type": "duplicate"}, "duplicateValues", ()),
    ],
)
def test_what_a_rule_colours(
    rule: dict[str, object], kind: str, texts: tuple[str, ...], tmp_path: Path
) -> None:
    found = coloured(made(tmp_path / "rules.xlsx", rule))
    assert found == (Coloured((Area.parse(PLACE),), kind, texts),)


def test_a_data_bar_is_told_once_though_an_extension_has_it_too(tmp_path: Path) -> None:
    path = made(tmp_path / "rules.xlsx", {"type": "data_bar", "data_bar_2010": True})
    assert coloured(path) == (Coloured((Area.parse(PLACE),), "dataBar"),)


def test_lacxls_own_rules_are_none(tmp_path: Path) -> None:
    source, path = made(tmp_path / "rules.xlsx", equal_to('"Red"')), tmp_path / "after.xlsx"
    own = text_rule(Area.parse("F2:F9"), "G", Look("00B050"))
    with PackageWorkbook(source) as book:
        book.write(ChangeSet(rules=(RulesChange("Scorecard", Swap((), (own,))),)), path)
    assert coloured(path) == coloured(source)
    with PackageWorkbook(path) as book:
        assert book.survey().sheet("Scorecard").rules == (own,)


def test_only_lacxls_own_rules_colour_nothing_of_others(tmp_path: Path) -> None:
    source, path = made(tmp_path / "rules.xlsx"), tmp_path / "after.xlsx"
    own = text_rule(Area.parse("F2:F9"), "G", Look("00B050"))
    with PackageWorkbook(source) as book:
        book.write(ChangeSet(rules=(RulesChange("Scorecard", Swap((), (own,))),)), path)
    assert coloured(path) == ()


@pytest.mark.parametrize(
    ("rule", "kind", "texts"),
    [
        ('type="cellIs" operator="equal"><xm:f>Lists!$A$1</xm:f', "cellIs", ("Red",)),
        ('type="cellIs" operator="equal"><xm:f>"Red"</xm:f', "cellIs", ("Red",)),
        ('type="containsText"><xm:f>NOT(ISERROR(SEARCH(Lists!$A$2,D2)))</xm:f><xm:f>Lists!$A$2</xm:f',
         "containsText", ("Amber",)),
        ('type="expression"><xm:f>D2="R"</xm:f', "expression", ("R",)),
        ('type="expression"><xm:f>D2=Lists!$A$1</xm:f', "expression", ()),
    ],
)  # fmt: skip
def test_a_rule_in_an_extension(
    rule: str, kind: str, texts: tuple[str, ...], tmp_path: Path
) -> None:
    extension = (
        f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{XM}">'
        f'<x14:cfRule priority="1" id="{{00000000-0000-0000-0000-000000000001}}" {rule}>'
        "<x14:dxf/></x14:cfRule><xm:sqref>D2:D9 F2</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    source = made(tmp_path / "plain.xlsx")
    path = edited(source, tmp_path / "extension.xlsx", "</worksheet>", extension)
    areas = (Area.parse("D2:D9"), Area.parse("F2"))
    assert coloured(path) == (Coloured(areas, kind, texts),)


@pytest.mark.parametrize("odd", ['sqref="D"', "", 'sqref="D2:D9 2D"'])
def test_a_rule_without_a_place_is_left_out(odd: str, tmp_path: Path) -> None:
    source = made(tmp_path / "rules.xlsx", equal_to('"Red"'))
    path = edited(source, tmp_path / "odd.xlsx", f'sqref="{PLACE}"', odd)
    assert coloured(path) == ()
    rule = '<conditionalFormatting sqref="A1"><cfRule type="iconSet" priority="9"/>'
    path = edited(
        path, tmp_path / "two.xlsx", "<pageMargins", f"{rule}</conditionalFormatting><pageMargins"
    )
    assert coloured(path) == (Coloured((Area.parse("A1"),), "iconSet"),)
