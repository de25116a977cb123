"""What is kept of an issue beside its copy: when, who, each figure, and what it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from lacxl import __version__
from lacxl.app.accepting import account
from lacxl.app.case.looks import looks_of
from lacxl.app.case.seen import open_workbook, see
from lacxl.app.json_forms import FORMAT
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_file
from lacxl.ledgers.receipts import FOLDER, close_receipt, fingerprint
from lacxl.ledgers.record import Issued, keep_on_record
from lacxl.ledgers.register import name_of
from lacxl.settings.settings import Settings
from lacxl.workbook.layout.named_cells import named_cells
from lacxl.workbook.shown import told


def entry_path(settings: Settings, issued: Issued) -> Path:
    """Return where the entry of an issue is kept: among the receipts, named after its copy."""
    return settings.folder / FOLDER / f"{Path(issued.file).stem}.json"


def record_issue(
    settings: Settings, issued: Issued, copy: Path, backup: Path | None = None
) -> None:
    """Put an issue on record, its entry first. Raises Refused.

    `backup` is the workbook from before, where it was locked for this issue.
    """
    path = entry_path(settings, issued)
    with coded(path.parent, "making the folder of receipts"):
        path.parent.mkdir(parents=True, exist_ok=True)
    close_receipt(settings, path, _content(settings, issued, copy, backup), backup)
    keep_on_record(settings, issued)


def _content(
    settings: Settings, issued: Issued, copy: Path, backup: Path | None
) -> dict[str, object]:
    return {
        "format": FORMAT,
        "command": "issue",
        "month": str(issued.month),
        "issue": issued.issue,
        "file": issued.file,
        "sha256": issued.sha256,
        "issued_on": issued.issued_on,
        "when": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "who": account() if settings.record.who else "",
        "lacxl": __version__,
        "files": {
            name_of(settings.file, path): fingerprint(path)
            for path in dict.fromkeys(_read(settings))
        },
        "figures": list(_figures(settings, issued, copy)),
        "backup": str(backup) if backup else None,
        "changes": {},
    }


def _read(settings: Settings) -> Iterator[Path]:
    """Yield the settings and every file that the figures were read from."""
    yield settings.file
    files = [
        settings.layout_path,
        settings.catalogue_path,
        settings.readings_path,
        settings.outturns_path,
        settings.benchmarks_path,
    ]
    if settings.counts_children:
        from lacxl.app.children.sources import sources_of  # brings numpy with it
        from lacxl.records import files_of

        files += [found.path for found in files_of(sources_of(settings))]
    yield from (path for path in files if path is not None and is_file(path))


def _figures(settings: Settings, issued: Issued, copy: Path) -> Iterator[dict[str, str]]:
    """Yield what the copy shows of each figure: of the month, to date, judged; each once."""
    known = indicator_catalogue.load(settings.catalogue_path)
    seen = see(settings, copy)
    month, quarter = issued.month, issued.month.quarter
    layout = seen.layout.as_of(month)
    of_month = (str(month), str(quarter)) if month == quarter.last else (str(month),)
    places = {
        (label, what): place
        for label, what, place in reversed(list(named_cells(layout, known)))
        if what.startswith((*of_month, "YTD")) or what.isalpha()
    }
    with open_workbook(settings, copy) as book:
        looks = looks_of(book, places.values())
    for (label, what), place in reversed(places.items()):
        shown = told(seen.there.get(place), looks[place].number_format)
        yield {"figure": label, "what": what, "shown": shown, "cell": str(place)}
