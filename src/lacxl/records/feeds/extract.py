"""What reading children's records gives: frames, findings, and what each file is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lacxl.domain.finding import Finding
from lacxl.records.feeds.as_at import Period
from lacxl.records.feeds.identities import Identities
from lacxl.records.frames import Frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file, or a sheet of one: what it is, of which source, how many rows, which period.

    `source` and `dataset` are "" where it was not recognised or is not used; `missing` names the
    columns that it lacks.
    """

    name: str
    what: str
    source: str = ""
    dataset: str = ""
    rows: int = 0
    period: Period | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildrenExtract:
    """Children's records, by source and dataset, in the columns of `DATASETS`.

    Records have besides "row" (the number as Excel shows it) and "file". `as_at` is the day of
    lists that are as at a day; `covers` has the period of each dataset, `begins` the first day
    that a source of yearly returns knows of, `reaches` the last day of which a source knows who
    was in care. Printing it shows counts only.
    """

    records: Mapping[str, Mapping[str, Frame]] = field(repr=False)
    as_at: dt.date | None
    covers: Mapping[str, Mapping[str, Period]]
    findings: tuple[Finding, ...]
    files: tuple[FileRead, ...]
    identities: Identities
    begins: Mapping[str, dt.date] = field(default_factory=dict)
    reaches: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def frames(self) -> dict[str, dict[str, pd.DataFrame]]:
        """The records as pandas frames, made each time they are asked for.

        Dates are datetime64[s], codes and "file" are categories with "" for none, numbers are
        float64, flags are nullable booleans, `child` and "row" are int64.
        """
        from lacxl.records.of_pandas import to_pandas

        return {
            source: {name: to_pandas(name, frame) for name, frame in datasets.items()}
            for source, datasets in self.records.items()
        }
