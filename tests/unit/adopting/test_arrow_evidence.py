"""What printed arrows prove: performance or the number, how small a change is none, or neither."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.adopting.arrow_evidence import Sample, is_against, level_within, shown_by
from lacxl.adopting.proposal import Proposal
from lacxl.domain.indicator import Polarity
from unit.adopting.typed_scorecards import keys, proposed, question, scorecard

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
UP, LEVEL, DOWN = 1, 0, -1
MORE, LESS = Decimal("2.5"), Decimal("-1.5")


def samples(*each: tuple[int, Decimal | str, Polarity | None]) -> list[Sample]:
    return [Sample(direction, Decimal(step), polarity) for direction, step, polarity in each]


@pytest.mark.parametrize(
    ("found", "shows"),
    [
        (samples((DOWN, MORE, LOW), (UP, LESS, LOW)), ("performance", True)),
        (samples((UP, MORE, LOW), (DOWN, LESS, LOW)), ("number", True)),
        (samples((UP, MORE, LOW)), ("number", False)),  # once may be by chance
        (samples((UP, MORE, LOW), (UP, LESS, LOW)), ("", False)),
        (samples((UP, MORE, HIGH), (DOWN, LESS, HIGH)), ("", False)),  # both are the same
        (samples((UP, MORE, NONE), (UP, MORE, None)), ("", False)),
        (samples((LEVEL, "0.1", LOW), (UP, "0", LOW)), ("", False)),
        ([], ("", False)),
    ],
)
def test_only_rows_in_which_less_is_better_tell_what_arrows_show(
    found: list[Sample], shows: tuple[str, bool]
) -> None:
    assert shown_by(found) == shows


@pytest.mark.parametrize(
    ("found", "shows", "against"),
    [
        (samples((UP, MORE, HIGH), (DOWN, MORE, LOW)), "performance", False),
        (samples((UP, MORE, HIGH), (DOWN, MORE, LOW)), "number", True),
        (samples((UP, LESS, HIGH), (DOWN, MORE, HIGH)), "performance", True),  # of last year
        (samples((UP, LESS, HIGH), *[(UP, MORE, HIGH)] * 3), "performance", False),  # a slip
        (samples((LEVEL, LESS, HIGH), (UP, "0", HIGH)), "performance", False),
        ([], "number", False),
    ],
)
def test_arrows_that_do_not_follow_from_the_month_before_show_something_else(
    found: list[Sample], shows: str, against: bool
) -> None:
    assert is_against(found, shows) is against


def test_the_largest_change_without_an_arrow_is_none() -> None:
    found = samples((LEVEL, "0.3", HIGH), (LEVEL, "-0.9", LOW), (UP, "4", HIGH))
    assert level_within(found) == Decimal("0.9")
    assert level_within(found[2:]) == 0


# -- as they are printed in a scorecard -----------------------------------------------------------


def with_arrows(*arrows: str, answers: dict[str, str] | None = None) -> Proposal:
    """A scorecard of counts: two in which more is better, two in which less is."""
    figures = (("High", 40, 44), ("High", 30, 25), ("Low", 9, 12), ("Low", 8, 5))
    rows = [
        [f"A{at}", "Number of children", good, None, float(was), float(now), None, None, arrow]
        for at, ((good, was, now), arrow) in enumerate(zip(figures, arrows, strict=True), 1)
    ]
    return proposed(scorecard(*rows), answers={"arrows": answers} if answers else None)


@pytest.mark.parametrize(
    ("arrows", "shows", "names"),
    [("▲▼▼▲", "performance", ("better", "worse")), ("▲▼▲▼", "number", ("up", "down"))],
    ids=["performance", "number"],
)
def test_what_two_rows_prove_is_not_asked(arrows: str, shows: str, names: tuple[str, str]) -> None:
    open_ = with_arrows(*arrows)
    assert keys(open_)["arrows"] == ["level"]  # no arrow shows it
    known = with_arrows(*arrows, answers={"level": "►"})
    assert keys(known).get("arrows") is None
    assert known.signs.shows == shows
    assert [known.signs.arrows[name] for name in names] == ["▲", "▼"]
    assert known.signs.arrows["level"] == "►"


def test_rows_in_which_more_is_better_prove_nothing_and_it_is_asked() -> None:
    found = with_arrows("▲", "▼", "", "")
    assert keys(found)["arrows"] == ["level", "shows"]
    assert question(found, "arrows").items[1].suggested == "performance"
    assert found.signs.arrows == {}


def test_one_row_makes_it_likely_alone() -> None:
    found = with_arrows("▲", "▼", "▲", "")
    assert question(found, "arrows").items[-1].suggested == "number"
    assert found.signs.shows == ""


def test_arrows_against_the_figures_are_left_alone_and_told() -> None:
    found = with_arrows("▼", "▲", "▼", "▼", answers={"level": "►", "shows": "performance"})
    assert found.signs.arrows == {}
    assert [each.code for each in found.findings] == ["D211"]


def test_a_change_that_was_none_asks_for_the_limit_before_any_arrow_is_filled() -> None:
    found = with_arrows("►", "▼", "▼", "▲")
    assert keys(found)["arrows"] == ["level_within"]
    assert "4 did" in question(found, "arrows").items[0].about
    assert found.signs.arrows == {}
    told = with_arrows("►", "▼", "▼", "▲", answers={"level_within": "4"})
    assert told.signs.within == 4


def test_words_of_performance_need_no_question_about_what_they_show() -> None:
    found = with_arrows("Improving", "Declining", "Stable", "Improving")
    assert found.signs.shows == "performance"
    assert (found.signs.arrows["better"], found.signs.arrows["worse"]) == ("Improving", "Declining")


def test_five_arrows_need_the_size_of_a_slight_change() -> None:
    found = with_arrows("↗", "↓", "↓", "→")
    assert "slight" in keys(found)["arrows"]
    assert found.signs.arrows == {}


@pytest.mark.parametrize(
    ("signs", "step", "key", "asks"),
    [
        ("↑↓→", 4.0, "", True),  # each change is large, so slanting ones may be to come
        ("↑↓→", 0.4, "", False),  # upright beside a small change: there are none
        ("↑↓→", 0.4, "↗", True),  # but a key explains one
        ("▲▼►", 4.0, "", False),  # triangles have no slanting ones
    ],
)
def test_slanting_arrows_that_no_row_has_are_asked_about_unless_there_can_be_none(
    signs: str, step: float, key: str, asks: bool
) -> None:
    up, down, level = signs
    rows = [
        ("A1", "% of visits", "High", 90.0, 91.0, 91.0 + step, None, "Green", up),
        ("A2", "% of plans", "High", 90.0, 91.0, 86.0, None, "Red", down),
        ("A3", "% of reviews", "High", 90.0, 91.0, 91.0, None, "Green", level),
        (None, key),
    ]
    open_ = proposed(scorecard(*rows), answers={"arrows": {"shows": "performance"}})
    assert ("up to down" in keys(open_).get("arrows", [])) is asks
    assert bool(open_.signs.arrows) is not asks
    likely = {"rest": "likely", "shows": "performance"}
    assert bool(proposed(scorecard(*rows), answers={"arrows": likely}).signs.arrows) is not asks
    for said in (f"{up} {level} {down}", f"{up} ↗ {level} ↘ {down}"):
        given = {"shows": "performance", "up to down": said, "slight": "2"}
        found = proposed(scorecard(*rows), answers={"arrows": given})
        assert "arrows" not in keys(found)
        assert ("slightly_better" in found.signs.arrows) is ("↗" in said)
