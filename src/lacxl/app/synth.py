"""A synthetic council on disk: extracts in all layouts, the truth, and planted faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import UsageFault, refuse
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_free_folder
from lacxl.files.text_files import write_text
from lacxl.synth import Planted, plant_dirt, simulate, write_council


@dataclass(frozen=True, slots=True)
class Written:
    """How much was made."""

    children: int
    months: int
    planted: int


def synth(
    folder: Path,
    children: int,
    first: Month,
    last: Month,
    seed: int,
    *,
    dirt: bool = False,
    progress: Callable[[str], None] = lambda _step: None,
) -> Written:
    """Write the extracts of a made-up council; the folder must be empty or not there.

    The same arguments give the same bytes. Raises UsageFault for months in the wrong order.
    """
    if last < first or children < 1:
        raise UsageFault(
            error("U104", "At least one child and one month are needed.", todo="See lacxl synth -h")
        )
    if not is_free_folder(folder):
        raise refuse(
            "D101",
            "The folder is there already and is not empty.",
            str(folder),
            "Name another folder.",
        )
    with coded(folder, "making the folder"):
        folder.mkdir(parents=True, exist_ok=True)
    progress("living the lives")
    council = simulate(children, first, last, seed)
    months = tuple(first + i for i in range(_count(first, last)))
    with coded(folder, "writing the extracts"):
        write_council(
            council, folder, months, lambda done, of, name: progress(f"{done}/{of} {name}")
        )
        planted = plant_dirt(folder, seed) if dirt else ()
    if dirt:
        write_text(folder / "planted.csv", _as_csv(planted))
    return Written(children, len(months), len(planted))


def _count(first: Month, last: Month) -> int:
    return (last.year - first.year) * 12 + last.number - first.number + 1


def _as_csv(planted: tuple[Planted, ...]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["kind", "layout", "file", "row", "column"])
    for each in planted:
        writer.writerow([each.kind, each.layout, each.file, each.row, each.column])
    return text.getvalue()
