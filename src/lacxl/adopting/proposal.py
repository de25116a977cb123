"""What is known of a workbook that is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lacxl.adopting.answers import Answers, Asked
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.domain.month import Month
from lacxl.workbook.address import CellRef


@dataclass(frozen=True, slots=True)
class SignsKnown:
    """The words as the layout will have them. `judges` says that there are lights or arrows."""

    lights: Mapping[str, str] = field(default_factory=dict)
    arrows: Mapping[str, str] = field(default_factory=dict)
    shows: str = ""
    slight: Decimal | None = None
    judges: bool = False
    own_colours: bool = False
    within: Decimal = Decimal(0)
    without_neutral: bool = False

    @property
    def uses_amber(self) -> bool:
        """Whether some lights are amber."""
        return "amber" in self.lights


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator as it is known so far; what is not is None.

    It is `left_out` while it is not known what its figures look like. `no_unit` are the units that
    its figures cannot have. `polarity_said` is true where no cell says the polarity, but a person
    did. `target` is what was answered where no cell shows one.
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
    per: int = 0
    left_out: bool = False
    target: str = ""
    likely_kind: str = ""
    likely_polarity: str = ""
    no_unit: frozenset[str] = frozenset()
    polarity_said: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a workbook.

    `by_rest` are the answers, by question and key, that one for all stood for. Those
    `without_place` have a light, and no column or row in which a target could be; of those
    `without_target` it is known that they have none.
    """

    tables: tuple[CandidateTable, ...]
    indicators: tuple[KnownIndicator, ...]
    signs: SignsKnown
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    last: Month | None
    tolerance: str = ""
    edge: str = ""
    amber_within: str = ""
    without_place: frozenset[str] = frozenset()
    without_target: frozenset[str] = frozenset()
    judged: str = ""
    latest_ytd: frozenset[str] = frozenset()
    unused: tuple[CandidateTable, ...] = ()
    by_rest: Answers = field(default_factory=dict)

    @property
    def filled(self) -> tuple[CandidateTable, ...]:
        """The tables with an indicator at least that does not wait."""
        known = {each.reference for each in self.indicators if not each.left_out}
        return tuple(t for t in self.tables if any(e.reference in known for e in t.entries))
