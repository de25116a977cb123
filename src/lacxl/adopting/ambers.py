"""Where amber ends: how far from its target any figure is still amber, or a limit of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lacxl.adopting.answers import REST, Answers, Asked, Item, line_of
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.printed_cells import Sheets, has_target, judging_cell
from lacxl.adopting.proposal import KnownIndicator, SignsKnown
from lacxl.adopting.said_limits import LEAVE, NONE, is_limit, kind_of_limit
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Polarity, Unit
from lacxl.domain.numbers import plain
from lacxl.domain.tolerance import tolerance_of

AMBER = "amber"
_FURTHEST = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class ForAll:
    """What was said of all that no cell and no answer of its own says.

    `within` is so much of the target, or so many percentage points, in the words of a layout; ""
    is no amber at all.
    """

    within: str
    percentages_only: bool = False


def said_for_all(said: str) -> ForAll | None:
    """Return what an answer for all means; None where it means nothing that fits all.

    90% alone may be a limit, or 90% of the target; a distance of more than half of it is no
    tolerance.
    """
    if said.casefold() == NONE:
        return ForAll("")
    read = tolerance_of(said, unit=Unit.PERCENTAGE)
    if read is None or read.relative is None or not 0 < read.by <= _FURTHEST:
        return None
    number = plain(read.by * 100)
    if read.relative:
        return ForAll(f"within {number}% of target")
    return ForAll(f"within {number} percentage points", percentages_only=True)


def of_ambers(
    indicators: Sequence[KnownIndicator],
    tables: Sequence[CandidateTable],
    sheets: Sheets,
    answers: Answers,
    signs: SignsKnown,
) -> tuple[list[Asked], frozenset[str]]:
    """Ask where amber ends, where lights are amber and no cell says it; once for all.

    Return besides the indicators that have no amber as that was said for all.
    """
    if not signs.uses_amber:
        return [], frozenset()
    entries = {entry.reference: (table, entry) for table in tables for entry in table.entries}
    unsaid: list[tuple[KnownIndicator, Item]] = []
    for each in indicators:
        table, entry = entries[each.reference]
        says = any(judging_cell(table, entry, m) for m in (AMBER, "red", "tolerance"))
        is_held = has_target(table, entry, sheets) or each.target.casefold() not in (
            "",
            NONE,
            LEAVE,
        )
        if says or each.amber or not is_held:
            continue
        target = judging_cell(table, entry, "target") or each.place
        unsaid.append((each, Item(each.reference, each.title, "", target)))
    for_all = said_for_all(answers.get(AMBER, {}).get(REST, ""))
    if for_all is None:
        items = tuple(item for _, item in unsaid)
        return [_of_all(items)] if items else [], frozenset()
    if not for_all.within:
        return [], frozenset(each.reference for each, _ in unsaid)
    others = tuple(
        item
        for each, item in unsaid
        if each.unit not in (None, Unit.PERCENTAGE) and each.polarity is not Polarity.NONE
    )
    return [_of_each(others)] if others and for_all.percentages_only else [], frozenset()


def _of_all(items: tuple[Item, ...]) -> Asked:
    return Asked(
        AMBER,
        "How far from its target is a figure still amber, where no cell says it?",
        (Item(REST),),
        (),
        'Write "within 10% of target", "within 5 percentage points", or "none" where there is no '
        "amber. An indicator that differs has a line of its own, with the last figure that is "
        "still amber. Without an answer a figure that misses its target gets no light.",
        items,
    )


def _of_each(items: tuple[Item, ...]) -> Asked:
    return Asked(
        AMBER,
        "What is the last figure that is still amber, such as 12? These are no percentages, so "
        "percentage points say nothing of them.",
        items,
        (),
        "Write none where there is no amber. Without an answer a figure that misses its target "
        "gets no light.",
    )


def ambers_refused(
    given: Answers, indicators: Sequence[KnownIndicator], text: str, file: str
) -> Iterator[Finding]:
    """Yield D202 for each answer about amber that is no limit of its indicator, or not for all."""
    units = {each.reference: each.unit for each in indicators}
    for key, said in given.get(AMBER, {}).items():
        where = f"{file} line {line_of(text, AMBER, key)}"
        if key == REST and said_for_all(said) is None:
            what = f"'{said}' does not say for all indicators how far from its target amber is."
            todo = 'Write "within 10% of target", "within 5 percentage points", or "none".'
            yield error("D202", what, where, todo)
        unit = units.get(key)
        if key == REST or unit is None or said.casefold() == NONE:
            continue
        if not is_limit(said, unit):
            what = f"'{said}' is no limit of amber for {key}."
            yield error("D202", what, where, f"Write {kind_of_limit(unit)}, or none.")
