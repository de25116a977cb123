"""What a workbook was taken for, and what came of adopting it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacxl.adopting.answers import Asked, Item
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a workbook was taken for.

    `written` are the files that were written, `kept` those that a person has corrected, which
    stay. `asked` are the questions that are open. `taken_in` counts the figures of months that
    were taken into the history, `outturns` and `benchmarks` those that went into their files.
    `is_refused` says that a refresh refuses the workbook, for faults that are among the findings.
    """

    workbook: Path
    indicators: int
    tables: tuple[str, ...]
    months: tuple[Month, ...]
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    taken_in: int = 0
    outturns: int = 0
    benchmarks: int = 0
    dry_run: bool = False
    is_shipped: bool = False
    is_refused: bool = False

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "adopt",
            "workbook": str(self.workbook),
            "dry_run": self.dry_run,
            "shipped_layout": self.is_shipped,
            "indicators": self.indicators,
            "tables": list(self.tables),
            "months": [str(month) for month in self.months],
            "questions": [
                {
                    "id": each.id,
                    "asks": each.asks,
                    "choices": list(each.choices),
                    "why": each.why,
                    "of": [_as_dict(item) for item in each.items],
                    "singly": [_as_dict(item) for item in each.singly],
                }
                for each in self.asked
            ],
            "history": self.taken_in,
            "outturns": self.outturns,
            "benchmarks": self.benchmarks,
            "written": [str(path) for path in self.written],
            "kept": [str(path) for path in self.kept],
            "findings": findings_as_dicts(self.findings),
        }


def _as_dict(item: Item) -> dict[str, str | None]:
    return {
        "key": item.key,
        "about": item.about,
        "suggested": item.suggested,
        "cell": None if item.cell is None else str(item.cell),
    }
