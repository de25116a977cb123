"""Reading children's records: every file of every source, checked as a whole, in one report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.records.feeds import annex_a, extracts, local, returns, ssd, ssda903
from lacxl.records.feeds.as_at import covered, period_of, reaches_of, told_of
from lacxl.records.feeds.context import EPISODES, LIST, Context, Datasets, file_of
from lacxl.records.feeds.council_checks import (
    check_apart,
    check_councils,
    check_periods,
    checked_ends,
)
from lacxl.records.feeds.episodes import without_adults
from lacxl.records.feeds.extract import ChildrenExtract, ExtractProfile, FileRead, profile_of
from lacxl.records.feeds.gathering import gather
from lacxl.records.feeds.lacking import as_dataset
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.sources import SourceSpec
from lacxl.records.frames import Frame

_ASSEMBLE = {
    "ssda903": ssda903.assemble,
    "ssd": ssd.assemble,
    "annex_a": annex_a.assemble,
    "local": local.assemble,
}
_OUTDATED = {"ssda903": returns.outdated, "ssd": extracts.outdated}
"""What finds the tables that the latest of several extracts lacks."""
_NOTHING = error(
    "X100",
    "no table of children's records could be read.",
    "the extracts",
    "Check that the folder named in the settings is the one with the extracts.",
)


def read_children(
    sources: Sequence[SourceSpec], *, options: ReadOptions | None = None
) -> ChildrenExtract:
    """Return the children's records of files, folders, local lists and queries.

    What is wrong is in `findings`, and what can be counted is in `records` all the same. Raises
    Refused with every finding where no table of children could be read at all.
    """
    extract = read_whatever(sources, options or ReadOptions())
    if not extract.records:
        raise Refused(extract.findings)
    return extract


def profile(sources: Sequence[SourceSpec], *, options: ReadOptions | None = None) -> ExtractProfile:
    """Return what the sources are and give; never raises Refused, whatever is in them."""
    return profile_of(read_whatever(sources, options or ReadOptions()))


def read_whatever(sources: Sequence[SourceSpec], options: ReadOptions) -> ChildrenExtract:
    """Return what could be read; where that is no table of children at all, it is a finding."""
    report = Report()
    gathered, read, identities = gather(sources, report, options)
    children = len(identities)
    by_source: dict[str, dict[str, list[Frame]]] = {}
    for module in gathered:
        modules = by_source.setdefault(module.kind.source, {})
        modules.setdefault(module.kind.name, []).append(module.frame)
    check_councils(((m.kind.source, file_of(m.frame), m.councils) for m in gathered), report)
    lists: dt.date | None = None
    if "annex_a" in by_source:
        told = told_of("annex_a", by_source, options)
        by_source["annex_a"], lists = extracts.one_set(by_source["annex_a"], report, told)
    own = {(m.kind.name, file_of(m.frame)): m.kind for m in gathered if m.kind.source == "local"}
    frames: dict[str, Datasets] = {}
    contexts: dict[str, Context] = {}
    for source, modules in by_source.items():
        for of_kind in modules.values():
            of_kind.sort(key=file_of)
        for kind in ("episodes", "in_care"):
            check_apart(modules.get(kind, ()), children, report, options)
        horizon = lists if source == "annex_a" and lists else options.horizon
        contexts[source] = Context(source, report, options, children, horizon, own=own)
        without = _OUTDATED[source](modules, contexts[source]) if source in _OUTDATED else ()
        used = {name: found for name, found in modules.items() if name not in without}
        made = _ASSEMBLE[source](used, contexts[source])
        tables = [m for m in gathered if m.kind.source == source and m.kind.name in used]
        frames[source] = {
            name: as_dataset(name, frame, source, tables) for name, frame in made.items()
        }
    begins = {source: each.begins for source, each in contexts.items() if each.begins is not None}
    reaches = reaches_of(frames, lists, options)
    asked = options.month.last_day if options.month else options.horizon
    for source, datasets in frames.items():
        # the last day on which anything should, and by what is on record can, be counted
        until = min(asked, Month.of(reaches.get(source, asked)).last_day)
        for span in (EPISODES, LIST):
            if span.kind in datasets:
                found = without_adults(datasets[span.kind], span, until, contexts[source])
                datasets[span.kind] = found
    as_at = lists or max(reaches.values(), default=None)
    covers = {}
    for source, datasets in frames.items():
        reach = as_at if source == "local" else reaches.get(source)
        covers[source] = covered(datasets, contexts[source].days, reach)
        frames[source] = checked_ends(source, datasets, reach, report, options)
    check_periods(frames, covers, reaches, report, options)
    findings = report.findings(options.severities)
    if not frames:
        findings = (_NOTHING, *findings)
    files = tuple(_with_period(file, by_source) for file in read)
    return ChildrenExtract(frames, as_at, covers, findings, files, identities, begins, reaches)


def _with_period(
    file: FileRead, by_source: Mapping[str, Mapping[str, Sequence[Frame]]]
) -> FileRead:
    for frame in by_source.get(file.source, {}).get(file.dataset, ()):
        if file_of(frame) == file.name:
            dates = [
                name for name in frame.columns if frame.is_date(name) and name not in ("dob", "due")
            ]
            return replace(file, period=period_of(frame, dates))
    return file
