"""The benchmarks that were taken for a council: what a notebook, a page or JSON has of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear
from lacxl.published.benchmark_values import Worked

FILE = "benchmarks.csv"
"""How the benchmarks file is called where no settings name it."""


@dataclass(frozen=True, slots=True)
class TakenBenchmarks:
    """The benchmarks of a council, and where they were written, if they were.

    `refused` says of indicators that are not compared why, by their references.
    """

    council: str
    name: str
    model: str
    worked: tuple[Worked, ...]
    refused: Mapping[str, str]
    names: Mapping[str, str]
    findings: tuple[Finding, ...]
    population: Mapping[FinancialYear, int]
    written: Path | None = None
    backup: Path | None = None
    is_new: bool = True
    dry_run: bool = False

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "benchmarks",
            "council": self.council,
            "name": self.name,
            "neighbours": self.model,
            "dry_run": self.dry_run,
            "benchmarks": [self._as_dict(each) for each in self.worked],
            "population": [
                {"year": str(year), "people": people} for year, people in self.population.items()
            ],
            "written": None if self.written is None else str(self.written),
            "backup": None if self.backup is None else str(self.backup),
            "findings": findings_as_dicts(self.findings),
        }

    def _as_dict(self, each: Worked) -> dict[str, object]:
        own = each.own
        return {
            "indicator": each.reference,
            "year": str(each.year),
            "definition": each.measure.definition,
            "partly": [
                {"respect": respect, "words": words}
                for respect, words in each.measure.partly.items()
            ],
            "refused": self.refused.get(each.reference),
            "published": None
            if own is None
            else {"text": own.text, "file": own.file, "row": own.row},
            "neighbours_with_a_figure": each.said,
            "figures": {
                kind: {
                    "text": cell.text,
                    "how": cell.how,
                    "rows": [{"file": file, "row": row or None} for file, row in cell.rows],
                }
                for kind, cell in each.cells.items()
            },
        }


def references_of(measure: str, indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    """Return the references by which the report has what a shipped indicator counts."""
    return tuple(
        number for number, each in indicators.items() if measure in (each.measure or number,)
    )
