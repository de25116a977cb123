"""Outturns and benchmarks that a scorecard has printed are taken in as printed, or listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from folders import call
from openpyxl.worksheet.worksheet import Worksheet
from small_scorecard import ANSWERS, SHEET, Typed, adopted, filled, make

from lacxl.app.adopt.adopt import adopt
from lacxl.app.adopt.adopted import Adopted
from lacxl.app.words import of_adopted

MONTHS = ("Apr-25", "May-25", "Jun-25")
OUTTURNS = "indicator,figure,financial_year,value"
BENCHMARKS = "indicator,year,stat_neigh_ave,best_stat_neigh,nat_ave,nat_top_qtile_threshold"


def scorecard(
    folder: Path,
    headings: Sequence[Typed],
    share: Sequence[Typed],
    count: Sequence[Typed],
    *,
    points: bool = False,
) -> Path:
    """Make two rows with columns of other years before the months: a percentage, a count."""
    heads = ("Ref", "Measure", "Good is", *headings, *MONTHS)
    months = (94.8, 90.0) if points else (0.948, 0.9)
    rows: Sequence[Sequence[Typed]] = (
        ("A1", "% of reviews held in time", "High", *share, *months, None),
        ("A2", "Children in care", "n/a", *count, 402, 409, None),
    )

    def percent(sheet: Worksheet) -> None:
        for column in range(4, len(heads) + 1):
            sheet.cell(4, column).number_format = "0.0" if points else "0.0%"

    return make(folder, heads, rows, percent)


def taken(workbook: Path) -> Adopted:
    answers = ANSWERS
    if "points" in str(workbook.parent):
        answers += '[percentages]\n"A1" = "points"\n'
    return adopted(workbook, answers)


def lines(folder: Path, name: str) -> list[str]:
    """The lines of a file, without the one that seals it."""
    return (folder / name).read_text("utf-8").splitlines()[1:]


def left(found: Adopted) -> dict[str, str]:
    """The cells that were left alone, by the reason."""
    return {
        each.what.partition("not taken in: ")[2]: each.where
        for each in found.findings
        if each.code == "D214"
    }


@pytest.mark.parametrize(
    ("headings", "years"),
    [
        (("2023/24", "2024/25"), ("2023/24", "2024/25")),
        (("2023-24 outturn", "Outturn 2024/25"), ("2023/24", "2024/25")),
        (("2023/24", "Last year"), ("2023/24", "2024/25")),
        (("Actual 23/24", "Previous year outturn"), ("2023/24", "2024/25")),
    ],
)
def test_outturns_of_closed_years_are_taken_as_printed(
    headings: tuple[str, str], years: tuple[str, str], tmp_path: Path
) -> None:
    path = scorecard(tmp_path, headings, (0.931, "94.25%"), (388, 395))
    found = taken(path)
    assert lines(tmp_path, "outturns.csv") == [
        OUTTURNS,
        f"A1,,{years[0]},93.1%",
        f"A1,,{years[1]},94.25%",
        f"A2,,{years[0]},388",
        f"A2,,{years[1]},395",
    ]
    assert (found.outturns, found.benchmarks, left(found)) == (4, 0, {})
    assert 'outturns = "outturns.csv"' in (tmp_path / "lacxl.toml").read_text("utf-8")
    assert not (tmp_path / "benchmarks.csv").exists()
    assert "Taken into outturns.csv, as printed: 4 outturns." in of_adopted(found).notes
    assert (found.as_dict()["outturns"], found.as_dict()["benchmarks"]) == (4, 0)


def test_benchmarks_are_taken_where_their_heading_names_the_year(tmp_path: Path) -> None:
    headings = (
        "Statistical neighbours 2023/24", "Best neighbour 2023/24", "England 2023/24",
        "Top quartile 2023/24",
    )  # fmt: skip
    path = scorecard(tmp_path, headings, (0.91, 0.97, 0.9, "c"), (350.5, None, 83000, None))
    found = taken(path)
    assert lines(tmp_path, "benchmarks.csv") == [
        BENCHMARKS,
        "A1,2023/24,91%,97%,90%,",
        "A2,2023/24,350.5,,,",
    ]
    assert found.benchmarks == 4
    assert left(found) == {
        "they cannot be figures of their indicator, or are written in another way.": "Scorecard!F5"
    }


@pytest.mark.parametrize("heading", ["England", "National average", "England 2025/26"])
def test_a_benchmark_of_no_closed_year_is_left_alone_and_listed(
    heading: str, tmp_path: Path
) -> None:
    path = scorecard(tmp_path, (heading,), (0.9,), (350,))
    found = taken(path)
    assert not (tmp_path / "benchmarks.csv").exists()
    assert left(found) == {"nothing says of which year they are.": "Scorecard!D4, Scorecard!D5"}


def test_of_two_years_of_benchmarks_the_later_one_is_taken(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("England 2023/24", "England 2022/23"), (0.9, 0.8), (350, 340))
    taken(path)
    assert lines(tmp_path, "benchmarks.csv")[1:] == ["A1,2023/24,,,90%,", "A2,2023/24,,,350,"]


def test_last_year_beside_months_of_two_years_is_left_alone(tmp_path: Path) -> None:
    heads = ("Ref", "Measure", "Last year", "Feb-25", "Mar-25", "Apr-25", "May-25", "Jun-25")
    row = ("A2", "Children in care", 380, 398, 400, 402, 409, None)
    found = taken(make(tmp_path, heads, [row, ("A3", "Admissions", 90, 8, 9, 9, 7, None)]))
    assert not (tmp_path / "outturns.csv").exists()
    assert left(found) == {"nothing says of which year they are.": "Scorecard!C3"}


@pytest.mark.parametrize(("share", "count"), [("94.8% (est.)", "395-400"), (-0.1, 99999999)])
def test_what_cannot_be_the_figure_is_left_alone(
    share: Typed, count: Typed, tmp_path: Path
) -> None:
    found = taken(scorecard(tmp_path, ("2024/25",), (share,), (count,)))
    (reason,) = left(found)
    assert reason.startswith("they cannot be figures")
    assert left(found)[reason] == "Scorecard!D4, Scorecard!D5"


def test_a_share_beside_points_is_left_alone(tmp_path: Path) -> None:
    """0.9 beside 94.8 may be 0.9% or 90%."""
    folder = tmp_path / "points"
    folder.mkdir()
    path = scorecard(folder, ("2023/24", "2024/25"), (93.1, 0.9), (388, 395), points=True)
    found = taken(path)
    assert "A1,,2023/24,93.1%" in lines(folder, "outturns.csv")
    assert list(left(found).values()) == ["Scorecard!E4"]


def test_results_of_formulas_count_only_where_they_are_those_of_now(tmp_path: Path) -> None:
    """openpyxl keeps no results: lacxl works out one of them, and cannot the other."""
    path = scorecard(tmp_path, ("2023/24", "2024/25"), (0.931, 0.94), (388, 395))
    book = openpyxl.load_workbook(path)
    book[SHEET]["E5"] = "=D5+7"
    book[SHEET]["G5"] = "=F5+7"
    book.save(path)
    found = taken(path)
    assert lines(tmp_path, "outturns.csv")[-1] == "A2,,2023/24,388"
    history = (tmp_path / "lacxl-history.csv").read_text("utf-8")
    assert history.count("A2,") == 1
    assert "A2,2025-04,402," in history
    assert found.outturns == 3


def test_nothing_is_taken_twice_and_what_somebody_corrected_stays(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("2023/24", "2024/25"), (0.931, 0.94), (388, 395))
    taken(path)
    again = adopt(path)
    assert (again.outturns, again.benchmarks, again.taken_in, again.written) == (0, 0, 0, ())
    file = tmp_path / "outturns.csv"
    file.write_text(file.read_text("utf-8").replace("388", "389"), encoding="utf-8")
    before = file.read_bytes()
    third = adopt(path)
    assert (third.outturns, third.written) == (0, (tmp_path / "lacxl-map.html",))
    assert [each.where for each in third.findings if each.code == "D206"] == [str(file)]
    assert file.read_bytes() == before


def test_what_is_answered_later_is_taken_then(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("2024/25",), (0.94,), (395,))
    (tmp_path / "lacxl-answers.toml").write_text('[kind]\n"A1" = "snapshot"\n', encoding="utf-8")
    first = adopt(path)
    assert lines(tmp_path, "outturns.csv")[1:] == ["A1,,2024/25,94%"]
    assert left(first) == {"it is open how their indicator is counted.": "Scorecard!D5"}
    second = taken(path)
    assert (second.outturns, left(second)) == (1, {})
    assert lines(tmp_path, "outturns.csv")[1:] == ["A1,,2024/25,94%", "A2,,2024/25,395"]


def test_a_dry_run_takes_nothing(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("2024/25",), (0.94,), (395,))
    assert call("adopt", str(path), "--dry-run", "--json").json()["outturns"] == 0
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_settings_that_somebody_wrote_stay_and_are_to_name_the_file(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("2024/25",), (0.94,), (395,))
    (tmp_path / "lacxl.toml").write_text(f'[workbook]\nfile = "{path.name}"\n', encoding="utf-8")
    (told,) = [each for each in taken(path).findings if each.code == "D206"]
    assert told.todo.endswith('and to its [extracts]: outturns = "outturns.csv".')


def test_settings_that_name_another_file_have_it_left_to_them(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("2024/25",), (0.94,), (395,))
    (tmp_path / "lacxl.toml").write_text(
        f'[workbook]\nfile = "{path.name}"\n[extracts]\noutturns = "ours.csv"\n', encoding="utf-8"
    )
    assert taken(path).outturns == 0
    assert not (tmp_path / "outturns.csv").exists()


def test_a_refresh_holds_cells_to_what_was_taken_in(tmp_path: Path) -> None:
    """A cell that somebody changed is told, one that was emptied is filled, in the same form."""
    headings = ("2023/24", "2024/25", "England 2023/24", "SN average")
    path = scorecard(tmp_path, headings, (0.931, 0.94, 0.9, 0.91), (388, 395, 350, 360))
    taken(path)
    first = filled(path, ["A1,9,10", "A2,411"])
    assert first.told("K103") == first.told("K119") == []
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    sheet["D4"], sheet["E4"], sheet["F4"], sheet["F5"] = 0.95, None, 0.92, None
    book.save(path)
    second = filled(path, ["A1,9,10", "A2,411"])
    assert [place for place, _ in second.told("K103")] == ["Scorecard!D4"]
    assert [place for place, _ in second.told("K119")] == ["Scorecard!F4"]
    assert [second.cells[cell] for cell in ("D4", "E4", "F4", "F5")] == [0.95, 0.94, 0.92, 350]


def test_a_benchmark_of_another_year_than_its_heading_is_not_filled(tmp_path: Path) -> None:
    path = scorecard(tmp_path, ("England 2023/24", "SN average"), (0.9, 0.91), (350, None))
    taken(path)
    file = tmp_path / "benchmarks.csv"
    file.write_text(f"{BENCHMARKS}\nA1,2024/25,,,93%,\nA2,2024/25,361,,351,\n", encoding="utf-8")
    book = openpyxl.load_workbook(path)
    book[SHEET]["D5"] = None
    book.save(path)
    found = filled(path, ["A1,9,10", "A2,411"])
    assert (found.cells["D4"], found.cells["D5"], found.cells["E5"]) == (0.9, None, 361)
