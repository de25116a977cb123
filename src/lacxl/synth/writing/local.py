"""Local lists: plainly named columns, one row an event."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from lacxl.domain.month import Month
from lacxl.synth.known_at import known_at
from lacxl.synth.life import Council
from lacxl.synth.writing.csv_file import CsvFile, british

COLUMNS: Final = {
    "peps": ("Child ID", "Date of PEP"),
    "visits": ("Child ID", "Visit date"),
    "plans": ("Child ID", "Type of plan", "Date of plan"),
}


def write_local(council: Council, folder: Path, month: Month) -> None:
    """Write peps.csv, visits.csv and plans.csv with all that was known at the month's end."""
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(CsvFile(folder / f"{name}.csv", columns))
            for name, columns in COLUMNS.items()
        }
        for life in council.lives:
            known = known_at(life, month.last_day)
            for day in known.peps:
                files["peps"].plain(f"{life.child},{british(day)}")
            for day in known.visits:
                files["visits"].plain(f"{life.child},{british(day)}")
            for day in known.care_plans:
                files["plans"].plain(f"{life.child},Care plan,{british(day)}")
            for day in known.pathway_plans:
                files["plans"].plain(f"{life.child},Pathway plan,{british(day)}")
