"""All words of the lights, or all signs of the arrows, in one answer."""

from __future__ import annotations

import pytest

from lacxl.adopting.answers import read_answers
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.sign_rows import rows_refused, singly
from unit.adopting.typed_scorecards import keys, proposed, scorecard

FILE = "lacxl-answers.toml"
HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "RAG", "DoT")
ROW = ("A1", "% of reviews held in time", "High", 90.0, 95.5, 96.5, None, None)
SHOWS = {"shows": "performance"}


def found(**answers: dict[str, str]) -> Proposal:
    return proposed(scorecard(ROW, headings=HEADINGS), answers=answers)


def test_where_no_word_is_seen_one_line_is_asked_for_all() -> None:
    asked = keys(found())
    assert asked["lights"] == ["red to green"]
    assert asked["arrows"] == ["up to down", "shows"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("R, A, G", {"red": "R", "amber": "A", "green": "G"}),
        ("R A G", {"red": "R", "amber": "A", "green": "G"}),
        ("Off track, At risk, On track", {"red": "Off track", "amber": "At risk",
                                          "green": "On track"}),
        ("Missed, Met", {"red": "Missed", "green": "Met"}),
    ],
)  # fmt: skip
def test_the_words_of_lights(said: str, words: dict[str, str]) -> None:
    proposal = found(lights={"red to green": said})
    assert "lights" not in keys(proposal)
    assert proposal.signs.lights == words


def test_likely_words_are_taken_where_somebody_says_so() -> None:
    proposal = found(lights={"rest": "likely"})
    assert proposal.signs.lights == {"red": "Red", "amber": "Amber", "green": "Green"}


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("▲ ► ▼", {"better": "▲", "level": "►", "worse": "▼"}),
        ("Up, No change, Down", {"better": "Up", "level": "No change", "worse": "Down"}),
    ],
)
def test_the_signs_of_arrows(said: str, signs: dict[str, str]) -> None:
    proposal = found(arrows={"up to down": said, **SHOWS})
    assert "arrows" not in keys(proposal)
    assert proposal.signs.arrows == signs


def test_five_signs_ask_for_the_change_that_is_slight() -> None:
    five = {"up to down": "↑ ↗ → ↘ ↓", **SHOWS}
    assert keys(found(arrows=five))["arrows"] == ["slight"]
    signs = found(arrows={**five, "slight": "2"}).signs
    assert signs.slight == 2
    assert signs.arrows["slightly_better"] == "↗"


def test_a_word_with_a_line_of_its_own_counts_more() -> None:
    assert singly("lights", {"red to green": "R, A, G", "amber": "Y"})["amber"] == "Y"
    assert found(arrows={"up to down": "▲ ► ▼", "level": "=", **SHOWS}).signs.arrows["level"] == "="


def test_answers_one_by_one_still_count() -> None:
    lights = {"red": "R", "amber": "none", "green": "G"}
    arrows = {"up": "▲", "level": "►", "down": "▼", "slightly_up": "none", "slightly_down": "none"}
    proposal = found(lights=lights, arrows={**arrows, **SHOWS})
    assert {"lights", "arrows"}.isdisjoint(keys(proposal))
    assert proposal.signs.lights == {"red": "R", "green": "G"}
    assert proposal.signs.arrows == {"better": "▲", "level": "►", "worse": "▼"}


def test_no_words_and_no_signs_may_be_said_at_once() -> None:
    proposal = found(lights={"red to green": "none"}, arrows={"up to down": "None"})
    assert {"lights", "arrows"}.isdisjoint(keys(proposal))
    assert (proposal.signs.lights, proposal.signs.arrows) == ({}, {})


@pytest.mark.parametrize(
    ("question", "said", "what"),
    [
        ("lights", "Green, Amber, Red", "'Green' stands for red here, and means green."),
        ("lights", "R, G, A", "'G' stands for amber here, and means green."),
        ("lights", "R, R, G", "one is there twice."),
        ("lights", "R,, G", "these are 3, not 2 or 3."),
        ("lights", "Red", "these are 1, not 2 or 3."),
        ("lights", "Off track At risk On track", "these are 6, not 2 or 3."),
        ("arrows", "▼ ► ▲", "'▼' stands for up here, and means down."),
        ("arrows", "↑ ↓ →", "'↓' stands for level here, and means down."),
        ("arrows", "↑ ↓", "these are 2, not 3 or 5."),
        ("arrows", "↑ ↘ → ↗ ↓", "'↘' stands for slightly up here, and means down."),
    ],
)
def test_another_order_or_number_is_refused_with_its_line(
    question: str, said: str, what: str
) -> None:
    key = {"lights": "red to green", "arrows": "up to down"}[question]
    text = f'# ours\n[{question}]\n"{key}" = "{said}"\n'
    (fault,) = rows_refused(read_answers(text, FILE), text, FILE)
    assert (fault.code, fault.where) == ("D202", f"{FILE} line 3")
    assert what in fault.what
