"""Made-up records of children to measure with: SSDA903 modules, and folders to be refreshed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.children_jobs import MONTHS

if TYPE_CHECKING:
    from lacxl.synth import Council

COUNTED, TOTALS, ALL_LAYOUTS = "counted", "totals", "all layouts"
"""A council's folders: from SSDA903, from readings of the same figures, from four layouts."""


def council_of(children: int) -> Council:
    """Return the council, the same each time."""
    from lacxl.domain.month import Month
    from lacxl.synth import simulate

    first, last = map(Month.parse, MONTHS)
    return simulate(children, first, last, 1)


def make_folders(folder: Path, children: int) -> None:
    """Make the three folders, each with an empty workbook and its settings."""
    from lacxl.app.children.measure import measure
    from lacxl.demo import write_empty_demo
    from lacxl.domain.month import Month
    from lacxl.settings.settings import Settings
    from lacxl.synth import write_annex_a, write_local, write_ssd, write_ssda903

    council, last = council_of(children), Month.parse(MONTHS[1])
    population = {str(year): people for year, people in council.population.items()}
    whole = folder / ALL_LAYOUTS
    toml = write_empty_demo(whole, population)
    with_lists = toml.read_text("utf-8")
    without_lists = with_lists.partition("[local.")[0]
    write_ssda903(council, whole / "extracts" / "ssda903")
    for name in (COUNTED, TOTALS):
        shutil.copytree(whole, folder / name)
        (folder / name / toml.name).write_text(without_lists, encoding="utf-8")
    totals = folder / TOTALS
    readings = totals / "readings.csv"
    measure(Settings.load(totals / toml.name), last, since=last - 1, out=readings)
    shutil.rmtree(totals / "extracts")
    plain = without_lists.partition("[children]")[0] + '[extracts]\nreadings = "readings.csv"\n'
    (totals / toml.name).write_text(plain, encoding="utf-8")
    write_ssd(council, whole / "extracts" / "ssd", last)
    write_annex_a(council, whole / "extracts" / "annex_a" / f"Annex A {last}.xlsx", last)
    write_local(council, whole / "extracts" / "local", last)
    for other in ("plans.csv", "visits.csv"):  # the SSD tables have them already
        (whole / "extracts" / "local" / other).unlink()


def main(arguments: Sequence[str]) -> None:
    """Run `FOLDER CHILDREN` for SSDA903 modules, with `folders` before them for the folders."""
    from lacxl.synth import write_ssda903

    *what, folder, children = arguments
    if what == ["folders"]:
        make_folders(Path(folder), int(children))
    else:
        write_ssda903(council_of(int(children)), Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
