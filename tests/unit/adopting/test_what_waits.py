"""What is not sure is asked, and waits: such an indicator is left out until somebody answers."""

from __future__ import annotations

import pytest

from lacxl.adopting.proposal import Proposal
from lacxl.domain.indicator import Kind, Unit
from unit.adopting.typed_scorecards import keys, proposed, question, scorecard

MONTHS = ("Apr-25", "May-25", "Jun-25", "Jul-25")
HEADINGS = ("Ref", "Measure", *MONTHS)
SURE = ("A1", "Number of children", 402.0, 409.0, 405.0, 411.0)


def left_out(proposal: Proposal) -> set[str]:
    return {each.reference for each in proposal.indicators if each.left_out}


@pytest.mark.parametrize(
    ("row", "asked", "answers"),
    [
        (("A2", "Health assessments", 40.5, 41.5, 39.0, 40.0), "unit", ["mean", "count"]),
        (
            ("A2", "% of pupils excluded", 0.79, 0.72, 0.8, 0.7),
            "percentages",
            ["points", "fractions"],
        ),
        (("A2", "Rate of admissions", 1.4, 1.1, 1.2, 1.3), "per", ["100", "10000"]),
        (("A2", "Number of admissions", "<5", 7.0, 9.0, "<5"), "suppressed", ["fill"]),
        (("A2", "Number of admissions", "*", 7.0, 9.0, 6.0), "suppressed", ["fill"]),
        (("A2", "Number of admissions", 19.0, 44.0, 63.0, 80.0), "cumulative", ["month"]),
    ],
)
def test_an_indicator_waits_for_its_answer_and_the_others_do_not(
    row: tuple[str | float, ...], asked: str, answers: list[str]
) -> None:
    sheet = scorecard(SURE, row, headings=HEADINGS)
    open_ = proposed(sheet)
    assert keys(open_)[asked] == ["A2"]
    assert left_out(open_) == {"A2"}
    for answer in answers:
        said = proposed(sheet, answers={asked: {"A2": answer}})
        assert asked not in keys(said)
        assert left_out(said) == set()


@pytest.mark.parametrize(
    ("row", "asked", "answer"),
    [
        (("A2", "Number of admissions", "<5", 7.0, 9.0, "<5"), "suppressed", "leave"),
        (("A2", "Number of admissions", 19.0, 44.0, 63.0, 80.0), "cumulative", "ytd"),
    ],
)
def test_an_answer_may_leave_it_to_the_council_for_good(
    row: tuple[str | float, ...], asked: str, answer: str
) -> None:
    said = proposed(scorecard(SURE, row, headings=HEADINGS), answers={asked: {"A2": answer}})
    assert asked not in keys(said)
    assert left_out(said) == {"A2"}


def test_a_percentage_is_like_the_others_of_its_table_if_these_are_alike() -> None:
    rows = [("A2", "% of reviews", 94.8, 90.0), ("A3", "% of pupils excluded", 0.79, 0.72)]
    found = proposed(scorecard(*rows, headings=HEADINGS[:4]))
    assert "percentages" not in keys(found)
    assert [each.points for each in found.indicators] == [True, True]
    mixed = [*rows, ("A4", "% of visits", 0.948, 0.9)]
    open_ = proposed(scorecard(*mixed, headings=HEADINGS[:4]), formats={6: "0.0%"})
    assert keys(open_)["percentages"] == ["A3"]
    assert left_out(open_) == {"A3"}


@pytest.mark.parametrize(
    ("heading", "asks"),
    [("Last month", False), ("Previous quarter", False), ("Variance", True), ("Someone's", True)],
)
def test_last_months_figure_shows_how_a_percentage_is_typed(heading: str, asks: bool) -> None:
    row = ("A1", "% of reviews in time", 91.25, None, None)
    found = proposed(scorecard(row, headings=("Ref", "Measure", heading, "Apr-25", "May-25")))
    assert ("percentages" in keys(found)) is asks
    assert [each.points for each in found.indicators] == [not asks]


def test_what_is_likely_is_taken_only_where_somebody_says_so() -> None:
    row = ("A2", "Number of admissions in the month", 9.0, 7.0, 0.0, 0.0)
    sheet = scorecard(row, headings=(*HEADINGS, "YTD"))
    open_ = proposed(sheet)
    assert question(open_, "kind").items[0].suggested == "flow"
    assert open_.indicators[0].kind is None
    taken = proposed(sheet, answers={"kind": {"rest": "likely"}})
    assert taken.indicators[0].kind is Kind.FLOW
    said = proposed(sheet, answers={"kind": {"rest": "likely", "A2": "snapshot"}})
    assert said.indicators[0].kind is Kind.SNAPSHOT


def test_months_without_a_year_wait_for_it() -> None:
    row = ("A1", "Number of children", 402.0, 409.0)
    sheet = scorecard(row, headings=("Ref", "Measure", "April", "May"), title="Our scorecard")
    open_ = proposed(sheet)
    assert keys(open_) == {"year": ["Scorecard"]}
    assert open_.last is None
    said = proposed(sheet, answers={"year": {"Scorecard": "2024/25"}})
    assert keys(said) == {}
    assert str(said.last) == "2024-05"


def test_of_two_sheets_with_the_same_indicators_none_is_filled_until_one_is_chosen() -> None:
    sheets = [scorecard(SURE, headings=HEADINGS, name=name) for name in ("Children", "Board")]
    open_ = proposed(*sheets)
    assert open_.tables == ()
    assert question(open_, "table").choices == ("Children", "Board")
    said = proposed(*sheets, answers={"table": {"filled": "Board"}})
    assert [table.words.name for table in said.tables] == ["Board"]


@pytest.mark.parametrize(("total", "meaning"), [(1627.0, "ytd"), (3.0, "ignored")])
def test_a_total_is_the_year_to_date_if_it_is_the_sum(total: float, meaning: str) -> None:
    found = proposed(scorecard((*SURE, total), headings=(*HEADINGS, "Total")))
    assert "column" not in keys(found)
    assert "Total" in found.tables[0].words.headings[meaning]


@pytest.mark.parametrize("total", [None, 411.0])  # the last month's figure may be there by chance
def test_a_total_that_nothing_explains_is_asked_about(total: float | None) -> None:
    found = proposed(scorecard((*SURE, total), headings=(*HEADINGS, "Total")))
    assert keys(found)["column"] == ["Total"]


def test_a_year_to_date_that_does_not_begin_in_april_is_not_filled() -> None:
    headings = ("Ref", "Measure", "Sep-24", "Oct-24", "Nov-24", "Apr-25", "May-25", "YTD")
    row = ("A1", "Number of exclusions", 30.0, 31.0, 28.0, 33.0, 30.0, 152.0)
    found = proposed(scorecard(row, headings=headings, title="Academic year"))
    assert [each.code for each in found.findings] == ["D213"]
    assert "YTD" in found.tables[0].words.headings["ignored"]


@pytest.mark.parametrize(
    ("month", "so_far", "light", "basis"),
    [
        (0.97, 0.90, "Green", "month"),
        (0.90, 0.97, "Green", "ytd"),
        (0.97, 0.96, "Green", ""),  # both would be green
    ],
)
def test_lights_judge_what_they_fit(month: float, so_far: float, light: str, basis: str) -> None:
    headings = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "YTD", "RAG")
    row = ("A1", "% of reviews held in time", "High", 0.95, 0.5, month, so_far, light)
    answers = {"kind": {"A1": "flow"}, "amber": {"A1": "none"}}
    found = proposed(scorecard(row, headings=headings), answers=answers, formats={4: "0.0%"})
    assert found.judged == basis
    assert ("judged" in keys(found)) is (basis == "")


def test_a_unit_that_is_said_wins_over_the_title() -> None:
    sheet = scorecard(SURE, headings=HEADINGS)
    (found,) = proposed(sheet, answers={"unit": {"A1": "mean"}}).indicators
    assert found.unit is Unit.MEAN


@pytest.mark.parametrize(
    ("figures", "is_left"),
    [
        (("71.4%", "66.7%", "75.0%", "80.0%"), True),
        ((0.714, 0.667, 0.75, "80.0%"), True),  # the system that is asked for the next one
        (("71.4%", "66.7%", 0.75, 0.8), True),
        (("71.4%", 0.667, 0.75, 0.8), False),
    ],
)
def test_percentages_typed_as_text_are_left_and_said_and_nothing_is_asked_of_them(
    figures: tuple[str | float, ...], is_left: bool
) -> None:
    sheet = scorecard(
        SURE, ("A2", "% of reviews in time", *figures), headings=(*HEADINGS, "RAG", "Target")
    )
    found = proposed(sheet, formats={5: "0.0%"} if not is_left else {})
    assert left_out(found) == ({"A2"} if is_left else set())
    said = [each.where for each in found.findings if each.code == "D216"]
    assert said == ([f"Scorecard!{'D' if figures[2:] == (0.75, 0.8) else 'F'}5"] if is_left else [])
    assert is_left != any("A2" in asked for name, asked in keys(found).items() if name != "lights")


def test_a_percentage_typed_as_text_says_nothing_of_how_the_others_are_written() -> None:
    rows = [
        ("A2", "% of reviews", "94.8%", "90.0%"),
        ("A3", "% of pupils excluded", 0.79, 0.72),
        ("A4", "% of visits", 94.8, 90.0),
    ]
    found = proposed(scorecard(*rows, headings=HEADINGS[:4]))
    assert {each.reference: each.points for each in found.indicators if not each.left_out} == {
        "A3": True,
        "A4": True,
    }


@pytest.mark.parametrize(
    ("sheets", "likely"),
    [
        ({"2023-24": 12, "2024-25": 3}, "2024-25"),
        ({"2024-25": 3, "2023-24": 12}, "2024-25"),
        ({"2023-24": 12, "2024-25": 0}, ""),  # the new year's sheet is still empty
        ({"2024-25": 3, "2024-25 copy": 3}, ""),
    ],
)
def test_of_several_sheets_the_one_filled_the_furthest_is_likely_or_none(
    sheets: dict[str, int], likely: str
) -> None:
    months = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    given = [
        scorecard(
            *(
                (f"V{n}", f"Number of {what}", *(float(n + m % 5) for m in range(filled)))
                for n, what in ((40, "children"), (70, "visits"))
            ),
            headings=("Ref", "Measure", *months),
            title=f"Virtual School {name.split()[0]}",
            name=name,
        )
        for name, filled in sheets.items()
    ]
    (item,) = question(proposed(*given), "table").items
    assert item.suggested == likely
    taken = proposed(*given, answers={"table": {"rest": "likely"}})
    assert [table.words.name for table in taken.tables] == ([likely] if likely else [])
