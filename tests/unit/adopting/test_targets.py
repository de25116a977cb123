"""Lights beside which no cell shows a target: it is asked for, and nothing is judged without."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.adopting.adopted_files import catalogue_text, layout_text, settings_text
from lacxl.adopting.allowed_answers import require_allowed
from lacxl.adopting.answers import read_answers
from lacxl.adopting.known_before import with_known
from lacxl.adopting.proposal import Proposal
from lacxl.catalogue import indicators, layouts
from lacxl.domain.errors import Refused
from lacxl.judging.own_judgement import Judgement, own_judgement
from lacxl.settings.settings import Settings
from lacxl.workbook.layout import locate
from lacxl.workbook.snapshot import Snapshot
from unit.adopting.typed_scorecards import Row, keys, proposed, question, scorecard

FILE = "lacxl-answers.toml"
HEADINGS = ("Ref", "Measure", "Good is", "Apr-25", "May-25", "RAG")
ROWS = (
    ("A1", "% of reviews held in time", "High", 95.5, 96.5, "Green"),
    ("A2", "Average days to be placed", "Low", 110.5, 115.5, "Amber"),
    ("A3", "Number of complaints", "Low", 18.0, 30.0, "Red"),
    ("A4", "Number of children", "n/a", 400.0, 410.0, None),
)
TYPED = scorecard(*ROWS, headings=HEADINGS)


def found(**targets: str) -> Proposal:
    return proposed(TYPED, answers={"target": targets})


def judged(file: Path, **targets: str) -> tuple[Mapping[str, Decimal | None], Judgement]:
    """By which targets a refresh judges, as layout, catalogue and settings say it."""
    proposal = found(**targets)
    known = indicators.parse(catalogue_text(proposal), "catalogue.toml")
    layout = locate(Snapshot((TYPED,)), layouts.parse(layout_text(proposal), "layout.toml"), known)
    file.write_text(settings_text("Our.xlsx", "Our", proposal), encoding="utf-8")
    settings = Settings.load(file)
    settings.check_indicators(known)
    said = indicators.with_settings(
        known, target=settings.targets, amber=settings.ambers, basis={}, dead_band={}
    )
    seen = own_judgement(said, layout, Snapshot((TYPED,)).cells, {})
    return {
        number: None if each.target is None else each.target.green
        for (number, _), each in seen.seen.items()
    }, seen


def untargeted(proposal: Proposal) -> tuple[set[str], set[str]]:
    """Who gets no light while nothing says a target, and of whom it is known that there is none."""
    signs = layouts.parse(layout_text(proposal), "layout.toml").signs
    assert signs is not None
    return set(signs.untargeted), set(signs.without_target)


def test_one_line_may_leave_the_lights_to_the_council() -> None:
    asked = question(found(), "target")
    assert [item.key for item in asked.items] == ["rest"]
    assert [item.key for item in asked.singly] == ["A1", "A2", "A3"]
    assert "target" not in keys(found(rest="leave"))


def test_those_with_a_line_of_their_own_are_no_longer_asked_about() -> None:
    asked = question(found(A1="95%"), "target")
    assert [item.key for item in asked.singly] == ["A2", "A3"]
    assert "target" not in keys(found(A1="95%", A2="none", A3="leave"))


@pytest.mark.parametrize("heading", ["Target", "Target 2025/26", "Green", "Red if", "Tolerance"])
def test_a_workbook_with_a_column_for_it_is_not_asked(heading: str) -> None:
    rows: list[Row] = [(*row, None) for row in ROWS]
    sheet = scorecard(*rows, headings=(*HEADINGS, heading))
    assert "target" not in keys(proposed(sheet))


def test_a_workbook_without_lights_is_not_asked() -> None:
    sheet = scorecard(*(row[:-1] for row in ROWS), headings=HEADINGS[:-1])
    assert "target" not in keys(proposed(sheet))


def test_where_amber_ends_is_asked_of_those_that_have_a_target() -> None:
    assert "amber" not in keys(found())
    asked = question(found(A1="95%", A2="none", rest="leave"), "amber")
    assert [item.key for item in asked.singly] == ["A1"]


def test_what_is_open_or_left_has_no_light_and_what_has_no_target_that_of_none() -> None:
    assert untargeted(found()) == ({"A1", "A2", "A3"}, {"A4"})
    assert untargeted(found(rest="leave")) == ({"A1", "A2", "A3"}, {"A4"})
    assert untargeted(found(A1="95%", A2="none", rest="leave")) == ({"A3"}, {"A2", "A4"})


@pytest.mark.parametrize(
    ("light", "stays"),
    [(None, False), ("", False), ("-", False), ("n/a", False), ("Green", True), ("TBC", True)],
)
def test_a_light_that_somebody_gave_all_the_same_stays(light: str | None, stays: bool) -> None:
    rows: list[Row] = [*ROWS[:3], (*ROWS[3][:-1], light)]
    given = proposed(scorecard(*rows, headings=HEADINGS), answers={"target": {"rest": "leave"}})
    assert ("A4" in untargeted(given)[0]) is stays
    assert ("A4" in untargeted(given)[1]) is not stays


def test_the_answers_are_what_a_refresh_judges_by(tmp_path: Path) -> None:
    targets, seen = judged(tmp_path / "lacxl.toml", A1="95", A2="120.5", A3="none")
    assert targets == {"A1": Decimal("0.95"), "A2": Decimal("120.5"), "A3": None, "A4": None}
    assert (seen.findings, seen.unsure) == ((), frozenset())


def test_without_an_answer_nothing_is_judged_and_nothing_is_told_twice(tmp_path: Path) -> None:
    targets, seen = judged(tmp_path / "lacxl.toml")
    assert set(targets.values()) == {None}
    assert seen.findings == ()
    assert {number for number, _ in seen.unsure} == {"A1", "A2", "A3"}


def test_a_layout_that_says_nothing_of_it_names_the_setting() -> None:
    proposal = found(rest="leave")
    lines = layout_text(proposal).splitlines()
    text = "\n".join(
        line for line in lines if not line.startswith(("untargeted", "without_target"))
    )
    known = indicators.parse(catalogue_text(proposal), "catalogue.toml")
    layout = locate(Snapshot((TYPED,)), layouts.parse(text, "layout.toml"), known)
    told = own_judgement(known, layout, Snapshot((TYPED,)).cells, {}).findings
    assert [each.code for each in told] == ["K105"] * 4
    assert 'Set it in lacxl.toml, under [indicators."A1"].' in told[0].todo


def test_the_answer_of_an_indicator_that_waits_is_not_in_the_settings() -> None:
    row = ("A5", "Health assessments", "High", 40.5, 41.5, "Green")
    sheet = scorecard(*ROWS, row, headings=HEADINGS)
    waits = proposed(sheet, answers={"target": {"A5": "40"}, "amber": {"A5": "30"}})
    assert "A5" not in settings_text("Our.xlsx", "Our", waits)


def test_a_target_that_a_file_of_the_council_sets_needs_no_answer() -> None:
    catalogue = catalogue_text(found(rest="leave")).replace(
        'title = "Average days to be placed"',
        'title = "Average days to be placed"\ntarget = 120.5',
    )
    catalogue = catalogue.replace('[indicators."A1"]', '[indicators."A1"]\ntarget = "92.5%"')
    settings = '[indicators."A3"]\ntarget = 20\n[indicators."A1"]\namber = "80%"\n'
    known = with_known({"target": {"A9": "1"}}, catalogue, None, settings)
    assert known["target"] == {"A1": "92.5%", "A2": "120.5", "A3": "20", "A9": "1"}
    assert with_known({}, None, None, settings) == {"target": {"A3": "20"}}
    assert with_known({"target": {"A3": "none"}}, None, None, settings)["target"]["A3"] == "none"
    assert with_known({}, None, None, "[indicators\n") == {}
    assert with_known({}, None, None, "indicators = 3") == {}
    proposal = proposed(TYPED, answers={"target": known["target"]})
    assert "target" not in keys(proposal)
    assert untargeted(proposal)[0] == set()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"A1" = "ninety"', "a number such as 90%"),
        ('"A1" = ">=95%"', "a number such as 90%"),
        ('"A3" = "20.5"', "a whole number"),
        ('"A9" = "95%"', "A"),
        ('rest = "95%"', "leave"),
        ('rest = "none"', "leave"),
        ('rest = "likely"', "leave"),
    ],
)
def test_an_answer_that_is_no_target_is_refused_with_its_line(line: str, why: str) -> None:
    text = f'[target]\n"A2" = "leave"\n{line}\n'
    with pytest.raises(Refused) as caught:
        require_allowed(read_answers(text, FILE), found(), text, FILE)
    (told,) = caught.value.findings
    assert (told.code, told.where) == ("D202", f"{FILE} line 3")
    assert why in told.todo
