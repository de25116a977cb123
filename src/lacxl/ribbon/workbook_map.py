"""The verb that shows what lacxl takes each cell of a workbook for: it needs no settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lacxl.adopting.adopted_files import ANSWERS, MAP
from lacxl.app.adopt.adopt import adopt
from lacxl.app.adopt.adopted import Adopted
from lacxl.app.words import of_adopted
from lacxl.domain.errors import LacxlError, Refused, refuse
from lacxl.domain.finding import in_numbers, to_look_at
from lacxl.domain.numbers import how_many
from lacxl.files.plain import is_same
from lacxl.ribbon import opening
from lacxl.ribbon.answer import Answer, Status
from lacxl.ribbon.settings_of_book import settings_of
from lacxl.ribbon.verbs import TITLES
from lacxl.workbook.engine import OpenWorkbook

_LONGEST_HEADLINE = 300
_AGAIN = "open it from there and press the button again."
_TODO = {
    "B101": f"Save it in a folder on this computer, {_AGAIN}",
    "B102": "Keep a workbook of its own outside the folder of that lacxl.toml: save it elsewhere, "
    + _AGAIN,
}


def map_workbook(book: OpenWorkbook) -> Answer:
    """Adopt the workbook as it was last saved, and open its map; what Excel holds stays as it is.

    Raises Refused for whatever `adopt` does, and where the files beside the workbook would be those
    of another workbook, or would hide its settings.
    """
    folder = _folder_of(book)
    saved = book.is_saved()
    done = adopt(folder / book.name, progress=lambda step: book.say(f"lacxl: {step}"))
    page = folder / MAP
    lines = [*_told(done), "The workbook in Excel stays as it is."]
    if not saved:
        lines.append(
            "Excel says that it holds changes which are not saved: the map is of the workbook as "
            "it was last saved."
        )
    if opening.show_file(page):
        lines.append("The map is open in the browser.")
    else:
        lines.append(f"The map is the file\n{page}")
    wants_a_look = done.asked or to_look_at(done.findings)
    status = Status.FINDINGS if wants_a_look else Status.OK
    return Answer(status, TITLES["map"], "\n".join(lines))


def _folder_of(book: OpenWorkbook) -> Path:
    """Return the folder of the workbook, if lacxl may write there what it takes the workbook for.

    Raises Refused (B101, B102, B110), or whatever is wrong with the settings that are there.
    """
    try:
        settings = settings_of(book)
    except LacxlError as fault:
        if book.folder is not None and set(fault.codes) == {"S101"}:
            return book.folder
        raise Refused(
            [replace(each, todo=_TODO.get(each.code, each.todo)) for each in fault.findings]
        ) from fault
    folder = settings.workbook_path.parent
    if not is_same(folder, settings.folder):
        raise refuse(
            "B110",
            "The lacxl.toml of this workbook is in another folder. A second one would be written "
            "beside the workbook, and hide it.",
            f"{book.name}, {settings.file}",
            "Look at a copy of the workbook: save one in a folder of its own, open that and press "
            "the button again.",
        )
    return folder


def _told(done: Adopted) -> Iterator[str]:
    headline = of_adopted(done).headline
    yield headline if len(headline) <= _LONGEST_HEADLINE else f"{headline[:_LONGEST_HEADLINE]} ..."
    if done.asked:
        yield (
            f"{how_many(len(done.asked), 'question')} in {ANSWERS}, beside the workbook: write the "
            "answers there, save, and press Workbook map again."
        )
    elif not done.is_shipped:
        yield (
            "No question is open. Put the month's figures into readings.csv, then press Preview "
            "changes."
        )
    if to_look_at(done.findings):
        yield f"Findings: {in_numbers(done.findings)}. The map lists them."
    if done.kept:
        names = ", ".join(path.name for path in done.kept)
        yield f"Kept, as somebody has corrected them: {names}."
