"""Signals and what the year needs, on the demo with a year of reviews in its history."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest
from folders import (
    MAY,
    USAGE,
    Ran,
    assert_done,
    assert_refused,
    run,
    settings_add,
    squeezed,
    state_of,
    workbook_of,
)
from openpyxl.styles import Protection
from planting import SUMMARY, add_row, opened, set_reading, values_of

REVIEWS = ((93, 100), (95, 100), (92, 100), (94, 100), (96, 100)) * 2
HEADED = {"S5": "SPC Variation", "T5": "SPC Assurance"}
ROW = 12  # 7.6


@pytest.fixture
def year(fresh: Path) -> Path:
    """The demo before May is filled, with ten months of 7.6 more: April 2014 to January 2015."""
    months = [f"2014-{month:02d}" for month in range(4, 13)] + ["2015-01"]
    for month, (n, d) in zip(months, REVIEWS, strict=True):
        add_row(fresh, "7.6", month, str(n), str(d), "", "")
    return fresh


def head(folder: Path, headings: dict[str, str] = HEADED) -> None:
    with opened(workbook_of(folder)) as book:
        for cell, text in headings.items():
            book[SUMMARY][cell] = text


def of(ran: Ran, indicator: str = "7.6") -> dict[str, object]:
    assert_done(ran)
    return next(each for each in ran.json()["signals"] if each["indicator"] == indicator)


def table(text: str) -> dict[str, dict[str, str]]:
    return {row["no"]: row for row in csv.DictReader(io.StringIO(text))}


def cells(folder: Path) -> list[object]:
    values = values_of(workbook_of(folder))
    return [values.get((SUMMARY, f"{column}{ROW}")) for column in "ST"]


class TestTheCommand:
    def test_the_months_are_those_of_history_and_page(self, year: Path) -> None:
        """April was printed as 94.8%, though its reading is 68 of 71: what is printed counts."""
        found = of(run(year, "signals", MAY, "--json"))
        exact = [
            *(Fraction(*each) for each in REVIEWS),
            Fraction(68, 68), Fraction(124, 126), Fraction("0.948"), Fraction(54, 60),
        ]  # fmt: skip
        points = found["points"]
        assert isinstance(points, list)
        assert [point["value"] for point in points] == [float(each) for each in exact]
        mean = sum(exact) / 14
        ranges = [abs(exact[at + 1] - exact[at]) for at in range(13)]
        spread = Fraction("2.66") * sum(ranges) / 13
        assert found["mean"] == float(mean)
        assert (found["lower"], found["upper"]) == (float(mean - spread), float(mean + spread))
        assert (found["variation"], found["assurance"]) == ("common", "may")
        assert found["months"] == 14

    def test_a_third_in_a_cell_is_a_third_in_the_history(self, year: Path) -> None:
        """A cell keeps fifteen digits; a range of 0.0000000000000003 would be all there is."""
        months = [f"2014-{month:02d}" for month in range(4, 13)]
        for at, month in enumerate([*months, "2015-01", "2015-02", "2015-03", "2015-04", MAY]):
            n = 20 + at
            set_reading(year, "7.6", month, numerator=str(2 * n), denominator=str(3 * n))
        with opened(workbook_of(year)) as book:
            for column in "FG":  # March and April, as they were filled
                book[SUMMARY][f"{column}{ROW}"] = 2 / 3
        found = of(run(year, "signals", MAY, "--json"))
        assert (
            found["reason"] == "nothing varies from one month to the next, so there are no limits"
        )

    def test_as_csv_and_into_a_file_that_is_new(self, year: Path) -> None:
        row = table(run(year, "signals", MAY, "--csv").out)["7.6"]
        assert (row["May-15"], row["target"]) == ("90.0%", "98.0%")
        assert row["variation"] == "no special cause"
        assert row["assurance"] == "may or may not meet the target"
        to = year / "signals.csv"
        assert_done(run(year, "signals", MAY, "--to", str(to)))
        assert table(to.read_text("utf-8"))["7.6"] == row
        assert_refused(run(year, "signals", MAY, "--to", str(to)), "M123")

    def test_others_have_the_reason_why_nothing_is_said(self, year: Path) -> None:
        rows = table(run(year, "signals", MAY, "--csv").out)
        assert rows["7.8"]["why"] == "4 months, and 12 are needed"
        assert rows["9.2"]["why"].startswith("eleven of its twelve rolling months")
        assert rows["7.7"]["why"] == "May-15 has no figure: there is a note instead"
        assert {rows[each]["variation"] for each in ("7.8", "9.2", "7.7")} == {"not judged"}

    def test_a_gap_is_said(self, year: Path) -> None:
        add_row(year, "7.6", "2014-03", "95", "100", "", "")
        set_reading(year, "7.6", "2014-08", note="not reported")
        assert "no figure for Aug-14" in table(run(year, "signals", MAY, "--csv").out)["7.6"]["why"]

    def test_without_a_month_it_is_the_latest_of_the_history(self, year: Path) -> None:
        none = run(year, "signals")
        assert none.code == USAGE
        assert "U103" in none.codes()
        run(year, "refresh", MAY)
        assert run(year, "signals", "--json").json()["month"] == MAY
        assert run(year, "needed", "--json").json()["month"] == MAY

    def test_nothing_is_written(self, year: Path) -> None:
        before = state_of(year)
        run(year, "signals", MAY)
        run(year, "needed", MAY)
        assert state_of(year) == before


class TestSettings:
    def test_a_change_of_process_has_limits_of_its_own(self, year: Path) -> None:
        change = '[[signals.changes]]\nindicator = "7.6"\nmonth = "2014-09"\nreason = "New form"\n'
        settings_add(year, change)
        row = table(run(year, "signals", MAY, "--csv").out)["7.6"]
        assert row["why"] == (
            "9 months since the change in Sep-14, and 12 are needed; changed in Sep-14: New form"
        )

    def test_a_reason_that_says_who_a_child_is_is_refused_and_not_repeated(
        self, year: Path
    ) -> None:
        reason = "Counted without 943 476 5919"
        settings_add(
            year,
            f'[[signals.changes]]\nindicator = "7.6"\nmonth = "2014-09"\nreason = "{reason}"\n',
        )
        ran = run(year, "signals", MAY)
        assert_refused(ran, "S112")
        assert "9434765919" not in ran.said

    def test_rolling_and_few_are_judged_where_that_is_asked(self, year: Path) -> None:
        for month in [f"2014-{month:02d}" for month in range(4, 13)] + ["2015-01", "2015-02"]:
            add_row(year, "10.1", month, str(int(month[-1]) % 3), "4", "", "")
        quiet = table(run(year, "signals", MAY, "--csv").out)
        assert "rest on few" in quiet["10.1"]["why"]
        assert quiet["9.2"]["variation"] == "not judged"
        settings_add(year, '[signals]\nrolling = true\njudge_anyway = ["10.1"]\n')
        rows = table(run(year, "signals", MAY, "--csv").out)
        assert rows["10.1"]["variation"] != "not judged"
        assert rows["10.1"]["assurance"] == "no target"
        assert rows["9.2"]["variation"] != "not judged"


class TestInTheWorkbook:
    def test_words_go_into_the_columns_that_are_headed(self, year: Path) -> None:
        head(year)
        ran = run(year, "refresh", MAY, "--json")
        assert ran.code <= 1
        assert cells(year) == ["no special cause", "may or may not meet the target"]
        told = {each["cell"]: each["why"] for each in ran.json()["cells"]}
        assert told[f"S{ROW}"] == "7.6 May-15 variation"
        assert values_of(workbook_of(year))[SUMMARY, "S15"] == "not judged"  # 7.8

    def test_twice_is_once_and_undoing_takes_them_back(self, year: Path) -> None:
        head(year)
        run(year, "refresh", MAY)
        assert run(year, "refresh", MAY, "--json").json()["changed"] == 0
        assert run(year, "undo").code == 0
        assert cells(year) == [None, None]

    @pytest.mark.parametrize(
        "heading", ["Variation", "Variance", "Variation from target", "Assurance", ""]
    )
    def test_no_other_column_is_taken_for_one(self, year: Path, heading: str) -> None:
        head(year, {"S5": heading or "Comment", "S12": "Ask Jo"})
        assert run(year, "refresh", MAY).code <= 1
        assert cells(year) == ["Ask Jo", None]

    def test_where_no_column_is_headed_none_is_made(self, year: Path) -> None:
        with opened(workbook_of(year)) as book:
            wide = book[SUMMARY].max_column
        run(year, "refresh", MAY)
        with opened(workbook_of(year)) as book:
            assert book[SUMMARY].max_column == wide

    def test_explain_tells_how_a_word_came_about(self, year: Path) -> None:
        said = squeezed(run(year, "explain", "7.6", MAY).out)
        assert squeezed("no special cause; may or may not meet the target; mean 94.5%") in said
        assert squeezed("14 months from Apr-14") in said
        assert squeezed("Year needs not within the next 10, even if all are good") in said

    def test_a_restatement_corrects_the_word_too(self, year: Path) -> None:
        """60 of 100 is below any limit of months between 90% and 100%."""
        head(year)
        run(year, "refresh", MAY)
        assert run(year, "issue", MAY, "--accept", "7.7 comes in July").code <= 1
        set_reading(year, "7.6", MAY, numerator="60", denominator="100")
        assert run(year, "restate", MAY, "--reason", "Entered late").code <= 1
        assert cells(year)[0] == "concerning"

    def test_an_issued_month_keeps_and_shows_what_was_printed(self, year: Path) -> None:
        head(year)
        run(year, "refresh", MAY)
        with opened(workbook_of(year)) as book:
            book[SUMMARY][f"S{ROW}"] = "improving"
            book[SUMMARY][f"S{ROW}"].protection = Protection(locked=False)
        settings_add(year, "[signals]\nfewest_months = 24\n")
        refused = run(year, "issue", MAY, "--accept", "7.7 comes in July")
        assert refused.code != 0  # the cell is not what the readings give
        run(year, "refresh", MAY)
        assert cells(year) == ["not judged", "not judged"]
        assert run(year, "issue", MAY, "--accept", "7.7 comes in July").code <= 1
        toml = year / "lacxl.toml"
        toml.write_text(toml.read_text("utf-8").replace("= 24", "= 12"), "utf-8")
        now = table(run(year, "signals", MAY, "--csv").out)
        assert now["7.6"]["variation"] == "no special cause"
        text = run(year, "figures", MAY, "--format", "csv").out
        assert table(text)["7.6"]["variation"] == "not judged"


class TestNeeded:
    def test_flows_with_a_target_are_listed(self, year: Path) -> None:
        ran = run(year, "needed", MAY, "--json")
        assert_done(ran)
        found = {each["indicator"]: each for each in ran.json()["needed"]}
        assert list(found) == ["7.6", "10.2", "10.3"]
        reviews = found["7.6"]
        assert (reviews["numerator"], reviews["denominator"]) == (122, 131)
        assert (reviews["outlook"], reviews["of_next"], reviews["in_a_row"]) == (
            "missed", None, 309,
        )  # fmt: skip
        # 1853 days of 4 children: 1853 + 4965 over 14 is 487.0, and a day more 487.07, which
        # shows 487.1
        assert found["10.2"]["of_next"] == 4965

    def test_so_many_cases_as_are_asked_about(self, year: Path) -> None:
        ran = run(year, "needed", MAY, "--cases", "400", "--json")
        assert ran.json()["needed"][0]["of_next"] == 399  # 521 of 531 is 98.1%, 520 is 97.9%
        assert (122 + 399) * 1000 >= 979.5 * 531 > (122 + 398) * 1000
        assert run(year, "needed", MAY, "--cases", "0").code == USAGE

    def test_figures_have_words_and_needs_in_columns_of_their_own(self, year: Path) -> None:
        row = table(run(year, "figures", MAY, "--format", "csv").out)["7.6"]
        assert row["variation"] == "no special cause"
        assert row["assurance"] == "may or may not meet the target"
        assert row["needed"].startswith("not within the next 10")
