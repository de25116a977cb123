"""One line for all that is left open: what it stands for, and what it never does."""

from __future__ import annotations

import pytest

from lacxl.adopting.allowed_answers import require_allowed
from lacxl.adopting.answers import answers_text, read_answers
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.rest import spelt_out
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Kind, Polarity, Unit
from unit.adopting.typed_scorecards import keys, proposed, question, scorecard

FILE = "lacxl-answers.toml"
HEADINGS = ("Ref", "Measure", "Apr-25", "May-25", "Jun-25", "Jul-25", "YTD")
LIKELY_FLOW = ("A1", "Number of admissions in the month", 9.0, 7.0, 0.0, 0.0, None)
LIKELY_SNAPSHOT = ("A2", "Number of open cases at month end", 9.0, 7.0, 0.0, 0.0, None)
UNSAID = ("A3", "Number of meetings", 9.0, 7.0, 0.0, 0.0, None)
UNSAID_TOO = ("A4", "Number of letters", 8.0, 7.0, 0.0, 0.0, None)


def with_kinds(**answers: str) -> dict[str, Kind | None]:
    """The kinds of four indicators by the answers to [kind]; of two it is likely."""
    rows = (LIKELY_FLOW, LIKELY_SNAPSHOT, UNSAID, UNSAID_TOO)
    found = proposed(scorecard(*rows, headings=HEADINGS), answers={"kind": answers})
    open_ = keys(found).get("kind", [])
    assert open_ == [each.reference for each in found.indicators if each.kind is None]
    return {each.reference: each.kind for each in found.indicators}


def refused(text: str, proposal: Proposal) -> list[tuple[str, str]]:
    """The lines that are refused, and what to write."""
    with pytest.raises(Refused) as caught:
        require_allowed(read_answers(text, FILE), proposal, text, FILE)
    assert {each.code for each in caught.value.findings} == {"D202"}
    return [(each.where, each.todo) for each in caught.value.findings]


# -- what it stands for ---------------------------------------------------------------------------


def test_nothing_is_taken_where_nobody_says_so() -> None:
    assert set(with_kinds().values()) == {None}


@pytest.mark.parametrize(
    ("rest", "kinds"),
    [
        ("likely", (Kind.FLOW, Kind.SNAPSHOT, None, None)),
        ("snapshot", (None, Kind.SNAPSHOT, Kind.SNAPSHOT, Kind.SNAPSHOT)),
        ("rolling", (None, None, Kind.ROLLING, Kind.ROLLING)),
        ("likely, else snapshot", (Kind.FLOW, Kind.SNAPSHOT, Kind.SNAPSHOT, Kind.SNAPSHOT)),
        ("likely else rolling", (Kind.FLOW, Kind.SNAPSHOT, Kind.ROLLING, Kind.ROLLING)),
    ],
)
def test_it_is_for_all_of_which_nothing_else_is_likely(
    rest: str, kinds: tuple[Kind | None, ...]
) -> None:
    assert tuple(with_kinds(rest=rest).values()) == kinds


def test_a_line_of_its_own_counts_more() -> None:
    found = with_kinds(rest="likely, else snapshot", A1="rolling", A3="flow")
    assert found == {
        "A1": Kind.ROLLING,
        "A2": Kind.SNAPSHOT,
        "A3": Kind.FLOW,
        "A4": Kind.SNAPSHOT,
    }


@pytest.mark.parametrize("rest", ["stock", "Snapshot", "likely, else stock", "?", "likely-ish"])
def test_what_is_no_answer_is_taken_for_none(rest: str) -> None:
    taken = {each for each in with_kinds(rest=rest).values() if each is not None}
    assert taken <= ({Kind.FLOW, Kind.SNAPSHOT} if rest.startswith("likely,") else set())


def test_a_polarity_that_is_likely_otherwise_stays_open() -> None:
    headings = ("Ref", "Measure", "Target", "Apr-25", "May-25", "RAG")
    rows = (
        ("A1", "% of visits on time", 95.0, 96.0, 97.0, None),
        ("A2", "% of something", 95.0, 96.0, 97.0, None),
    )
    found = proposed(scorecard(*rows, headings=headings), answers={"polarity": {"rest": "low"}})
    assert [each.polarity for each in found.indicators] == [None, Polarity.LOW]
    assert keys(found)["polarity"] == ["A1"]


@pytest.mark.parametrize(
    ("unit", "units"),
    [
        ("count", (None, None)),  # one has decimals, and one is of a denominator
        ("mean", (Unit.MEAN, Unit.MEAN)),
        ("percentage", (Unit.PERCENTAGE, None)),  # over 100
    ],
)
def test_a_unit_that_figures_cannot_have_stays_open(
    unit: str, units: tuple[Unit | None, ...]
) -> None:
    rows = (
        ("A1", "Health assessments", 40.5, 41.5, 39.0, 40.0),
        ("A2", "Dental checks", 140.5, 41.5, 39.0, 40.0),
    )
    sheet = scorecard(*rows, headings=HEADINGS[:-1])
    found = proposed(sheet, answers={"unit": {"rest": unit}})
    assert tuple(each.unit for each in found.indicators) == units
    alone = proposed(sheet, answers={"unit": {"A1": unit, "A2": unit}})
    assert {each.unit for each in alone.indicators} == {Unit(unit)}  # a person has the last word


def test_an_answer_in_the_same_file_does_not_change_what_is_likely() -> None:
    headings = ("Ref", "Measure", "Target", "Apr-25", "May-25", "RAG")
    sheet = scorecard(("A1", "Matches agreed", 4.0, None, None, None), headings=headings)
    open_ = proposed(sheet)
    assert keys(open_)["unit"] == ["A1"]
    assert question(open_, "polarity").items[0].suggested == ""
    answers = {"unit": {"A1": "count"}, "polarity": {"rest": "likely, else high"}}
    (found,) = proposed(sheet, answers=answers).indicators
    assert (found.unit, found.polarity) == (Unit.COUNT, Polarity.HIGH)
    only_likely = {**answers, "polarity": {"rest": "likely"}}
    assert keys(proposed(sheet, answers=only_likely))["polarity"] == ["A1"]


@pytest.mark.parametrize(("sign", "suggested"), [("▲", ""), ("▼", "performance")])
def test_arrows_that_speak_against_performance_have_nothing_likely(
    sign: str, suggested: str
) -> None:
    headings = ("Ref", "Measure", "Target", "Apr-25", "May-25", "DoT")
    sheet = scorecard(("A1", "% of visits missed", 9.0, 8.5, 9.5, sign), headings=headings)
    open_ = question(proposed(sheet), "arrows")
    assert {item.key: item.suggested for item in open_.items}["shows"] == "performance"
    said = question(proposed(sheet, answers={"polarity": {"A1": "low"}}), "arrows")
    assert {item.key: item.suggested for item in said.items}["shows"] == suggested


@pytest.mark.parametrize("answer", ["points", "fractions", "likely"])
def test_how_percentages_are_typed_is_one_answer_for_all(answer: str) -> None:
    rows = (
        ("A1", "% of pupils excluded", 0.79, 0.72, 0.8, 0.7),
        ("A2", "% of pupils absent", 0.69, 0.72, 0.8, 0.7),
    )
    found = proposed(
        scorecard(*rows, headings=HEADINGS[:-1]), answers={"percentages": {"rest": answer}}
    )
    assert "percentages" not in keys(found)
    assert {each.points for each in found.indicators} == {answer != "fractions"}


def test_an_answer_for_all_may_be_what_makes_another_question_one() -> None:
    rows = (
        ("A1", "Health assessments", 40.5, 41.5, 39.0, 40.0),
        ("A2", "Dental checks", 40.5, 41.5, 39.0, 40.0),
    )
    sheet = scorecard(*rows, headings=HEADINGS[:-1])
    first = proposed(sheet, answers={"unit": {"rest": "rate"}})
    assert keys(first) == {"per": ["A1", "A2"]}
    both = proposed(sheet, answers={"unit": {"rest": "rate"}, "per": {"rest": "1000"}})
    assert keys(both) == {}
    assert {each.per for each in both.indicators} == {1000}


# -- what stays in the file -----------------------------------------------------------------------


def test_the_answer_for_all_is_written_out_line_by_line() -> None:
    given = {"kind": {"rest": "snapshot", "A1": "flow"}, "amber": {"rest": "none"}, "x": {"a": "b"}}
    said = spelt_out(given, {"kind": {"A2": "snapshot"}}, kept=["amber"])
    assert said == {
        "kind": {"A2": "snapshot", "A1": "flow"},
        "amber": {"rest": "none"},
        "x": {"a": "b"},
    }


def test_an_answer_for_all_of_nothing_does_not_wait_for_a_later_month() -> None:
    assert spelt_out({"kind": {"rest": "likely"}}, {}, kept=["amber"]) == {"kind": {}}
    assert answers_text("Our.xlsx", [], {"kind": {}}).count("[kind]") == 0


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "todo"),
    [
        ('[kind]\n"A1" = "flow"\nrest = "stock"\n', 3, "Allowed: likely, flow, snapshot, rolling,"),
        ('[kind]\nrest = "likely, else stock"\n', 2, "Allowed: likely, flow"),
        ('[kind]\nrest = "Likely"\n', 2, "Allowed: likely, flow"),
        ('[kind]\nrset = "flow"\n', 2, "Did you mean rest?"),
        ("[kind]\nrest = 5\n", 2, "Allowed: likely, flow"),
        ("[kind]\nrest = true\n", 2, "Allowed: likely, flow"),
        ("[kind]\nrest = 2025-04-01\n", 2, "Allowed: likely, flow"),
        ('[polarity]\nrest = "flow"\n', 2, "Allowed: likely, high, low, none,"),
        ('[per]\nrest = "10,000"\n', 2, "Allowed: likely, 100, 1000,"),
        ('[arrows]\nrest = "↑"\n', 2, "Allowed: likely."),
        ('[lights]\nrest = "Red"\n', 2, "Allowed: likely."),
        ('[year]\nrest = "2025/26"\n', 2, "Else answer each line."),
        ('[arrows]\n"lvel" = "="\n', 2, "Did you mean level?"),
    ],
)
def test_an_answer_that_cannot_be_for_all_is_refused_with_its_line(
    text: str, line: int, todo: str
) -> None:
    ((where, said),) = refused(text, proposed(scorecard(LIKELY_FLOW, headings=HEADINGS)))
    assert where == f"{FILE} line {line}"
    assert todo in said


def test_a_number_may_be_the_answer_for_all() -> None:
    text = "[per]\nrest = 10000\n"
    require_allowed(
        read_answers(text, FILE), proposed(scorecard(UNSAID, headings=HEADINGS)), text, FILE
    )


def test_all_that_is_refused_is_refused_at_once() -> None:
    text = '[kind]\nrest = "a"\n[unit]\nrest = "b"\n[amber]\nrest = "90%"\n"A1" = "many"\n'
    found = refused(text, proposed(scorecard(LIKELY_FLOW, headings=HEADINGS)))
    assert [where for where, _ in found] == [f"{FILE} line {line}" for line in (2, 4, 6, 7)]
