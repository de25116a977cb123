"""The demo: the real report of May 2015 as extracts, and its workbook as it was before."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.domain.month import Month
from lacxl.files.plain import is_free_folder

MONTH = Month(2015, 5)
WORKBOOK = "Monthly Performance - Corporate Parenting.xlsx"
EXTRACTS = ("readings.csv", "outturns.csv", "benchmarks.csv")
_SETTINGS = """\
# What lacxl does in this folder. Everything left out has a sensible default;
# docs/settings.md lists it all.

[workbook]
file = "Monthly Performance - Corporate Parenting.xlsx"

[extracts]
readings = "readings.csv"
outturns = "outturns.csv"
benchmarks = "benchmarks.csv"
"""

_CHILDREN_SETTINGS = """\
# A made-up council: no child in these extracts exists. docs/settings.md lists every setting.

[workbook]
file = "Monthly Performance - Corporate Parenting.xlsx"

[children]
folder = "extracts"

[measures]
population = {population}

[local.peps]
dataset = "peps"
file = "extracts/local/peps.csv"
child = "Child ID"
columns = { date = "Date of PEP" }
"""


def template(name: str) -> Traversable:
    """Return a workbook that ships: from the wheel, or from a checkout's xlsx_templates."""
    shipped = resources.files("lacxl").joinpath("templates", name)
    if shipped.is_file():
        return shipped
    return Path(__file__).parents[3] / "xlsx_templates" / name


def write_demo(folder: Path) -> Path:
    """Make the demo's folder and return its lacxl.toml; an existing folder must be empty.

    Raises Refused (D101) for a folder that holds anything, so that no work is ever overwritten.
    """
    files = {
        WORKBOOK: template("corporate-parenting-2015-05.xlsx"),
        **{name: resources.files("lacxl.demo").joinpath(name) for name in EXTRACTS},
    }
    return _write(folder, files, _SETTINGS)


def write_empty_demo(folder: Path, population: Mapping[str, int]) -> Path:
    """Make a folder with the empty workbook, to be filled from extracts of children's records.

    `population` are the residents under 18 by financial year. Returns its lacxl.toml; raises
    Refused as `write_demo` does.
    """
    years = ", ".join(f'"{year}" = {people}' for year, people in population.items())
    settings = _CHILDREN_SETTINGS.replace("{population}", f"{{ {years} }}")
    return _write(folder, {WORKBOOK: template("corporate-parenting.xlsx")}, settings)


def _write(folder: Path, files: Mapping[str, Traversable], settings: str) -> Path:
    if not is_free_folder(folder):
        raise refuse(
            "D101",
            "The demo's folder is there already and is not empty.",
            str(folder),
            "Name another folder: lacxl demo my-demo",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in files.items():
            with source.open("rb") as read, (folder / name).open("wb") as written:
                shutil.copyfileobj(read, written)
        path = folder / "lacxl.toml"
        path.write_text(settings, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise refuse(
            "D102",
            f"The demo's folder cannot be written: {fault.strerror}.",
            str(folder),
            "Run lacxl demo in a folder that you may write to.",
        ) from fault
    return path
