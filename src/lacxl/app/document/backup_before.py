"""The backup from before an insertion, which undoing puts back where nothing changed since."""

from __future__ import annotations

from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.domain.finding import first_of
from lacxl.engines.package import PackageWorkbook, same_parts, unlike
from lacxl.engines.package.growing import grow
from lacxl.files.plain import is_folder
from lacxl.files.temporary import private_folder
from lacxl.ledgers.receipts import fingerprint
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet

_COMPARED = (
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet",
    "xl/worksheets/_rels/",
    "xl/styles.xml", "xl/sharedStrings.xml", "xl/calcChain.xml", "xl/charts/chart", "xl/comments",
    "xl/drawings/vmlDrawing",
)  # fmt: skip
"""How parts begin that lacxl itself may have written again since: they are compared by what they
hold, all others byte for byte."""
_NAMED = 10


def backup_before(
    settings: Settings, sha256: str, changes: ChangeSet, receipt: str, password: str | None
) -> Path:
    """Return the backup from before these changes.

    Raises Refused where it is gone, and where the workbook is not what the changes made of it:
    what was changed since would be lost (B208).
    """
    folder, path = settings.backups_folder, settings.workbook_path
    found = folder.glob(f"*{path.suffix}") if is_folder(folder) else ()
    backup = next((file for file in found if sha256 and fingerprint(file) == sha256), None)
    if backup is None:
        raise refuse(
            "B208",
            "Columns or rows were inserted, which only the backup from before takes back, and it "
            "is not in the folder of backups any more.",
            receipt,
            "Open the workbook in Excel and press Undo last fill there.",
        )
    with private_folder() as aside:
        grown, made = Path(aside) / f"grown{path.suffix}", Path(aside) / path.name
        grow(backup, changes.inserted, grown, password=password)
        with PackageWorkbook(grown, allow_signed=True) as book:
            book.write(changes.between, made, password=password)
        with (
            PackageWorkbook(made, allow_signed=True) as then,
            PackageWorkbook(path, allow_signed=True) as now,
        ):
            places = unlike(then, now, looks=True)
        if not places and not same_parts(made, path, apart_from=_COMPARED):
            places = ("what is beside the cells: another program saved the file",)
    if places:
        raise refuse(
            "B208",
            "Columns or rows were inserted, and the workbook was changed since: the backup from "
            "before would lose that.",
            first_of(places, _NAMED),
            "Open the workbook in Excel and press Undo last fill there; or copy "
            f"{backup.name} over it.",
        )
    return backup
