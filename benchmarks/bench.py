"""What every scenario is given: how large, how often, and a folder for its files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.processes import LACXL, run, run_job
from benchmarks.ratios import Limit, Spent

MONTH = "2015-05"
DONE = (0, 1)
"""The exit codes of a refresh that wrote: without and with findings."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How often things are run, and how large they are, the last size the largest.

    `sizes` are cells of workbooks, `children` how many children the SSDA903 extracts have, of which
    the last is a nation, and `council` a council's own.
    """

    rounds: int
    large_rounds: int
    sizes: tuple[int, ...]
    judged: bool
    children: tuple[int, ...]
    council: int
    children_rounds: int

    @property
    def most(self) -> int:
        """The cells of the largest sheet."""
        return self.sizes[-1]


FULL = Scale(21, 3, (10_000, 100_000, 1_000_000), True, (2_400, 24_000, 300_000), 1_000, 5)
QUICK = Scale(1, 1, (2_000, 8_000), False, (60, 240), 60, 1)


@dataclass(frozen=True, slots=True)
class Bench:
    """A scale, a folder of its own, and how to say what goes on.

    `data` is where extracts of children's records are kept for the next run, if anywhere.
    """

    scale: Scale
    folder: Path
    say: Callable[[str], None]
    data: Path | None = None

    def limit(self, number: float, *, below: bool = False) -> Limit | None:
        """Return a limit, none on the quick scale: it tells nothing of the sizes meant."""
        return Limit(number, below) if self.scale.judged else None

    def workbook(self, cells: int, *, whole: bool = False, linked: bool = False) -> Path:
        """Return the workbook whose second sheet has that many cells, made when first wanted.

        Its numbers have few digits or, `whole`, all of them. Where it is `linked` formulas on it
        name the first sheet.
        """
        options = [f"--{name}" for name, on in (("whole", whole), ("linked", linked)) if on]
        path = self.folder / f"{' '.join([str(cells), *options])}.xlsx"
        if not path.exists():
            self.say(f"making a workbook of {cells:,} cells")
            command = (sys.executable, "-m", "benchmarks.workbooks", str(path), str(cells))
            run((*command, *options))
        return path

    def job(
        self, name: str, cells: int, sheet: str, *, whole: bool = False, linked: bool = False
    ) -> Callable[[], Spent]:
        """Return what runs a job on a sheet of the workbook of that size."""
        rows = cells if sheet == "Big" else 480
        target = self.folder / "out.xlsx"
        source = self.workbook(cells, whole=whole, linked=linked)
        return partial(run_job, name, source, target, sheet, rows)

    def extract(self, children: int) -> Path:
        """Return the folder with the SSDA903 modules of so many children, made if missing."""
        folder = (self.data or self.folder) / f"ssda903-{children}"
        if not folder.exists():
            self.say(f"making up the records of {children:,} children")
            part = folder.with_name(f"{folder.name}-part")
            shutil.rmtree(part, ignore_errors=True)
            run((sys.executable, "-m", "benchmarks.children_make", str(part), str(children)))
            part.rename(folder)
        return folder

    def demo(self, extra: int = 0) -> Path:
        """Return the demo's folder as it is before its month is filled, never run in itself.

        `extra` adds a sheet of that many cells to its workbook.
        """
        folder = self.folder / f"demo {extra}"
        if not folder.exists():
            make = "import sys, pathlib, lacxl.demo as d; d.write_demo(pathlib.Path(sys.argv[1]))"
            run((sys.executable, "-c", make, str(folder)))
            if extra:
                workbook = next(folder.glob("*.xlsx"))
                plain = workbook.rename(self.folder / "plain.xlsx")
                command = (sys.executable, "-m", "benchmarks.workbooks")
                run((*command, str(workbook), str(extra), str(plain)))
                plain.unlink()
        return folder

    def fresh(self, extra: int = 0) -> Path:
        """Return a fresh copy of the demo's folder; the last copy is gone."""
        folder = self.folder / "fresh"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.demo(extra), folder)
        return folder

    def refresh(self, extra: int = 0) -> Spent:
        """Fill the month of a fresh demo, as a whole process."""
        folder = self.fresh(extra)
        done = run((*LACXL, "refresh", MONTH, "--settings", str(folder)), fine=DONE)
        if not any((folder / "receipts").glob("*.json")):
            raise RuntimeError("the refresh filled nothing")
        return done.spent

    def check(self, extra: int = 0) -> Spent:
        """Check a fresh demo for contradictions, as a whole process."""
        workbook = next(self.fresh(extra).glob("*.xlsx"))
        return run((*LACXL, "check", str(workbook)), fine=DONE).spent

    def adopt(self) -> Spent:
        """Adopt the workbook of a fresh demo, alone in its folder, as a whole process."""
        folder = self.folder / "adopted"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        workbook = shutil.copy(next(self.demo().glob("*.xlsx")), folder)
        return run((*LACXL, "adopt", str(workbook)), fine=DONE).spent

    def refresh_in(self, folder: Path) -> Spent:
        """Fill the month in a fresh copy of a folder like the demo's, as a whole process."""
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder, fresh)
        return run((*LACXL, "refresh", MONTH, "--settings", str(fresh)), fine=DONE).spent

    def next_month(self) -> Spent:
        """Make the place for the month after the demo's in a fresh demo, as a whole process."""
        folder = self.folder / "fresh"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._filled(), folder)
        done = run((*LACXL, "next-month", "--settings", str(folder)), fine=DONE)
        if len(list((folder / "receipts").glob("*.json"))) < len(("the month", "the place")):
            raise RuntimeError("next-month made no place")
        return done.spent

    def _filled(self) -> Path:
        """Return a demo's folder with its month filled, never run in itself."""
        folder = self.folder / "filled"
        if not folder.exists():
            self.refresh()
            (self.folder / "fresh").rename(folder)
        return folder


def python(code: str) -> Spent:
    """Run a line of Python, as a whole process."""
    return run((sys.executable, "-c", code)).spent
