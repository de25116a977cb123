"""Where amber ends: asked once for all, said for all or for one, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.adopting.adopted_files import catalogue_text, layout_text, settings_text
from lacxl.adopting.allowed_answers import require_allowed
from lacxl.adopting.ambers import said_for_all
from lacxl.adopting.answers import answers_text, read_answers
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.taken_for import questions_of
from lacxl.catalogue import indicators, layouts
from lacxl.domain.errors import Refused
from lacxl.judging.own_judgement import Judgement, own_judgement
from lacxl.settings.settings import Settings
from lacxl.workbook.layout import locate
from lacxl.workbook.snapshot import Snapshot
from unit.adopting.typed_scorecards import keys, proposed, question, scorecard

FILE = "lacxl-answers.toml"
HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "RAG")
ROWS = (
    ("A1", "% of reviews held in time", "High", 90.0, 95.5, 96.5, "Green"),
    ("A2", "% of visits missed", "Low", 10.0, 9.5, 8.5, "Green"),
    ("A3", "Average days to be placed", "Low", 120.0, 110.5, 115.5, "Green"),
    ("A4", "Number of complaints", "Low", 20.0, 18.0, 30.0, "Red"),
    ("A5", "Number of children", "n/a", None, 400.0, 410.0, None),
    ("A6", "Number of contacts", "n/a", 300.0, 400.0, 410.0, None),
)
Judge = Callable[[Mapping[str, str]], tuple[dict[str, Decimal | None], Judgement]]
TYPED = scorecard(*ROWS, headings=HEADINGS)


def found(answers: Mapping[str, str] | None = None) -> Proposal:
    return proposed(TYPED, answers={"amber": answers or {}})


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """By which limits of amber a refresh judges, as layout, catalogue and settings say it."""
    return lambda answers: _judged(answers, tmp_path / "lacxl.toml")


def _judged(answers: Mapping[str, str], file: Path) -> tuple[dict[str, Decimal | None], Judgement]:
    proposal, snapshot = found(answers), Snapshot((TYPED,))
    known = indicators.parse(catalogue_text(proposal), "catalogue.toml")
    layout = locate(snapshot, layouts.parse(layout_text(proposal), "layout.toml"), known)
    file.write_text(settings_text("Our.xlsx", "Our", proposal), encoding="utf-8")
    ambers = Settings.load(file).ambers
    said = indicators.with_settings(known, amber=ambers, basis={}, dead_band={})
    seen = own_judgement(said, layout, snapshot.cells, {})
    return {
        number: each.target.amber for (number, _), each in seen.seen.items() if each.target
    }, seen


# -- the question ---------------------------------------------------------------------------------


def test_it_is_asked_once_for_all() -> None:
    assert keys(found())["amber"] == ["rest"]
    asked = question(found(), "amber")
    assert [item.key for item in asked.singly] == ["A1", "A2", "A3", "A4", "A6"]
    text = answers_text("Our.xlsx", [asked], {})
    assert read_answers(text, FILE) == {}
    assert '\n"rest" = "?"\n# "A1" = "?"  # % of reviews held in time; Scorecard!D4\n' in text


def test_the_map_numbers_the_targets_that_it_is_about() -> None:
    (asked,) = questions_of([question(found(), "amber")], FILE)
    assert [str(place.cell) for place in asked.cells] == ["D4", "D5", "D6", "D7", "D9"]
    assert asked.asks.endswith("Of: A1, A2, A3, A4, A6.")


def test_those_with_a_line_of_their_own_are_no_longer_asked_about() -> None:
    singly = [item.key for item in question(found({"A1": "85", "A3": "none"}), "amber").singly]
    assert singly == ["A2", "A4", "A6"]
    each = {"A1": "85%", "A2": "12%", "A3": "140", "A4": "none", "A6": "none"}
    assert "amber" not in keys(found(each))


@pytest.mark.parametrize("rest", ["within 10% of target", "none", "10% of the target"])
def test_a_rule_for_all_leaves_nothing_open(rest: str) -> None:
    assert "amber" not in keys(found({"rest": rest}))


def test_points_are_of_percentages_alone_and_the_others_are_asked() -> None:
    open_ = found({"rest": "within 5 percentage points"})
    assert keys(open_)["amber"] == ["A3", "A4"]  # of A6 neither way is good, so it has no light
    said = found({"rest": "within 5 percentage points", "A3": "140", "A4": "none"})
    assert "amber" not in keys(said)


# -- what it means --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "within"),
    [
        ("within 10% of target", "within 10% of target"),
        ("10% of the target", "within 10% of target"),
        ("Within 2.5% of Target", "within 2.5% of target"),
        ("within 5 percentage points", "within 5 percentage points"),
        ("5pp", "within 5 percentage points"),
        ("within 5 points", "within 5 percentage points"),
        ("None", ""),
    ],
)
def test_the_words_for_all(said: str, within: str) -> None:
    read = said_for_all(said)
    assert read is not None
    assert read.within == within


@pytest.mark.parametrize(
    "said",
    [
        "", "90%", "10%", "within 10%", "5", "0.05", "10", "True", "['none']", "likely", "nil",
        "within 10 of target", "90% of target", "95% of target", "0% of target", "within 0pp",
        "within 90 percentage points", "within -5% of target", "within ten per cent of target",
        "within 10% of target or 5pp", "no amber", "within 1e1% of target", "2025-04-01",
    ],
)  # fmt: skip
def test_words_that_do_not_fit_all_are_refused(said: str) -> None:
    assert said_for_all(said) is None
    if not said:
        return
    text = f'[amber]\n"A1" = "85%"\nrest = "{said}"\n'
    with pytest.raises(Refused) as caught:
        require_allowed(read_answers(text, FILE), found({"rest": said}), text, FILE)
    assert [(each.code, each.where) for each in caught.value.findings] == [
        ("D202", f"{FILE} line 3")
    ]
    assert keys(found({"rest": said}))["amber"] == ["rest"]


@pytest.mark.parametrize("written", ["5", "0.1", "true", "2025-04-01"])
def test_toml_that_is_no_text_is_no_rule(written: str) -> None:
    text = f"[amber]\nrest = {written}\n"
    with pytest.raises(Refused, match="D202"):
        require_allowed(read_answers(text, FILE), found(), text, FILE)


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ('[amber]\nrest = "none"\n"A4" = "20.5"\n', 3),
        ('[amber]\n"A1" = "ninety"\nrest = "none"\n', 2),
        ('[amber]\nrest = "none"\n"A9" = "90%"\n', 3),
        ('[amber]\nrst = "none"\n', 2),
    ],
)
def test_a_line_of_its_own_is_refused_with_its_line(answers: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        require_allowed(read_answers(answers, FILE), found(), answers, FILE)
    assert [each.where for each in caught.value.findings] == [f"{FILE} line {line}"]


# -- what comes of it -----------------------------------------------------------------------------


def test_without_an_answer_no_limit_is_known(judged: Judge) -> None:
    ambers, _ = judged({})
    assert set(ambers.values()) == {None}
    assert "amber_needed = true" in layout_text(found())


def test_a_part_of_the_target_is_of_all(judged: Judge) -> None:
    ambers, seen = judged({"rest": "within 10% of target"})
    assert ambers == {
        "A1": Decimal("0.81"), "A2": Decimal("0.11"), "A3": Decimal(132), "A4": Decimal(22),
        "A6": None,
    }  # fmt: skip
    assert seen.findings == ()


def test_points_leave_what_is_no_percentage_without_a_limit_and_without_a_finding(
    judged: Judge,
) -> None:
    ambers, seen = judged({"rest": "within 5 percentage points"})
    assert (ambers["A1"], ambers["A2"]) == (Decimal("0.85"), Decimal("0.15"))
    assert (ambers["A3"], ambers["A4"]) == (None, None)
    assert seen.findings == ()


def test_a_line_of_its_own_counts_more_than_the_rule(judged: Judge) -> None:
    answers = {"rest": "within 10% of target", "A1": "88%", "A3": "none"}
    ambers, seen = judged(answers)
    assert (ambers["A1"], ambers["A2"], ambers["A3"]) == (Decimal("0.88"), Decimal("0.11"), None)
    assert seen.findings == ()
    assert 'without_amber = ["A3"]' in layout_text(found(answers))


def test_no_amber_at_all_is_said_of_those_that_no_cell_speaks_of() -> None:
    text = layout_text(found({"rest": "none", "A1": "88%"}))
    assert 'without_amber = ["A2", "A3", "A4", "A6"]' in text
    assert "amber_within" not in text


def test_a_tolerance_for_all_that_nobody_understands_is_told() -> None:
    snapshot, proposal = Snapshot((TYPED,)), found({"rest": "within 10% of target"})
    known = indicators.parse(catalogue_text(proposal), "catalogue.toml")
    text = layout_text(proposal).replace("within 10% of target", "within reason")
    layout = locate(snapshot, layouts.parse(text, "layout.toml"), known)
    seen = own_judgement(known, layout, snapshot.cells, {})
    assert {each.code for each in seen.findings} == {"K105"}
