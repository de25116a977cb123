"""Tables named as the Standard Safeguarding Dataset names them (specification 1.2.2)."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from lacxl.domain.month import Month
from lacxl.synth.codes import ADOPTED, activity_code
from lacxl.synth.known_at import known_at
from lacxl.synth.life import Council, Life
from lacxl.synth.oracle.events import due_dates
from lacxl.synth.oracle.spells import Spell, adoption_spell, spells_of
from lacxl.synth.writing.csv_file import CsvFile, iso
from lacxl.synth.writing.leavers import CATEGORIES, leaver_row
from lacxl.synth.writing.ssd_columns import COLUMNS

PATHWAY_JSON: Final = '{"OTHERPLN": "Pathway plan"}'
CARE_JSON: Final = '{"OTHERPLN": ""}'


def write_ssd(council: Council, folder: Path, month: Month) -> None:
    """Write a CSV file a table, as at the last day of the month."""
    day = month.last_day
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(CsvFile(folder / f"{name}.csv", columns))
            for name, columns in COLUMNS.items()
        }
        for life in council.lives:
            known = known_at(life, day)
            if known.episodes or known.leaver:
                _write_life(files, known, day)


def _write_life(files: dict[str, CsvFile], life: Life, day: dt.date) -> None:
    person = str(life.child)
    sex = "M" if life.sex == 1 else "F"
    files["ssd_person"].row(
        "", person, sex, sex, life.ethnicity, iso(life.dob), "", "", "", "", "", "N", "", "1"
    )
    periods = _periods(files, life)
    _legal(files["ssd_legal_status"], life)
    _events(files, life, periods)
    _care_plans(files["ssd_cla_care_plan"], life)
    _adoption(files["ssd_permanence"], life, periods)
    _leaver(files["ssd_care_leavers"], life, day)


def _periods(files: dict[str, CsvFile], life: Life) -> list[tuple[str, Spell | None]]:
    """Write episodes and placements; return the periods of care with their identifiers."""
    person = str(life.child)
    spells = {spell.start: spell for spell in spells_of(life)}
    found: list[tuple[str, Spell | None]] = []
    entered, placement, rows = "", "", list[list[str]]()
    for number, episode in enumerate(life.episodes, start=1):
        if episode.rne == "S":
            short = episode.legal_status in {"V3", "V4"}
            found.append((f"C{person}-{len(found) + 1}", None if short else spells[episode.start]))
            entered = iso(episode.start)
        if episode.rne != "L":
            placement = f"P{person}-{number}"
            rows.append(
                [
                    placement, found[-1][0], person, iso(episode.start), episode.placement_type,
                    episode.urn, "", episode.provider, episode.postcode, "", "",
                ]
            )  # fmt: skip
        rows[-1][9], rows[-1][10] = iso(episode.end), episode.reason
        files["ssd_cla_episodes"].row(
            f"E{person}-{number}", person, placement, iso(episode.start), episode.rne, life.need,
            iso(episode.end), episode.rec, found[-1][0], "", "", entered,
        )  # fmt: skip
    for row in rows:
        files["ssd_cla_placement"].row(*row)
    return found


def _legal(file: CsvFile, life: Life) -> None:
    """Write legal statuses, each from its first episode to the end of its last."""
    rows: list[list[str]] = []
    for episode in life.episodes:
        if episode.rne == "S" or rows[-1][2] != episode.legal_status:
            identifier = f"L{life.child}-{len(rows) + 1}"
            rows.append([identifier, str(life.child), episode.legal_status, iso(episode.start), ""])
        rows[-1][4] = iso(episode.end)
    for row in rows:
        file.row(*row)


def _events(files: dict[str, CsvFile], life: Life, periods: list[tuple[str, Spell | None]]) -> None:
    person = str(life.child)
    number = 0
    for period, spell in periods:
        for due, held in due_dates(life, spell) if spell else ():
            cancelled = held is None and spell is not None and _left_by(spell, due)
            number += 1
            files["ssd_cla_reviews"].row(
                f"R{person}-{number}", period, iso(due), iso(held), "Y" if cancelled else "N", ""
            )
    for number, day in enumerate(life.visits, start=1):
        period = _period_on(periods, day)
        files["ssd_cla_visits"].plain(f"V{person}-{number},{period},{person},{iso(day)},Y,Y")
    checks = [("Health Assessment", day, "Completed") for day in life.health]
    checks += [("Dental Check", day, "Completed") for day in life.dental]
    if life.child % 9 == 0 and life.visits:  # one that did not come about
        checks.append(("Dental Check", life.visits[-1], "Refused"))
    for kind, day, status in checks:
        of_check = f"H{person}-{kind[0]}{day:%Y%m%d}"  # which stays the same in later extracts
        files["ssd_cla_health"].plain(f"{of_check},{person},{kind},{iso(day)},{status}")


def _left_by(spell: Spell, due: dt.date) -> bool:
    return spell.end is not None and spell.end <= due


def _period_on(periods: list[tuple[str, Spell | None]], day: dt.date) -> str:
    found = [name for name, spell in periods if spell and spell.start <= day]
    return found[-1] if found else periods[0][0]


def _care_plans(file: CsvFile, life: Life) -> None:
    """Write plans; a pathway plan says so in the JSON field, for the table has no type."""
    plans = dict.fromkeys(life.care_plans, CARE_JSON)
    plans |= dict.fromkeys(life.pathway_plans, PATHWAY_JSON)
    for number, (day, words) in enumerate(sorted(plans.items()), start=1):
        file.row(f"K{life.child}-{number}", str(life.child), iso(day), "", words)


def _adoption(file: CsvFile, life: Life, periods: list[tuple[str, Spell | None]]) -> None:
    spells = [(name, spell) for name, spell in periods if spell]
    if not spells:
        return
    spell = adoption_spell(life, [one for _, one in spells])
    period = next(name for name, one in spells if one is spell)
    adoption, moved_in, ordered = life.adoption, spell.moved_in(), spell.ordered()
    order = spell.end if spell.reason in ADOPTED else None
    if not (adoption or moved_in or ordered or order):
        return
    carer = adoption is not None and adoption.by_foster_carer
    with_carer = None
    if carer:
        stays = spell.stays[: spell.stays.index(moved_in)] if moved_in else spell.stays
        with_carer = spell.carer_since(stays[-1])
    file.row(
        f"A{life.child}", str(life.child), period, iso(adoption.decided if adoption else None),
        "N", "", "", "", iso(ordered), iso(adoption.matched if adoption else None), "MF", "L11",
        "2", iso(moved_in.start if moved_in else None), "Y" if carer else "N", iso(with_carer), "",
        "", iso(adoption.reversed if adoption else None),
        adoption.reversed_reason if adoption else "", iso(order), "Adoption" if order else "", "",
    )  # fmt: skip


def _leaver(file: CsvFile, life: Life, day: dt.date) -> None:
    row = leaver_row(life, day)
    if row is None:
        return
    file.row(
        f"Y{life.child}", str(life.child), CATEGORIES[row.category], row.touch, iso(row.contact),
        row.accommodation, "" if row.suitable is None else ("1" if row.suitable else "2"),
        activity_code(row.activity, day), iso(row.review), f"Worker {life.child % 30 + 1}",
        "Leaving Care Team", f"Worker {life.child % 50 + 1}",
    )  # fmt: skip
