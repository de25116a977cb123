"""A list with several rows for one care leaver: that of the latest contact counts."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from children_folders import measured, settings_for
from small_records import episode, figures_of, folder_of, of_903, of_ssd, told

MONTH = "2025-06"
_SSD = (
    "clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,"
    "clea_care_leaver_latest_contact,clea_care_leaver_accom_suitable,clea_care_leaver_activity,"
    "clea_pathway_plan_review_date"
)
GOOD = "Accommodation considered suitable,F2,2025-05-01"
BAD = "Accommodation considered unsuitable,G5,2025-05-01"
OTHER = f"8002,Former Relevant,YES,2025-06-12,{GOOD}"


def ssd(tmp_path: Path, *rows: str, keys: str = "") -> Path:
    text = "\n".join([_SSD, *rows, OTHER, ""])
    births = {9001: "2014-01-01", 8001: "2006-06-01", 8002: "2006-06-01"}
    more = {"ssd_care_leavers.csv": text}
    return folder_of(tmp_path, of_ssd({9001: "2025-06-02"}, births, more), keys=keys)


def leaver(contact: str, rest: str, touch: str = "YES", kind: str = "Former Relevant") -> str:
    return f"8001,{kind},{touch},{contact},{rest}"


@pytest.mark.parametrize("turned", [False, True], ids=["later below", "later above"])
def test_the_row_of_the_latest_contact_counts(tmp_path: Path, turned: bool) -> None:
    rows = [leaver("2025-01-20", GOOD), leaver("2025-06-20", BAD)]
    folder = ssd(tmp_path, *(reversed(rows) if turned else rows))
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.1", "8.3", "8.4")
    assert counted == {"8.1": (2, None), "8.3": (1, 2), "8.4": (1, 2)}


def test_a_row_without_a_contact_is_earlier_than_one_with(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("", GOOD), leaver("2024-06-20", BAD))
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.3", "8.4")
    assert counted == {"8.3": (1, 2), "8.4": (1, 2)}


def test_a_contact_in_the_future_tells_nothing(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("2098-01-20", GOOD), leaver("2025-06-20", BAD))
    assert figures_of(measured(folder, MONTH)[1], MONTH, "8.3") == {"8.3": (1, 2)}


@pytest.mark.parametrize("contacts", [("", ""), ("2025-06-20", "2025-06-20")])
def test_where_nothing_tells_it_is_found_and_in_no_numerator(
    tmp_path: Path, contacts: tuple[str, str]
) -> None:
    folder = ssd(tmp_path, leaver(contacts[0], GOOD), leaver(contacts[1], BAD))
    _, ran = measured(folder, MONTH)
    assert told(ran, "X162") == {("ssd_care_leavers.csv", 2), ("ssd_care_leavers.csv", 3)}
    counted = figures_of(ran, MONTH, "8.1", "8.2", "8.3", "8.4")
    assert counted == {"8.1": (2, None), "8.2": (2, 2), "8.3": (1, 2), "8.4": (1, 2)}


def test_rows_that_say_the_same_are_no_contradiction(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("", GOOD, kind="Relevant"), leaver("", GOOD))
    _, ran = measured(folder, MONTH)
    assert not told(ran, "X162")
    assert figures_of(ran, MONTH, "8.1", "8.3") == {"8.1": (2, None), "8.3": (2, 2)}


def test_only_what_rows_differ_in_is_not_known(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("", GOOD), leaver("", GOOD.replace("F2", "G5")))
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.3", "8.4")
    assert counted == {"8.3": (2, 2), "8.4": (1, 2)}


def test_who_is_in_touch_by_one_row_alone_is_in_no_numerator(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("", GOOD), leaver("", GOOD, touch="NO"))
    _, ran = measured(folder, MONTH)
    assert len(told(ran, "X162")) == 2
    counted = figures_of(ran, MONTH, "8.1", "8.3", "8.4")
    assert counted == {"8.1": (2, None), "8.3": (1, 2), "8.4": (1, 2)}


@pytest.mark.parametrize("other", ["Eligible", "No current eligibility"])
def test_who_is_a_care_leaver_by_one_row_alone_is_found_and_counts_in_no_category(
    tmp_path: Path, other: str
) -> None:
    folder = ssd(tmp_path, leaver("", GOOD), leaver("", GOOD, kind=other))
    _, ran = measured(folder, MONTH)
    assert len(told(ran, "X162")) == 2
    assert figures_of(ran, MONTH, "8.1", "8.3") == {"8.1": (1, None), "8.3": (1, 1)}


def test_of_two_plan_reviews_the_earlier_one_is_sure(tmp_path: Path) -> None:
    old = GOOD.replace("2025-05-01", "2024-05-01")
    recent = GOOD.replace("2025-05-01", "2025-04-01")
    for name, other, in_date in (("in", recent, 2), ("out", old, 1)):
        folder = ssd(tmp_path / name, leaver("", GOOD), leaver("", other))
        assert figures_of(measured(folder, MONTH)[1], MONTH, "8.2") == {"8.2": (in_date, 2)}


def test_a_single_care_leaver_of_whom_nothing_is_sure_counts_in_no_numerator(
    tmp_path: Path,
) -> None:
    rows = leaver("2025-06-20", GOOD), leaver("2025-06-20", BAD)
    text = "\n".join([_SSD, *rows, ""])
    files = of_ssd({9001: "2025-06-02"}, {9001: "2014-01-01", 8001: "2006-06-01"})
    folder = folder_of(tmp_path, files | {"ssd_care_leavers.csv": text})
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.1", "8.3", "8.4")
    assert counted == {"8.1": (1, None), "8.3": (0, 1), "8.4": (0, 1)}


def test_who_died_or_went_home_by_the_latest_contact_does_not_count_by_an_earlier_row(
    tmp_path: Path,
) -> None:
    folder = ssd(tmp_path, leaver("2025-01-20", GOOD), leaver("2025-06-20", ",,", "RHOM"))
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.1", "8.3")
    assert counted == {"8.1": (1, None), "8.3": (1, 1)}


def test_who_died_has_no_later_contact(tmp_path: Path) -> None:
    folder = ssd(tmp_path, leaver("2025-06-20", GOOD), leaver("", ",,", "DIED"))
    assert figures_of(measured(folder, MONTH)[1], MONTH, "8.1") == {"8.1": (1, None)}


LIST_9 = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    "Does the Child have a Disability", "Allocated Team", "Allocated Worker",
    "Allocated Personal Advisor", "Eligibility Category", "LA In Touch ",
    "Latest Pathway Plan Review Date", "Latest Date of Contact", "Type of Accommodation",
    "Suitability of Accommodation", "Activity Status",
)  # fmt: skip


@pytest.mark.parametrize("dated", [True, False])
def test_list_9_of_annex_a_likewise(tmp_path: Path, dated: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LIST_9)
    for contact, suitable, activity in (
        ("20/06/2025", "Unsuitable", "G5 - NEET"), ("20/01/2025", "Suitable", "F2"),
    ):  # fmt: skip
        sheet.append((
            "8001", "F", "WBRI", "01/06/2006", 19, "No", "No", "T", "W", "P", "Former relevant",
            "YES", "01/05/2025", contact if dated else None, "Z", suitable, activity,
        ))  # fmt: skip
    sheet.append((
        "8002", "F", "WBRI", "01/06/2006", 19, "No", "No", "T", "W", "P", "Former relevant", "YES",
        "01/05/2025", "20/06/2025", "Z", "Suitable", "F2",
    ))  # fmt: skip
    (tmp_path / "extracts").mkdir()
    book.save(tmp_path / "extracts" / "List 9.xlsx")
    _, ran = measured(settings_for(tmp_path), MONTH)
    assert bool(told(ran, "X162")) is not dated
    if dated:
        assert figures_of(ran, MONTH, "8.3", "8.4") == {"8.3": (1, 2), "8.4": (1, 2)}


def test_oc3_has_no_contact_so_that_rows_which_differ_are_found(tmp_path: Path) -> None:
    oc3 = "\n".join((
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "8001,01/06/2006,YES,F2,U1", "8001,01/06/2006,YES,G5,X2",
        "8002,01/06/2006,YES,F2,U1", "",
    ))  # fmt: skip
    episodes = [episode(9001, "01/05/2023", "S", "03/02/2025", "E4A")]
    folder = folder_of(tmp_path, of_903(episodes, {9001: "01/01/2014"}, {"oc3.csv": oc3}))
    _, ran = measured(folder, "2025-03")
    assert told(ran, "X162") == {("oc3.csv", 2), ("oc3.csv", 3)}


def test_a_list_of_the_councils_own_may_name_the_contact(tmp_path: Path) -> None:
    births = {9001: "2014-01-01"}
    files = of_ssd({9001: "2025-06-02"}, births)
    folder = folder_of(
        tmp_path, files,
        more='[local.leavers]\ndataset = "care_leavers"\nfile = "lists/leavers.csv"\n'
        'child = "Person"\ncolumns = { dob = "Born", category = "Kind", suitable = "Home", '
        'in_touch = "Touch", activity = "Does", contact = "Seen on" }\n',
    )  # fmt: skip
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "leavers.csv").write_text(
        "Person,Born,Kind,Touch,Home,Does,Seen on\n"
        "8001,2006-06-01,relevant,yes,yes,F2,2025-01-20\n"
        "8001,2006-06-01,relevant,yes,no,G5,2025-06-20\n", "utf-8",
    )  # fmt: skip
    counted = figures_of(measured(folder, MONTH)[1], MONTH, "8.3", "8.4")
    assert counted == {"8.3": (0, 1), "8.4": (0, 1)}


def test_the_case_of_a_list_with_a_history(shared_folder: Path, tmp_path: Path) -> None:
    from children_folders import copy_of

    case = shared_folder / "cases" / "extracts" / "t03b_ssd_leavers_history_rows"
    _, ran = measured(copy_of(case, tmp_path / "case"), "2026-01")
    assert figures_of(ran, "2026-01", "8.3", "8.4") == {"8.3": (1, 2), "8.4": (1, 2)}
