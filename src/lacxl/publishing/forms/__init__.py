"""The forms of a published copy: an Excel and an OpenDocument workbook, a CSV, a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from lacxl.files.replacing import replace_file
from lacxl.publishing.forms.excel_workbook import workbook
from lacxl.publishing.forms.opendocument import opendocument
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.forms.tidy import tidy_csv
from lacxl.publishing.forms.web_page import page
from lacxl.publishing.publication import Publication

FORMS: Final[Mapping[str, Callable[[Publication], bytes]]] = {
    ".xlsx": workbook,
    ".ods": opendocument,
    ".csv": tidy_csv,
    ".html": page,
}
"""What makes each form, by the ending of its name."""

_UNSAFE: Final = re.compile(r'[<>:"/\\|?*.]+')
_LONGEST: Final = 80


def forms_of(publication: Publication) -> dict[str, bytes]:
    """Return the bytes of each form by its file's name; the same publication gives the same."""
    stem = file_stem(publication)
    return {f"{stem}{ending}": make(publication) for ending, make in FORMS.items()}


def write_forms(publication: Publication, folder: Path) -> tuple[Path, ...]:
    """Write the forms into a folder that is there, and return the files.

    Each file is whole at any moment, the old one or the new one. Raises Refused (F1nn).
    """
    written = []
    for name, content in forms_of(publication).items():
        replace_file(folder / name, partial(_write, content))
        written.append(folder / name)
    return tuple(written)


def _write(content: bytes, file: Path) -> None:
    file.write_bytes(content)


def file_stem(publication: Publication) -> str:
    """Return the files' name without its ending: Corporate Parenting - May 2015 - I1.

    It is one that Windows takes too, whatever the title is.
    """
    title = unicodedata.normalize("NFC", plain(_UNSAFE.sub(" ", publication.title)))
    title = title[:_LONGEST].strip(" -") or "Figures"
    return f"{title} - {publication.month.long} - I{publication.issue}"
