"""Who is in care by the records at 18 and over: found, and left out of every figure."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from children_folders import copy_of, findings_of, measured, settings_for, without
from small_records import episode, figures_of, folder_of, of_903, of_ssd, told
from test_care_that_goes_on import LIST_8

MONTH = "2025-03"
OFF = without("leave_out_adults")
BORN = "01/01/2014"
PASSING = episode(3, "10/03/2025", "S", "20/03/2025", "E4A")  # so that March is known
CHILD = episode(2, "01/06/2021", "S", post="BB1 1BB")


def records(tmp_path: Path, born: str, *rows: str, keys: str = "") -> Path:
    files = of_903([*rows, CHILD, PASSING], {1: born, 2: BORN, 3: BORN})
    return folder_of(tmp_path, files, keys=keys)


OPEN = episode(1, "01/05/2012", "S")


@pytest.mark.parametrize(("keys", "in_care"), [("", 1), (OFF, 2)], ids=["left out", "turned off"])
def test_an_adult_with_an_open_episode_is_found_and_left_out(
    tmp_path: Path, keys: str, in_care: int
) -> None:
    _, ran = measured(records(tmp_path, "01/01/2000", OPEN, keys=keys), MONTH)
    assert told(ran, "X171") == {("episodes.csv", 2)}
    counted = figures_of(ran, MONTH, "7.1", "7.6", "9.1", "9.2")
    assert counted == {"7.1": (in_care, None), "7.6": None, "9.1": (1, 1), "9.2": (0, in_care)}
    said = " ".join(each["what"] for each in findings_of(ran) if each["code"] == "X171")
    assert ("the repair is turned off" in said) == bool(keys)


@pytest.mark.parametrize(
    ("born", "in_care"),
    [("31/03/2007", 1), ("01/04/2007", 2), ("29/02/2008", 2), ("28/02/2007", 1)],
    ids=["18 on the day", "18 on the day after", "leap day", "18 a month before"],
)
def test_the_18th_birthday_ends_care(tmp_path: Path, born: str, in_care: int) -> None:
    _, ran = measured(records(tmp_path, born, OPEN), MONTH)
    assert figures_of(ran, MONTH, "7.1", "9.2") == {"7.1": (in_care, None), "9.2": (0, in_care)}
    assert bool(told(ran, "X171")) == (in_care == 1)


def test_months_before_the_birthday_count(tmp_path: Path) -> None:
    _, ran = measured(records(tmp_path, "10/02/2007", OPEN), MONTH, "--since", "2025-01")
    assert figures_of(ran, "2025-01", "7.1") == {"7.1": (2, None)}
    assert figures_of(ran, "2025-02", "7.1") == {"7.1": (1, None)}


def test_an_end_after_the_birthday_is_an_end_and_no_care_between(tmp_path: Path) -> None:
    late = episode(1, "01/05/2012", "S", "05/03/2025", "E5")
    _, ran = measured(records(tmp_path, "10/02/2007", late), MONTH, "--since", "2025-02")
    assert told(ran, "X171") == {("episodes.csv", 2)}
    assert figures_of(ran, "2025-02", "7.1", "7.4") == {"7.1": (1, None), "7.4": (0, None)}
    assert figures_of(ran, MONTH, "7.1", "7.4") == {"7.1": (1, None), "7.4": (2, None)}


def test_an_end_on_the_birthday_is_no_finding(tmp_path: Path) -> None:
    _, ran = measured(
        records(tmp_path, "10/02/2007", episode(1, "01/05/2012", "S", "10/02/2025", "E5")), MONTH
    )
    assert not told(ran, "X171")


@pytest.mark.parametrize(("keys", "starts"), [("", 1), (OFF, 2)])
def test_an_adult_does_not_start_to_be_looked_after(tmp_path: Path, keys: str, starts: int) -> None:
    _, ran = measured(
        records(tmp_path, "01/01/2000", episode(1, "05/03/2025", "S"), keys=keys), MONTH
    )
    assert told(ran, "X171") == {("episodes.csv", 2)}
    assert figures_of(ran, MONTH, "7.3") == {"7.3": (starts, None)}


def test_no_review_is_due_for_an_adult(tmp_path: Path) -> None:
    # the last was held on 1 October, so that the next was due on 1 April: after the 18th birthday
    reviews = (
        "CHILD,DOB,REVIEW,REVIEW_CODE\n1,20/03/2007,20/05/2012,PN1\n1,20/03/2007,25/09/2024,PN1\n"
    )
    files = of_903([OPEN, CHILD, PASSING], {1: "20/03/2007", 2: BORN, 3: BORN})
    for keys, due in (("", 0), (OFF, 1)):
        folder = folder_of(tmp_path / f"due {due}", files | {"reviews.csv": reviews}, keys=keys)
        _, ran = measured(folder, MONTH)
        assert figures_of(ran, MONTH, "7.6") == {"7.6": (0, due)}


def test_other_records_of_an_adult_count_nowhere(tmp_path: Path) -> None:
    born = {1: "2000-01-01", 2: "2014-01-01"}
    more = {
        "ssd_cla_visits.csv": "clav_cla_visit_id,clav_person_id,clav_cla_visit_date,"
        "clav_cla_visit_seen\n1,1,2025-03-20,Y\n2,2,2025-03-20,Y\n",
        "ssd_cla_health.csv": "clah_health_check_id,clah_person_id,clah_health_check_type,"
        "clah_health_check_date,clah_health_check_status\n1,1,Health Assessment,2025-03-20,Held\n"
        "2,2,Health Assessment,2025-03-20,Held\n3,1,Dental Check,2025-03-20,Held\n",
        "ssd_cla_care_plan.csv": "lacp_table_id,lacp_person_id,lacp_cla_care_plan_start_date\n"
        "1,1,2025-03-01\n2,2,2025-03-01\n",
    }
    folder = folder_of(tmp_path, of_ssd({1: "2012-05-01", 2: "2025-03-02"}, born, more))
    _, ran = measured(folder, MONTH)
    assert told(ran, "X171") == {("ssd_cla_episodes.csv", 2)}
    counted = figures_of(ran, MONTH, "7.1", "7.8", "7.9", "7.11", "7.12", "7.13", "9.2")
    assert counted == {
        "7.1": (1, None), "7.8": (1, 1), "7.9": (0, 1), "7.11": (1, 1), "7.12": (1, 1),
        "7.13": (1, 1), "9.2": (0, 1),
    }  # fmt: skip


@pytest.mark.parametrize(("keys", "in_care"), [("", 1), (OFF, 2)])
def test_a_list_of_children_in_care_likewise(tmp_path: Path, keys: str, in_care: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LIST_8)
    for child, born in ((1, "01/01/2000"), (2, BORN)):
        sheet.append((
            child, "F", "WBRI", born, 11, "01/05/2012", "N1", "C2", None, None, "U4", "01/05/2012",
            1, "20/03/2025", "01/03/2025", "01/03/2025", "01/03/2025",
        ))  # fmt: skip
    (tmp_path / "extracts").mkdir()
    book.save(tmp_path / "extracts" / "List 8.xlsx")
    _, ran = measured(settings_for(tmp_path, keys=keys), MONTH)
    assert {row for _, row in told(ran, "X171")} == {2}
    numbers = ("7.1", "7.8", "7.9", "7.12", "7.13", "9.2")
    counted = figures_of(ran, MONTH, *numbers)
    assert counted.pop("7.1") == (in_care, None)
    assert {figure[1] for figure in counted.values() if figure} == {in_care}
    assert len(counted) == 5


def test_the_case_of_an_adult_in_care(shared_folder: Path, tmp_path: Path) -> None:
    case = shared_folder / "cases" / "extracts" / "s14e_over_eighteen_open"
    _, ran = measured(copy_of(case, tmp_path / "case"), "2026-01")
    assert told(ran, "X171") == {("episodes.csv", 3)}
    assert figures_of(ran, "2026-01", "7.1") == {"7.1": (1, None)}
