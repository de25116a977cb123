"""What falls due or goes out of date by the end of a month and of the next."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from lacxl.app.children.grounds import settings_of
from lacxl.app.children.measure import require_children
from lacxl.app.children.sources import read_extract, sources_to_count
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.outputs import require_new, sweep_all
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.domain.safe_text import in_spreadsheet
from lacxl.files.text_files import write_text
from lacxl.records import (
    STANDARDS,
    ChildrenExtract,
    DueChildren,
    Options,
    When,
    due,
    known_until,
    teams,
)
from lacxl.settings.children import as_options
from lacxl.settings.settings import Settings

_WHAT: Final[Mapping[str, str]] = {
    "7.6": "reviews",
    "7.8": "health assessments",
    "7.9": "dental checks",
    "7.10": "personal education plans",
    "7.11": "care plans",
    "7.12": "visits",
    "7.13": "visits, local interval",
    "8.2": "pathway plans of care leavers",
}
_LEAVERS: Final = ("8.2",)
_LEAST: Final = 5
"""Of so many children a team is named; the text of fewer might be anything, a child's name too."""
_OTHERS: Final = "other teams"
_NO_TEAM: Final = "no team"
_COLUMNS: Final = ("child", "team", "indicator", "what", "due", "days", "when")


@dataclass(frozen=True, slots=True)
class Counts:
    """To how many children something is owed on the day of the records, and when it is due."""

    children: int
    overdue: int
    this_month: int
    next_month: int
    no_date: int

    def as_dict(self) -> dict[str, object]:
        """The counts for JSON."""
        return {
            "children": self.children,
            "overdue": self.overdue,
            "this_month": self.this_month,
            "next_month": self.next_month,
            "no_date": self.no_date,
        }

    def as_texts(self) -> tuple[str, ...]:
        """The counts for a table."""
        numbers = (self.children, self.overdue, self.this_month, self.next_month, self.no_date)
        return tuple(f"{number:,}" for number in numbers)


@dataclass(frozen=True, slots=True)
class StandardDue:
    """What is due by one standard, in all and by team; no counts where nothing can be said.

    `references` are those of its indicator in the council's catalogue.
    """

    found: DueChildren
    references: tuple[str, ...]
    counts: Counts | None
    by_team: Mapping[str, Counts]

    @property
    def what(self) -> str:
        """What it is about."""
        return _WHAT[self.found.indicator]

    @property
    def number(self) -> str:
        """Its references."""
        return ", ".join(self.references)


@dataclass(frozen=True, slots=True)
class DueByMonth:
    """What is due by the end of the month and of the next, standard by standard."""

    month: Month
    standards: tuple[StandardDue, ...]
    findings: tuple[Finding, ...]
    written: Path | None = None
    listed: int = 0
    options: Options = field(default_factory=Options)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the counts."""
        ends = self.month.last_day, (self.month + 1).last_day
        return (
            "children", "overdue", f"due by {ends[0]:%d/%m/%Y}", f"then by {ends[1]:%d/%m/%Y}",
            "no date",
        )  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """A row for each standard: number, what, counts, source and day, or why there are none."""
        return [
            (
                each.number,
                each.what,
                *(each.counts.as_texts() if each.counts else ("",) * len(self.columns)),
                f"{each.found.source}, as of {each.found.on:%d/%m/%Y}"
                if each.counts
                else f"not in this extract: {each.found.reason}",
            )
            for each in self.standards
        ]

    def team_rows(self) -> list[tuple[str, ...]]:
        """A row for each team and standard; none where no extract names a team."""
        return [
            (team, each.number, each.what, *counts.as_texts())
            for team in _in_order({team for each in self.standards for team in each.by_team})
            for each in self.standards
            if (counts := each.by_team.get(team))
        ]

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "due",
            "month": str(self.month),
            "standards": [
                {
                    "indicator": each.number,
                    "what": each.what,
                    "source": each.found.source if each.counts else "",
                    "as_of": str(each.found.on) if each.counts else "",
                    "reason": each.found.reason,
                    "settings": dict(settings_of(each.found.indicator, self.month, self.options)),
                    "counts": each.counts.as_dict() if each.counts else None,
                    "teams": [
                        {"team": team, "counts": each.by_team[team].as_dict()}
                        for team in _in_order(each.by_team)
                    ],
                }
                for each in self.standards
            ],
            "written": str(self.written) if self.written else "",
            "findings": findings_as_dicts(self.findings),
        }


def due_by(
    settings: Settings,
    month: Month,
    *,
    to: Path | None = None,
    today: dt.date | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> DueByMonth:
    """Count what is due by the end of the month and of the next, as of the day of the records.

    `to` names a file for the children, its owner's alone; nothing else ever holds them. Raises
    Refused for extracts that cannot be counted, where the settings name none, or where `to` is
    there already.
    """
    if to is not None:
        require_new(settings, to)
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    require_children(settings)
    swept = sweep_all(settings, *(() if to is None else (to.parent,)))
    known = indicator_catalogue.load(settings.catalogue_path)
    order = settings.children.order
    extract, noticed = read_extract(settings, None, today=today, progress=progress)
    progress("counting")
    options = Options(**as_options(settings.measures))
    horizon = min(today, settings.extracts.taken_on or today)
    by_standard: dict[str, list[DueChildren]] = {number: [] for number in STANDARDS}
    for each in sources_to_count(
        extract, order, known_until(extract.records, extract.reaches, horizon)
    ):
        for found in due(
            each.frames,
            each.day,
            options,
            source=each.source,
            since=each.since,
            horizon=horizon,
            indicators=[number for number in each.indicators if number in by_standard],
        ):
            by_standard[found.indicator].append(_unless_over(found, month))
    chosen = [_first(number, several, order) for number, several in by_standard.items()]
    _require_to_come(month, chosen, chain.from_iterable(by_standard.values()))
    team_of = {
        dataset: teams(extract.records, dataset, order) for dataset in ("in_care", "care_leavers")
    }
    result = DueByMonth(
        month,
        tuple(_standard(found, month, known, team_of[_list_of(found)]) for found in chosen),
        (*swept, *noticed, *_findings(chosen, month)),
        options=options,
    )
    if to is None:
        return result
    lines = _lines(result, extract, team_of)
    write_text(to, "\n".join(lines) + "\n", private=True)
    return replace(result, written=to, listed=len(lines) - 1)


def _list_of(found: DueChildren) -> str:
    return "care_leavers" if found.indicator in _LEAVERS else "in_care"


def _require_to_come(
    month: Month, chosen: Iterable[DueChildren], several: Iterable[DueChildren]
) -> None:
    """Raise Refused (M143) where nothing is given, as the month is over in the records."""
    over = [each.on for each in several if each.on and each.on > month.last_day]
    if over and all(each.reason for each in chosen):
        raise refuse(
            "M143",
            f"{month.long} is over in the records, which go up to {min(over):%d/%m/%Y}.",
            month.short,
            f"Ask for {Month.of(min(over))} or later.",
        )


def _unless_over(found: DueChildren, month: Month) -> DueChildren:
    """Return what was found, or why not, where the month is over in the records."""
    if found.on is None or found.on <= month.last_day:
        return found
    why = f"{month.long} is over in the records, which go up to {found.on:%d/%m/%Y}"
    return DueChildren(found.indicator, found.source, found.on, why)


def _first(number: str, several: Sequence[DueChildren], order: Sequence[str]) -> DueChildren:
    """Return what the first source gives that can; one that has but rows left out gives way."""
    rank = {source: at for at, source in enumerate(order)}
    several = sorted(several, key=lambda each: rank.get(each.source, len(rank)))
    able = [each for each in several if not each.reason]
    able.sort(key=lambda each: not len(each.child) and bool(each.left_out))
    if able:
        return able[0]
    sources: dict[str, list[str]] = {}
    for each in several:
        sources.setdefault(each.reason, []).append(each.source)
    reasons = "; ".join(f"{', '.join(names)}: {reason}" for reason, names in sources.items())
    return DueChildren(number, "", None, reasons or "no source gives it")


def _standard(
    found: DueChildren,
    month: Month,
    indicators: Mapping[str, Indicator],
    team_of: Mapping[int, str],
) -> StandardDue:
    number = found.indicator
    own = (each for each, one in indicators.items() if number in (each, one.measure))
    references = tuple(own) or (number,)
    if found.reason:
        return StandardDue(found, references, None, {})
    children = found.children(month)
    known = Counter(team_of[each.child] for each in children if each.child in team_of)
    teams_: dict[str, list[tuple[When, bool]]] = {}
    for each in children:
        text = team_of.get(each.child, "")
        team = text if known[text] >= _LEAST else _OTHERS if text else _NO_TEAM
        teams_.setdefault(team, []).append((each.when, each.now))
    by_team = {team: _counts(rows) for team, rows in teams_.items()} if team_of else {}
    return StandardDue(
        found, references, _counts([(each.when, each.now) for each in children]), by_team
    )


def _counts(rows: Sequence[tuple[When, bool]]) -> Counts:
    times = Counter(when for when, _ in rows)
    return Counts(
        sum(now for _, now in rows),
        *(times[when] for when in (When.OVERDUE, When.THIS_MONTH, When.NEXT_MONTH, When.NO_DATE)),
    )


def _in_order(names: Iterable[str]) -> list[str]:
    """Return teams by name, those without a name of their own last."""
    last = (_OTHERS, _NO_TEAM)
    return sorted(names, key=lambda name: (name in last, name.casefold(), name))


def _findings(chosen: Sequence[DueChildren], month: Month) -> Iterable[Finding]:
    silent: dict[str, list[str]] = {}
    later: dict[tuple[str, dt.date | None, int], list[str]] = {}
    old: dict[tuple[str, dt.date], list[str]] = {}
    for found in chosen:
        if found.reason:
            silent.setdefault(found.reason, []).append(found.indicator)
            continue
        where = f"{found.indicator} from {found.source}"
        todo = "Complete the dates in the case system and make the extract again."
        for out in found.left_out:
            yield warning("M101", f"{out.cases} left out: {out.words}.", where, todo)
        if found.later:
            later.setdefault((found.source, found.on, found.later), []).append(found.indicator)
        if found.on is not None and found.on < (month - 1).first_day:
            old.setdefault((found.source, found.on), []).append(found.indicator)
    for (source, on, rows), numbers in later.items():
        yield warning(
            "M141",
            f"{how_many(rows, 'row')} of later days than {on:%d/%m/%Y}, the day of the records, "
            f"{'was' if rows == 1 else 'were'} not looked at.",
            f"{', '.join(numbers)} from {source}",
            "Say on which day the extracts were taken: taken_on under [extracts], or --taken-on.",
        )
    for (source, on), numbers in old.items():
        yield warning(
            "M142",
            f"The records go up to {on:%d/%m/%Y}, more than a month before {month.long}: what was "
            "recorded since is not in them.",
            f"{', '.join(numbers)} from {source}",
            "Take the extracts again.",
        )
    for reason, numbers in silent.items():
        yield note("M140", f"Not in this extract: {reason}.", ", ".join(numbers))


def _lines(
    result: DueByMonth, extract: ChildrenExtract, team_of: Mapping[str, Mapping[int, str]]
) -> list[str]:
    """Return the lines of the file of children, by identifier and then by standard."""
    words = {
        When.OVERDUE: "overdue",
        When.THIS_MONTH: f"by {result.month.last_day.isoformat()}",
        When.NEXT_MONTH: f"by {(result.month + 1).last_day.isoformat()}",
        When.NO_DATE: "no date on record",
    }
    by_child: dict[int, list[tuple[str, ...]]] = {}
    for each in result.standards:
        on = each.found.on
        for child, until, when, _now in each.found.children(result.month):
            if when not in words:
                continue
            days = "" if until is None or on is None else str((until - on).days)
            team = team_of[_list_of(each.found)].get(child, "")
            by_child.setdefault(child, []).append(
                (team, each.number, each.what, str(until or ""), days, words[when])
            )
    lines = [",".join(_COLUMNS)]
    for child in extract.identities.in_order(by_child):
        identifier = in_spreadsheet(extract.identities.identifier(child))
        for team, *rest in by_child[child]:
            text = io.StringIO()
            cells = [identifier, in_spreadsheet(team), *rest]
            csv.writer(text, lineterminator="").writerow(cells)
            lines.append(text.getvalue())
    return lines
