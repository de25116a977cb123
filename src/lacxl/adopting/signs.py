"""A workbook's own words for lights and arrows: those that are there, and those it allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lacxl.adopting.answers import Answers, Asked, Item
from lacxl.adopting.arrow_evidence import (
    Sample,
    is_against,
    level_within,
    likely_shown,
    may_be_five,
    samples,
    shown_by,
)
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.evidence import Series
from lacxl.adopting.printed_cells import (
    Sheets,
    has_place_for_target,
    has_target,
    judging_cell,
    value_cells,
)
from lacxl.adopting.proposal import KnownIndicator, SignsKnown
from lacxl.adopting.sign_rows import ROWS, singly
from lacxl.adopting.vocabulary import arrow_of, light_of
from lacxl.catalogue.own_layouts import ARROWS
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Polarity
from lacxl.domain.numbers import without_percent
from lacxl.domain.polarity import polarity_of
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout.heading_words import text_of
from lacxl.workbook.shown import number_in

_PLAIN = ("up", "level", "down")
_SLIGHT = ("slightly_up", "slightly_down")
_AS_PERFORMANCE = {
    "up": "better",
    "slightly_up": "slightly_better",
    "slightly_down": "slightly_worse",
    "down": "worse",
}
SHOWS = ("performance", "number")
_NO_SIGNS = ("shows", "slight", "level_within", "neither")
ARROW_KEYS = (*ARROWS, *_NO_SIGNS)
"""What may be answered of arrows one by one."""
_NEUTRAL = (
    'a row in which neither way is good: "number" if it has an arrow for the number, "none" if it '
    "has none"
)
_NEITHER = {
    "up": "where neither way is good: the word if the number went up; none to leave it",
    "down": "where neither way is good: the word if the number went down; none to leave it",
}
_ASKED = {
    ROWS["arrows"]: "the signs for up, no change and down in this order, such as ↑ → ↓; five where "
    "there are slanting ones, ↑ ↗ → ↘ ↓; none where there are none",
    "up": "the sign for up, or better",
    "level": "the sign for no change",
    "down": "the sign for down, or worse",
    "better": "the word for better",
    "worse": "the word for worse",
}


def signs_of(
    tables: Sequence[CandidateTable],
    sheets: Sheets,
    answers: Answers,
    series: Mapping[tuple[str, str], Series],
    indicators: Sequence[KnownIndicator],
) -> tuple[SignsKnown, list[Asked], list[Finding]]:
    """Return the words of lights and arrows, the questions about them, and what is strange."""
    answers = {**answers, **{name: singly(name, answers.get(name, {})) for name in ROWS}}
    light_cells = list(_cells(tables, "rag"))
    arrow_cells = list(_cells(tables, "dot"))
    asked: list[Asked] = []
    findings: list[Finding] = []
    untargeted = _untargeted(tables, sheets)
    lights = {}
    if light_cells and not _is_none(answers.get("lights", {}), ("red", "green")):
        lights = _lights(light_cells, sheets, answers, asked, findings, untargeted)
    arrows: dict[str, str] = {}
    shows, slight, within, without_neutral = "", None, Decimal(0), False
    if arrow_cells and not _is_none(answers.get("arrows", {}), ("up", "down")):
        printed = list(samples(tables, indicators, series, sheets))
        arrows, shows, slight, within, without_neutral = _arrows(
            arrow_cells, sheets, answers, asked, findings, tables, series, printed
        )
    coloured = bool(light_cells) and all(cell in sheets.coloured for cell in light_cells)
    known = SignsKnown(
        lights,
        arrows,
        shows,
        slight,
        bool(light_cells or arrow_cells),
        own_colours=coloured,
        within=within,
        without_neutral=without_neutral,
    )
    return known, asked, findings


def _is_none(said: Mapping[str, str], names: Sequence[str]) -> bool:
    """Say whether somebody answered that a column has no words or signs to be filled."""
    return all(said.get(name, "").casefold() == "none" for name in names)


def _cells(tables: Sequence[CandidateTable], meaning: str) -> list[CellRef]:
    found: list[CellRef] = []
    for table in tables:
        for each in table.joined or (table,):
            if each.columns is None:
                continue
            for column in each.columns.columns:
                if column.meaning == meaning:
                    for entry in each.entries:
                        cells = [Cell(row, column.number) for row in entry.rows.values()]
                        found += [each.grid.place(each.grid.area(cell).first) for cell in cells]
    return list(dict.fromkeys(found))


def _untargeted(tables: Sequence[CandidateTable], sheets: Sheets) -> list[CellRef]:
    """Return the light cells of filled rows that could have a target or limits, and have none."""
    found: list[CellRef] = []
    for table in tables:
        for entry in table.entries:
            light = judging_cell(table, entry, "rag")
            there = sheets.there
            filled = any(
                there.get(table.grid.place(cell)) is not None
                for cell in value_cells(table, entry).values()
            )
            limits = [judging_cell(table, entry, m) for m in ("green", "red")]
            if light is None or not filled or not has_place_for_target(table, entry):
                continue
            if has_target(table, entry, sheets):
                continue
            if not any(at is not None and number_in(there.get(at)) is not None for at in limits):
                found.append(light)
    return found


def _seen(cells: Sequence[CellRef], sheets: Sheets) -> dict[str, CellRef]:
    """Return the words of some cells, and those that their lists allow, each with a cell."""
    there, lists = sheets.there, sheets.lists
    found: dict[str, CellRef] = {}
    for cell in cells:
        value = there.get(cell)
        text = text_of(getattr(value, "cached", value))
        if text:
            found.setdefault(text, cell)
        for word in lists.get(cell, ()):
            found.setdefault(word.strip(), cell)
    return found


def _lights(
    cells: Sequence[CellRef],
    sheets: Sheets,
    answers: Answers,
    asked: list[Asked],
    findings: list[Finding],
    untargeted: Sequence[CellRef],
) -> dict[str, str]:
    said = {
        k: v for k, v in answers.get("lights", {}).items() if k in ("red", "amber", "green", "none")
    }
    seen = _seen(cells, sheets)
    lights: dict[str, str] = {}
    strange: list[CellRef] = []
    for word, cell in seen.items():
        meaning = light_of(word)
        if meaning is None and word not in said.values():
            strange.append(cell)
        elif meaning is not None:
            lights.setdefault(meaning, word)
    blank = sum(not sheets.text(cell) for cell in untargeted)
    if "none" in lights and blank * 2 > len(untargeted):
        del lights["none"]  # rows without a target are left blank
    lights |= {k: "" if v == "(empty)" else v for k, v in said.items()}
    lights = _like(lights)
    if not {"red", "green"} <= lights.keys():
        suggestion = {"red": "Red", "amber": "Amber", "green": "Green"}
        missing = [name for name in suggestion if name not in lights]
        items = [Item(name, f"the word for {name}", suggestion[name], cells[0]) for name in missing]
        without = "none for amber"
        if len(missing) == len(suggestion):
            about = "the words for red, amber and green in this order, with commas between"
            items = [Item(ROWS["lights"], about, ", ".join(suggestion.values()), cells[0])]
            without = "two words"
        asked.append(
            Asked(
                "lights",
                "Which words does the column of lights have?",
                tuple(items),
                (),
                f"Write {without} where there is no amber, and none where no word is written.",
            )
        )
        return {}
    if strange:
        findings.append(
            warning(
                "D205",
                "What is written here is no light that lacxl knows; the words seen elsewhere are "
                "used.",
                ", ".join(map(str, strange[:6])),
                "Say its meaning in the layout, [lights].",
            )
        )
    if lights.get("amber", "").casefold() == "none":
        del lights["amber"]
    return lights


def _like(lights: dict[str, str]) -> dict[str, str]:
    """Return the words with those that follow from the others: beside R and G there is A."""
    sets = (
        ("Red", "Amber", "Green"),
        ("RED", "AMBER", "GREEN"),
        ("red", "amber", "green"),
        ("R", "A", "G"),
        ("r", "a", "g"),
    )
    known = {k: v for k, v in lights.items() if k in ("red", "amber", "green")}
    if not known:
        return lights
    for words in sets:
        full = dict(zip(("red", "amber", "green"), words, strict=True))
        if all(full[k] == v for k, v in known.items()):
            return {**full, **lights}
    return lights


def _arrows(
    cells: Sequence[CellRef],
    sheets: Sheets,
    answers: Answers,
    asked: list[Asked],
    findings: list[Finding],
    tables: Sequence[CandidateTable],
    series: Mapping[tuple[str, str], Series],
    printed: Sequence[Sample],
) -> tuple[dict[str, str], str, Decimal | None, Decimal, bool]:
    said = answers.get("arrows", {})
    seen: dict[str, str] = {}
    strange: list[CellRef] = []
    for word, cell in _seen(cells, sheets).items():
        meaning = arrow_of(word)
        if meaning is None:
            if word not in ("-", "–", "n/a", "N/A") and word not in said.values():
                strange.append(cell)
        else:
            seen.setdefault(meaning, word)
    seen |= {name: word for name, word in said.items() if name not in _NO_SIGNS}
    words = any(arrow_of(seen.get(name, "")) == name for name in ("better", "worse"))
    if not words:
        seen = _whole_set(_as_signs(seen))
    neither: list[str] = []
    if words:
        seen |= _by_number(tables, sheets, series, seen)
        if _says_neither(tables, sheets, answers) is not False:
            neither = [name for name in ("up", "down") if name not in seen and name not in said]
    has_neutral = True if words else _says_neither(tables, sheets, answers)
    if has_neutral is None and said.get("neither") in ("number", "none"):
        has_neutral = said["neither"] == "number"
    missing = (
        [name for name in ("better", "level", "worse") if name not in seen]
        if words
        else [name for name in _PLAIN if name not in seen]
    )
    nothing_seen = not words and len(missing) == len(_PLAIN)
    is_said = bool({*_AS_PERFORMANCE, *_AS_PERFORMANCE.values()} & said.keys())
    if nothing_seen or (not is_said and may_be_five(seen, cells, sheets, printed)):
        missing = [ROWS["arrows"]]
    seen = {name: word for name, word in seen.items() if word.casefold() != "none"}
    items: list[Item] = [Item(name, _ASKED[name], "", cells[0]) for name in missing]
    items += [Item(name, _NEITHER[name], "", cells[0]) for name in neither]
    if has_neutral is None:
        items.append(Item("neither", _NEUTRAL, "none", cells[0]))
    proved, is_proved = shown_by(printed)
    shows = "performance" if words else said.get("shows", proved if is_proved else "")
    if shows not in SHOWS and not words:
        shows = ""
        items.append(
            Item(
                "shows",
                '"performance": up is better; "number": up is more, whether good or not',
                likely_shown(printed),
                cells[0],
            )
        )
    slight, more = _slight(seen, said, cells[0])
    items += more
    within, more = (Decimal(0), []) if words else _within(printed, said, cells[0])
    items += more
    findings += _strange(strange)
    if items:
        what = "What do the arrows say?"
        asked.append(Asked("arrows", what, tuple(items), (), "Arrows wait for it."))
        return {}, "", None, Decimal(0), False
    if shows and is_against(printed, shows):
        findings.append(_against(cells[0]))
        return {}, "", None, Decimal(0), False
    if shows == "performance":
        as_performance = {_AS_PERFORMANCE[k]: v for k, v in seen.items() if k in _AS_PERFORMANCE}
        # where neither way is good there is an arrow only if such rows have one
        kept = {k: v for k, v in seen.items() if k not in _AS_PERFORMANCE or has_neutral}
        seen = {**as_performance, **kept}
    return seen, shows, slight, within, not words and has_neutral is False


def _slight(
    seen: Mapping[str, str], said: Mapping[str, str], cell: CellRef
) -> tuple[Decimal | None, list[Item]]:
    """Return the smallest change that is not slight, and what has to be asked of it."""
    if not {*_SLIGHT, "slightly_better", "slightly_worse"} & seen.keys():
        return None, []
    slight = number_said(said.get("slight", ""))
    about = "the smallest change that is not slight, in the unit shown: 2 is two percentage points"
    return slight, [] if slight is not None else [Item("slight", about, "", cell)]


def _within(
    printed: Sequence[Sample], said: Mapping[str, str], cell: CellRef
) -> tuple[Decimal, list[Item]]:
    """Return the largest change that is none, and what has to be asked of it."""
    least = level_within(printed)
    answer = number_said(said.get("level_within", ""))
    if not least or answer is not None:
        return answer or Decimal(0), []
    about = f"the largest change that still counts as none: {least} did, in the unit shown"
    return Decimal(0), [Item("level_within", about, "", cell)]


def _against(cell: CellRef) -> Finding:
    return warning(
        "D211",
        "The arrows that are printed do not follow from the figures of the month before, so arrows "
        "are not filled.",
        str(cell),
        "If they should, correct them and run lacxl adopt again; else lacxl leaves them to you.",
    )


def _strange(cells: Sequence[CellRef]) -> list[Finding]:
    if not cells:
        return []
    return [
        warning(
            "D205",
            "What is written here is no direction that lacxl knows.",
            ", ".join(map(str, cells[:6])),
            "Say its meaning in the layout, [arrows].",
        )
    ]


def _by_number(
    tables: Sequence[CandidateTable],
    sheets: Sheets,
    series: Mapping[tuple[str, str], Series],
    seen: Mapping[str, str],
) -> dict[str, str]:
    """Return the words that rows have in which neither way is good: those of the number.

    A workbook may write Improving where a number went up, whether that is good or not; then the
    rows that say so are the proof of it.
    """
    there = sheets.there
    votes: dict[str, set[str]] = {}
    for table in tables:
        for entry in table.entries:
            way, arrow = (judging_cell(table, entry, m) for m in ("polarity", "dot"))
            if way is None or arrow is None:
                continue
            if polarity_of(sheets.text(way)) is not Polarity.NONE:
                continue
            own = series.get((table.words.name, entry.reference))
            if own is None or len(own.months) < 2:
                continue
            before, now = (own.numbers[month] for month in own.months[-2:])
            word = text_of(getattr(value := there.get(arrow), "cached", value))
            if word and before != now:
                votes.setdefault("up" if now > before else "down", set()).add(word)
    found: dict[str, str] = {}
    for name, performance in (("up", "better"), ("down", "worse")):
        if votes.get(name) == {seen.get(performance)}:
            found[name] = seen[performance]
    if found and not any(len(words) > 1 for words in votes.values()):
        found.setdefault("up", seen.get("better", ""))
        found.setdefault("down", seen.get("worse", ""))
    return found


def _says_neither(
    tables: Sequence[CandidateTable], sheets: Sheets, answers: Answers
) -> bool | None:
    """Say whether a row may have a word of performance in which neither way is good.

    None where it cannot be told: no row has any yet.
    """
    each_sheet = [replace(t, joined=()) for table in tables for t in table.joined or (table,)]
    neither: list[str] = []
    anywhere = False
    for table in each_sheet:
        for entry in table.entries:
            way, arrow = (judging_cell(table, entry, m) for m in ("polarity", "dot"))
            word = "" if arrow is None else sheets.text(arrow)
            anywhere |= bool(word)
            said = answers.get("polarity", {}).get(entry.reference)
            known = None if way is None else polarity_of(sheets.text(way))
            if arrow is not None and (known is Polarity.NONE or said == Polarity.NONE.value):
                neither.append(word)
    if not neither:
        return False
    if not anywhere:
        return None
    return any(arrow_of(word) is not None for word in neither)


def _as_signs(seen: Mapping[str, str]) -> dict[str, str]:
    """Return arrows by their directions: a layout that was written before has performances."""
    found = dict(seen)
    for sign, name in _AS_PERFORMANCE.items():
        if name in found:
            found.setdefault(sign, found.pop(name))
    return found


def _whole_set(seen: dict[str, str]) -> dict[str, str]:
    """Return arrows with the opposites of those that are seen."""
    opposite = (("↑", "↓"), ("▲", "▼"), ("⬆", "⬇"), ("⇧", "⇩"), ("△", "▽"), ("Up", "Down"))
    found = dict(seen)
    for up, down in opposite:
        if found.get("up") == up:
            found.setdefault("down", down)
        if found.get("down") == down:
            found.setdefault("up", up)
    if "slightly_up" in found or "slightly_down" in found:
        found.setdefault("slightly_up", "↗")
        found.setdefault("slightly_down", "↘")
    return found


def number_said(text: str) -> Decimal | None:
    """Return the number of an answer, None where it is none."""
    try:
        value = Decimal(without_percent(text)[0])
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
