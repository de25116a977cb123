"""A folder to begin in: the workbook that ships, empty and headed for a month, and its settings."""

from __future__ import annotations

from importlib.resources import as_file
from pathlib import Path

from lacxl.catalogue import indicators, layouts
from lacxl.demo import WORKBOOK, template
from lacxl.domain.errors import refuse
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_free_folder
from lacxl.files.text_files import write_new_text
from lacxl.workbook.layout import locate
from lacxl.workbook.next_month import first_month, for_council

_TITLES = ("Children & Young People Services", "Corporate Parenting: monthly performance")
_READINGS = "indicator,month,numerator,denominator,value,note\n"
_SETTINGS = """\
# What lacxl does in this folder. A line that begins with # says nothing yet: take the # away to
# use it. Everything left out has a sensible default; docs/settings.md lists it all.

[workbook]
file = "Monthly Performance - Corporate Parenting.xlsx"
next_month = { "Placements" = "roll" }   # this page goes on showing fourteen months
# leave_out = ["Adoptions", "7.13"]      # pages and indicators that you do not report
# formulas = "keep"                      # your own formulas stay, and are compared

[extracts]
readings = "readings.csv"
# outturns = "outturns.csv"              # the figures of years that have ended
# benchmarks = "benchmarks.csv"          # what other councils have

# [cover]
# created_by = "Performance team"
# contact = "performance@council.example"

# Targets are typed into the workbook, in its column TARGET. Red begins at the target unless an
# indicator has an amber limit here:
# [indicators."7.6"]
# amber = "95%"

# Count the figures from children's records, instead of readings.csv:
# [children]
# folder = "extracts"
"""


def new(month: Month, folder: Path, council: str = "") -> Path:
    """Make a folder with the empty workbook headed for the month; return its lacxl.toml.

    The folder has to be empty or not there yet (N121), so that nothing is written over. Of the
    files, lacxl.toml comes last. Raises Refused.
    """
    if not is_free_folder(folder):
        raise refuse(
            "N121",
            "The folder is there already and is not empty.",
            str(folder),
            "Name another folder: lacxl new 2026-04 our-report",
        )
    with coded(folder, "making the folder"):
        folder.mkdir(parents=True, exist_ok=True)
    with as_file(template("corporate-parenting.xlsx")) as shipped, PackageWorkbook(shipped) as book:
        snapshot = book.survey()
        layout = locate(snapshot, layouts.shipped(), indicators.shipped())
        changes = first_month(layout, snapshot, month)
        if council:
            changes = changes.and_then(for_council(snapshot, council, _TITLES))
        book.write(changes, folder / WORKBOOK)
    write_new_text(folder / "readings.csv", _READINGS)
    write_new_text(folder / "lacxl.toml", _SETTINGS)
    return folder / "lacxl.toml"
