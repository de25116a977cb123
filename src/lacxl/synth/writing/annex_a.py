"""Annex A: a workbook of eleven lists as at a day; those of children in care are filled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from lacxl.domain.month import Month
from lacxl.synth.calendar_days import add_months, completed_years
from lacxl.synth.codes import ADOPTED, SHORT_BREAKS, activity_code
from lacxl.synth.known_at import known_at
from lacxl.synth.life import Council, Episode, Life
from lacxl.synth.oracle.snapshots import last_by
from lacxl.synth.oracle.spells import Spell, adoption_spell, placements_in_year, spells_of
from lacxl.synth.writing import annex_a_words as words
from lacxl.synth.writing.leavers import CATEGORIES, leaver_row
from lacxl.synth.writing.xlsx_file import Cell, write_workbook

_ETHNIC: Final = (
    "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN",
    "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
)  # fmt: skip
_YES, _NO = "a) Yes", "b) No"


def write_annex_a(council: Council, path: Path, month: Month, *, old: bool = False) -> None:
    """Write the workbook as at the month's last day; `old` takes the older columns and letters.

    List 8 has a row a period of care: those that last, and those that ended in the last six
    months; and the short breaks that last. List 10 has all with a decision that they should be
    placed for adoption, unless that ended more than twelve months before.
    """
    day = month.last_day
    sheets: dict[str, list[list[Cell]]] = {
        name: [list(headings)] for name, headings in words.HEADINGS.items()
    }
    if old:
        sheets["List 9"] = [list(words.OLD_LIST_9)]
        order = words.HEADINGS["List 10"].index(words.OLD_ADOPTION_ORDER.strip())
        sheets["List 10"][0][order] = words.OLD_ADOPTION_ORDER
    for life in council.lives:
        known = known_at(life, day)
        spells = spells_of(known)
        sheets["List 8"].extend(_list_8(known, spells, day, old))
        sheets["List 9"].extend(_list_9(known, day, old))
        sheets["List 10"].extend(_list_10(known, spells, day))
    write_workbook(path, sheets)


def _who(life: Life, day: dt.date) -> list[Cell]:
    return [
        life.child,
        "a) Male" if life.sex == 1 else "b) Female",
        f"{words.lettered(min(_ETHNIC.index(life.ethnicity), 18))}{life.ethnicity}",
        life.dob,
        completed_years(life.dob, day),
    ]


def _yes(answer: bool) -> str:
    return _YES if answer else _NO


def _list_8(life: Life, spells: list[Spell], day: dt.date, old: bool) -> list[list[Cell]]:
    since = add_months(day, -6)
    rows = [
        _period(life, spells, spell, day, old)
        for spell in spells
        if spell.end is None or spell.end > since
    ]
    last = life.episodes[-1] if life.episodes else None
    if last and last.legal_status in SHORT_BREAKS and last.end is None:
        spell = Spell(last.start, None, "", [last])
        rows.append(_row_8(life, spell, last, day, 1, "", second=False))
    return rows


def _period(life: Life, spells: list[Spell], spell: Spell, day: dt.date, old: bool) -> list[Cell]:
    at = spell.stays[-1].start
    placed = [one for one in spell.episodes if one.start == at][-1]
    before = spells[: spells.index(spell)]
    second = any(one.end and one.end > add_months(day, -12) for one in before)
    count = placements_in_year(spells, day)
    reason = words.end_words(spell.reason, spell.end, old) if spell.end else ""
    return _row_8(life, spell, placed, day, count, reason, second=second)


def _row_8(
    life: Life,
    spell: Spell,
    placed: Episode,
    day: dt.date,
    count: int,
    reason: str,
    *,
    second: bool,
) -> list[Cell]:
    status = spell.episodes[-1].legal_status
    since = spell.episodes[-1].start
    for episode in reversed(spell.episodes):
        if episode.legal_status != status:
            break
        since = episode.start
    missing = sum(1 for start, _ in life.missing if start > add_months(day, -12))
    review = last_by(life.reviews, day)
    return [
        *_who(life, day), _yes(life.uasc), _yes(life.disabled), spell.start,
        words.NEEDS[life.need], _yes(second), since, words.LEGAL[status], review,
        last_by(life.visits, day), "f) Long-term fostering", review,
        last_by(life.health, day), last_by(life.dental, day), count, spell.end, reason,
        placed.start, words.placement_type_words(placed.placement_type),
        words.PROVIDERS[placed.provider],
        placed.postcode, placed.urn, "a) In", "Home Town", missing, 0,
        _YES if missing else None, _NO if missing else None, f"Team {life.child % 6 + 1}",
        f"Worker {life.child % 50 + 1}",
    ]  # fmt: skip


def _list_9(life: Life, day: dt.date, old: bool) -> list[list[Cell]]:
    row = leaver_row(life, day)
    if row is None:
        return []
    activity = activity_code(row.activity, day)
    suitable = {True: "a) Suitable", False: "b) Unsuitable", None: None}[row.suitable]
    staff: list[Cell] = ["Leaving Care Team", f"Worker {life.child % 50 + 1}"]
    category = words.CATEGORY_LETTERS[row.category] + CATEGORIES[row.category]
    home = words.ACCOMMODATION[row.accommodation] if row.accommodation else None
    busy = f"{activity}: {words.ACTIVITIES[activity]}" if activity else None
    touch, disabled = words.TOUCH[row.touch], _yes(life.disabled)
    if old:
        return [[*_who(life, day), disabled, *staff, category, touch, home, suitable, busy]]
    return [
        [
            *_who(life, day), _yes(life.uasc), disabled, *staff,
            f"Worker {life.child % 30 + 1}", category, row.review, touch, row.contact, home,
            suitable, busy,
        ]
    ]  # fmt: skip


def _list_10(life: Life, spells: list[Spell], day: dt.date) -> list[list[Cell]]:
    if not spells:
        return []
    spell, adoption = adoption_spell(life, spells), life.adoption
    adopted = spell.end if spell.reason in ADOPTED else None
    given_up = adoption.reversed if adoption else None
    if not adopted and (adoption is None or spell.end):
        return []
    over = adopted or given_up
    if over and over <= add_months(day, -12):
        return []
    moved_in = spell.moved_in()
    who = _who(life, day)
    why = adoption.reversed_reason if adoption and given_up else ""
    return [
        [
            who[0], life.child % 100_000 + 500_000, *who[1:], _yes(life.disabled), spell.start,
            adoption.decided if adoption else None, spell.ordered(),
            adoption.matched if adoption else None, moved_in.start if moved_in else None,
            adopted, given_up, words.GIVEN_UP[why] if why else None, None,
        ]
    ]  # fmt: skip
