"""Every reason that a person types is screened alike, before anything is read or kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import MAY, REFUSED, USAGE, run, squeezed, state_of

DOORS = {
    "accept": ("accept", "K102", "--reason"),
    "issue": ("issue", MAY, "--accept"),
    "restate": ("restate", MAY, "--reason"),
}
IDENTIFYING = (
    "Child H801200001001 moved",
    "see 943 476 5919",
    "see QQ 12 34 56 C",
    "DOB 4/3/2008 was wrong",
    "Jane Brown (4 March 2008) came late",
    "moved to SW1A 1AA",
    "child 4711 counted twice",
    "P1234567 counted twice",
)
UNFIT = ("", "-", "2015", "A1234567", "two\nlines", "x" * 251)
HARMLESS = ("7.1 was recounted on 4 November 2015", "audit of 23/11/2015", "54 of 60, not 56105")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder whose workbook is not there: whatever is let through is refused for that alone."""
    (tmp_path / "lacxl.toml").write_text('[workbook]\nfile = "none.xlsx"\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize("door", DOORS)
def test_one_that_identifies_a_child_or_is_none_is_refused_and_not_repeated(
    bare: Path, door: str
) -> None:
    before = state_of(bare)
    for reason in (*IDENTIFYING, *UNFIT):
        ran = run(bare, *DOORS[door], reason)
        assert "I113" in ran.codes(), reason
        assert ran.code == USAGE or door == "restate", "which says all that is wrong at once"
        assert len(reason) < 5 or squeezed(reason) not in ran.said
        assert state_of(bare) == before


@pytest.mark.parametrize("door", DOORS)
def test_one_about_figures_is_let_through(bare: Path, door: str) -> None:
    for reason in HARMLESS:
        ran = run(bare, *DOORS[door], reason)
        assert "I113" not in ran.codes(), reason
        assert ran.code == REFUSED, ran.err
