"""Reading children's records: every file of every source, checked as a whole, in one report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.records.feeds import annex_a, local_lists, ssd, ssda903
from lacxl.records.feeds.adults import without_adults
from lacxl.records.feeds.as_at import covered, period_of, reaches_of, told_of
from lacxl.records.feeds.assembling import Assembled, Context
from lacxl.records.feeds.extract import ChildrenExtract, FileRead
from lacxl.records.feeds.gathering import gather
from lacxl.records.feeds.identities import Identities
from lacxl.records.feeds.module import Module
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.periods import (
    check_apart,
    check_councils,
    check_periods,
    check_strangers,
)
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.sources import SourceSpec
from lacxl.records.feeds.vintages import one_set
from lacxl.records.frames import Frame

_ASSEMBLE = {
    "ssda903": ssda903.assemble,
    "ssd": ssd.assemble,
    "annex_a": annex_a.assemble,
    "local": local_lists.assemble,
}


def read_children(
    sources: Sequence[SourceSpec], *, options: ReadOptions | None = None
) -> ChildrenExtract:
    """Return the children's records of files, folders, local lists and queries.

    What is wrong is in `findings`, and what can be counted is in `frames` all the same. Raises
    Refused with every finding where no table of children could be read at all.
    """
    extract = read_whatever(sources, options or ReadOptions())
    if not extract.records:
        raise Refused(extract.findings)
    return extract


def read_whatever(sources: Sequence[SourceSpec], options: ReadOptions) -> ChildrenExtract:
    """Return what could be read; where that is no table of children at all, it is a finding."""
    report = Report()
    gathered = gather(sources, report, options)
    by_source: dict[str, dict[str, list[Frame]]] = {}
    with ThreadPoolExecutor() as pool:
        # the most rows first: of files with as many children, that one's order is the children's
        by_rows = sorted((m for _, m in gathered.modules), key=lambda m: len(m.rows), reverse=True)
        identities = Identities(pool.map(Module.appearing, by_rows))
        framed = list(pool.map(lambda part: part[1].frame(identities), gathered.modules))
    for (source, module), frame in zip(gathered.modules, framed, strict=True):
        by_source.setdefault(source, {}).setdefault(module.kind.name, []).append(frame)
    lists: dt.date | None = None
    if "annex_a" in by_source:
        told = told_of("annex_a", by_source, options)
        by_source["annex_a"], lists = one_set(by_source["annex_a"], report, told)
    check_councils(gathered, report)
    frames: dict[str, Assembled] = {}
    contexts: dict[str, Context] = {}
    begins: dict[str, dt.date] = {}
    own = {(m.kind.name, m.file): m.kind for source, m in gathered.modules if source == "local"}
    for source, modules in by_source.items():
        for of_kind in modules.values():
            of_kind.sort(key=lambda frame: frame.file.texts[0])
        if source == "ssda903":
            check_strangers(modules, len(identities), report)
        for kind in ("episodes", "in_care"):
            check_apart(modules.get(kind, ()), len(identities), report, options)
        horizon = lists if source == "annex_a" and lists else options.horizon
        context = Context(source, report, options, len(identities), horizon, own=own)
        frames[source] = _ASSEMBLE[source](modules, context)
        if context.begins is not None:
            begins[source] = context.begins
        contexts[source] = context
    reaches = reaches_of(frames, lists, options)
    for source, datasets in frames.items():
        for name, first, last in (("episodes", "start", "end"), ("in_care", "started", "ceased")):
            if name in datasets:
                until = _counted_until(reaches.get(source), options)
                datasets[name] = without_adults(
                    datasets[name], contexts[source], until, first, last
                )
    as_at = lists or max(reaches.values(), default=None)
    covers = {
        source: covered(
            datasets,
            contexts[source].days,
            as_at if source == "local" else reaches.get(source),
        )
        for source, datasets in frames.items()
    }
    check_periods(covers, reaches, report, options)
    findings = report.findings(options.severities, options.shown)
    if not frames:
        findings = (_NOTHING, *findings)
    files = tuple(_with_period(file, by_source) for file in gathered.files)
    return ChildrenExtract(
        frames, as_at, covers, findings, files, report.repairs, identities, begins, reaches
    )


def _counted_until(reach: dt.date | None, options: ReadOptions) -> dt.date:
    """Return the last day on which anything is to be counted, and can be by what is on record."""
    asked = options.month.last_day if options.month else options.horizon
    return min(asked, Month.of(reach).last_day) if reach else asked


_NOTHING = error(
    "X100",
    "no table of children's records could be read.",
    "the extracts",
    "Check that the folder named in the settings is the one with the extracts.",
)


def _with_period(
    file: FileRead, by_source: Mapping[str, Mapping[str, Sequence[Frame]]]
) -> FileRead:
    for frame in by_source.get(file.source, {}).get(file.dataset, ()):
        if frame.file.texts[0] == file.name:
            dates = [
                name for name in frame.columns if frame.is_date(name) and name not in ("dob", "due")
            ]
            return replace(file, period=period_of(frame, dates))
    return file
