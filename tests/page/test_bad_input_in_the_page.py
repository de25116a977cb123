"""What a person may give the page by mistake, and what goes wrong around it: told, not frozen."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from driven import Driven
from test_month_in_the_page import in_a_workbook

from lacxl.demo import WORKBOOK

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an encrypted workbook begins, and one of Excel 97."""


def faults(page: Driven) -> str:
    """Return what stands in the way, as it is told."""
    return page.text("#fault") if page.shows("#fault") else page.text("#found")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no workbook at all", "W1"), (OLE + bytes(5000), "W1"), (b"", "W1"), (b"PK\3\4", "W1")],
    ids=["text", "encrypted", "empty", "torn"],
)
def test_a_file_that_is_no_workbook(page: Driven, folder: Path, content: bytes, code: str) -> None:
    (folder / WORKBOOK).write_bytes(content)
    page.give(folder)
    assert code in faults(page)
    assert "What to do:" in faults(page)
    assert not page.shows("#month-section")


def test_nothing_that_lacxl_reads(page: Driven, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    page.give(tmp_path / "letter.docx")
    assert "J101" in page.text("#fault")
    assert "None of these is a workbook" in page.text("#fault")


def test_settings_that_are_faulty(page: Driven, folder: Path) -> None:
    (folder / "lacxl.toml").write_text("[workbok]\nfile = 3\n", "utf-8")
    page.give(folder)
    assert "workbok" in faults(page)


def test_a_month_without_readings(page: Driven, folder: Path) -> None:
    lines = (folder / "readings.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "readings.csv").write_text("".join(x for x in lines if "2015-05" not in x), "utf-8")
    page.give(folder)
    page.press("Fill May-15")
    assert "Nothing was changed." in page.text("#status")
    assert "What to do:" in page.text("#fault")
    assert not page.shows("#save")


def test_a_month_that_is_issued(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.do("choose", month="2015-03")
    assert page.text("#month-says") == "Issued: its figures stay as they were printed."
    assert "Fill Mar-15" not in page.texts("#deeds button")


def test_a_file_that_is_far_too_large(page: Driven, folder: Path) -> None:
    (folder / "readings.csv").write_bytes(b"\n" * 6_000_000)
    page.give(folder)
    page.press("Fill May-15")
    assert "F302" in page.text("#fault")
    assert "Where: readings.csv" in page.text("#fault")


def test_twenty_files_at_once(page: Driven, folder: Path) -> None:
    for number in range(16):
        shutil.copy(folder / "readings.csv", folder / f"other {number}.csv")
    page.give(*sorted(folder.iterdir()))
    assert "and 16 other files" in page.text("#found")
    page.press("Fill May-15")
    assert "May 2015 is filled" in page.text("#outcome")


def test_the_same_file_twice(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.give(folder / WORKBOOK, folder / WORKBOOK)
    page.press("Fill May-15")
    assert "May 2015 is filled" in page.text("#outcome")


def test_two_files_of_one_name(page: Driven, folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "readings.csv").write_text("other", "utf-8")
    page.give(folder / "readings.csv", folder / "a" / "readings.csv")
    assert "Two different files are called readings.csv" in page.text("#fault")


def test_a_workbook_of_fifty_megabytes(page: Driven, folder: Path) -> None:
    with zipfile.ZipFile(folder / WORKBOOK, "a") as package:
        package.writestr("xl/media/large.bin", os.urandom(50_000_000))
    page.give(folder)
    page.press("Check the workbook")
    assert page.shows("#outcome") or page.shows("#fault")
    assert not page.shows(".status[data-busy=yes]")


def test_a_worker_that_dies(page: Driven, folder: Path) -> None:
    script = """
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...more) {
      if (message.kind === "ask" && message.request.includes('"refresh"')) {
        this.terminate();
        this.onerror(new ErrorEvent("error", { message: "out of memory" }));
      } else send.call(this, message, ...more);
    };
    """
    page.open(script=script)
    page.give(folder)
    page.press("Fill May-15")
    assert "J102" in page.text("#fault")
    assert "Reload the page" in page.text("#fault")


@pytest.mark.parametrize("lacking", ["DecompressionStream", "WebAssembly", "HTMLDialogElement"])
def test_a_browser_that_is_too_old(opened: Driven, page_file: Path, lacking: str) -> None:
    opened.do("open", url=page_file.as_uri(), script=f"delete window.{lacking}")
    assert "This browser cannot run the page" in opened.text("#too-old")
    assert not opened.shows("#status")


def test_names_that_would_be_markup(page: Driven, folder: Path) -> None:
    odd = "<img src=x onerror=alert(1)>.csv"
    shutil.copy(folder / "readings.csv", folder / odd)
    settings = (folder / "lacxl.toml").read_text("utf-8")
    (folder / "lacxl.toml").write_text(settings.replace("readings.csv", odd), "utf-8")
    page.give(folder)
    assert f"{odd} (readings)" in page.texts("#found li")
    assert page.do("evaluate", code="document.querySelectorAll('img').length") == 0


def test_children_are_not_counted_here(page: Driven, folder: Path) -> None:
    with (folder / "lacxl.toml").open("a", encoding="utf-8") as file:
        file.write('\n[children]\nfolder = "extracts"\n')
    page.give(folder)
    page.press("Fill May-15")
    assert "J106" in page.text("#fault")
    assert "counts no children" in page.text("#fault")


def test_a_table_with_dates_that_are_none_is_read_as_natively(page: Driven, folder: Path) -> None:
    """Beside the readings nobody asks what such a cell holds."""
    book = openpyxl.load_workbook(in_a_workbook(folder))
    cell = book.worksheets[0].cell(1, 9, 99_999_999)
    cell.number_format = "dd/mm/yyyy"
    book.save(folder / "readings.xlsx")
    page.give(folder)
    page.press("Fill May-15")
    assert "May 2015 is filled" in page.text("#outcome")
    page.press("Undo")
