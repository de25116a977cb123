"""Gnumeric as a reader: what a sheet of a workbook says, in a CSV file."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from oracles.running import run

TIMEOUT = 60.0
_AS_TEXT = "Gnumeric_stf:stf_assistant"


@dataclass(frozen=True, slots=True)
class Gnumeric:
    """Its converter; numbers come as they are kept, not as they are shown."""

    program: Path

    def read(self, path: Path, sheet: str) -> list[list[str]]:
        """Return the rows of a sheet."""
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "sheet.csv")
            options = f"sheet='{sheet}' format=raw separator=,"
            answer = run([self.program, "-T", _AS_TEXT, "-O", options, path, made], timeout=TIMEOUT)
            if not made.is_file():
                raise RuntimeError(f"ssconvert ({answer.returncode}): {answer.stderr}")
            with made.open(encoding="utf-8", newline="") as file:
                return list(csv.reader(file))
