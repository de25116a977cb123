"""What the files of a folder are, and which indicators they can feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.children.sources import read_options, sources_of
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.outputs import sweep_all
from lacxl.domain.finding import Finding
from lacxl.files.plain import real
from lacxl.files.temporary import sweep
from lacxl.records import ExtractProfile, LocalList
from lacxl.records import profile as profile_of
from lacxl.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Profiled:
    """A profile, ready to be shown."""

    profile: ExtractProfile

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed on reading."""
        return self.profile.findings

    def file_rows(self) -> list[tuple[str, ...]]:
        """A row for each file or sheet: name, what it is, rows, period, missing columns."""
        return [
            (
                each.name,
                each.what,
                f"{each.rows:,}",
                str(each.period or ""),
                ", ".join(each.missing),
            )
            for each in self.profile.files
        ]

    def indicator_rows(self) -> list[tuple[str, ...]]:
        """A row for each indicator: number, what feeds it, or what is missing for it."""
        feeds, missing = self.profile.feeds, self.profile.missing
        numbers = sorted({*feeds, *missing}, key=lambda n: tuple(map(int, n.split("."))))
        return [
            (
                number,
                ", ".join(f"{feed.source} ({feed.when})" for feed in feeds.get(number, ())),
                "; or ".join(missing.get(number, ())),
            )
            for number in numbers
        ]

    def as_dict(self) -> dict[str, object]:
        """The profile for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "profile",
            "files": [
                dict(zip(("file", "what", "rows", "period", "missing"), row, strict=True))
                for row in self.file_rows()
            ],
            "indicators": [
                dict(zip(("indicator", "fed_by", "missing"), row, strict=True))
                for row in self.indicator_rows()
            ],
            "findings": findings_as_dicts(self.findings),
        }


def profile(folder: Path, settings: Settings | None = None) -> Profiled:
    """Return what a file or a folder of extracts is and gives; never raises Refused.

    Local lists in the folder are read by the column names of the settings.
    """
    sweep(folder)
    if settings is not None:
        sweep_all(settings)
    root = real(folder)
    local = [
        source
        for source in (sources_of(settings) if settings else ())
        if isinstance(source, LocalList) and real(source.path).is_relative_to(root)
    ]
    options = None
    if settings:
        options = read_options(settings, None, dt.datetime.now(tz=dt.UTC).astimezone().date())
    return Profiled(profile_of([folder, *local], options=options))
