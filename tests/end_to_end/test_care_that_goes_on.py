"""Ends with X1, by which another episode follows: where none does, one rule for every figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from children_folders import copy_of, findings_of, measured, settings_for, without
from small_records import episode, figures_of, folder_of, of_903, of_ssd, told

BORN = "01/01/2014"
SETTLED = episode(2, "01/06/2021", "S", place="U4", post="BB1 1BB")
PASSING = episode(3, "10/03/2025", "S", "20/03/2025", "E4A")  # so that March is known
STABLE = ("7.1", "9.1", "9.2")
OFF = without("continue_episodes")


def records(tmp_path: Path, *rows: str, keys: str = "", reviews: Sequence[str] = ()) -> Path:
    more = {"reviews.csv": "\n".join(["CHILD,DOB,REVIEW,REVIEW_CODE", *reviews, ""])}
    files = of_903([*rows, SETTLED, PASSING], {1: BORN, 2: BORN, 3: BORN}, more if reviews else {})
    return folder_of(tmp_path, files, keys=keys)


@pytest.mark.parametrize("keys", ["", OFF], ids=["goes on", "turned off"])
def test_an_end_with_x1_that_nothing_follows_is_found_and_care_goes_on(
    tmp_path: Path, keys: str
) -> None:
    folder = records(tmp_path, episode(1, "01/05/2021", "S", "15/01/2025", "X1"), keys=keys)
    _, ran = measured(folder, "2025-03")
    assert told(ran, "X164") == {("episodes.csv", 2)}
    counted = figures_of(ran, "2025-03", "7.1", "7.4", "9.1", "9.2")
    children = 1 if keys else 2
    assert counted == {
        "7.1": (children, None), "7.4": (1, None), "9.1": (children, children), "9.2": (0, children)
    }  # fmt: skip
    (said,) = [each["what"] for each in findings_of(ran) if each["code"] == "X164"]
    assert ("the repair is turned off" in said) == bool(keys)


@pytest.mark.parametrize("keys", ["", OFF], ids=["goes on", "turned off"])
@pytest.mark.parametrize("month", ["2025-01", "2025-03"], ids=["in the gap", "after it"])
def test_a_gap_after_x1_is_found_and_every_figure_treats_it_alike(
    tmp_path: Path, keys: str, month: str
) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2025", "X1"),
        episode(1, "20/02/2025", "P", post="CC1 1CC"),
    )
    _, ran = measured(records(tmp_path, *rows, keys=keys), month)
    assert told(ran, "X165") == {("episodes.csv", 2)}
    counted = figures_of(ran, month, *STABLE)
    if month == "2025-01":
        both = 1 if keys else 2
        assert counted == {"7.1": (both, None), "9.1": (both, both), "9.2": (0, both)}
    else:
        # without the repair care began again at a day that no start tells
        assert counted == {"7.1": (2, None), "9.1": (1, 1 if keys else 2), "9.2": (0, 2)}


def test_a_new_start_after_x1_ends_care_on_the_recorded_day(tmp_path: Path) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2023", "X1"),
        episode(1, "20/02/2025", "S", post="CC1 1CC"),
    )
    _, ran = measured(records(tmp_path, *rows), "2025-03", "--since", "2023-01")
    assert told(ran, "X166") == {("episodes.csv", 2)}
    assert figures_of(ran, "2023-01", "7.1", "7.4") == {"7.1": (1, None), "7.4": (0, None)}
    assert figures_of(ran, "2025-03", *STABLE) == {"7.1": (2, None), "9.1": (1, 1), "9.2": (0, 2)}


def test_what_is_continued_on_the_day_is_no_finding(tmp_path: Path) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2025", "X1"),
        episode(1, "15/01/2025", "P", post="CC1 1CC"),
    )
    _, ran = measured(records(tmp_path, *rows), "2025-03")
    assert not {each["code"] for each in findings_of(ran)} & {"X164", "X165", "X166"}


def test_another_episode_over_the_end_continues_it(tmp_path: Path) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2025", "X1"),
        episode(1, "01/01/2025", "P", "30/04/2025", "E4A", post="CC1 1CC"),
    )
    _, ran = measured(records(tmp_path, *rows), "2025-03")
    assert not {each["code"] for each in findings_of(ran)} & {"X164", "X165", "X166"}
    assert figures_of(ran, "2025-03", "7.1") == {"7.1": (2, None)}


def test_a_row_that_was_left_out_for_its_dates_is_the_one_that_follows(tmp_path: Path) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2025", "X1"),
        episode(1, "15/01/2025", "P", "14/01/2025", "E4A", post="CC1 1CC"),
    )
    _, ran = measured(records(tmp_path, *rows), "2025-03")
    assert told(ran, "X134") == {("episodes.csv", 3)}
    assert told(ran, "X164") == set()


def test_short_breaks_after_x1_are_no_care(tmp_path: Path) -> None:
    rows = (
        episode(1, "01/05/2021", "S", "15/01/2025", "X1"),
        episode(1, "15/01/2025", "L", legal="V4"),
    )
    _, ran = measured(records(tmp_path, *rows), "2025-03")
    assert figures_of(ran, "2025-03", *STABLE) == {"7.1": (1, None), "9.1": (1, 1), "9.2": (0, 1)}


def test_no_review_is_due_after_an_end_without_a_reason(tmp_path: Path) -> None:
    # in care from 1 May to 15 August 2024: the review after that of 28 May was due on 28 August
    row = episode(1, "01/05/2024", "S", "15/08/2024")
    reviews = ["1,01/01/2014,28/05/2024,PN1", "2,01/01/2014,28/03/2024,PN1"]
    _, ran = measured(records(tmp_path, row, reviews=reviews), "2024-08")
    assert told(ran, "X144") == {("episodes.csv", 2)}
    assert figures_of(ran, "2024-08", "7.1", "7.6") == {"7.1": (1, None), "7.6": (0, 0)}


def test_ssd_tables_likewise(tmp_path: Path) -> None:
    births = {1: "2014-01-01", 2: "2014-01-01"}
    files = of_ssd({1: "2021-05-01", 2: "2025-03-02"}, births)
    name = "ssd_cla_episodes.csv"
    files[name] = files[name].replace("2021-05-01,S,,", "2021-05-01,S,2025-01-15,X1")
    _, ran = measured(folder_of(tmp_path, files), "2025-03")
    assert told(ran, "X164") == {(name, 2)}
    assert figures_of(ran, "2025-03", *STABLE) == {"7.1": (2, None), "9.1": (1, 1), "9.2": (0, 2)}


LIST_8 = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Date Started to be Looked After", "Child's Category of Need", "Child's Legal Status",
    "Date Ceased to be Looked After", "Reason Ceased to be Looked After", "Placement Type",
    "Start Date of Most Recent Placement", "Number of Placements in the Last 12 months",
    "Date of Last Social Work Visit", "Date of Last Health Assessment",
    "Date of Last Dental Check", "Date of Latest Statutory Review",
)  # fmt: skip


def test_a_list_of_children_in_care_likewise(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LIST_8)
    for child, ceased, reason in (
        (1, "15/03/2025", "X1 - episode ceases, new one begins"), (2, None, None),
        (3, "14/03/2025", "E4A - returned home"),
    ):  # fmt: skip
        sheet.append((
            child, "F", "WBRI", BORN, 11, "01/05/2021", "N1", "C2", ceased, reason, "U4",
            "01/05/2021", 1, "20/03/2025", "01/03/2025", "01/03/2025", "01/03/2025",
        ))  # fmt: skip
    (tmp_path / "extracts").mkdir()
    book.save(tmp_path / "extracts" / "List 8.xlsx")
    _, ran = measured(settings_for(tmp_path), "2025-03")
    assert {row for _, row in told(ran, "X164")} == {2}
    counted = figures_of(ran, "2025-03", "7.1", "7.4", "9.2")
    assert counted == {"7.1": (2, None), "7.4": (1, None), "9.2": (0, 2)}


def test_the_case_of_an_episode_that_nothing_follows(shared_folder: Path, tmp_path: Path) -> None:
    case = shared_folder / "cases" / "extracts" / "s14c_x1_and_nothing_after"
    _, ran = measured(copy_of(case, tmp_path / "case"), "2026-01")
    assert told(ran, "X164") == {("episodes.csv", 3)}
