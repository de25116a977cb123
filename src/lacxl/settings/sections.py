"""The tables of lacxl.toml, one model each: what is allowed, the default, and what it means."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, field_validator

from lacxl.domain.ceilings import CHILDREN, DAYS, POPULATION
from lacxl.domain.indicator import Basis, Polarity
from lacxl.settings.base import (
    Ceiling,
    CoverText,
    FileName,
    Limit,
    OptionalFile,
    Section,
    Tolerance,
    Variable,
    one_line,
)
from lacxl.settings.children import ChildrenSection, LocalSection, MeasuresSection, SqlSection
from lacxl.settings.publish import PublishSection
from lacxl.settings.signals import ChangeSection, SignalsSection

__all__ = ["SECTIONS", "TITLE", "Limit", "Section", "SettingsFile"]

TITLE = "Monthly Performance - Corporate Parenting"
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class WorkbookSection(Section):
    """[workbook]."""

    about: ClassVar[str] = "The workbook that is filled."
    file: FileName = Field(
        default=f"{TITLE}.xlsx",
        description="The workbook, .xlsx or .xlsm, as a path from this file.",
    )
    title: Annotated[str, Field(min_length=1, max_length=150)] = Field(
        default=TITLE, description="How the names of issued copies begin."
    )
    formulas: Literal["refuse", "replace", "keep"] = Field(
        default="refuse",
        description='What to do with a formula in a cell to be filled: "refuse" stops, '
        '"replace" writes the figure over it, "keep" leaves it and reports where it disagrees.',
    )
    leave_out: tuple[str, ...] = Field(
        default=(),
        description="What this workbook does not have: theme pages by the names of their sheets, "
        "indicators by their numbers, headings that a table may do without, such as TARGET.",
    )
    next_month: dict[str, Literal["roll", "grow"]] = Field(
        default_factory=dict,
        description="How a table makes the place for the next month where it does not show it, by "
        'the name of its page or table or "summary": "roll" drops the first month, "grow" adds '
        "one.",
    )
    layout: OptionalFile = Field(
        default="", description="A layout file of your own, for a workbook of another shape."
    )
    catalogue: OptionalFile = Field(
        default="",
        description="A catalogue of your own, for indicators added or defined differently.",
    )
    allow_signed: bool = Field(
        default=False,
        description="Whether a digitally signed workbook may be filled; its signature is lost.",
    )

    @field_validator("leave_out", mode="before")
    @classmethod
    def _a_list_of_names(cls, written: object) -> object:
        if not isinstance(written, list) or not all(isinstance(n, str) and n for n in written):
            raise ValueError('a list of names such as ["Placements", "Health"] is needed')
        if len(set(written)) < len(written):
            raise ValueError("a name is in the list twice")
        return tuple(written)

    @field_validator("title")
    @classmethod
    def _a_file_name(cls, written: str) -> str:
        if _FORBIDDEN_IN_NAMES.search(written) or written != written.strip(" ."):
            raise ValueError(
                'a title that can begin a file name is needed: without < > : " / \\ | ? *, '
                "and without blanks or points around it"
            )
        if written.startswith(("=", "+", "-", "@")):
            raise ValueError(
                "a title that does not begin with = + - or @ is needed: the names of issued "
                "copies go into a CSV, where Excel would take them for formulas"
            )
        return written


class ExtractsSection(Section):
    """[extracts]."""

    about: ClassVar[str] = "The files that the figures come from."
    readings: FileName = Field(
        default="readings.csv",
        description="Readings: indicator, month, numerator, denominator, value, note; CSV, .xlsx "
        "or Parquet.",
    )
    readings_query: str = Field(
        default="", description="A query that gives the readings, in place of a file."
    )
    url_from: Variable = Field(
        default="LACXL_DATABASE_URL",
        description="The environment variable that holds the SQLAlchemy URL of the query.",
    )
    outturns: OptionalFile = Field(
        default="",
        description="Annual figures of closed years: indicator, figure, financial_year, value.",
    )
    benchmarks: OptionalFile = Field(
        default="",
        description="Benchmarks: indicator, year, stat_neigh_ave, best_stat_neigh, nat_ave, "
        "nat_top_qtile_threshold.",
    )
    taken_on: dt.date | None = Field(
        default=None,
        description="The day up to which children's records know, where the latest date in them "
        "does not show it: a month in which nothing happened, or a list that is as at a day. "
        "`--taken-on` sets it for one run.",
    )


class BenchmarksSection(Section):
    """[benchmarks]."""

    about: ClassVar[str] = "What `lacxl benchmarks` takes from the DfE's published statistics."
    council: Annotated[str, Field(max_length=100), AfterValidator(one_line)] = Field(
        default="",
        description='The council, by its name or its three-digit code, as "Rotherham" or "372".',
    )
    refuse: tuple[str, ...] = Field(
        default=(),
        description='What is not compared: "definition", "children" or "rounding" for whatever is '
        "comparable only in part in that respect, or indicators by their numbers.",
    )

    @field_validator("refuse", mode="before")
    @classmethod
    def _a_list_of_words(cls, written: object) -> object:
        if not isinstance(written, list) or not all(isinstance(n, str) and n for n in written):
            raise ValueError('a list such as ["definition", "8.3"] is needed')
        return tuple(written)


class HistorySection(Section):
    """[history]."""

    about: ClassVar[str] = "Every reading ever taken."
    file: FileName = Field(default="lacxl-history.csv", description="The file; lacxl adds to it.")


class IssuedSection(Section):
    """[issued]."""

    about: ClassVar[str] = "The months that were issued."
    file: FileName = Field(
        default="lacxl-issued.csv", description="The record of issues; lacxl adds to it."
    )
    restated: FileName = Field(
        default="lacxl-restated.csv",
        description="The ledger of issued figures that were corrected; lacxl adds to it.",
    )
    folder: FileName = Field(default=".", description="The folder that issued copies go to.")


class RecordSection(Section):
    """[record]."""

    about: ClassVar[str] = "What is kept of an issue beside its copy."
    who: bool = Field(
        default=True, description="Whether it says who issued: the name of the account."
    )


class AcceptedSection(Section):
    """[accepted]."""

    about: ClassVar[str] = "What was accepted as it is, with the reason."
    file: FileName = Field(
        default="lacxl-accepted.csv", description="The ledger of reasons; lacxl adds to it."
    )
    who: bool = Field(
        default=True, description="Whether it says who gave the reason: the name of the account."
    )


class BackupsSection(Section):
    """[backups]."""

    about: ClassVar[str] = (
        "Copies of the workbook, made before each change and named after the time (UTC)."
    )
    folder: FileName = Field(default="backups", description="The folder that they go to.")
    keep: Annotated[int, Field(ge=1, le=10_000)] = Field(
        default=20, description="How many of them stay; the oldest go."
    )


class LogSection(Section):
    """[log]."""

    about: ClassVar[str] = "A line for each run, for a server's monitoring."
    file: OptionalFile = Field(
        default="lacxl-log.jsonl", description='The file, JSON lines; "" for none.'
    )


class FigureSection(Section):
    """[indicators."7.5".figures.number]."""

    about: ClassVar[str] = (
        "How the other figure of an indicator with two is judged, by its name in the catalogue: "
        "7.5 has number and percentage. What is under the indicator itself is for the "
        "percentage. Cells and settings are compared as there."
    )
    target: Tolerance | None = Field(
        default=None, description="What this figure is held to, in its own unit, as 12."
    )
    amber: Tolerance | None = Field(
        default=None, description="Where amber ends and red begins, as 10."
    )
    dead_band: Tolerance | None = Field(
        default=None, description="How far this figure may move and still count as level, as 1."
    )


class IndicatorSection(Section):
    """[indicators."7.6"]."""

    about: ClassVar[str] = (
        "How one indicator is judged, by its number. Target and good performance are read from the "
        "workbook's cells; they are set here only where these do not say them. Where both do and "
        "differ, the workbook that ships counts (K104); in a workbook of your own there is no "
        "light until they agree (K105)."
    )
    target: Tolerance | None = Field(
        default=None,
        description='What the indicator is held to, as "98%" or 487, where the summary has no '
        "column TARGET.",
    )
    polarity: Polarity | None = Field(
        default=None,
        description='Which way is good, "high", "low" or "none", where the summary has no column '
        "GOOD PERF IS.",
    )
    amber: Tolerance | None = Field(
        default=None,
        description='Where amber ends and red begins, as "95%" or 470; without it there is no '
        "amber.",
    )
    basis: Basis | None = Field(
        default=None,
        description='The figure that RAG judges: "month", or "ytd" for the year to date.',
    )
    dead_band: Tolerance | None = Field(
        default=None,
        description='How far a figure may move and still count as level, as "0.5%" or 0.5.',
    )

    most_numerator: Ceiling | None = Field(
        default=None, description="The most that its numerator can be, in place of [ceilings]."
    )
    most_denominator: Ceiling | None = Field(
        default=None, description="The most that its denominator can be, in place of [ceilings]."
    )
    most_value: Ceiling | None = Field(
        default=None, description="The most that its value can be, a count, a rate or a mean."
    )
    figures: dict[str, FigureSection] = Field(
        default_factory=dict,
        description="Limits of its other figure, where it has two: a table as below.",
    )

    @field_validator("basis", mode="before")
    @classmethod
    def _a_basis(cls, written: object) -> object:
        try:
            return Basis(written)
        except ValueError:
            raise ValueError('"month" or "ytd" is needed') from None

    @field_validator("polarity", mode="before")
    @classmethod
    def _a_polarity(cls, written: object) -> object:
        try:
            return Polarity(written)
        except ValueError:
            raise ValueError('"high", "low" or "none" is needed') from None


class CeilingsSection(Section):
    """[ceilings]."""

    about: ClassVar[str] = (
        "The most that a figure of your council can be. What is more is refused, by row and "
        "column: a date or a number that names a child has slipped into the column."
    )
    children: Ceiling = Field(
        default=int(CHILDREN),
        description="The most children, cases or events that are counted, in a month or a year.",
    )
    population: Ceiling = Field(
        default=int(POPULATION), description="The most residents that a rate is of (7.2)."
    )
    days: Ceiling = Field(
        default=int(DAYS), description="The most days that a mean is (10.2, 10.3)."
    )


class CoverSection(Section):
    """[cover]."""

    about: ClassVar[str] = "What the cover shows; without it the cover keeps what it has."
    created_by: CoverText | None = Field(default=None, description="Who made the report.")
    contact: CoverText | None = Field(default=None, description="Whom to ask about it.")


class SettingsFile(Section):
    """The whole file."""

    workbook: WorkbookSection = Field(default_factory=WorkbookSection.model_construct)
    extracts: ExtractsSection = Field(default_factory=ExtractsSection.model_construct)
    benchmarks: BenchmarksSection = Field(default_factory=BenchmarksSection.model_construct)
    history: HistorySection = Field(default_factory=HistorySection.model_construct)
    issued: IssuedSection = Field(default_factory=IssuedSection.model_construct)
    record: RecordSection = Field(default_factory=RecordSection.model_construct)
    accepted: AcceptedSection = Field(default_factory=AcceptedSection.model_construct)
    backups: BackupsSection = Field(default_factory=BackupsSection.model_construct)
    log: LogSection = Field(default_factory=LogSection.model_construct)
    indicators: dict[str, IndicatorSection] = Field(default_factory=dict)
    ceilings: CeilingsSection = Field(default_factory=CeilingsSection.model_construct)
    cover: CoverSection = Field(default_factory=CoverSection.model_construct)
    children: ChildrenSection = Field(default_factory=ChildrenSection.model_construct)
    measures: MeasuresSection = Field(default_factory=MeasuresSection.model_construct)
    local: dict[str, LocalSection] = Field(default_factory=dict)
    sql: dict[str, SqlSection] = Field(default_factory=dict)
    signals: SignalsSection = Field(default_factory=SignalsSection.model_construct)
    publish: PublishSection = Field(default_factory=PublishSection.model_construct)

    @field_validator("indicators", mode="before")
    @classmethod
    def _by_number(cls, written: Any) -> Any:
        if (
            isinstance(written, dict)
            and written
            and not any(isinstance(v, dict) for v in written.values())
        ):
            raise ValueError('a table for each indicator is needed, as [indicators."7.6"]')
        return written


SECTIONS: dict[str, type[Section]] = {
    "workbook": WorkbookSection,
    "extracts": ExtractsSection,
    "benchmarks": BenchmarksSection,
    "history": HistorySection,
    "issued": IssuedSection,
    "record": RecordSection,
    "accepted": AcceptedSection,
    "backups": BackupsSection,
    "log": LogSection,
    'indicators."7.6"': IndicatorSection,
    'indicators."7.5".figures.number': FigureSection,
    "ceilings": CeilingsSection,
    "cover": CoverSection,
    "children": ChildrenSection,
    "measures": MeasuresSection,
    "local.peps": LocalSection,
    "sql.episodes": SqlSection,
    "signals": SignalsSection,
    "[signals.changes]": ChangeSection,
    "publish": PublishSection,
}
"""The tables in the order in which they are described.

One indicator, one figure, one local list and one query stand for all of their kind.
"""
STAND_FOR = {"indicators": 'indicators."7.6"', "local": "local.peps", "sql": "sql.episodes"}
"""Which of them stands for a table of many."""
ARRAYS: dict[tuple[str, ...], str] = {("signals", "changes"): "[signals.changes]"}
"""Tables that are headed with two brackets, by their keys."""
