"""Checking a workbook alone: what is used where it is there, and what is not needed."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest
from click.testing import CliRunner
from xlsx_templates import build, cover, words

from lacxl.app.check.check import check
from lacxl.app.month.refresh import refresh
from lacxl.cli import cli
from lacxl.demo import template, write_demo
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
from lacxl.workbook.layout import JudgedCells
from workbooks.cells import put
from workbooks.clean_year import build_clean
from workbooks.figures import Sheets

APRIL, MAY = Month(2015, 4), Month(2015, 5)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_clean(tmp_path_factory.mktemp("clean"), MAY).path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["check", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.return_value, result.output


def test_a_clean_workbook_ends_with_0(clean: Path) -> None:
    code, output = run(str(clean))
    assert code == 0
    assert "Nothing contradicts itself. Judged as of May 2015." in output


def test_findings_end_with_1_and_say_the_month() -> None:
    code, output = run(str(template("corporate-parenting-2015-05.xlsx")))
    assert code == 1
    assert "Findings: 13 to look at" in output
    assert "Judged as of April 2015." in output


def test_the_empty_workbook_has_nothing_to_judge() -> None:
    result = check(Path(str(template("corporate-parenting.xlsx"))))
    assert (result.month, result.findings) == (None, ())


def test_json_has_the_month_and_the_sentences_not_judged(clean: Path) -> None:
    _, output = run(str(clean), "--json")
    told = json.loads(output)
    assert told == {
        "format": 1,
        "command": "check",
        "workbook": str(clean),
        "month": "2015-05",
        "unjudged": 0,
        "findings": [],
    }


def test_without_a_workbook_it_is_the_one_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_demo(tmp_path / "demo")
    monkeypatch.chdir(tmp_path / "demo")
    assert run()[0] == 1
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused):
        run()


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("no workbook", "utf-8")
    with pytest.raises(Refused):
        check(tmp_path / "a.xlsx")


def test_a_target_of_the_settings_is_the_council_s(clean: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(clean, tmp_path / "clean.xlsx"))
    (tmp_path / "lacxl.toml").write_text(
        '[workbook]\nfile = "clean.xlsx"\n[indicators."7.8"]\ntarget = "90%"\n', "utf-8"
    )
    settings = Settings.load(tmp_path / "lacxl.toml")
    assert [each.code for each in check(path, settings).findings] == ["K104"]
    assert "lacxl.toml's 90%" in check(path, settings).findings[0].what
    assert run(str(path))[0] == 1


def test_an_indicator_and_a_page_that_are_not_there_are_left_out(
    clean: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(clean, tmp_path / "clean.xlsx"))
    place = Sheets(path).line("8.4").title
    assert place is not None
    row = place.cell.row
    values = {
        (place.sheet, f"A{row}"): "",
        (place.sheet, f"B{row}"): "",
        ("Health", "C4"): "",
        ("Health", "D4"): "",
    }
    assert check(put(path, values)).findings == ()


def test_a_row_of_which_number_and_title_disagree_is_told(clean: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(clean, tmp_path / "clean.xlsx"))
    place = Sheets(path).line("8.4").title
    assert place is not None
    findings = check(put(path, {(place.sheet, f"A{place.cell.row}"): "8.3"})).findings
    assert [each.code for each in findings] == ["L105"]


def test_what_a_light_would_judge_is_to_be_stated(clean: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(clean, tmp_path / "clean.xlsx"))
    sheets = Sheets(path)
    year, month = sheets.line("10.2").ytd, sheets.at("10.2", MAY)
    assert year is not None
    values = {
        (year.sheet, str(year.cell)): 480,
        ("Adoptions", sheets.at("10.2", MAY, "Adoptions")[1]): 600,
        month: 600,
        sheets.at("10.2", APRIL): 400,
        sheets.at("10.2", APRIL, "Adoptions"): 400,
        ("Adoptions", f"E{_row_of_year(path)}"): 480,
        sheets.sign("10.2", JudgedCells.ARROW): "▼ worse",
        sheets.sign("10.2", JudgedCells.LIGHT): "R",
    }
    findings = check(put(path, values)).findings
    assert [each.code for each in findings] == ["Q113"]
    assert "480 in 2015/16 YTD" not in findings[0].what
    assert "light R of May-15" in findings[0].what


def _row_of_year(path: Path) -> int:
    labels = {v: cell for (sheet, cell), v in Sheets(path).values.items() if sheet == "Adoptions"}
    return int(labels["2015/16 YTD"][1:])


def test_the_narrative_of_the_issue_before_is_told(tmp_path: Path) -> None:
    texts = dict.fromkeys(words.NARRATIVES, "A page's text that nobody has written again. " * 3)
    texts["Health"] = "What changed on this page since the last issue, and why it did. " * 3
    copy = tmp_path / "Report - April 2015 - I1.xlsx"
    with patch.dict(words.NARRATIVES, texts):
        _build(copy, APRIL)
    texts["Health"] = "Another text. " * 9
    with patch.dict(words.NARRATIVES, texts):
        _build(tmp_path / "Report.xlsx", MAY)
    findings = [each for each in check(tmp_path / "Report.xlsx").findings if each.code == "Q122"]
    assert len(findings) == 1
    assert "Placements" in findings[0].where
    assert "Health" not in findings[0].where
    copy.unlink()
    assert "Q122" not in {each.code for each in check(tmp_path / "Report.xlsx").findings}


def _build(path: Path, month: Month) -> None:
    from xlsx_templates.figures import report_until

    figures = report_until(month.first_day)
    issue = cover.Issue(month=month.first_day, status="Issue 1", created=dt.date(2015, 6, 9))
    build.build(path, figures=figures, issue=issue)


def test_settings_do_not_make_the_shipped_catalogue_the_councils(tmp_path: Path) -> None:
    """Where no column says which way is good, only the council's own files may say it."""
    settings = Settings.load(write_demo(tmp_path / "demo"))
    workbook = settings.workbook_path
    refresh(settings, MAY)
    with_heading(workbook, "GOOD PERF IS", "DIRECTION")
    alone = check(workbook, None)
    beside = check(workbook, settings)
    assert {(f.code, f.where) for f in beside.findings} == {
        (f.code, f.where) for f in alone.findings
    }


def with_heading(workbook: Path, before: str, after: str) -> None:
    book = openpyxl.load_workbook(workbook)
    for cell in book["Performance Summary"][5]:
        if cell.value == before:
            cell.value = after
    book.save(workbook)
