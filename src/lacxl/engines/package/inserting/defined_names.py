"""Defined names that follow: areas to print, filters, and those that people gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, child, kids, text_in, whole

_TITLES = "_xlnm.Print_Titles"
"""Rows and columns that print on every page: a month is none of them."""
_FILTER = "_xlnm._FilterDatabase"


def texts_of_names(package: Package) -> dict[tuple[str, str], str]:
    """Return what names mean, by the sheet that they belong to, "" for the workbook, and name."""
    found: dict[tuple[str, str], str] = {}
    for element in _names(package.workbook):
        scope = _scope(element, len(package.sheets))
        sheet = "" if scope is None else package.sheets[scope].name
        found[sheet, element.get("name", "")] = text_in(element)
    return found


def names_of(package: Package) -> Callable[[str, str], str | None]:
    """Return what looks up a defined name: by the sheet spelt before it, and its own spelling."""
    found = {
        (sheet.casefold(), name.casefold()): text
        for (sheet, name), text in texts_of_names(package).items()
    }

    def look_up(sheet: str, name: str) -> str | None:
        key = name.casefold()
        return found.get((sheet.casefold(), key), found.get(("", key)))

    return look_up


def names_afterwards(package: Package, following: Following) -> dict[int, str]:
    """Return what those names mean afterwards that change, by their position among all.

    References without dollar signs stay: they are counted from the cell that uses the name.
    """
    found = {}
    for position, element in enumerate(_names(package.workbook)):
        scope = _scope(element, len(package.sheets))
        sheet = "" if scope is None else package.sheets[scope].name
        text, name = text_in(element), element.get("name", "")
        where = f"{sheet}!{name}" if sheet else name
        new = following.elsewhere(
            text,
            "" if name == _FILTER else "name",  # the filter itself is told
            where,
            sheet=sheet,
            fixed_only=True,
            extend=name != _TITLES,
        )
        if new != text:
            found[position] = new
    return found


def put_names(workbook: Element, texts: Mapping[int, str]) -> None:
    """Give names, by their position among all, another meaning."""
    for position, element in enumerate(_names(workbook)):
        if position in texts:
            element.text = texts[position]


def _names(workbook: Element) -> Iterator[Element]:
    return kids(child(workbook, "definedNames"), "definedName")


def _scope(element: Element, sheets: int) -> int | None:
    """Return the sheet that a name belongs to by its position, None for the whole workbook."""
    stated = element.get("localSheetId")
    if stated is None:
        return None
    if whole(stated) >= sheets:
        raise Unclear("a defined name belongs to a sheet that is not there")
    return whole(stated)
