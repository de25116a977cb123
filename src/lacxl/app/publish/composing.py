"""From an issued month to what is handed out: decided, and put as a reader reads it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.app.case.case import Case
from lacxl.app.publish.earlier import Earlier
from lacxl.app.publish.lines import LIGHTS, as_line, to_date
from lacxl.app.publish.narratives import (
    names_a_small_number,
    narratives_of,
    person_in,
    told_in,
)
from lacxl.app.publish.printed_figures import PrintedFigure
from lacxl.app.signals.signalling import signals_of
from lacxl.domain.finding import Finding, first_of, note, warning
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up, how_many
from lacxl.domain.rating import Dot, Rag
from lacxl.ledgers.reasons import Accepted
from lacxl.ledgers.record import Issued
from lacxl.ledgers.restated import in_words
from lacxl.publishing.candidates import Candidate, link_rows, stock_rows
from lacxl.publishing.deciding import Decided, Why, decide
from lacxl.publishing.facts import Count, Fact
from lacxl.publishing.publication import Publication, PublishedLine, ShownStatus, TidyPart
from lacxl.publishing.small import SmallNumberRules
from lacxl.signals.signal import Variation
from lacxl.workbook.snapshot import TextBox

_SAID = {Variation.IMPROVING, Variation.CONCERNING, Variation.BOTH, Variation.UP, Variation.DOWN}
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class ShownSigns:
    """A light and an arrow as they are shown: words, or the symbol where they would tell."""

    light: str
    direction: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A publication, what was decided of each figure, the lights of each, and what to say."""

    publication: Publication
    decided: Decided
    judged: Mapping[str, ShownSigns]
    findings: tuple[Finding, ...]


def composed(
    case: Case,
    issued: Issued,
    earlier: Earlier,
    boxes: Sequence[TextBox],
    accepted: Sequence[Accepted],
    published_on: str,
) -> Composed:
    """Return what is handed out of an issued month.

    Raises Refused for a text that tells what is kept back (T107) or names somebody (T108), and
    without a solver (T106).
    """
    chosen = case.settings.publish
    printed = tuple(PrintedFigure(case, row, chosen.percentages == "whole") for row in case.rows())
    candidates = [each for row in printed for each in (*row.candidates.values(), *row.parts)]
    months = {month for row in printed for span in row.spans for month in span.months}
    known = earlier.known()
    unprinted = dict.fromkeys(
        each for row in printed for each in row.unprinted(chosen.public_until)
    )
    facts = (*(each.fact for each in candidates if each.fact), *(fact for _, fact in unprinted))
    counts = (*known.counts(), *_counts_of(facts))
    decided = decide(
        candidates,
        rules=SmallNumberRules(chosen.limit, chosen.noughts, chosen.rests),
        known=known,
        unprinted=tuple(unprinted),
        stocks=stock_rows(case.indicators, case.readings, sorted(months), known.counts()),
        links=link_rows(case.indicators, counts),
        public_until=chosen.public_until,
        public_years=chosen.public_years,
        large=chosen.large,
    )
    declared = chosen.public_until is not None or bool(chosen.public_years)
    told = tuple(_open_before(decided, declared))
    kept_back = {text for each, why in decided.why.items() for text in _texts(each, why)}
    seen = _Seen(decided.why, earlier, chosen.public_until)
    judged = {row.label: seen.judged(row) for row in printed}
    signals = _signals(case, printed, seen)
    lines = tuple(
        as_line(
            row,
            decided.why,
            judged[row.label].light,
            judged[row.label].direction,
            signals.get(row.label, ""),
        )
        for row in printed
    )
    lights_before = earlier.lights(case.month - 1)
    may_say = functools.partial(_may_say, chosen.limit, kept_back)
    restated = tuple(_restated(case, may_say))
    accepted_reasons = [each.reason for each in accepted if each.month == case.month]
    notes = tuple(filter(may_say, accepted_reasons))
    reasons = [*accepted_reasons, *dict.fromkeys(each.reason for each in case.restated)]
    publication = Publication(
        title=case.settings.workbook_path.stem,
        council=chosen.council,
        month=case.month,
        issue=issued.issue,
        sha256=issued.sha256,
        published_on=published_on,
        ytd_heading=to_date(case.month),
        lines=lines,
        lights_changed=tuple(_lights_changed(lines, lights_before, case.month)),
        nothing_new=_nothing_new(lines, lights_before, case.month),
        signals=tuple(f"{_named(line)}: {line.signal}." for line in lines if line.signal),
        restated=restated,
        narratives=narratives_of(boxes, chosen.limit, kept_back) if chosen.narrative else (),
        notes=notes,
        contact=chosen.contact,
        rounding=_ROUNDED if chosen.percentages == "whole" else "",
    )
    findings = (*told, *_told(printed, decided.why), *_unfit(reasons, may_say))
    return Composed(publication, decided, judged, findings)


def _may_say(limit: int, kept_back: Collection[str], text: str) -> bool:
    """Say whether a reason can be published: it is judged more strictly than a narrative, as it
    stands beside the figures that it is about.
    """
    tells = names_a_small_number(text, limit) or any(told_in(text, limit, kept_back))
    return not tells and not person_in(text)


_ROUNDED = "Percentages are rounded to whole per cents before anything else is done with them."


def _named(line: PublishedLine) -> str:
    return f"{line.label} {line.title}"


def _counts_of(facts: Iterable[Fact]) -> Iterator[Count]:
    """Yield the counts that figures are made of."""
    for fact in dict.fromkeys(facts):
        yield from (*fact.numerators, *fact.denominators)


def _open_before(decided: Decided, declared: bool) -> Iterator[Finding]:
    """Yield what says that a small number is public, or could be worked out before.

    It is no reason to publish nothing: what is shown now tells no more of it.
    """
    if decided.public_small:
        small = tuple(f"{each.label} of {each.period}" for each in decided.public_small)
        yield note(
            "T113",
            "these figures rest on few children and are shown, as they were declared to be public: "
            f"{first_of(small, _MOST_NAMED)}.",
            todo="Is that so? Else correct public_until or public_years under [publish].",
        )
    told = [each for each in decided.open_before if decided.open_before[each]]
    if not told:
        return
    what = tuple(
        dict.fromkeys(
            f"{count.indicator} of {count.period}" for secret in told for count in secret.plus
        )
    )
    if declared:
        yield note(
            "T113",
            "a small number can be worked out from what was public before, and is not counted as "
            f"kept: {first_of(what, _MOST_NAMED)}.",
        )
    else:
        yield warning(
            "T105",
            "a small number can be worked out, or narrowed down, from what was published before: "
            f"{first_of(what, _MOST_NAMED)}. What is shown now tells no more of it.",
            todo="Was the limit raised since, or a month restated? Tell whoever answers for data "
            "protection.",
        )


def _texts(each: Candidate, why: Why) -> Iterator[str]:
    """Yield how a text would print a figure that is kept back."""
    if why.is_shown or why is Why.UNKNOWN:
        return
    if each.part is TidyPart.PERCENTAGE:
        for places in (0, 1, 2):
            yield f"{half_up(each.shown * 100, places)}%"
    else:
        yield f"{each.shown}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a reader sees of figures, in this publication and in those before it."""

    why: Mapping[Candidate, Why]
    earlier: Earlier
    public_until: Month | None

    def sees(self, row: PrintedFigure, period: str) -> bool:
        """Say whether he sees a figure of a period, or did."""
        here = row.candidates.get(period)
        if here is not None:
            return self.why[here].is_shown
        is_public = self.public_until is not None and period[:7] <= str(self.public_until)
        return is_public or period in self.earlier.shown_periods(row.label)

    def _keeps_none(self, row: PrintedFigure, period: str) -> bool:
        """Say whether it is kept back that there is no figure, as there were no cases."""
        if period in row.without_cases:
            return row.keeps_back(self.why, period)
        return period not in row.candidates and period in self.earlier.kept_periods(row.label)

    def judged(self, row: PrintedFigure) -> ShownSigns:
        """Return light and arrow in words, each only where all that it rests on is seen.

        An arrow tells an order, a light on which side of a target a figure is.
        """
        light, dot = row.light_and_arrow()
        judged, now, before = row.judged_by()
        if light is Rag.NOT_RATED:
            shows_light = not self._keeps_none(row, judged)
        else:
            shows_light = self.sees(row, judged) and light in row.lights_as_shown(judged)
        if dot is Dot.NONE and not any(self._keeps_none(row, each) for each in (now, before)):
            direction = "None"
        elif self.sees(row, now) and self.sees(row, before) and row.tells_order(now, before):
            direction = dot.text.partition(" ")[2].capitalize()
            if not shows_light:
                direction = direction.partition(",")[0]
        else:
            direction = ShownStatus.SUPPRESSED.value
        return ShownSigns(LIGHTS[light] if shows_light else ShownStatus.SUPPRESSED.value, direction)


def _signals(case: Case, printed: Sequence[PrintedFigure], seen: _Seen) -> Mapping[str, str]:
    """Return what the months say of each figure of which every month is seen."""
    rows = {each.label: each for each in printed}
    found = {}
    for signal in signals_of(case, [each.row for each in printed]):
        row = rows[signal.label]
        if signal.variation in _SAID and all(
            seen.sees(row, str(point.month))
            for segment in signal.segments
            for point in segment.points
            if point.value is not None
        ):
            found[signal.label] = signal.variation.value
    return found


def _lights_changed(
    lines: Sequence[PublishedLine], before: Mapping[str, str], month: Month
) -> Iterator[str]:
    for line in lines:
        was = before.get(line.label, line.light)
        kept = ShownStatus.SUPPRESSED.value
        if was != line.light and kept not in (was, line.light):
            yield f"{_named(line)}: from {was} in {(month - 1).long} to {line.light}."


def _nothing_new(lines: Sequence[PublishedLine], before: Mapping[str, str], month: Month) -> str:
    """Return what can be said of changed lights, where none is named."""
    if not before:
        return f"{(month - 1).long} was not published, so lights are not compared with it."
    kept = ShownStatus.SUPPRESSED.value
    unseen = sum(kept in (line.light, before.get(line.label)) for line in lines)
    not_all = f" {how_many(unseen, 'light')} cannot be compared." if unseen else ""
    return f"No light that is shown has changed since {(month - 1).long}.{not_all}"


def _restated(case: Case, may_say: Callable[[str], bool]) -> Iterator[str]:
    """Yield which issued figures of the year were restated, when and why; not what they were."""
    year = case.month.financial_year
    told: dict[tuple[Month, str, str], list[str]] = {}
    for each in case.restated:
        if each.month.financial_year == year and each.month <= case.month and not each.issue:
            key = (each.month, in_words(each.when), each.reason)
            figures = told.setdefault(key, [])
            if each.figure not in figures:
                figures.append(each.figure)
    for (month, when, reason), figures in told.items():
        why = f" Reason: {reason}" if may_say(reason) else ""
        yield f"{month.long}, restated on {when}: {', '.join(figures)}.{why}"


def _unfit(reasons: Sequence[str], may_say: Callable[[str], bool]) -> Iterator[Finding]:
    """Yield a note where reasons are left out of the publication."""
    if left_out := sum(not may_say(each) for each in reasons):
        yield note(
            "T118",
            f"left out of the publication: {how_many(left_out, 'reason')} on the ledgers that may "
            "tell a small number or a person.",
        )


def _told(printed: Sequence[PrintedFigure], why: Mapping[Candidate, Why]) -> Iterator[Finding]:
    """Yield what the team should know of what is kept back."""
    unknown = [
        row.label
        for row in printed
        if any(why[each] is Why.UNKNOWN for each in row.candidates.values())
    ]
    if unknown:
        yield note(
            "T112",
            f"nobody knows on how many children figures of {first_of(unknown, _MOST_NAMED)} rest, "
            "or what is printed is not what the readings give, so they are kept back.",
            todo="Give numerator and denominator in the readings; where they always rest on many, "
            "name the indicator in large under [publish].",
        )
    if unfit := [row.label for row in printed if row.differs]:
        yield note(
            "T114",
            f"what is printed of {first_of(unfit, _MOST_NAMED)} is not what the readings give.",
            todo="See lacxl check; correct it with lacxl restate.",
        )
