"""Which lacxl.toml belongs to an open workbook: that of its folder, or of a remembered one."""

from __future__ import annotations

from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.files.home import home, safe_name
from lacxl.files.key_values import to_text, to_values
from lacxl.files.os_errors import coded
from lacxl.files.plain import MOST_WORDS, is_folder, is_same, read_plain
from lacxl.files.text_files import write_text
from lacxl.settings.settings import Settings, find_settings
from lacxl.workbook.engine import OpenWorkbook


def settings_of(book: OpenWorkbook) -> Settings:
    """Return the settings beside an open workbook.

    Raises Refused: no folder is known (B101), the settings are for another workbook (B102), or
    whatever is wrong with them.
    """
    folder = book.folder or remembered(book.name)
    if folder is None:
        raise refuse(
            "B101",
            "Excel names no folder on this computer for the workbook: it was never saved, or it "
            "was opened from a web address, as OneDrive and SharePoint give it.",
            book.name,
            "Save it in the folder of its lacxl.toml and open it from there. If that folder is "
            "synchronised, run once in it: lacxl remember",
        )
    settings = Settings.load(find_settings(folder))
    ours = settings.workbook_path
    here = book.folder is None or is_same(ours.parent, book.folder)
    if ours.name.casefold() != book.name.casefold() or not here:
        raise refuse(
            "B102",
            f"The lacxl.toml found for it is that of another workbook, {ours.name}.",
            f"{book.name}, {settings.file}",
            "Open that workbook and press the button there; issued copies and backups stay as "
            "they are.",
        )
    return settings


def remember(settings: Settings) -> Path:
    """Remember where the workbook of these settings is, for Excel cannot always tell.

    Returns the file that says so; raises Refused.
    """
    file = _file(settings.workbook_path.name)
    with coded(file.parent, "making lacxl's folder"):
        file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, to_text({"folder": str(settings.folder)}))
    return file


def remembered(book: str) -> Path | None:
    """Return the folder that was remembered for a workbook of this name, if it is still there."""
    try:
        folder = to_values(read_plain(_file(book), MOST_WORDS).decode("ascii")).get("folder", "")
    except (OSError, ValueError, Refused):
        return None
    return Path(folder) if folder and is_folder(Path(folder)) else None


def _file(book: str) -> Path:
    return home() / "books" / f"{safe_name(book)}.book"
