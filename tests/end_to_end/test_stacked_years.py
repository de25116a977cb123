"""Years stacked in one file: the same child, start and reason are one episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from children_folders import copy_of, findings_of, measured, without
from small_records import episode, figures_of, folder_of, of_903, of_ssd, told

BORN = "01/01/2014"
OPEN_2024 = episode(1, "01/05/2023", "S")
ENDED_2025 = episode(1, "01/05/2023", "S", "10/07/2024", "X1")
NEXT_2026 = episode(1, "10/07/2024", "P", "12/10/2025", "E4A", post="CC1 1CC")
OTHER = episode(2, "01/01/2024", "S")


def stacked(rows: Iterable[tuple[str, object]], head: str, column: str = "YEAR") -> str:
    return "\n".join([f"{head},{column}", *(f"{row},{year}" for row, year in rows), ""])


def folder_with(
    tmp_path: Path,
    rows: Iterable[tuple[str, object]],
    more: Mapping[str, str] | None = None,
    keys: str = "",
    column: str = "YEAR",
) -> Path:
    rows = [*rows, (OTHER, 2024), (OTHER, 2025), (OTHER, 2026)]
    files = of_903((), dict.fromkeys((1, 2, 3, 4), BORN), more)
    head = files["episodes.csv"].splitlines()[0]
    return folder_of(tmp_path, files | {"episodes.csv": stacked(rows, head, column)}, keys=keys)


YEARS = ((OPEN_2024, 2024), (ENDED_2025, 2025), (NEXT_2026, 2026))


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "latest first"])
@pytest.mark.parametrize(
    ("first", "column"),
    [
        ("2024", "YEAR"),
        ("2023/24", "Year"),
        ("2023-2024", "Return Year"),
        ("23/24", "YEAR"),
        ("31/03/2024", "YEAR"),
        ("Year ending 31 March 2024", "Year"),
    ],
)
def test_a_start_told_in_two_years_is_one(
    tmp_path: Path, turned: bool, first: str, column: str
) -> None:
    rows = [(OPEN_2024, first), *YEARS[1:]]
    folder = folder_with(tmp_path, reversed(rows) if turned else rows, column=column)
    _, ran = measured(folder, "2025-10", "--since", "2023-05")
    assert figures_of(ran, "2023-05", "7.1", "7.3") == {"7.1": (1, None), "7.3": (1, None)}
    assert figures_of(ran, "2025-09", "7.1", "7.4") == {"7.1": (2, None), "7.4": (0, None)}
    assert figures_of(ran, "2025-10", "7.1", "7.4") == {"7.1": (1, None), "7.4": (1, None)}
    assert not {each["code"] for each in findings_of(ran)} & {"X132", "X140", "X142", "X167"}


def test_the_later_years_row_stands_even_where_it_ended_earlier(tmp_path: Path) -> None:
    rows = ((episode(1, "01/05/2023", "S", "20/03/2024", "E4A"), 2024),
            (episode(1, "01/05/2023", "S", "20/02/2024", "E8"), 2025),
            (episode(3, "10/03/2024", "S"), 2025))  # fmt: skip
    _, ran = measured(folder_with(tmp_path, rows), "2024-03", "--since", "2024-02")
    assert figures_of(ran, "2024-02", "7.4") == {"7.4": (1, None)}
    assert figures_of(ran, "2024-03", "7.4") == {"7.4": (0, None)}


def test_a_start_that_ended_on_its_day_is_not_lost_to_the_next_of_the_day(tmp_path: Path) -> None:
    rows = (
        (episode(1, "01/05/2023", "S", "01/05/2023", "X1"), 2024),
        (episode(1, "01/05/2023", "P", post="CC1 1CC"), 2024),
        (episode(1, "01/05/2023", "P", "12/10/2024", "E4A", post="CC1 1CC"), 2025),
    )
    _, ran = measured(folder_with(tmp_path, rows), "2023-05")
    assert figures_of(ran, "2023-05", "7.1", "7.3") == {"7.1": (1, None), "7.3": (1, None)}


@pytest.mark.parametrize("year", ["Ambershire", "24", "2023/25", "FY2024", "30/03/2024"])
def test_something_else_than_a_year_is_reported_with_its_rows(tmp_path: Path, year: str) -> None:
    folder = folder_with(tmp_path, [(OPEN_2024, year)])
    _, ran = measured(folder, "2024-03")
    assert told(ran, "X128") == {("episodes.csv", 2)}
    assert "Ambershire" not in ran.out


def test_the_repair_can_be_turned_off(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, YEARS, keys=without("later_year_stands", "one_of_each_start"))
    _, ran = measured(folder, "2023-05")
    assert figures_of(ran, "2023-05", "7.3") == {"7.3": (2, None)}


def test_without_a_year_what_has_ended_stands_and_it_is_found(tmp_path: Path) -> None:
    rows = (OPEN_2024, ENDED_2025, NEXT_2026, OTHER)
    _, ran = measured(folder_of(tmp_path, of_903(rows, {1: BORN, 2: BORN})), "2025-10",
                      "--since", "2023-05")  # fmt: skip
    assert told(ran, "X167") == {("episodes.csv", 2)}
    assert figures_of(ran, "2023-05", "7.1", "7.3") == {"7.1": (1, None), "7.3": (1, None)}
    assert figures_of(ran, "2025-10", "7.1", "7.4") == {"7.1": (1, None), "7.4": (1, None)}


def test_two_ends_of_one_start_count_once(tmp_path: Path) -> None:
    rows = (episode(1, "01/05/2023", "S", "10/07/2024", "E4A"),
            episode(1, "01/05/2023", "S", "12/07/2024", "E8"), OTHER)  # fmt: skip
    _, ran = measured(folder_of(tmp_path, of_903(rows, {1: BORN, 2: BORN})), "2024-07")
    assert told(ran, "X167") == {("episodes.csv", 2)}
    assert figures_of(ran, "2024-07", "7.4") == {"7.4": (1, None)}


def test_back_in_care_on_the_day_it_ended_is_a_start_of_its_own(tmp_path: Path) -> None:
    rows = (episode(1, "01/05/2023", "S", "01/05/2023", "E4A"), OPEN_2024, OTHER)
    _, ran = measured(folder_of(tmp_path, of_903(rows, {1: BORN, 2: BORN})), "2023-05")
    assert figures_of(ran, "2023-05", "7.1", "7.3") == {"7.1": (1, None), "7.3": (2, None)}


def test_ssd_tables_likewise(tmp_path: Path) -> None:
    files = of_ssd({1: "2023-05-01", 2: "2024-01-01"}, {1: "2014-01-01", 2: "2014-01-01"})
    name = "ssd_cla_episodes.csv"
    files[name] += "3,1,1,2023-05-01,S,2024-07-10,E4A\n"
    _, ran = measured(folder_of(tmp_path, files), "2024-07", "--since", "2023-05")
    assert figures_of(ran, "2023-05", "7.3") == {"7.3": (1, None)}
    assert figures_of(ran, "2024-07", "7.1", "7.4") == {"7.1": (1, None), "7.4": (1, None)}


def test_other_modules_tell_of_a_child_in_several_years_once(tmp_path: Path) -> None:
    more = {
        "reviews.csv": stacked(
            ((f"1,{BORN},20/05/2023,PN1", 2024), (f"2,{BORN},25/01/2024,PN1", 2024),
             (f"2,{BORN},25/01/2024,PN2", 2025)),
            "CHILD,DOB,REVIEW,REVIEW_CODE",
        ),
        "oc3.csv": stacked(
            ((f"6,{BORN},YES,F2,U1", 2024), (f"6,{BORN},NO,0,0", 2025),
             (f"7,{BORN},YES,F2,U1", 2025)),
            "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
        ).replace(BORN, "01/01/2006"),
    }  # fmt: skip
    last = [(row, year) for row, year in YEARS if year != 2026]
    folder = folder_with(tmp_path, [*last, (episode(5, "02/03/2025", "S"), 2025)], more)
    _, ran = measured(folder, "2025-03", "--since", "2024-01")
    assert figures_of(ran, "2024-01", "7.6") == {"7.6": (1, 1)}
    assert figures_of(ran, "2025-03", "8.1", "8.3") == {"8.1": (2, None), "8.3": (1, 2)}


def test_a_decision_that_a_later_year_reversed_does_not_stand(tmp_path: Path) -> None:
    adopted = episode(1, "01/05/2023", "S", "20/03/2025", "E12", place="A6")
    more = {
        "placed_for_adoption.csv": stacked(
            ((f"1,{BORN},01/06/2023,,", 2024), (f"1,{BORN},01/06/2023,01/12/2023,RD1", 2025),
             (f"1,{BORN},01/05/2024,,", 2025)),
            "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
        ),
        "ad1.csv": stacked(
            ((f"1,{BORN},01/04/2024,05/07/2024,0,2,MF,L11", 2024),
             (f"1,{BORN},01/04/2024,05/06/2024,0,2,MF,L11", 2025)),
            "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
        ),
    }  # fmt: skip
    rows = [(adopted.replace(",C2,", ",E1,"), 2025)]
    _, ran = measured(folder_with(tmp_path, rows, more), "2025-03")
    assert figures_of(ran, "2025-03", "10.1") == {"10.1": (1, 1)}  # 20 March is within a year
    days = 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 + 31 + 29 + 31 + 30 + 31 + 4  # to 5 June 2024
    assert figures_of(ran, "2025-03", "10.3") == {"10.3": (days, 1)}


def test_the_case_of_one_council_by_years(shared_folder: Path, tmp_path: Path) -> None:
    case = shared_folder / "cases" / "extracts" / "s05b_regional_one_council_yearly_rows"
    _, ran = measured(copy_of(case, tmp_path / "case"), "2023-05")
    assert figures_of(ran, "2023-05", "7.3") == {"7.3": (1, None)}
