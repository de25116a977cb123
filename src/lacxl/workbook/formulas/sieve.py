"""Which formulas are worth reading: their words tell which sheets they have to do with.

A workbook may have a hundred thousand formulas over rows of data that no figure of the report ever
reaches. To read each of them costs more than the whole refresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lacxl.workbook.formulas.function_names import ANYWHERE, BUILT_IN, CLOCK
from lacxl.workbook.formulas.names_and_cells import BookNames, FormulaCell

_SHEETS = re.compile(r"('(?:[^']|'')+'|[\w.\[\]]+(?::[\w.]+)?)!")
_WORDS = re.compile(r"(?<![\w.$\\])[^\W\d][\w.\\?]*\(?|\\[\w.\\?]*")
_LATER = ("_XLFN.", "_XLWS.")


class Rough(NamedTuple):
    """What a look at a formula tells: the sheets it names beside its own, and the special.

    `anywhere` says that it may read what its text does not name, `clock` that it goes by the time.
    """

    sheets: frozenset[int]
    anywhere: bool
    clock: bool


def looked_at(book: BookNames, formulas: Sequence[FormulaCell]) -> list[Rough]:
    """Return what a look at each formula tells."""
    names: dict[str, Rough | None] = {name: None for _, name in book.names}
    tables = {
        name: Rough(frozenset({block.sheet}), False, False) for name, block in book.tables.items()
    }
    known: dict[str, Rough] = {}

    def named(word: str) -> Rough:
        """Return what all names of that spelling tell, whichever sheet they belong to."""
        found = names[word]
        if found is None:
            names[word] = Rough(frozenset(), False, False)  # for a name that leads to itself
            texts = [text for (_, name), text in book.names.items() if name == word]
            found = names[word] = _joined(map(look, texts))
        return found

    def look(text: str) -> Rough:
        found = known.get(text)
        if found is None:
            parts = [_sheets(book, text)]
            for word in set(_WORDS.findall(text)):
                if word.endswith("("):
                    parts.append(_function(word[:-1].upper()))
                    continue
                small = word.casefold()
                parts += [named(small)] if small in names else []
                parts += [tables[small]] if small in tables else []
            found = known[text] = _joined(parts)
        return found

    return [
        look(f.text) if f.text or f.inputs else Rough(frozenset(), True, False) for f in formulas
    ]


def concerned(
    formulas: Sequence[FormulaCell], rough: Sequence[Rough], sheets: Iterable[int]
) -> list[int]:
    """Return the formulas that may have to do with a change on these sheets, by number.

    All of a sheet are, once one of them may; those that may read anything always are.
    """
    reached = {
        *sheets,
        *(f.at.sheet for f, each in zip(formulas, rough, strict=True) if each.anywhere),
    }
    kinds = {(f.at.sheet, each.sheets) for f, each in zip(formulas, rough, strict=True)}
    growing = True
    while growing:
        more = {sheet for sheet, named in kinds if sheet not in reached and named & reached}
        reached |= more
        growing = bool(more)
    return [number for number, formula in enumerate(formulas) if formula.at.sheet in reached]


def _sheets(book: BookNames, text: str) -> Rough:
    if "!" not in text:
        return Rough(frozenset(), "[" in text and not book.tables, False)
    found: set[int] = set()
    anywhere = False
    for spelt in set(_SHEETS.findall(text)):
        name = spelt[1:-1].replace("''", "'") if spelt.startswith("'") else spelt
        sheet = book.sheet(name)
        if sheet is not None:
            found.add(sheet)
        else:
            anywhere |= "[" not in name
    return Rough(frozenset(found), anywhere, False)


def _function(name: str) -> Rough:
    known = name in BUILT_IN or name.startswith(_LATER)
    return Rough(frozenset(), name in ANYWHERE or not known, name.rpartition(".")[2] in CLOCK)


def _joined(parts: Iterable[Rough]) -> Rough:
    each = list(parts)
    return Rough(
        frozenset().union(*(part.sheets for part in each)),
        any(part.anywhere for part in each),
        any(part.clock for part in each),
    )
