"""Health checks that were held, visits at which the child was seen, and kinds of check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest
from children_folders import copy_of, findings_of, measured
from folders import Ran
from small_records import figures_of, folder_of, of_ssd, told

MONTH = "2025-06"
HEALTH, VISITS = "ssd_cla_health.csv", "ssd_cla_visits.csv"
CARE = {1: "2023-05-01", 2: "2025-06-03"}
BORN = {1: "2014-01-01", 2: "2014-01-01"}
LAST = ("2", "Health Assessment", "2025-06-05", "Completed")
"""A check of the other child, so that there is one on record."""


def checked(tmp_path: Path, *rows: Sequence[str], keys: str = "") -> Ran:
    head = (
        "clah_health_check_id,clah_person_id,clah_health_check_type,clah_health_check_date,"
        "clah_health_check_status"
    )
    rows = (*rows, LAST, ("2", "Dental Check", *LAST[2:]))
    return _measured(tmp_path, HEALTH, head, rows, keys)


def visited(tmp_path: Path, *rows: Sequence[str], keys: str = "") -> Ran:
    head = "clav_cla_visit_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen"
    return _measured(tmp_path, VISITS, head, (*rows, ("2", "2025-06-20", "Y")), keys)


def _measured(
    tmp_path: Path, name: str, head: str, rows: Iterable[Sequence[str]], keys: str
) -> Ran:
    text = "\n".join([head, *(",".join([f"E{n}", *row]) for n, row in enumerate(rows)), ""])
    return measured(folder_of(tmp_path, of_ssd(CARE, BORN, {name: text}), keys=keys), MONTH)[1]


HELD = (
    "Completed", "COMPLETE", "Held", "Attended", "Yes", "Y", "Taken place", "Done", "",
    "Completed late", "Seen",
)  # fmt: skip
NOT_HELD = (
    "Pending", "Booked", "Scheduled", "Overdue", "Not required", "No", "N", "Cancelled", "DNA",
    "Did not attend", "Refused", "Declined", "Planned", "Not held", "Not completed", "Incomplete",
    "Awaiting report", "Was not brought", "Not yet done", "To be completed", "Unattended",
    "Rescheduled", "Partly completed",
)  # fmt: skip
UNKNOWN = ("Parked", "Booked and attended", "N/A", "17", "#N/A", "Attended - No", "Held: N")


@pytest.mark.parametrize("kind", ["Health Assessment", "Dental Check"])
@pytest.mark.parametrize("status", HELD)
def test_a_check_that_was_held_counts(tmp_path: Path, kind: str, status: str) -> None:
    ran = checked(tmp_path, ("1", kind, "2025-03-01", status))
    number = "7.8" if kind[0] == "H" else "7.9"
    assert figures_of(ran, MONTH, number) == {number: (2, 2)}
    assert not {each["code"] for each in findings_of(ran)} & {"X159", "X168"}


@pytest.mark.parametrize("kind", ["Health Assessment", "Dental Check"])
@pytest.mark.parametrize("status", NOT_HELD)
def test_a_check_that_did_not_happen_does_not_count(tmp_path: Path, kind: str, status: str) -> None:
    ran = checked(tmp_path, ("1", kind, "2025-03-01", status))
    number = "7.8" if kind[0] == "H" else "7.9"
    assert figures_of(ran, MONTH, number) == {number: (1, 2)}
    assert told(ran, "X159") == {(HEALTH, 2)}


def test_where_all_that_is_on_record_did_not_happen_the_figure_is_nought(tmp_path: Path) -> None:
    text = (
        "clah_health_check_id,clah_person_id,clah_health_check_type,clah_health_check_date,"
        "clah_health_check_status\n1,1,Health Assessment,2025-03-01,Pending\n"
    )
    _, ran = measured(folder_of(tmp_path, of_ssd(CARE, BORN, {HEALTH: text})), MONTH)
    assert figures_of(ran, MONTH, "7.8", "7.9") == {"7.8": (0, 2), "7.9": None}


@pytest.mark.parametrize("status", UNKNOWN)
def test_a_status_that_is_not_known_is_reported_and_does_not_count(
    tmp_path: Path, status: str
) -> None:
    ran = checked(tmp_path, ("1", "Health Assessment", "2025-03-01", status))
    assert figures_of(ran, MONTH, "7.8") == {"7.8": (1, 2)}
    assert told(ran, "X168") == {(HEALTH, 2)}
    assert "Parked" not in ran.out


@pytest.mark.parametrize(("key", "held"), [("held", True), ("not_held", False)])
def test_the_settings_may_say_what_a_word_means(tmp_path: Path, key: str, held: bool) -> None:
    ran = checked(
        tmp_path, ("1", "Health Assessment", "2025-03-01", "Parked"), keys=f'{key} = ["parked"]'
    )
    assert figures_of(ran, MONTH, "7.8") == {"7.8": (1 + held, 2)}
    assert not told(ran, "X168")


BESIDE = (("1", "Health Assessment", "2024-03-01", "Held"), ("1", "Health Check", "2025-03-01", ""))
ALONE = (("1", "Health check", "2025-03-01", "COMPLETE"),)


@pytest.mark.parametrize(
    ("said", "counts", "code"),
    [("", False, "X169"), ("surveillance", False, None), ("assessment", True, None)],
)
def test_a_health_check_beside_assessments_is_surveillance(
    tmp_path: Path, said: str, counts: bool, code: str | None
) -> None:
    ran = checked(tmp_path, *BESIDE, keys=f'health_check = "{said}"' if said else "")
    assert figures_of(ran, MONTH, "7.8") == {"7.8": (1 + counts, 2)}
    assert told(ran, "X169") == ({(HEALTH, 3)} if code else set())


@pytest.mark.parametrize(
    "kind", ["HEALTH CHECK", "Health Checks", "HealthCheck", "Health check-up", "health_check"]
)
def test_a_health_check_is_one_however_it_is_spelled(tmp_path: Path, kind: str) -> None:
    ran = checked(tmp_path, BESIDE[0], ("1", kind, "2025-03-01", ""))
    assert figures_of(ran, MONTH, "7.8") == {"7.8": (1, 2)}
    assert told(ran, "X169") == {(HEALTH, 3)}


@pytest.mark.parametrize(
    ("said", "counts"), [("", True), ("surveillance", False), ("assessment", True)]
)
def test_a_table_without_assessments_calls_them_health_checks(
    tmp_path: Path, said: str, counts: bool
) -> None:
    files = of_ssd(CARE, BORN, {HEALTH: "clah_health_check_id,clah_person_id,"
        "clah_health_check_type,clah_health_check_date,clah_health_check_status\n"
        "1,1,Health check,2025-03-01,COMPLETE\n2,2,Health check,2025-06-05,COMPLETE\n"
        "3,2,Dental Check,2025-06-05,COMPLETE\n"})  # fmt: skip
    keys = f'health_check = "{said}"' if said else ""
    _, ran = measured(folder_of(tmp_path, files, keys=keys), MONTH)
    assert figures_of(ran, MONTH, "7.8", "7.9") == {
        "7.8": (2, 2) if counts else None,
        "7.9": (1, 2),
    }
    assert bool(told(ran, "X170")) == (not said)


def test_a_dental_check_is_a_dental_check(tmp_path: Path) -> None:
    ran = checked(tmp_path, *BESIDE, ("1", "Dental Check", "2025-03-01", ""))
    assert figures_of(ran, MONTH, "7.9") == {"7.9": (2, 2)}


def test_kinds_that_are_not_known_are_reported_and_others_are_not(tmp_path: Path) -> None:
    rows = [("1", kind, "2025-03-01", "") for kind in ("Health Passport", "Wellbeing", "SDQ")]
    ran = checked(tmp_path, *rows)
    assert figures_of(ran, MONTH, "7.8", "7.9") == {"7.8": (1, 2), "7.9": (1, 2)}
    assert told(ran, "X120") == {(HEALTH, 3)}


@pytest.mark.parametrize("seen", ["N", "No", "Not seen", "false", "0", "Un-seen"])
def test_a_visit_at_which_the_child_was_not_seen_does_not_count(tmp_path: Path, seen: str) -> None:
    ran = visited(tmp_path, ("1", "2025-05-01", "Y"), ("1", "2025-06-20", seen))
    assert figures_of(ran, MONTH, "7.12", "7.13") == {"7.12": (1, 2), "7.13": (1, 2)}
    assert told(ran, "X159") == {(VISITS, 3)}


@pytest.mark.parametrize("seen", ["Y", "Yes", "Seen", "true", "1", "Child seen", ""])
def test_a_visit_at_which_the_child_was_seen_counts(tmp_path: Path, seen: str) -> None:
    ran = visited(tmp_path, ("1", "2025-06-20", seen))
    assert figures_of(ran, MONTH, "7.12", "7.13") == {"7.12": (2, 2), "7.13": (2, 2)}
    assert not {each["code"] for each in findings_of(ran)} & {"X159", "X168"}


@pytest.mark.parametrize("said", ["Y", "TRUE", "1.0", "Cancelled", "Cancelled by the carer"])
def test_a_review_that_was_cancelled_was_not_due(tmp_path: Path, said: str) -> None:
    head = (
        "clar_cla_review_id,clar_cla_person_id,clar_cla_review_due_date,clar_cla_review_date,"
        "clar_cla_review_cancelled"
    )
    rows = (
        ("1", "2025-06-10", "", said),
        ("1", "2025-06-20", "2025-06-19", "Not cancelled"),
    )
    ran = _measured(tmp_path, "ssd_cla_reviews.csv", head, rows, "")
    assert figures_of(ran, MONTH, "7.6") == {"7.6": (1, 1)}
    assert not told(ran, "X128")


def test_an_error_in_a_workbooks_cell_does_not_say_that_the_child_was_seen(tmp_path: Path) -> None:
    ran = visited(tmp_path, ("1", "2025-06-20", "#N/A"))
    text = tmp_path / "extracts" / VISITS
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in text.read_text("utf-8").splitlines():
        book.active.append(line.split(","))
    text.unlink()
    book.save(text.with_suffix(".xlsx"))
    _, of_workbook = measured(tmp_path, MONTH)
    for each in (ran, of_workbook):
        assert figures_of(each, MONTH, "7.12", "7.13") == {"7.12": (1, 2), "7.13": (1, 2)}
        assert len(told(each, "X168")) == 1


def test_a_visit_of_which_nobody_knows_is_reported_and_does_not_count(tmp_path: Path) -> None:
    ran = visited(tmp_path, ("1", "2025-06-20", "Q"))
    assert figures_of(ran, MONTH, "7.12", "7.13") == {"7.12": (1, 2), "7.13": (1, 2)}
    assert told(ran, "X168") == {(VISITS, 2)}


LISTS = """
[local.visits]
dataset = "visits"
file = "lists/visits.csv"
child = "Child"
columns = { date = "Visited on", seen = "Was the child seen?" }

[local.health]
dataset = "health"
file = "lists/health.csv"
child = "Child"
columns = { date = "On", kind = "What", status = "Came about" }

[local.peps]
dataset = "peps"
file = "lists/peps.csv"
child = "Child"
columns = { date = "Meeting", status = "State" }

[local.plans]
dataset = "plans"
file = "lists/plans.csv"
child = "Child"
columns = { date = "Agreed on", kind = "care", status = "State" }
"""


def test_lists_of_the_councils_own_say_it_likewise(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, of_ssd(CARE, BORN), more=LISTS)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "visits.csv").write_text(
        "Child,Visited on,Was the child seen?\n1,2025-06-20,no\n2,2025-06-20,yes\n", "utf-8"
    )
    (tmp_path / "lists" / "health.csv").write_text(
        "Child,On,What,Came about\n1,2025-03-01,Health assessment,booked\n"
        "2,2025-03-01,Health assessment,held\n1,2025-03-01,Health check,held\n"
        "2,2025-03-01,Dental check,Parked\n1,2025-03-01,Dental check,yes\n", "utf-8",
    )  # fmt: skip
    for name, head in (("peps", "Meeting"), ("plans", "Agreed on")):
        (tmp_path / "lists" / f"{name}.csv").write_text(
            f"Child,{head},State\n1,2025-03-01,draft\n2,2025-03-01,completed\n", "utf-8"
        )
    _, ran = measured(folder, MONTH)
    counted = figures_of(ran, MONTH, "7.8", "7.9", "7.10", "7.11", "7.12", "7.13")
    assert counted == dict.fromkeys(counted, (1, 2))
    assert len(counted) == 6
    lists = ("visits.csv", "health.csv", "peps.csv", "plans.csv")
    assert told(ran, "X159") == {(name, 2) for name in lists}
    assert told(ran, "X168") == {("health.csv", 5)}
    assert told(ran, "X169") == {("health.csv", 4)}


def test_the_case_of_a_check_that_is_no_assessment(shared_folder: Path, tmp_path: Path) -> None:
    case = shared_folder / "cases/extracts/t05_ssd_health_surveillance_check_is_no_assessment"
    _, ran = measured(copy_of(case, tmp_path / "case"), "2026-01")
    assert figures_of(ran, "2026-01", "7.8", "7.9") == {"7.8": (0, 1), "7.9": (1, 1)}
    assert told(ran, "X169") == {(HEALTH, 3)}
