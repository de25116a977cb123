"""What a workbook's cells prove: an indicator's unit, what adds up, which way is good."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from lacxl.domain.indicator import Figure, Kind, Polarity, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.numbers import half_up, is_whole, total
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.heading_words import plain
from lacxl.workbook.layout.model import YearToDate

_PERCENTAGE = re.compile(r"%|\bshares? of\b|\bper ?cent(?:age)?s?\b|\bproportions?\b|\bpct\b", re.I)
_RATE = re.compile(r"\bper (?:10|1|100),?000\b|\brates? (?:of|per)\b|\bper 10k\b", re.I)
_MEAN = re.compile(r"\baverages?\b|\bmean\b|\bavg\b|\bper (?:social )?worker\b", re.I)
_COUNT = re.compile(
    r"\bnumbers? of\b|\bno\.? of\b|^#|\bhow many\b|\bcount of\b|\btotal number\b", re.I
)
_ROLLING = re.compile(
    r"\brolling\b|\b(?:last|past|previous|preceding) (?:12|twelve) months\b", re.I
)
_FLOW = re.compile(
    r"\bin (?:the )?(?:month|period|quarter)\b|\bduring\b|\badmissions?\b|\bentering\b|\bentered\b"
    r"|\bstart(?:ed|ing|s)\b|\bceas(?:ed|ing)\b|\bleaving care\b|\bcare leavings\b|\bleft care\b"
    r"|\breceived\b|\bepisodes?\b|\bcontacts\b|\breferrals\b|\bconferences?\b|\badopted\b"
    r"|\bwithin (?:timescales?|\d+|one|the)\b|\bin timescales?\b|\bheld\b"
    r"|\bcompleted (?:within|in)\b"
    r"|\bstepped (?:down|up)\b|\bnew\b|\breviews? (?:on|in) time\b|\bagreed at\b|\bdischarges?\b",
    re.I,
)
_STOCK = re.compile(
    r"\bat (?:the )?(?:month|period|quarter|year)[ -]?end\b|\bat (?:the )?end of\b|\bas at\b"
    r"|\bcurrent(?:ly)?\b|\bup[ -]to[ -]date\b|\bin date\b|\bopen\b|\bcaseloads?\b|\bliving in\b"
    r"|\bplaced\b|\bin placements?\b|\bin employment\b|\bin education\b|\bwith an? \b",
    re.I,
)


_LOW = re.compile(
    r"\bmissing\b|\b(?:3|three) or more\b|\brepeat\b|\bre-?referrals?\b|\bmore than \d+ miles\b"
    r"|\bover \d+ miles\b|\baverage (?:days|time|number of days)\b|\bNEET\b|\bnot in education\b"
    r"|\bcustody\b|\bresidential\b|\bsecond (?:or subsequent )?time\b|\bIFAs?\b"
    r"|\bindependent foster"
    r"|\boverdue\b|\bvacanc|\bagency\b|\bcaseloads?\b|\boffend|\bexclu|\babsen|\(A[12]\)|\bA[12] -",
    re.I,
)
_HIGH = re.compile(
    r"\bup[ -]to[ -]date\b|\bin date\b|\bwithin\b|\bin time|\bon time\b|\bcompleted\b|\bstab"
    r"|\bsuitable\b|\bin education\b|\bEET\b|\bpermanen|\badopted\b|\bmatched\b|\bparticipat"
    r"|\bgood or outstanding\b|\breviewed\b|\bvisited\b|\btaking part\b|\bchecks?\b|\bSDQ\b"
    r"|\bsame placement\b|\bstepped down\b|\bdecision within\b|\bPEPs?\b|\bheld\b",
    re.I,
)


_PER = re.compile(
    r"(?:\bper|/)\s*(100,?000|10,?000|1,?000|100|100k|10k|1k|(?:ten |a hundred )?thousand)\b", re.I
)
_SIZES = {
    "thousand": 1_000,
    "tenthousand": 10_000,
    "ahundredthousand": 100_000,
    "1k": 1_000,
    "10k": 10_000,
    "100k": 100_000,
}
_SUPPRESSED = re.compile(
    r"(?:<|less than|fewer than|under)\s*\d{1,2}|\*{1,2}|\[[cxz]\]|[cx]|supp(?:ressed)?", re.I
)
_FEWEST_RISING = 4


@dataclass(frozen=True, slots=True)
class Series:
    """What is printed of an indicator: numbers by period as typed, and their formats.

    `blank` are the periods of which the cell is empty, or says n/a. `earlier` are numbers that
    other columns show of earlier periods, such as last month: they say how figures are written.
    """

    reference: str
    title: str
    at: Mapping[object, CellRef] = field(default_factory=dict)
    numbers: Mapping[object, Decimal] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    has_denominator: bool = False
    blank: frozenset[object] = frozenset()
    earlier: tuple[Decimal, ...] = ()

    @property
    def written(self) -> list[Decimal]:
        """All numbers that show how its figures are written."""
        return [*self.numbers.values(), *self.earlier]

    @property
    def months(self) -> tuple[Month | Quarter, ...]:
        """The months or quarters with a number, in order."""
        found = [each for each in self.numbers if isinstance(each, Month)]
        quarters = [each for each in self.numbers if isinstance(each, Quarter)]
        return tuple(sorted(found)) or tuple(sorted(quarters))

    @property
    def so_far(self) -> Decimal | None:
        """The year to date at the end of the last month with a number."""
        if not self.months:
            return None
        last = self.months[-1]
        month = last.last if isinstance(last, Quarter) else last
        found = (n for p, n in self.numbers.items() if isinstance(p, YearToDate) and p.is_of(month))
        return next(found, None)


def unit_of(series: Series) -> Unit | None:
    """Return the unit that formats and title prove; None where they do not, or disagree."""
    title = series.title
    if any("%" in fmt for fmt in series.formats):
        return Unit.PERCENTAGE
    if _RATE.search(title) or per_of(title):
        return Unit.RATE
    says = [
        unit
        for unit, words in (
            (Unit.PERCENTAGE, _PERCENTAGE),
            (Unit.MEAN, _MEAN),
            (Unit.COUNT, _COUNT),
        )
        if words.search(title)
    ]
    numbers = series.written
    if len(says) == 1:
        if says[0] is Unit.COUNT and not all(is_whole(number) for number in numbers):
            return None
        if says[0] is Unit.PERCENTAGE and any(number > 100 for number in numbers):
            return None
        return says[0]
    if says:
        return says[0] if says[0] is Unit.PERCENTAGE and title.lstrip().startswith("%") else None
    decimals = any(re.search(r"0\.0", fmt) for fmt in series.formats)
    shows = series.numbers or series.formats
    if numbers and shows and all(is_whole(number) for number in numbers) and not decimals:
        return Unit.COUNT
    return None


def no_unit_of(series: Series) -> frozenset[Unit]:
    """Return the units that figures cannot have: a count is whole and of nothing else."""
    numbers = series.written
    found = set()
    if series.has_denominator or not all(map(is_whole, numbers)):
        found.add(Unit.COUNT)
    if any(number > 100 for number in numbers):
        found.add(Unit.PERCENTAGE)
    return frozenset(found)


def points_in(series: Series) -> bool | None:
    """Return whether a percentage is written as 94.4; None where nothing shows it."""
    signed = [("%" in fmt) for fmt in series.formats]
    numbers = series.written
    if signed and all(signed) and all(number <= 1 for number in numbers):
        return False
    if not any(signed) and any(number > 1 for number in numbers):
        return True
    return None  # 0.79 without a percent sign may be either


def kind_of(series: Series, unit: Unit, *, points: bool) -> Kind | None:
    """Return whether it adds up, by the quarters and years to date beside its months.

    Of a percentage only that it is not the latest month's can be seen: then it is of all cases.
    """
    votes: list[Kind] = []
    decimals = Figure("", unit).decimals - (2 if points and unit is Unit.PERCENTAGE else 0)
    months = {p: n for p, n in series.numbers.items() if isinstance(p, Month)}
    for period, number in series.numbers.items():
        if isinstance(period, Quarter):
            parts = [months.get(month) for month in period.months]
        elif isinstance(period, YearToDate) and months:
            last = period.until or max(months)
            if not period.is_of(last):
                continue
            parts = [months.get(month) for month in last.financial_year.months(last)]
        else:
            continue
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or len(known) < 2:
            continue
        vote = _vote(number, known, unit, max(decimals, 0))
        if vote is not None:
            votes.append(vote)
    if len(set(votes)) != 1:
        return None
    by_chance = unit is not Unit.COUNT and votes[0] is Kind.SNAPSHOT and len(votes) == 1
    return None if by_chance else votes[0]


def _vote(whole: Decimal, parts: list[Decimal], unit: Unit, decimals: int) -> Kind | None:
    shown = half_up(whole, decimals)
    is_last = shown == half_up(parts[-1], decimals)
    if unit is Unit.COUNT:
        is_sum = shown == half_up(total(parts), decimals)
        if is_sum == is_last:
            return None
        return Kind.FLOW if is_sum else Kind.SNAPSHOT
    exponent = whole.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    near = abs(whole - total(parts) / len(parts)) <= Decimal("0.6").scaleb(-places)
    if near and places >= decimals and not is_last:
        return None  # the plain average of the months, which is no year to date of ours
    if is_last:  # by chance they may be shown alike, so they have to be the very same
        return Kind.SNAPSHOT if whole == parts[-1] and min(parts) != max(parts) else None
    return Kind.FLOW if min(parts) <= whole <= max(parts) else None


def kind_in_words(title: str) -> Kind | None:
    """Return the kind that a title says, None where it says none, or two."""
    said = plain(title).replace(" percent ", " % ")
    if _ROLLING.search(title):
        return Kind.ROLLING
    flow, stock = bool(_FLOW.search(said)), bool(_STOCK.search(said))
    if flow == stock:
        return None
    return Kind.FLOW if flow else Kind.SNAPSHOT


def polarity_in_words(title: str, unit: Unit | None) -> Polarity | None:
    """Return which way is probably good by a title; for a person to confirm, never to judge by."""
    low, high = bool(_LOW.search(title)), bool(_HIGH.search(title))
    if low:
        return Polarity.LOW
    if high:
        return Polarity.HIGH
    return Polarity.NONE if unit in (Unit.COUNT, Unit.RATE) else None


def polarity_by_lights(
    numbers: Sequence[tuple[Decimal, Decimal, str]],
) -> Polarity | None:
    """Return which way is good by figures beside their targets and lights, green or red."""
    fits = {Polarity.HIGH: True, Polarity.LOW: True}
    told = False
    for value, target, light in numbers:
        if light not in ("green", "red") or value == target:
            continue
        told = True
        fits[Polarity.HIGH] &= (value > target) == (light == "green")
        fits[Polarity.LOW] &= (value < target) == (light == "green")
    found = [polarity for polarity, fit in fits.items() if fit]
    return found[0] if told and len(found) == 1 else None


def last_filled(all_series: Sequence[Series]) -> Month | None:
    """Return the last month that most indicators have a figure for."""
    counts: dict[Month, int] = {}
    for each in all_series:
        for period in each.months:
            month = period.last if isinstance(period, Quarter) else period
            counts[month] = counts.get(month, 0) + 1
    most = max(counts.values(), default=0)
    return max((month for month, n in counts.items() if n * 2 >= most), default=None)


def per_of(title: str) -> int:
    """Return the size of population that a rate's title is per, 0 where it does not say."""
    found = _PER.search(title)
    if found is None:
        return 0
    text = found[1].casefold().replace(",", "").replace(" ", "")
    return _SIZES.get(text) or int(text)


def adds_up_already(series: Series) -> bool:
    """Say whether months look like a year to date: they only rise from April on, and double."""
    if not all(is_whole(number) for number in series.numbers.values()):
        return False
    by_year: dict[FinancialYear, list[Decimal]] = {}
    fewest = _FEWEST_RISING
    for period in series.months:
        if isinstance(period, Month):
            by_year.setdefault(period.financial_year, []).append(series.numbers[period])
        else:
            fewest = _FEWEST_RISING - 1
            by_year.setdefault(period.year, []).append(series.numbers[period])
    for year, numbers in by_year.items():
        from_april = year.first in series.numbers or Quarter(year, 1) in series.numbers
        rises = all(a <= b for a, b in pairwise(numbers))
        if from_april and len(numbers) >= fewest and rises and numbers[-1] >= 2 * numbers[0] > 0:
            return True
    return False


def is_now_and_then(series: Series, filled: Sequence[Month]) -> bool:
    """Say whether a row is filled in the last months of quarters, or in March, alone."""
    own = [month for month in series.months if isinstance(month, Month)]
    others = [month for month in filled if month not in own]
    return bool(own) and len(others) > 1 and all(month == month.quarter.last for month in own)


def is_suppressed(text: str) -> bool:
    """Say whether a cell hides a small number: <5, *, [c]."""
    return _SUPPRESSED.fullmatch(text.strip()) is not None


def matters(periods: Sequence[object]) -> bool:
    """Say whether a table has places in which it counts if an indicator adds up."""
    has_months = any(isinstance(each, Month) for each in periods)
    return any(
        isinstance(each, YearToDate | FinancialYear | Quarter) and (has_months or each)
        for each in periods
    )


def cell_of(sheet: str, row: int, column: int) -> CellRef:
    """Return an address."""
    return CellRef(sheet, Cell(row, column))
