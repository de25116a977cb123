"""The settings of one workbook: lacxl.toml beside it, or the defaults."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from lacxl.domain.ceilings import Ceilings
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Basis, Indicator, Limits, Polarity
from lacxl.files.encoding import decode
from lacxl.files.os_errors import coded, not_a_file
from lacxl.files.plain import MOST_WORDS, is_file, is_folder, is_there, read_plain
from lacxl.settings.children import ChildrenSection, LocalSection, MeasuresSection, SqlSection
from lacxl.settings.key_lines import KeyPath, key_lines, line_of
from lacxl.settings.limit_faults import limit_faults, unknown_indicator
from lacxl.settings.publish import PublishSection
from lacxl.settings.sections import (
    AcceptedSection,
    BackupsSection,
    BenchmarksSection,
    CeilingsSection,
    CoverSection,
    ExtractsSection,
    HistorySection,
    IndicatorSection,
    IssuedSection,
    Limit,
    LogSection,
    RecordSection,
    SettingsFile,
    WorkbookSection,
)
from lacxl.settings.signals import SignalsSection
from lacxl.settings.taken import clashes
from lacxl.settings.toml_errors import number_faults, password_faults, schema_faults, url_faults

FILE_NAME: Final = "lacxl.toml"
REGISTER: Final = "lacxl-register.csv"
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What lacxl.toml says, defaults filled in; `file` is where it was read.

    The sections are as in the file; the properties that end in `_path` are whole paths, taken
    from the folder of `file`, None where nothing is named.
    """

    file: Path
    workbook: WorkbookSection
    extracts: ExtractsSection
    benchmarks: BenchmarksSection
    history: HistorySection
    issued: IssuedSection
    record: RecordSection
    accepted: AcceptedSection
    backups: BackupsSection
    log: LogSection
    indicators: Mapping[str, IndicatorSection]
    ceilings: CeilingsSection
    cover: CoverSection
    children: ChildrenSection
    measures: MeasuresSection
    local: Mapping[str, LocalSection]
    sql: Mapping[str, SqlSection]
    signals: SignalsSection
    publish: PublishSection

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Return the settings of a file; raises Refused with every fault of it (S1nn)."""
        text = _text(path)
        raw = _tables(text, path.name)
        lines = key_lines(text)
        placed = [
            *password_faults(raw, path.name, lines),
            *url_faults(raw, path.name, lines),
        ]
        secret = {key for key, _ in placed}
        faults = [finding for _, finding in placed]
        numbers = list(number_faults(raw, path.name, lines))
        faults += numbers
        try:
            tables = SettingsFile.model_validate(raw)
        except ValidationError as found:
            unquoted = any("quotation marks, else" in finding.what for finding in numbers)
            faults += [
                finding
                for key, finding in schema_faults(found, path.name, lines)
                if key not in secret and not (unquoted and key[0] == "indicators")
            ]
        else:
            if not faults:
                settings = cls(path.absolute(), **{n: getattr(tables, n) for n in _SECTIONS})
                faults += clashes(settings, lines)
                if not faults:
                    return settings
        raise Refused(sorted(faults, key=_line))

    @property
    def folder(self) -> Path:
        """The folder of the settings file, from which paths are taken."""
        return self.file.parent

    @property
    def workbook_path(self) -> Path:
        """The workbook."""
        return self.folder / self.workbook.file

    @property
    def readings_path(self) -> Path:
        """The readings extract."""
        return self.folder / self.extracts.readings

    @property
    def outturns_path(self) -> Path | None:
        """The outturns, if any."""
        return self._optional(self.extracts.outturns)

    @property
    def benchmarks_path(self) -> Path | None:
        """The benchmarks, if any."""
        return self._optional(self.extracts.benchmarks)

    @property
    def layout_path(self) -> Path | None:
        """The council's own layout, if any."""
        return self._optional(self.workbook.layout)

    @property
    def catalogue_path(self) -> Path | None:
        """The council's own catalogue, if any."""
        return self._optional(self.workbook.catalogue)

    @property
    def children_folder(self) -> Path | None:
        """The folder of children's records, if any."""
        return self._optional(self.children.folder)

    @property
    def counts_children(self) -> bool:
        """Whether anything is counted from children's records."""
        return bool(self.children.folder or self.local or self.sql)

    @property
    def history_path(self) -> Path:
        """The readings store."""
        return self.folder / self.history.file

    @property
    def printed_path(self) -> Path:
        """What left the workbook, as it was printed: beside the history."""
        return self.history_path.with_stem(f"{self.history_path.stem}-printed")

    @property
    def issued_path(self) -> Path:
        """The record of issues."""
        return self.folder / self.issued.file

    @property
    def register_path(self) -> Path:
        """The register of what was written."""
        return self.folder / REGISTER

    @property
    def restated_path(self) -> Path:
        """The ledger of issued figures that were corrected."""
        return self.folder / self.issued.restated

    @property
    def accepted_path(self) -> Path:
        """The ledger of reasons."""
        return self.folder / self.accepted.file

    @property
    def issued_folder(self) -> Path:
        """Where issued copies go."""
        return self.folder / self.issued.folder

    @property
    def backups_folder(self) -> Path:
        """Where backups go."""
        return self.folder / self.backups.folder

    @property
    def published_path(self) -> Path:
        """The ledger of publications."""
        return self.folder / self.publish.file

    @property
    def published_figures_path(self) -> Path:
        """The ledger of the figures of publications: beside that of the publications."""
        return self.published_path.with_stem(f"{self.published_path.stem}-figures")

    @property
    def published_folder(self) -> Path:
        """The folder that published copies go to."""
        return self.folder / self.publish.folder

    @property
    def log_path(self) -> Path | None:
        """The run log, if any."""
        return self._optional(self.log.file)

    @property
    def ambers(self) -> Mapping[str, Decimal]:
        """The amber limits that are set, by indicator; a percentage as a fraction."""
        return {n: Decimal(i.amber) for n, i in self.indicators.items() if i.amber is not None}

    @property
    def targets(self) -> Mapping[str, Decimal]:
        """The targets that are set, by indicator; a percentage as a fraction."""
        return {n: Decimal(i.target) for n, i in self.indicators.items() if i.target is not None}

    @property
    def polarities(self) -> Mapping[str, Polarity]:
        """The polarities that are set, by indicator."""
        return {n: i.polarity for n, i in self.indicators.items() if i.polarity is not None}

    @property
    def bases(self) -> Mapping[str, Basis]:
        """The bases of RAG that are set, by indicator."""
        return {n: i.basis for n, i in self.indicators.items() if i.basis is not None}

    @property
    def dead_bands(self) -> Mapping[str, Decimal]:
        """The dead-bands that are set, by indicator; a percentage as a fraction."""
        return {
            n: Decimal(i.dead_band) for n, i in self.indicators.items() if i.dead_band is not None
        }

    @property
    def figure_limits(self) -> Mapping[tuple[str, str], Limits]:
        """The limits that are set for one figure of an indicator, by number and name."""

        def exact(limit: Limit | None) -> Decimal | None:
            return None if limit is None else Decimal(limit)

        return {
            (number, name): Limits(exact(own.target), exact(own.amber), exact(own.dead_band))
            for number, entry in self.indicators.items()
            for name, own in entry.figures.items()
        }

    def taken_on(self, day: dt.date | None) -> Settings:
        """Return the settings with another day on which extracts were taken, if one is given."""
        if day is None:
            return self
        return replace(self, extracts=self.extracts.model_copy(update={"taken_on": day}))

    def ceilings_of(self, number: str) -> Ceilings:
        """Return the most that the figures of an indicator can be."""
        own = self.indicators.get(number, IndicatorSection())
        return Ceilings(
            Decimal(self.ceilings.children),
            Decimal(self.ceilings.population),
            Decimal(self.ceilings.days),
            *(
                None if each is None else Decimal(each)
                for each in (own.most_numerator, own.most_denominator, own.most_value)
            ),
        )

    def check_indicators(self, known: Mapping[str, Indicator]) -> None:
        """Raise Refused for indicators that are not known and limits in the wrong unit.

        It is separate from loading because the settings say which catalogue is used.
        """
        named = [*self._signalled(), *self._published()]
        lines = key_lines(_text(self.file)) if self.indicators or named else {}
        faults: list[Finding] = [
            unknown_indicator(
                number, known, f"{self.file.name} line {line_of(path, lines)} [{path[0]}] {path[1]}"
            )
            for path, number in named
            if number not in known
        ]
        faults += limit_faults(self.indicators, known, self.file.name, lines)
        if faults:
            raise Refused(faults)

    def _signalled(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield the indicators that [signals] names, with the keys that do so."""
        for number in self.signals.judge_anyway:
            yield ("signals", "judge_anyway"), number
        for at, change in enumerate(self.signals.changes):
            yield ("signals", "changes", str(at), "indicator"), change.indicator

    def _published(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield the indicators that [publish] names, with the key that does so."""
        for number in self.publish.large:
            yield ("publish", "large"), number

    def _optional(self, name: str) -> Path | None:
        return self.folder / name if name else None


_SECTIONS = tuple(SettingsFile.model_fields)


def find_settings(start: Path) -> Path:
    """Return the lacxl.toml of a folder or of the nearest folder above it.

    `start` may be the file itself. Raises Refused (S101) if there is none.
    """
    with coded(start, f"looking for {FILE_NAME}"):
        here = start.absolute()
        if is_file(here):
            return here
        if not is_folder(here):
            if is_there(here):
                here.stat()  # says why a link leads nowhere
                raise not_a_file(here)
            raise refuse(
                "S101",
                "there is no such file or folder.",
                str(here),
                f"Name the folder of {FILE_NAME}, or the file itself.",
            )
        if (found := settings_above(here)) is not None:
            return found
    raise refuse(
        "S101",
        f"there is no {FILE_NAME} in this folder or in those above it.",
        str(here),
        f"Run lacxl in the workbook's folder, or make a {FILE_NAME} there; `lacxl demo` makes "
        "one to start from.",
    )


def settings_above(start: Path) -> Path | None:
    """Return the lacxl.toml of a folder or of the nearest folder above it, None without one."""
    with coded(start, f"looking for {FILE_NAME}"):
        here = start.absolute()
        near = (folder / FILE_NAME for folder in (here, *here.parents))
        return next((path for path in near if is_there(path)), None)


def _text(path: Path) -> str:
    with coded(path, "reading the settings"):
        content = read_plain(path, MOST_WORDS)
    if not content.strip():
        return ""  # nothing set: all defaults
    read = decode(content, str(path))
    if read.guessed:
        raise refuse(
            "S102", "the file is not UTF-8.", path.name, "Save it as UTF-8 in your editor."
        )
    return read.text.replace("\r\n", "\n")


def _tables(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as fault:
        found = _AT_LINE.search(str(fault))
        line = int(found[1]) if found else len(text.rstrip().split("\n"))
        reason = _AT_LINE.sub("", str(fault)).strip()
        written = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
        todo = (
            r"Write a path with / or in single quotation marks: 'C:\Reports\May.xlsx'."
            if "\\" in written
            else "Correct the line: text goes in quotation marks, a table in [ ]."
        )
        raise refuse(
            "S102", f"this is not valid TOML: {reason}.", f"{file} line {line}", todo
        ) from fault


def _line(finding: Finding) -> int:
    found = re.search(r" line (\d+)", finding.where)
    return int(found[1]) if found else 0
