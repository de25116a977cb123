"""What is not lacxl's own survives: macros, rules, validations, comments; and nothing grows."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import openpyxl
from folders import MAY, assert_done, assert_plain, run, workbook_of
from planting import (
    RED_RULE,
    SUMMARY,
    VALIDATION,
    before_end,
    edit_sheet,
    part_of,
    read_sheet,
    rewrite,
    set_reading,
)


def test_a_workbook_with_macros_keeps_them(fresh: Path) -> None:
    path = workbook_of(fresh).rename(fresh / "report.xlsm")
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4000)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    rewrite(
        path,
        {
            "[Content_Types].xml": lambda text: text.replace(
                kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            ).replace(
                b"<Override",
                b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                b"<Override",
                1,
            ),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/'
                b'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
            ),
        },
        {"xl/vbaProject.bin": macros},
    )
    settings = fresh / "lacxl.toml"
    text = settings.read_text("utf-8").replace(
        "Monthly Performance - Corporate Parenting.xlsx", path.name
    )
    settings.write_text(text, "utf-8")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "issue", MAY))
    copy = fresh / "Monthly Performance - Corporate Parenting - May 2015 - I1.xlsm"
    with zipfile.ZipFile(copy) as new:
        assert new.read("xl/vbaProject.bin") == macros
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"):
            assert new.read(name) == parts[name], name
    assert copy.read_bytes() == path.read_bytes()


def with_other_peoples_work(path: Path) -> None:
    """Plant a conditional format, a data validation and a comment of somebody else's."""
    edit_sheet(
        path,
        SUMMARY,
        before_end(RED_RULE, "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    )
    edit_sheet(path, SUMMARY, before_end(VALIDATION, "hyperlinks", "printOptions", "pageMargins"))
    relations = part_of(path, "Cover").replace("worksheets/", "worksheets/_rels/") + ".rels"
    rewrite(
        path,
        {
            "[Content_Types].xml": lambda text: text.replace(
                b"</Types>",
                b'<Override PartName="/xl/comments1.xml" ContentType="application/vnd.'
                b'openxmlformats-officedocument.spreadsheetml.comments+xml"/></Types>',
            )
        },
        {
            "xl/comments1.xml": b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
            b'2006/main"><authors><author>Clerk</author></authors><commentList><comment ref="B5" '
            b'authorId="0"><text><t>Ask the clerk</t></text></comment></commentList></comments>',
            relations: b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/comments" Target="../comments1.xml"/>'
            b"</Relationships>",
        },
    )


def test_other_peoples_work_survives(fresh: Path) -> None:
    path = workbook_of(fresh)
    with_other_peoples_work(path)
    assert_done(run(fresh, "refresh", MAY))
    set_reading(fresh, "7.1", MAY, numerator="404")
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "issue", MAY))
    sheet = read_sheet(path, SUMMARY)
    assert 'sqref="B6:B20"' in sheet
    assert "LEN($B6)&gt;200" in sheet
    assert VALIDATION.decode() in sheet
    book = openpyxl.load_workbook(path)
    assert book["Cover"]["B5"].comment.text == "Ask the clerk"
    assert len(book[SUMMARY].data_validations.dataValidation) == 1
    book.close()


def counted(path: Path) -> dict[str, int]:
    """Return how many conditional formats and styles of each kind the workbook has."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        sheets = b"".join(book.read(name) for name in names)
        styles = book.read("xl/styles.xml").decode()
    found = {"rules": sheets.count(b"<cfRule"), "holders": sheets.count(b"<conditionalFormatting")}
    for kind in ("numFmts", "fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs"):
        block = re.search(rf"<{kind}\b.*?</{kind}>", styles, re.DOTALL)
        found[kind] = (
            len(re.findall(r"<(?:numFmt|font|fill|border|xf|dxf)\b", block[0])) if block else 0
        )
    return found


def test_neither_rules_nor_styles_grow(fresh: Path) -> None:
    """Five changed months over, an analyst taking a rule away each time."""
    path = workbook_of(fresh)
    with_other_peoples_work(path)
    first: dict[str, int] = {}
    for number in range(6):
        set_reading(fresh, "7.1", MAY, numerator=str(400 + number))
        set_reading(fresh, "7.6", MAY, numerator=str(50 + number), denominator="60")
        set_reading(fresh, "7.7", MAY, **({"note": "TBC"} if number % 2 else {"value": "40%"}))
        assert_done(run(fresh, "refresh", MAY))
        first = first or counted(path)
        assert counted(path) == first, f"refresh {number + 1}"
        owned = re.search(r"<cfRule(?:(?!</cfRule>).)*lacxl.*?</cfRule>", read_sheet(path, SUMMARY))
        assert owned
        taken = owned[0].encode()
        edit_sheet(path, SUMMARY, lambda text, rule=taken: text.replace(rule, b"", 1))  # type: ignore[misc]
    assert first["rules"] > 1
    assert_plain(run(fresh, "refresh", MAY))
    assert counted(path) == first
