"""Everything at once: a council's extracts in all layouts, and the truth about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lacxl.domain.month import Month
from lacxl.synth.life import Council
from lacxl.synth.oracle import Definitions, truth
from lacxl.synth.writing.annex_a import write_annex_a
from lacxl.synth.writing.local import write_local
from lacxl.synth.writing.readings import write_population, write_readings
from lacxl.synth.writing.ssd import write_ssd
from lacxl.synth.writing.ssda903 import write_ssda903

Progress = Callable[[int, int, str], None]
"""Told before each step: how many are done, how many there are, and what comes next."""


def write_council(
    council: Council,
    folder: Path,
    months: Iterable[Month],
    progress: Progress | None = None,
    how: Definitions | None = None,
) -> None:
    """Write ssda903, annex_a, ssd and local extracts, population.csv and truth.csv.

    Annex A and SSD come once a month; SSDA903 and the local lists hold everything up to the last
    month of the council.
    """
    wanted = tuple(months)
    steps: list[tuple[str, Callable[[], None]]] = [
        ("ssda903", lambda: write_ssda903(council, folder / "ssda903")),
        ("local", lambda: write_local(council, folder / "local", council.last)),
    ]
    for month in wanted:
        steps.append((f"annex_a {month}", _annex_a(council, folder, month)))
        steps.append((f"ssd {month}", _ssd(council, folder, month)))
    steps.append(
        ("population", lambda: write_population(council.population, folder / "population.csv"))
    )
    steps.append(
        ("truth", lambda: write_readings(truth(council, wanted, how), folder / "truth.csv"))
    )
    for done, (name, write) in enumerate(steps):
        if progress:
            progress(done, len(steps), name)
        write()
    if progress:
        progress(len(steps), len(steps), "")


def _annex_a(council: Council, folder: Path, month: Month) -> Callable[[], None]:
    path = folder / "annex_a" / f"Annex A {month}.xlsx"
    return lambda: write_annex_a(council, path, month)


def _ssd(council: Council, folder: Path, month: Month) -> Callable[[], None]:
    return lambda: write_ssd(council, folder / "ssd" / str(month), month)
