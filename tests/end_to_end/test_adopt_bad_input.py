"""Workbooks, answers and folders with which adopting can do little: refused, asked or told."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from folders import (
    DONE,
    REFUSED,
    USAGE,
    WITH_FINDINGS,
    Ran,
    call,
    run,
    run_process,
    squeezed,
    state_of,
)
from own_scorecard import make_scorecard
from planting import OLE
from test_bad_disks import like_any_user, posix
from test_bad_workbooks import content, ole

import needs

WORKBOOK, ANSWERS = "Our scorecard.xlsx", "lacxl-answers.toml"
Row = Sequence[str | float | dt.date]
HEADINGS: Row = ("Ref", "Measure", "Target", "Apr-25", "May-25", "Jun-25")
ROWS: Sequence[Row] = (
    ("A1", "Number of children", 10, 4, 5),
    ("A2", "Number of admissions", 10, 6, 7),
    ("A3", "Number of visits", 9, 8, 9),
)
SCORECARD: Sequence[Row] = (("Scorecard 2025/26",), (), HEADINGS, *ROWS)
READINGS = "indicator,month,numerator,denominator,value,note\nA2,2025-06,8,,,\nA3,2025-06,9,,,\n"


def write(folder: Path, password: str | None = None, **sheets: Sequence[Row]) -> Path:
    """Write a workbook of these sheets, protected if there is a password."""
    path = folder / WORKBOOK
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if password is not None:
                sheet.protect(password)
    return path


def adopt(path: Path, *more: str) -> Ran:
    """Adopt a workbook, which stays as it is, whatever comes of it."""
    before = path.read_bytes()
    ran = call("adopt", str(path), *more)
    assert path.read_bytes() == before
    return ran


def refused(path: Path, code: str) -> Ran:
    """Adopt a workbook that is refused, nothing having been written beside it."""
    before = state_of(path.parent)
    ran = adopt(path)
    assert ran.code == REFUSED
    assert ran.codes() == [code]
    assert "Nothing was changed." in ran.err
    assert state_of(path.parent) == before
    return ran


def said(ran: Ran) -> dict[str, str]:
    """What is told, by its code."""
    return {each["code"]: f"{each['where']}: {each['what']}" for each in ran.json()["findings"]}


def questions(ran: Ran) -> list[str]:
    """The questions that are open."""
    return [each["id"] for each in ran.json()["questions"]]


# -- workbooks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows", [(), (("Hello",),), (("Apr-25", "May-25"), (4, 5)), (HEADINGS[:3],)]
)
def test_a_workbook_without_a_table_is_refused_with_what_is_needed(
    rows: Sequence[Row], tmp_path: Path
) -> None:
    ran = refused(write(tmp_path, Cover=rows, Notes=(("More", "text"),)), "D208")
    assert "LookedatCover,Notes" in ran.said.replace(":", "")
    assert "Ameasure" not in ran.said
    assert "months" in ran.err


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (ole("EncryptionInfo", "EncryptedPackage"), "W102"),
        (ole("Workbook"), "W103"),
        (content(b"Ref,Measure,Apr-25\n"), "W101"),
        (content(b""), "W101"),
        (content(OLE), "W101"),
    ],
    ids=["encrypted", "xls", "csv", "empty", "cut off"],
)
def test_a_file_that_is_no_open_workbook_is_refused(
    plant: Callable[[Path], None], code: str, tmp_path: Path
) -> None:
    path = tmp_path / WORKBOOK
    plant(path)
    refused(path, code)


def test_a_workbook_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    ran = call("adopt", str(tmp_path / WORKBOOK))
    assert ran.code in (USAGE, REFUSED)
    assert WORKBOOK in ran.err
    assert list(tmp_path.iterdir()) == []


def test_of_two_sheets_that_are_alike_one_has_to_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path, One=SCORECARD, Two=SCORECARD)
    first = adopt(path, "--json")
    assert first.code == WITH_FINDINGS
    assert questions(first) == ["table"]
    assert not (tmp_path / "lacxl-layout.toml").exists()
    (tmp_path / ANSWERS).write_text('[table]\nfilled = "Two"\n', encoding="utf-8")
    second = adopt(path, "--json")
    assert questions(second) == []
    assert second.json()["tables"] == ["Two"]
    assert 'sheet = "Two"' in (tmp_path / "lacxl-layout.toml").read_text("utf-8")


def test_a_month_that_stands_twice_in_two_spellings_is_told_and_not_filled(tmp_path: Path) -> None:
    head = (*HEADINGS, "June 2025")
    path = write(tmp_path, Scorecard=(*SCORECARD[:2], head, *ROWS))
    ran = adopt(path, "--json")
    assert ran.code == WITH_FINDINGS
    assert said(ran)["L103"].startswith("Scorecard!F3 and Scorecard!G3")
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    before = path.read_bytes()
    assert run(tmp_path, "refresh", "2025-06").code == REFUSED
    assert path.read_bytes() == before


def test_a_table_by_week_is_told_in_one_line_with_what_to_do_in_place_of_a_refresh(
    tmp_path: Path,
) -> None:
    weeks = [dt.date(2025, month, day) for month in (4, 5, 6) for day in (1, 8, 15, 22)]
    rows = ((*HEADINGS[:3], *weeks), *((f"A{n}", f"Number {n}", 9, 4, 5, 6) for n in range(1, 4)))
    path = write(tmp_path, Weekly=(*SCORECARD[:2], *rows))
    ran = adopt(path)
    assert ran.code == WITH_FINDINGS
    assert ran.out.count("L103") == 1
    assert squeezed("12 columns of the table are headed with 3 months") in squeezed(ran.out)
    *_, last = ran.out.strip().splitlines()
    assert "mend what is listed above" in last
    assert "lacxl refresh" not in ran.out
    assert run(tmp_path, "refresh", "2025-06").code == REFUSED


@pytest.mark.parametrize("title", ["Scorecard 2024/25", "Scorecard 2026/27"])
def test_a_title_that_contradicts_the_months_is_told(title: str, tmp_path: Path) -> None:
    """The months have years of their own, so they are filled all the same."""
    path = write(tmp_path, Scorecard=((title,), *SCORECARD[1:]))
    ran = adopt(path, "--json")
    assert ran.code == WITH_FINDINGS
    assert said(ran)["L125"].startswith("Scorecard!A1: The months are headed as of 2025/26")
    assert title.removeprefix("Scorecard ") in said(ran)["L125"]
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    refreshed = run(tmp_path, "refresh", "2025-06", "--json")
    assert [(each["cell"], each["after"]) for each in refreshed.json()["cells"]] == [
        ("F5", 8), ("F6", 9),
    ]  # fmt: skip
    told = [each for each in refreshed.json()["findings"] if each["where"] == "Scorecard!A1"]
    assert len(told) == 1  # and not once by each check that sees it
    checked = call("check", str(path), "--json").json()
    assert "L125" in [each["code"] for each in checked["findings"]]


def test_titles_that_contradict_each_other_leave_bare_months_empty(tmp_path: Path) -> None:
    head = ("Ref", "Measure", "Target", "Apr", "May", "Jun")
    path = write(tmp_path, **{"2025-26": (("Scorecard 2024/25",), (), head, *ROWS)})
    ran = adopt(path, "--json")
    assert ran.code == WITH_FINDINGS
    assert (
        "the title above the table says 2024/25, the sheet's name says 2025/26"
        in (said(ran)["L125"])
    )
    assert questions(ran) == []  # no answer could settle it
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    before = path.read_bytes()
    refreshed = run(tmp_path, "refresh", "2025-06")
    assert refreshed.code == REFUSED
    assert "L125" in refreshed.codes()
    assert path.read_bytes() == before


def test_a_heading_that_contradicts_itself_is_told_each_time_and_never_filled(
    tmp_path: Path,
) -> None:
    head = ("Ref", "Measure", "Target", "Apr-25", "May-25", "Jun-25", "Q1 (Jul-Sep)", "H1 2025/26")
    path = write(tmp_path, Scorecard=(("Scorecard 2025/26",), (), head, *ROWS))
    ran = adopt(path, "--json")
    assert said(ran)["L123"].startswith("Scorecard!G3")
    assert said(ran)["L124"].startswith("Scorecard!H3")
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    refreshed = run(tmp_path, "refresh", "2025-06", "--json").json()
    assert {each["cell"] for each in refreshed["cells"]} == {"F5", "F6"}
    codes = [each["code"] for each in refreshed["findings"]]
    assert "L123" in codes
    assert "L124" not in codes  # it was left alone once for all, under ignored


def test_rows_of_months_are_read_and_held_against_the_title_too(tmp_path: Path) -> None:
    """A data sheet: a row for each month, as its last day."""
    rows = (
        ("Data 2024/25",), (), ("Month", "A2 Number of admissions", "A3 Number of visits"),
        ("As at 30 Apr 2025", 6, 8), ("Apr 25 2024/25", 5, 5), ("31 May 2025", 7, 9),
        ("30 June 2025",),
    )  # fmt: skip
    path = write(tmp_path, Data=rows)
    told = said(adopt(path, "--json"))
    assert told["L123"].startswith("Data!A5")
    assert told["L125"].startswith("Data!A1")
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    refreshed = run(tmp_path, "refresh", "2025-06", "--json").json()
    cells = [(each["cell"], each["after"]) for each in refreshed["cells"]]
    assert cells == [("B7", 8), ("C7", 9)]


def test_headings_that_are_all_contradictory_say_why_there_is_no_table(tmp_path: Path) -> None:
    head = ("Ref", "Measure", "Q1 (Jul-Sep)", "Q2 (Oct-Dec)")
    ran = adopt(write(tmp_path, Scorecard=(("Scorecard",), head, *ROWS)))
    assert ran.code == REFUSED
    assert ran.codes() == ["D208", "L123"]
    assert "Scorecard!C2, Scorecard!D2" in ran.err


def test_a_reference_that_stands_twice_is_left_out_and_the_others_are_filled(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, Scorecard=(*SCORECARD, ("A1", "Number of boys", 3, 4, 5)))
    ran = adopt(path, "--json")
    assert "Scorecard!B4, Scorecard!B7" in said(ran)["D203"]
    assert ran.json()["indicators"] == 2
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    filled = run(tmp_path, "refresh", "2025-06", "--json").json()
    assert [(each["cell"], each["after"]) for each in filled["cells"]] == [("F5", 8), ("F6", 9)]


def test_sixty_sheets_are_told_in_one_line(tmp_path: Path) -> None:
    path = write(tmp_path, **{f"Copy {at}": SCORECARD for at in range(60)})
    ran = adopt(path, "--json")
    assert questions(ran) == ["table"]
    assert [each["code"] for each in ran.json()["findings"]] == ["D204"]


def test_a_long_list_of_records_beside_the_scorecard_is_none_and_not_shown(tmp_path: Path) -> None:
    records = [(f"{at:06}", "2025-04-01", 1) for at in range(100_000)]
    path = write(tmp_path, Scorecard=SCORECARD, Raw=(("Child ID", "Start", "Value"), *records))
    ran = adopt(path, "--json")
    assert ran.code == DONE
    assert ran.json()["tables"] == ["Scorecard"]
    shown = (tmp_path / "lacxl-map.html").read_text("utf-8")
    assert "000001" not in shown
    assert "099999" not in shown


def test_a_protected_sheet_is_adopted_as_any_other(tmp_path: Path) -> None:
    path = write(tmp_path, password="open sesame", Scorecard=SCORECARD)
    assert adopt(path).code == DONE


# -- answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "code", "where", "words"),
    [
        ('\n[kind]\n"CLA01" = "stock"\n', "D202", "line 3", "Allowed: flow, snapshot, rolling."),
        ('[kind]\n"CLA09" = "flow"\n', "D202", "line 2", "Did you mean CLA0"),
        ('[kinds]\n"CLA01" = "flow"\n', "D202", "line 1", "Did you mean [kind]?"),
        ('[year]\n"Scorecard" = "2024"\n', "D202", ANSWERS, "2025/26"),
        ("[kind]\n“CLA01” = “flow”\n", "D201", "line 2", "quotes"),
        ('"CLA01" = "flow"\n', "D201", ANSWERS, "[heading]"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(
    answers: str, code: str, where: str, words: str, tmp_path: Path
) -> None:
    path = make_scorecard(tmp_path)
    (tmp_path / ANSWERS).write_text(answers, encoding="utf-8")
    ran = refused(path, code)
    assert ANSWERS in ran.err
    assert squeezed(where) in ran.said
    assert squeezed(words) in ran.said


def test_a_limit_that_is_no_number_is_refused_where_it_was_written(tmp_path: Path) -> None:
    path = make_scorecard(tmp_path)
    (tmp_path / ANSWERS).write_text('[amber]\n"CLA03" = "ninety"\n', encoding="utf-8")
    assert f"{ANSWERS} line 2" in refused(path, "D202").err


def test_every_answer_that_is_no_number_is_refused_at_once(tmp_path: Path) -> None:
    path = make_scorecard(tmp_path)
    (tmp_path / ANSWERS).write_text(
        '[amber]\n"CLA01" = "12.5"\n"CLA03" = "ninety"\n"CLA04" = "90%"\nrest = "within reason"\n'
        '\n[arrows]\n"slight" = "two"\n"level_within" = "a bit"\n"shows" = "colour"\n'
        '[year]\n"Scorecard" = "2024"\n',
        encoding="utf-8",
    )
    before = state_of(tmp_path)
    ran = adopt(path)
    assert ran.code == REFUSED
    assert ran.codes() == ["D202"] * 7
    for line in (2, 3, 5, 8, 9, 10, 12):
        assert f"{ANSWERS} line {line}" in ran.err
    assert f"{ANSWERS} line 4" not in ran.err
    assert state_of(tmp_path) == before


def test_answers_that_are_not_there_are_a_wrong_call(tmp_path: Path) -> None:
    path = make_scorecard(tmp_path)
    before = state_of(tmp_path)
    ran = adopt(path, "--answers", str(tmp_path / "other.toml"))
    assert ran.code == USAGE
    assert ran.codes() == ["U105"]
    assert state_of(tmp_path) == before


# -- folders --------------------------------------------------------------------------------------


def test_the_settings_of_another_workbook_are_left_alone(tmp_path: Path) -> None:
    settings = tmp_path / "lacxl.toml"
    settings.write_text('[workbook]\nfile = "Another.xlsx"\n', encoding="utf-8")
    ran = refused(make_scorecard(tmp_path), "D212")
    assert "Another.xlsx" in ran.err


@posix
def test_a_folder_that_may_not_be_written_is_refused_and_can_be_looked_at(tmp_path: Path) -> None:
    make_scorecard(tmp_path)
    tmp_path.chmod(0o555)
    before = state_of(tmp_path, locks=True)
    written = run_process(tmp_path, "adopt", WORKBOOK, preexec=like_any_user)
    tried = run_process(tmp_path, "adopt", WORKBOOK, "--dry-run", preexec=like_any_user)
    tmp_path.chmod(0o755)
    assert written.code == REFUSED
    assert written.codes() == ["F104"]
    assert "right to" in written.err
    assert tried.code == WITH_FINDINGS
    assert state_of(tmp_path, locks=True) == before


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    path = make_scorecard(tmp_path)
    before = state_of(tmp_path, locks=True)
    tried = adopt(path, "--dry-run", "--json")
    assert state_of(tmp_path, locks=True) == before
    done = adopt(path, "--json")
    assert tried.code == done.code == WITH_FINDINGS
    assert tried.json() == done.json() | {"dry_run": True, "written": [], "history": 0}


def test_json_has_the_form_that_is_documented(tmp_path: Path) -> None:
    told = adopt(make_scorecard(tmp_path), "--json").json()
    keys: Mapping[str, type] = {
        "format": int, "command": str, "workbook": str, "dry_run": bool, "shipped_layout": bool,
        "indicators": int, "tables": list, "months": list, "questions": list, "history": int,
        "outturns": int, "benchmarks": int,
        "written": list, "kept": list, "findings": list,
    }  # fmt: skip
    assert {key: type(value) for key, value in told.items()} == keys
    assert told["command"] == "adopt"
    for question in told["questions"]:
        assert question.keys() == {"id", "asks", "choices", "why", "of", "singly"}
        for item in (*question["of"], *question["singly"]):
            assert item.keys() == {"key", "about", "suggested", "cell"}
    assert sorted(Path(each).name for each in told["written"]) == [
        ANSWERS, "lacxl-catalogue.toml", "lacxl-layout.toml", "lacxl-map.html", "lacxl.toml",
    ]  # fmt: skip


# -- real workbooks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "real",
    [
        pytest.param(path, marks=pytest.mark.shared, id=path.name)
        for path in (*needs.corpus_files(), *needs.case_files())
    ]
    or [pytest.param(Path(), marks=pytest.mark.shared, id="none")],
)
def test_a_real_workbook_of_something_else_is_refused_or_asked_about(
    real: Path, tmp_path: Path
) -> None:
    path = tmp_path / real.name
    shutil.copyfile(real, path)
    ran = adopt(path)
    if ran.code == REFUSED:
        assert ran.codes()[0] == "D208"
        assert [each.name for each in tmp_path.iterdir()] == [real.name]
    else:  # a table of months that lacxl takes for a scorecard: it asks, or says why it cannot
        assert ran.code == WITH_FINDINGS
        assert adopt(path, "--json").json()["written"] == []


def test_an_answer_of_a_row_that_stays_empty_is_no_fault_once_a_month_is_filled(
    tmp_path: Path,
) -> None:
    """While all rows are empty each may be asked of; its answer stays in the file."""
    head = (("Scorecard 2025/26",), (), ("Ref", "Measure", "Apr-25", "May-25", "Q1"))
    secure = ("X9", "Number in secure units")
    path = write(tmp_path, Scorecard=(*head, ("A1", "Number of admissions"), secure))
    asked = adopt(path, "--json").json()["questions"]
    assert "X9" in {item["key"] for each in asked for item in each["of"]}
    answers = tmp_path / "lacxl-answers.toml"
    answers.write_text('[kind]\nA1 = "flow"\nX9 = "flow"\n', "utf-8")
    assert adopt(path).code != REFUSED
    write(tmp_path, Scorecard=(*head, ("A1", "Number of admissions", 20), secure))
    assert adopt(path).code != REFUSED
    answers.write_text('[kind]\nA1 = "flow"\nX8 = "flow"\n', "utf-8")
    assert refused(path, "D202").err
