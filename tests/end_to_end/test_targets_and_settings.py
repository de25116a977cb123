"""Targets and limits of the workbook's own cells beside those of the council's files."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scorecard import Filled, adopted, filled, make

HEADINGS = ("Ref", "Measure", "Good is", "Target", "Tolerance", "Apr-25", "May-25", "Jun-25", "RAG")
LIGHT, FIGURE = "I4", "H4"
TOLD = "By what A1 is judged cannot be told:"


def run(
    folder: Path,
    *,
    target: str | float | None = "90%",
    tolerance: str | float | None = "5pp",
    good: str = "High",
    settings: str = "",
    reading: str = "A1,88,100",
    before: float = 0.91,
) -> Filled:
    """Fill a row of a percentage, of which May was green."""
    row = ("A1", "% of reviews held in time", good, target, tolerance, 0.92, before, None, "Green")
    path = make(folder, HEADINGS, [row])
    adopted(path, settings=f'[indicators."A1"]\n{settings}' if settings else "")
    return filled(path, [reading])


@pytest.mark.parametrize(
    ("target", "settings"),
    [
        ("90%", ""),
        ("90%", 'target = "90%"'),
        (0.9, 'target = "90%"'),
        (90.0, 'target = "90%"'),
        ("90%+", 'target = "90%"'),
        (">=90%", 'target = "90.0%"'),
        ("at least 90%", 'target = "90%"\namber = "85%"\npolarity = "high"'),
        (None, 'target = "90%"'),
    ],
)
def test_a_target_that_is_said_twice_in_other_words_gives_its_light(
    target: str | float | None, settings: str, tmp_path: Path
) -> None:
    """88% misses 90%, and is within five points of it."""
    found = run(tmp_path, target=target, settings=settings)
    assert found.told("K105") == []
    assert (found.cells[FIGURE], found.cells[LIGHT]) == (0.88, "Amber")


@pytest.mark.parametrize(
    ("target", "tolerance", "good", "settings", "where", "what"),
    [
        ("90%", "5pp", "High", 'target = "80%"', "Scorecard!D4",
         "The target is 90% in the workbook, and 80% in lacxl.toml."),
        (">90%", "5pp", "High", 'target = "90%"', "Scorecard!D4",
         "The target is over 90% in the workbook, and 90% in lacxl.toml."),
        ("n/a", "5pp", "High", 'target = "90%"', "Scorecard!D4",
         "The target is n/a in the workbook, and 90% in lacxl.toml."),
        ("90%", "5pp", "High", 'amber = "80%"', "Scorecard!E4",
         "Amber ends at 85% in the workbook, and it ends at 80% in lacxl.toml."),
        ("90%", "5pp", "High", 'polarity = "low"', "Scorecard!C4",
         "the workbook says that high is good, lacxl.toml low."),
        ("90%", "5pp", "n/a", 'polarity = "high"', "Scorecard!C4",
         "the workbook says that neither way is good, lacxl.toml high."),
    ],
)  # fmt: skip
def test_on_a_contradiction_there_is_no_light_and_both_values_are_told(
    target: str,
    tolerance: str,
    good: str,
    settings: str,
    where: str,
    what: str,
    tmp_path: Path,
) -> None:
    """The figure itself is filled; the light stays and is told, as one of the two is wrong."""
    found = run(tmp_path, target=target, tolerance=tolerance, good=good, settings=settings)
    assert found.told("K105") == [(where, f"{TOLD} {what}")]
    assert (found.cells[FIGURE], found.cells[LIGHT]) == (0.88, "Green")
    assert [place for place, what in found.told("P115") if "light" in what] == [
        f"Scorecard!{LIGHT}"
    ]


@pytest.mark.parametrize(
    ("target", "tolerance", "why"),
    [
        ("4%", "5pp", "The tolerance would put the limit of amber below nought."),
        ("40%", "a little", "its tolerance is not understood."),
    ],
)
@pytest.mark.parametrize("meets", [True, False])
def test_where_amber_ends_matters_only_to_a_figure_that_misses_its_target(
    target: str, tolerance: str, why: str, meets: bool, tmp_path: Path
) -> None:
    found = run(
        tmp_path, target=target, tolerance=tolerance, reading=f"A1,{50 if meets else 3},100"
    )
    assert found.told("K105") == [
        ("Scorecard!D4", f"Where amber ends for A1 cannot be told: {why}")
    ]
    waits = [place for place, what in found.told("P115") if "light" in what]
    assert waits == ([] if meets else [f"Scorecard!{LIGHT}"])
    assert found.cells[LIGHT] == "Green"


def test_a_limit_in_the_settings_beside_a_tolerance_that_cannot_be_is_a_contradiction(
    tmp_path: Path,
) -> None:
    found = run(tmp_path, target="4%", settings='amber = "2%"', reading="A1,50,100")
    ((_, what),) = found.told("K105")
    assert what.startswith(TOLD)
    assert [place for place, what in found.told("P115") if "light" in what]


@pytest.mark.parametrize(
    ("settings", "light", "waits"),
    [('target = "85%"', "Green", 0), ('target = "90%"\namber = "80%"', "Amber", 0), ("", "Red", 1)],
)
def test_a_target_may_be_set_where_the_workbook_has_no_place_for_one(
    settings: str, light: str, waits: int, tmp_path: Path
) -> None:
    """It was adopted without one; its light was red in May, and the settings came afterwards."""
    row = ("A1", "% of reviews held in time", "High", 0.72, 0.71, None, "Red")
    path = make(tmp_path, [*HEADINGS[:3], *HEADINGS[5:]], [row])
    assert "target" in {each.id for each in adopted(path).asked}
    if settings:
        with (tmp_path / "lacxl.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[indicators."A1"]\n{settings}\n')
    found = filled(path, ["A1,88,100"])
    assert found.told("K105") == []
    assert (found.cells["F4"], found.cells["G4"]) == (0.88, light)
    assert len([place for place, what in found.told("P115") if "light" in what]) == waits


@pytest.mark.parametrize("target", ["..", "-", "n/a", "…", "TBC"])
def test_a_sign_for_no_target_is_no_target(target: str, tmp_path: Path) -> None:
    found = run(tmp_path, target=target)
    assert found.told("K105") == []
    assert (found.cells[FIGURE], found.cells["D4"]) == (0.88, target)


@pytest.mark.parametrize("lit", [True, False])
def test_what_waits_for_a_target_is_said_of_lights_only_where_there_are_any(
    lit: bool, tmp_path: Path
) -> None:
    row = ("A1", "% of reviews held in time", "High", "soon", "5pp", 0.92, 0.91, None, "Green")
    width = len(row) if lit else len(row) - 1
    path = make(tmp_path, HEADINGS[:width], [row[:width]])
    adopted(path)
    (told,) = (each for each in filled(path, ["A1,88,100"]).findings if each.code == "K105")
    assert ("its light stays as it is" in told.todo) is lit
    assert ("it is not rated" in told.todo) is not lit


@pytest.mark.parametrize(("amber", "light"), [("85%", "Amber"), ("89%", "Red")])
def test_settings_say_where_amber_ends_where_no_cell_does(
    amber: str, light: str, tmp_path: Path
) -> None:
    found = run(tmp_path, tolerance=None, settings=f'amber = "{amber}"')
    assert found.told("K105") == []
    assert found.cells[LIGHT] == light


def test_a_target_against_the_way_that_is_good_gives_no_light(tmp_path: Path) -> None:
    found = run(tmp_path, target=">=90%", good="Low")
    (told,) = found.told("K105")
    assert told == (
        "Scorecard!D4",
        f"{TOLD} the target is 90% or more, and low is good.",
    )
    assert found.cells[LIGHT] == "Green"


@pytest.mark.parametrize(
    ("target", "reading", "light"),
    [(">90%", "A1,90,100", "Amber"), (">90%", "A1,901,1000", "Green"), ("90%", "A1,9,10", "Green")],
)
def test_a_figure_at_a_limit_that_has_to_be_exceeded_does_not_meet_it(
    target: str, reading: str, light: str, tmp_path: Path
) -> None:
    assert run(tmp_path, target=target, reading=reading).cells[LIGHT] == light


def test_targets_of_quarters_are_compared_one_by_one(tmp_path: Path) -> None:
    """lacxl.toml has the target of the second quarter, and the month is in the first."""
    headings = (
        "Ref", "Measure", "Good is", "Target Q1 2025/26", "Target Q2 2025/26",
        "Apr-25", "May-25", "Jun-25", "RAG",
    )  # fmt: skip
    row = ("A1", "% of reviews held in time", "High", "90%", "92%", 0.92, 0.91, None, "Green")
    path = make(tmp_path, headings, [row])
    adopted(path, settings='[indicators."A1"]\ntarget = "92%"')
    found = filled(path, ["A1,91,100"])
    assert found.told("K105") == [
        (
            "Scorecard!D4",
            f"{TOLD} The target is 90% in the workbook, and 92% in lacxl.toml.",
        )
    ]
    assert found.cells["I4"] == "Green"


def test_a_target_of_the_council_s_catalogue_is_compared_too(tmp_path: Path) -> None:
    row = ("A1", "% of reviews held in time", "High", "90%", "5pp", 0.92, 0.91, None, "Green")
    path = make(tmp_path, HEADINGS, [row])
    adopted(path)
    with (tmp_path / "lacxl-catalogue.toml").open("a", encoding="utf-8") as file:
        file.write('target = "80%"\n')
    found = filled(path, ["A1,88,100"])
    assert [what for _, what in found.told("K105")] == [
        f"{TOLD} The target is 90% in the workbook, and 80% in the catalogue."
    ]
