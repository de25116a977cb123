"""What is known of a workbook that is adopted."""

from __future__ import annotations

from dataclasses import dataclass

from lacxl.adopting.answers import Asked
from lacxl.adopting.candidates import Candidate
from lacxl.adopting.signs import SignsKnown
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator as it is known so far; what is not is None.

    It is `left_out` while it is not known what its figures look like.
    """

    reference: str
    title: str
    place: CellRef
    unit: Unit | None
    kind: Kind | None
    polarity: Polarity | None
    measure: str = ""
    amber: str = ""
    asks_kind: bool = False
    points: bool = False
    left_out: bool = False
    likely_kind: str = ""
    likely_polarity: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a workbook."""

    tables: tuple[Candidate, ...]
    indicators: tuple[KnownIndicator, ...]
    signs: SignsKnown
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    last: Month | None
    tolerance: str = ""
    edge: str = ""
    latest_ytd: frozenset[str] = frozenset()
    unused: tuple[Candidate, ...] = ()
