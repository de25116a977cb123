"""The two demos: the published report, and a made-up council counted from children's records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lacxl.app.month.refresh import Refreshed, refresh
from lacxl.demo import MONTH, write_demo, write_empty_demo
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

CHILDREN = 1000
SEED = 7
FIRST = Month(2014, 4)
_FILLED = (MONTH - 2, MONTH - 1, MONTH)


def report_demo(
    folder: Path, progress: Callable[[str], None] = lambda _step: None
) -> tuple[Settings, Refreshed]:
    """Make the demo of the published report and fill its May 2015."""
    settings = Settings.load(write_demo(folder))
    return settings, refresh(settings, MONTH, progress=progress)


def children_demo(
    folder: Path, progress: Callable[[str], None] = lambda _step: None
) -> tuple[Settings, Refreshed]:
    """Make a demo from the records of a made-up council and fill March to May 2015.

    The same bytes of extracts each time; no child in them exists.
    """
    from lacxl.synth import simulate, write_annex_a, write_local, write_ssd, write_ssda903

    progress("making up a council")
    council = simulate(CHILDREN, FIRST, MONTH, SEED)
    population = {str(year): people for year, people in council.population.items()}
    path = write_empty_demo(folder, population)
    extracts = folder / "extracts"
    progress("writing its extracts")
    write_ssda903(council, extracts / "ssda903")
    write_ssd(council, extracts / "ssd", MONTH)
    write_annex_a(council, extracts / "annex_a" / f"Annex A {MONTH}.xlsx", MONTH)
    write_local(council, extracts / "local", MONTH)
    for other in ("plans.csv", "visits.csv"):  # the SSD tables have them already
        (extracts / "local" / other).unlink()
    settings = Settings.load(path)
    for month in _FILLED:
        result = refresh(settings, month, progress=progress)
    return settings, result
