"""Whether issuing a month once more would say anything new."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.seen import open_workbook
from lacxl.app.document.file_on_disk import anchor_of, day_of
from lacxl.domain.errors import refuse
from lacxl.engines.package import same_parts
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_file
from lacxl.files.temporary import private_folder
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued
from lacxl.workbook.changes import ChangeSet

_ABOUT = "docProps/"
"""Where a package keeps who saved it last, and when."""


def refuse_nothing_new(
    case: Case,
    source: Path,
    changes_of: Callable[[int, dt.date, str], ChangeSet],
    password: str | None,
) -> None:
    """Refuse (I110) to issue what the latest issue has already.

    `changes_of` an issue's number and day are what issuing changes in the workbook, which is
    in `source`. With those of the latest issue the very same copy must come of it, but for who
    saved it when. One that was saved in another program since differs as far as can be told.
    """
    of_month = [each for each in case.record if each.month == case.month and each.file]
    latest = max(of_month, key=lambda each: each.issue, default=None)
    if latest is None or not _is_the_same(case, latest, source, changes_of, password):
        return
    way = "Correct what is wrong first, in the extract or in the workbook."
    if case.month not in case.locked:
        way += " To lock the month again as it was issued: lacxl undo"
    raise refuse(
        "I110",
        f"Nothing differs from issue {latest.issue} of {latest.month.long}, so there is nothing "
        "to issue again.",
        latest.file,
        way,
    )


def _is_the_same(
    case: Case,
    latest: Issued,
    source: Path,
    changes_of: Callable[[int, dt.date, str], ChangeSet],
    password: str | None,
) -> bool:
    settings = case.settings
    copy = settings.issued_folder / Path(latest.file).name
    with coded(source, "looking at the workbook"):
        if sha256_of(source) == latest.sha256:
            return True
    with coded(copy, "looking at the latest issued copy"):
        if not is_file(copy) or sha256_of(copy) != latest.sha256:
            return False  # it is no longer what was issued
    day = day_of(copy, case.layout.cover.date_created)
    anchor = anchor_of(copy, case.layout.cover.register)
    changes = changes_of(latest.issue, day or case.month.last_day, anchor)  # else no cell shows it
    with private_folder() as folder:
        twin = Path(folder) / copy.name
        if changes:
            with open_workbook(settings, source) as book:
                book.write(changes, twin, password=password)
        else:
            shutil.copyfile(source, twin)
        return same_parts(twin, copy, apart_from=_ABOUT)
