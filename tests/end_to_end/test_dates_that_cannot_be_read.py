"""Dates that cannot be read where a blank would say something, and years of two digits."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from children_folders import findings_of, measured, settings_for
from folders import assert_refused, run
from small_records import episode, figures_of, folder_of, of_903, of_ssd, told
from test_care_that_goes_on import LIST_8

MONTH = "2025-05"
BORN = "01/01/2014"
OTHERS = (episode(2, "01/06/2021", "S", post="BB1 1BB"),
          episode(3, "10/05/2025", "S", "20/05/2025", "E4A"))  # fmt: skip
LOWERED = 'severities = { X172 = "warning" }'
UNREADABLE = ("soon", "31/02/2025", "#N/A", "20/05/25", "20/05/0225", "31-Dec-99", "01-Jan-00")


def records(tmp_path: Path, *rows: str, keys: str = "", born: str = BORN) -> Path:
    files = of_903([*rows, *OTHERS], {"KESTREL77": born, 2: BORN, 3: BORN})
    return folder_of(tmp_path, files, keys=keys)


@pytest.mark.parametrize("end", UNREADABLE)
def test_an_end_that_cannot_be_read_is_refused_with_row_and_column(
    tmp_path: Path, end: str
) -> None:
    folder = records(tmp_path, episode("KESTREL77", "01/05/2023", "S", end, "E4A"))
    ran = run(folder, "measure", MONTH)
    assert_refused(ran, "X172", "episodes.csv row 2 column DEC", "the child is still in care")
    assert "KESTREL" not in ran.err
    assert end not in ran.err or end == "#N/A"  # which the message names in any case


@pytest.mark.parametrize(
    ("cell", "why"),
    [("#N/A", "X127"), ("=VLOOKUP(A2,A:B,2)", "X114"), (-200000000000, "R166")],
    ids=["an error", "a formula that was never worked out", "a date that there is not"],
)
def test_the_cell_of_a_workbook_that_gives_no_date_is_no_blank_end(
    tmp_path: Path, cell: object, why: str
) -> None:
    records(tmp_path, episode("KESTREL77", "01/05/2023", "S", "END", "E4A"))
    text = tmp_path / "extracts" / "episodes.csv"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.read_text("utf-8").splitlines():
        sheet.append(line.split(","))
    text.unlink()
    end = next(each for each in sheet[2] if each.value == "END")
    end.value = cell
    end.number_format = "dd/mm/yyyy"
    book.save(text.with_suffix(".xlsx"))
    ran = run(tmp_path, "measure", MONTH)
    assert_refused(ran, "X172", "episodes.xlsx row 2 column DEC", why)
    assert "KESTREL" not in ran.err


def test_its_severity_can_be_lowered(tmp_path: Path) -> None:
    row = episode("KESTREL77", "01/05/2023", "S", "soon", "E4A")
    _, ran = measured(records(tmp_path, row, keys=LOWERED), MONTH)
    assert told(ran, "X172") == {("episodes.csv", 2)}
    assert figures_of(ran, MONTH, "7.1", "7.4") == {"7.1": (2, None), "7.4": (1, None)}


@pytest.mark.parametrize("end", ["", "n/a", "NULL", "-", "31/12/9999"])
def test_a_blank_end_is_no_fault(tmp_path: Path, end: str) -> None:
    _, ran = measured(records(tmp_path, episode("KESTREL77", "01/05/2023", "S", end)), MONTH)
    assert not told(ran, "X172")
    assert figures_of(ran, MONTH, "7.1") == {"7.1": (2, None)}


def test_a_start_that_cannot_be_read_is_refused_too_and_all_are_told_at_once(
    tmp_path: Path,
) -> None:
    rows = (episode("KESTREL77", "tbc", "S"), episode(2, "01/05/2020", "S", "later", "E4A"))
    ran = run(records(tmp_path, *rows), "measure", MONTH)
    assert_refused(ran, "X172", "row 2 column DECOM", "row 3 column DEC")


def test_a_review_whose_day_cannot_be_read_is_refused(tmp_path: Path) -> None:
    reviews = (
        "clar_cla_review_id,clar_person_id,clar_cla_review_due_date,clar_cla_review_date,"
        "clar_cla_review_cancelled\n1,1,2025-05-20,held,N\n2,2,2025-05-20,,N\n"
    )
    born = {1: "2014-01-01", 2: "2014-01-01"}
    files = of_ssd({1: "2023-05-01", 2: "2025-05-02"}, born, {"ssd_cla_reviews.csv": reviews})
    ran = run(folder_of(tmp_path, files), "measure", MONTH)
    assert_refused(ran, "X172", "row 2 column clar_cla_review_date", "the review was not held")


def test_an_end_of_short_breaks_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    files = of_ssd({1: "2025-05-02", 2: "2025-05-03"}, {1: "2014-01-01", 2: "2014-01-01"})
    name = "ssd_legal_status.csv"
    files[name] = files[name].replace("1,C2,2025-05-02,", "1,V4,2020-05-02,soon")
    ran = run(folder_of(tmp_path, files), "measure", MONTH)
    assert_refused(ran, "X172", "row 2 column lega_legal_status_end_date", "still holds")


def test_a_list_of_children_in_care_likewise(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LIST_8)
    sheet.append((
        "KESTREL77", "F", "WBRI", BORN, 11, "01/05/2021", "N1", "C2", "in May", "E4A", "U4",
        "01/05/2021", 1, "20/05/2025", "01/05/2025", "01/05/2025", "01/05/2025",
    ))  # fmt: skip
    (tmp_path / "extracts").mkdir()
    book.save(tmp_path / "extracts" / "List 8.xlsx")
    ran = run(settings_for(tmp_path), "measure", MONTH)
    assert_refused(ran, "X172", "row 2 column Date Ceased to be Looked After")


def test_a_reversal_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    adopted = episode("KESTREL77", "01/05/2022", "S", "20/05/2025", "E12", place="A6")
    placed = (
        "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n"
        f"KESTREL77,{BORN},01/06/2024,in June,RD1\n"
    )
    files = of_903([adopted, *OTHERS], {"KESTREL77": BORN, 2: BORN, 3: BORN},
                   {"placed_for_adoption.csv": placed})  # fmt: skip
    ran = run(folder_of(tmp_path, files), "measure", MONTH)
    assert_refused(ran, "X172", "row 2 column DATE_PLACED_CEASED", "the decision stands")


@pytest.mark.parametrize(
    "end",
    ["31-May-25", "31 May 25", "31-MAY-25", "31/May/25", "31 may '25", "31st May 25",
     "31-May-25 00:00:00", "31.May.25"],
)  # fmt: skip
def test_a_year_of_two_digits_beside_the_months_name_is_read(tmp_path: Path, end: str) -> None:
    row = episode("KESTREL77", "01-Jan-21", "S", end, "E4A")
    _, ran = measured(records(tmp_path, row, born="01-Mar-14"), MONTH)
    assert not told(ran, "X172")
    assert told(ran, "X173") == {("episodes.csv", 2), ("header.csv", 2)}
    counted = figures_of(ran, MONTH, "7.1", "7.4", "9.1")
    assert counted == {"7.1": (1, None), "7.4": (2, None), "9.1": (1, 1)}


def test_what_was_read_weighs_little(tmp_path: Path) -> None:
    _, ran = measured(records(tmp_path, episode("KESTREL77", "01-Jan-21", "S")), MONTH)
    (found,) = [each for each in findings_of(ran) if each["code"] == "X173"]
    assert found["severity"] == "note"


def test_one_birth_in_the_future_is_told_of_one(tmp_path: Path) -> None:
    folder = records(tmp_path, episode("KESTREL77", "01/05/2023", "S"), born="01/01/2098")
    _, ran = measured(folder, MONTH)
    said = [each["what"] for each in findings_of(ran) if each["code"] == "X136"]
    assert said == ["1 date of birth is in the future."]
