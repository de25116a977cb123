"""Texts that mean harm: no formula, no script, no file that a program cannot read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from lacxl.publishing.forms import write_forms
from oracles import invariants
from oracles.browser import Browser
from oracles.office import Office
from oracles.reader import opened
from oracles.sdk import Validator
from unit.publishing import reading_back, sample

OPENERS = ("=", "+", "-", "@", "\t", "\r", "＝")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The four forms of the hostile publication, by their endings."""
    folder = tmp_path_factory.mktemp("hostile")
    return {path.suffix: path for path in write_forms(sample.hostile(), folder)}


def test_no_cell_is_a_formula(files: dict[str, Path]) -> None:
    with opened(files[".xlsx"]) as book:
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert not [cell.value for cell in texts if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in texts if cell.value.startswith(OPENERS))
    assert b"formula" not in files[".ods"].read_bytes()


def test_no_field_of_the_csv_begins_a_formula(files: dict[str, Path]) -> None:
    rows = reading_back.of_csv(files[".csv"].read_bytes())
    texts = {text for row in rows for text in row.values()}
    assert {"'=cmd|'/c calc'!A1", "'-2+3", "'＝1+1"} <= texts
    assert not [text for text in texts if text.startswith(OPENERS)]


def test_nothing_runs_and_nothing_is_fetched(files: dict[str, Path], browser: Browser) -> None:
    (view,) = browser.look(files[".html"], (320, "light"))
    assert (view.requests, view.said) == ((), ())
    assert view.violations == ()
    assert view.wide <= view.width
    tree = reading_back.tree_of(files[".html"].read_bytes())
    assert not tree.xpath("//script|//img|//iframe|//@style|//@onerror|//@src")


def test_both_workbooks_say_the_same(files: dict[str, Path], libreoffice: Office) -> None:
    excel, open_document = libreoffice.read(files[".xlsx"], files[".ods"])
    for name in excel:
        assert excel[name] == open_document[name], name


def test_the_texts_come_back_clean(files: dict[str, Path]) -> None:
    for ending in (".xlsx", ".ods"):
        notes = [row[2] for row in reading_back.of_calamine(files[ending])["Notes"][3:]]
        for text in ("الأطفال تحت الرعاية", "👩‍👧 gnp.exe", "abcdef", "half of a pair",
                     "two lines and a tab", "<script>alert(1)</script>"):  # fmt: skip
            assert text in notes, (ending, text)


def test_an_escape_of_excels_stays_a_text(files: dict[str, Path], libreoffice: Office) -> None:
    """Excel shows _x0041_ as A, unless its first sign is escaped as well."""
    part = zipfile.ZipFile(files[".xlsx"]).read("xl/worksheets/sheet3.xml").decode()
    assert "_x005F_x0041_ _x005F_x000D_" in part
    (notes,) = (book["Notes"] for book in libreoffice.read(files[".xlsx"]))
    assert "_x0041_ _x000D_" in {cell.value for cell in notes.values()}


def test_no_text_is_longer_than_a_cell_holds(files: dict[str, Path]) -> None:
    for ending in (".xlsx", ".ods"):
        sheets = reading_back.of_calamine(files[ending])
        longest = max(
            len(str(cell).encode("utf-16-le")) // 2
            for rows in sheets.values()
            for row in rows
            for cell in row
        )
        assert longest <= 2_000


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_every_part_is_well_formed(files: dict[str, Path], ending: str) -> None:
    with zipfile.ZipFile(io.BytesIO(files[ending].read_bytes())) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode("utf-8")
                etree.fromstring(text.encode())
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", text), name


def test_the_workbook_is_valid(files: dict[str, Path], validator: Validator) -> None:
    assert validator.errors(files[".xlsx"]) == ()
    assert invariants.breaches(files[".xlsx"]) == ()
