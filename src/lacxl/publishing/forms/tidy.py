"""The figures as a tidy CSV: a row for each figure of each period, for machines and for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from lacxl.publishing.forms.shown_numbers import printed, text_of
from lacxl.publishing.forms.texts import in_csv
from lacxl.publishing.publication import Publication, ShownStatus, TidyLine

COLUMNS: Final = (
    "indicator",
    "label",
    "title",
    "figure",
    "period",
    "value",
    "printed",
    "status",
    "note",
    "issue",
    "record",
)
"""`value` is the number (0.364), `printed` what the other forms show (36.4%)."""

STATUSES: Final = {
    ShownStatus.SHOWN: "shown",
    ShownStatus.SUPPRESSED: "suppressed",
    ShownStatus.MISSING: "missing",
    ShownStatus.NOT_APPLICABLE: "not applicable",
}


def tidy_csv(publication: Publication) -> bytes:
    """Return the file: UTF-8, lines ended as RFC 4180 says.

    It begins with a byte order mark, without which Excel takes it for the code page of Windows and
    garbles every letter that is not ASCII. A figure that is not shown has its symbol as value.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(publication))
    return text.getvalue().encode("utf-8-sig")


def _rows(publication: Publication) -> Iterator[tuple[str, ...]]:
    tail = (str(publication.issue), in_csv(publication.sha256))
    for line in publication.lines:
        head = (in_csv(line.indicator), in_csv(line.label), in_csv(line.title))
        for entry in line.entries:
            yield (*head, *_figure(entry), *tail)


def _figure(entry: TidyLine) -> tuple[str, ...]:
    number, shown = printed(entry.value), text_of(entry.value)
    return (
        entry.part.value,
        in_csv(entry.period),
        number.digits if number else in_csv(shown),
        in_csv(shown),
        STATUSES[entry.value.status],
        in_csv(entry.value.note),
    )
