"""A month in the page, from the files to what is saved, with nothing asked of any network."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from pathlib import Path

import openpyxl
from driven import Driven
from native import MAY, run

from lacxl.demo import WORKBOOK


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_month_from_files_to_zip(page: Driven, folder: Path, tmp_path: Path) -> None:
    page.give(folder)
    found = page.texts("#found li")
    assert f"{WORKBOOK} (workbook)" in found
    assert "readings.csv (readings)" in found
    assert page.text("#month-says") == "Not filled yet."
    assert "May-15 is not filled yet: this is how it will look." in page.text("#summary .legend")
    page.press("Show what would change")
    assert page.texts("button.main:visible")[-2:] == ["Fill May-15", "Fill May-15"]
    assert "Filling May 2015 would change 132 cells on 9 sheets." in page.text("#outcome")
    assert "77 cells of the summary would change" in page.text("#summary .legend")
    assert not page.shows("#save")
    page.press("Fill May-15", within="#outcome")
    assert "not filled yet" not in page.text("#summary .legend")
    assert "May 2015 is filled: 132 cells on 9 sheets." in page.text("#outcome")
    assert page.text("#month-says") == "Filled, not issued: it can be filled again."
    run(folder, ["refresh", MAY])
    assert sha256(page.download("Save the workbook alone", tmp_path)) == sha256(folder / WORKBOOK)
    page.answer("Issue May-15", "Issue it")
    assert "May 2015 is issued as issue 1; 50 cells locked." in page.text("#outcome")
    saved = page.download("Save everything as one zip", tmp_path)
    assert saved.name == f"{WORKBOOK.removesuffix('.xlsx')} 2015-05.zip"
    with zipfile.ZipFile(saved) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert {WORKBOOK, "lacxl-history.csv", "lacxl-issued.csv", "lacxl-register.csv"} <= set(names)
    assert any(name.endswith("May 2015 - I1.xlsx") for name in names)
    assert not page.shows("#save")


def test_nothing_is_asked_of_any_network(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.press("Fill May-15")
    asked = [url for url in page.do("requests") if not url.startswith("blob:")]
    assert len(asked) == 1, "the file itself"
    assert asked[0].startswith("file:")
    assert page.do("said") == []


def test_the_policy_forbids_every_connection(page: Driven) -> None:
    policy = page.do(
        "evaluate",
        code="document.querySelector('meta[http-equiv=Content-Security-Policy]').content",
    )
    assert "connect-src 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in policy
    code = "fetch('https://example.org/').then(() => 'reached', () => 'refused')"
    assert page.do("evaluate", code=code) == "refused"
    assert any("Content Security Policy" in text for text in page.do("said"))


def test_a_figure_says_where_it_comes_from(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.do("click", selector='#summary button[data-figure="7.6"]')
    said = page.text("#dialog")
    assert "54 reviews held within timescales" in said
    assert "readings.csv row 20" in said
    assert page.shows("#dialog svg.months.large")
    page.do("key", name="Escape")
    assert not page.shows("#dialog")


def test_a_finding_leads_to_its_cell(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.press("Show what would change")
    page.press("'Performance Summary'!G12", within="#outcome")
    assert page.text("#summary .here").startswith("94.8%")
    page.press("'Reviews & Visits'!F7", within="#outcome")
    assert page.text("#dialog h2") == "F7 on Reviews & Visits"
    assert page.text("#dialog .here") == "94.8%"


def test_the_next_month_gets_its_place(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.press("Fill May-15")
    page.answer("Make the place for the next month", "Make the place")
    assert "June 2015 has its place" in page.text("#outcome")
    assert "June 2015 (open)" in page.text("#month")
    page.press("Undo")
    assert "undone" in page.text("#outcome")


def test_a_month_is_corrected(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.press("Fill May-15")
    page.answer("Issue May-15", "Issue it")
    readings = (folder / "readings.csv").read_text("utf-8")
    (folder / "readings.csv").write_text(readings.replace("7.6,2015-05,54,", "7.6,2015-05,55,"))
    page.give(folder / "readings.csv")
    page.answer("Correct an issued figure", "Show the correction", "A late return")
    assert "May 2015 would be restated: 6 cells." in page.text("#dialog")
    page.press("Correct it, with a corrected copy", within="#dialog")
    assert "May 2015 is restated: 6 cells." in page.text("#outcome")
    assert page.text('#summary [data-cell$="!H12"]').startswith("91.7%")


def test_a_workbook_alone_is_checked_and_set_up(page: Driven, folder: Path) -> None:
    page.give(folder / WORKBOOK)
    assert "no settings" in page.texts("#found li")
    page.press("Check the workbook")
    assert "Judged as of April 2015." in page.text("#outcome")
    page.give(folder / "readings.csv")
    page.press("Set it up for filling")
    page.press("Fill May-15")
    assert "May 2015 is filled" in page.text("#outcome")


def in_a_workbook(folder: Path) -> Path:
    """Put the readings into a workbook, which the settings then name."""
    book = openpyxl.Workbook()
    with (folder / "readings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.worksheets[0].append(row)
    book.save(folder / "readings.xlsx")
    (folder / "readings.csv").unlink()
    settings = (folder / "lacxl.toml").read_text("utf-8")
    (folder / "lacxl.toml").write_text(settings.replace("readings.csv", "readings.xlsx"), "utf-8")
    return folder / "readings.xlsx"


def test_readings_in_a_workbook(page: Driven, folder: Path, tmp_path: Path) -> None:
    readings = in_a_workbook(folder)
    page.give(*(path for path in folder.iterdir() if path != readings))
    assert "no readings" in page.texts("#found li")
    page.give(readings)
    assert "readings.xlsx (readings)" in page.texts("#found li")
    page.press("Fill May-15")
    assert "May 2015 is filled: 132 cells on 9 sheets." in page.text("#outcome")
    run(folder, ["refresh", MAY])
    assert sha256(page.download("Save the workbook alone", tmp_path)) == sha256(folder / WORKBOOK)
    page.press("Undo")


def test_a_workbook_is_set_up_with_readings_in_another(page: Driven, folder: Path) -> None:
    page.open()  # else they join what is there
    page.give(folder / WORKBOOK, in_a_workbook(folder))
    assert page.do("evaluate", code="document.getElementById('which-workbook').value") == WORKBOOK
    page.press("Set it up for filling")
    assert "readings.xlsx (readings)" in page.texts("#found li")
    page.press("Fill May-15")
    assert "May 2015 is filled" in page.text("#outcome")


def test_a_tab_closed_by_mistake_is_asked_about(page: Driven, folder: Path) -> None:
    page.give(folder)
    page.press("Fill May-15")
    assert page.do("leaving") == "beforeunload"
    page.open()


def test_the_demo_is_in_the_page(page: Driven) -> None:
    page.press("Try it with the demo")
    page.press("Fill May-15")
    assert "May 2015 is filled: 132 cells on 9 sheets." in page.text("#outcome")


def test_help_is_inside(page: Driven) -> None:
    page.press("Help")
    assert "Nothing is changed yet" in page.text("#help")
    page.press("Close", within="#help")
    assert not page.shows("#help")
