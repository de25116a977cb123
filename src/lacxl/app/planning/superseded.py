"""Which figures of copies that were issued a correction supersedes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.gathering import of_copy
from lacxl.app.planning.corrections import (
    Corrected,
    Corrections,
    ShownFigure,
    corrections,
    shown_otherwise,
)
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, first_of, warning
from lacxl.domain.month import Month
from lacxl.files.plain import is_absent
from lacxl.ledgers.record import Issued
from lacxl.workbook.layout.named_cells import number_of

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Superseded:
    """Figures of one issued copy that are not what they would be now."""

    issued: Issued
    figures: tuple[ShownFigure, ...]

    @property
    def issue(self) -> str:
        """The copy's month and number, as the ledger names it."""
        return name_of(self.issued)

    @property
    def finding(self) -> Finding:
        """What to say about it."""
        named = [f"{each.figure} {each.what}" for each in self.figures]
        month = self.issued.month
        return warning(
            "I132",
            f"Superseded in issue {self.issued.issue} of {month.long}: {first_of(named, _NAMED)}.",
            self.issued.file,
            "The copy stays as it was sent. A corrected one, under the next number: "
            f'lacxl restate {month} --reason "WHY" --issue',
        )


def name_of(issued: Issued) -> str:
    """Return an issue's month and number: 2015-05 I1."""
    return f"{issued.month} I{issued.issue}"


def latest_issues(case: Case) -> Mapping[Month, Issued]:
    """Return the latest issue of each month that has a copy, in the order of months."""
    found: dict[Month, Issued] = {}
    for each in case.record:
        if each.file and (each.month not in found or found[each.month].issue < each.issue):
            found[each.month] = each
    return dict(sorted(found.items()))


def copy_of(case: Case, issued: Issued) -> Path:
    """Return where the copy of an issue is, there or not."""
    return case.settings.issued_folder / Path(issued.file).name


def corrected_copy(case: Case, issued: Issued, what: Corrected) -> tuple[Case, Corrections]:
    """Return the issue's copy as a case, and what it should hold once `what` is corrected.

    What was restated before, and is superseded in the copy, is corrected too. Raises Refused for
    a copy that cannot be read.
    """
    at = of_copy(case.as_of(issued.month), copy_of(case, issued))
    whole = {month: set(numbers) for month, numbers in what.items()}
    for each in case.restated:
        if each.issue == name_of(issued):
            whole.setdefault(each.month, set()).add(number_of(each.figure, case.indicators))
    corrected = {month: frozenset(numbers) for month, numbers in whole.items()}
    return at, corrections(at, corrected, issued.month)


def superseded(case: Case, what: Corrected) -> Iterator[Superseded | Finding]:
    """Yield what each copy from the month on shows otherwise, that no earlier line has.

    A finding (I137) where a copy is not there or cannot be read.
    """
    known = {(each.issue, each.figure, each.what, each.now) for each in case.restated}
    for month, issued in latest_issues(case).items():
        if month < min(what):
            continue
        copy = copy_of(case, issued)
        try:
            if is_absent(copy):
                raise FileNotFoundError
            at, found = corrected_copy(case, issued, what)
        except (Refused, OSError):
            yield warning(
                "I137",
                f"The copy of issue {issued.issue} of {month.long} is not there or cannot be read, "
                "so the ledger does not say which of its figures are superseded.",
                issued.file,
                "Put the copy back, if anybody needs to know.",
            )
            continue
        figures = tuple(
            each
            for each in shown_otherwise(at, found.wanted)
            if (name_of(issued), each.figure, each.what, each.now) not in known
        )
        if figures:
            yield Superseded(issued, figures)
