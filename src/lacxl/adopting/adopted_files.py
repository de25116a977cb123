"""The files of an adopted workbook: settings, layout and catalogue, for a person to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lacxl.adopting.answers import one_line, quoted
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.said_limits import LEAVE, NONE, setting
from lacxl.catalogue.own_layouts import ARROWS, LIGHTS
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.workbook.layout.heading_words import Time

LAYOUT, CATALOGUE, ANSWERS, MAP = (
    "lacxl-layout.toml",
    "lacxl-catalogue.toml",
    "lacxl-answers.toml",
    "lacxl-map.html",
)
_HEADINGS = {
    "number": "the references of the indicators",
    "indicator": "their titles",
    "part": "which part of a figure a row shows",
    "value": "figures; months, quarters and years are known by themselves",
    "previous_year": "the outturn of the year before",
    "ytd": "the year to date",
    "numerator": "what a figure is worked out from",
    "denominator": "and what it is of",
    "target": "targets",
    "polarity": "which way is good",
    "green": "from where it is green",
    "amber": "what is amber",
    "red": "from where it is red",
    "tolerance": "how far from its target a figure is still amber",
    "comment": "comments, which lacxl leaves alone",
    "dot": "direction of travel",
    "rag": "lights",
    "ignored": "columns that lacxl leaves alone",
}


def settings_text(
    workbook: str,
    title: str,
    proposal: Proposal,
    extracts: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return lacxl.toml; `extracts` are other files that are read, by their keys."""
    lines = [
        "# What lacxl does in this folder. Everything left out has a sensible default.",
        "",
        "[workbook]",
        f"file = {quoted(workbook)}",
        f"title = {quoted(title)}",
        f'layout = "{LAYOUT}"      # where the figures are, by the words of your headings',
        f'catalogue = "{CATALOGUE}"   # your indicators',
        'formulas = "keep"                  # your own formulas stay, and are compared',
        "",
        "[extracts]",
        'readings = "readings.csv"',
        *(f"{key} = {quoted(file)}" for key, file in extracts.items()),
    ]
    for each in proposal.indicators:
        limits = {"target": each.target, "amber": each.amber}
        said = {k: v for k, v in limits.items() if v and v.casefold() not in (NONE, LEAVE)}
        if said and not each.left_out:
            lines += ["", f"[indicators.{quoted(each.reference)}]   # {one_line(each.title)}"]
            lines += [f"{key} = {setting(limit, each.unit)}" for key, limit in said.items()]
    return "\n".join(lines) + "\n"


def catalogue_text(proposal: Proposal) -> str:
    """Return the catalogue: each indicator by its reference, as far as it is known."""
    lines = [
        "# Your indicators, by the references of your workbook.",
        "# kind     flow (adds up over the year), snapshot (at the end of a month), rolling",
        "#          (the last twelve months) or unknown: then quarters and years wait for it.",
        "# unit     count, percentage, rate or mean.",
        "# polarity high, low or none, where the workbook has no column that says it.",
        "# measure  the indicator of lacxl that counts the very same (docs/indicators.md). Take",
        "#          the # away if it does, and the figure can be counted from children's records.",
        "",
        "only = true   # the indicators that come with lacxl are not in this report",
    ]
    for each in proposal.indicators:
        if each.left_out or each.unit is None:
            continue
        lines += ["", f"[indicators.{quoted(each.reference)}]", f"title = {quoted(each.title)}"]
        lines.append(f'kind = "{each.kind.value if each.kind else "unknown"}"')
        lines.append(f'unit = "{each.unit.value}"')
        if each.unit is Unit.RATE:
            lines.append(f"per = {each.per}")
        if each.polarity not in (None, Polarity.NONE):
            assert each.polarity is not None  # noqa: S101
            lines.append(f'polarity = "{each.polarity.value}"')
        if proposal.judged == "ytd" and each.kind is Kind.FLOW:
            lines.append('basis = "ytd"   # its light judges the year to date')
        if each.measure:
            lines.append(f'# measure = "{each.measure}"')
    return "\n".join(lines) + "\n"


def layout_text(proposal: Proposal) -> str:
    """Return the layout: the tables by their headings, and the words of lights and arrows."""
    lines = [
        "# Where the figures of your workbook are, by the words of its headings. Case, blanks and",
        "# punctuation do not matter. Columns may move and rows may be inserted.",
    ]
    signs = proposal.signs
    known = [each for each in proposal.indicators if not each.left_out]
    unrated = [each.reference for each in known if each.polarity is None or not proposal.judged]
    without_target = [each.reference for each in known if each.reference in proposal.without_target]
    untargeted = [
        each.reference
        for each in known
        if each.reference in proposal.without_place - proposal.without_target
        and each.target.casefold() in ("", LEAVE)
    ]
    undirected = [
        each.reference
        for each in known
        if (each.polarity is None and signs.shows != "number")
        or (signs.without_neutral and each.polarity is Polarity.NONE)
    ]
    if signs.lights or signs.own_colours:
        lines += ["", "[lights]"]
        lines += [
            f"{name} = {quoted(signs.lights[name])}" for name in LIGHTS if name in signs.lights
        ]
        if signs.own_colours:
            lines.append("own_colours = true   # the workbook colours them by rules of its own")
        without = [each.reference for each in known if each.amber == "none"]
        if signs.uses_amber:
            lines.append("amber_needed = true   # no light between green and a limit not known")
        if without:
            lines.append(f"without_amber = {_list(without)}")
        if without_target:
            lines.append(f"without_target = {_list(without_target)}")
        if untargeted:
            lines.append(f"untargeted = {_list(untargeted)}   # no light without a target")
        if unrated:
            lines.append(f"unrated = {_list(unrated)}   # it is not known which way is good")
    if signs.arrows:
        lines += ["", "[arrows]"]
        lines += [
            f"{name} = {quoted(signs.arrows[name])}" for name in ARROWS if name in signs.arrows
        ]
        lines.append(f"shows = {quoted(signs.shows)}")
        if signs.slight is not None:
            lines.append(f"slight = {signs.slight}")
        if signs.within:
            lines.append(f"level_within = {signs.within}   # a change up to this is none")
        if undirected:
            lines.append(f"undirected = {_list(undirected)}   # it is not known which way is good")
    for table in proposal.filled:
        lines += ["", *_table(table, proposal)]
    return "\n".join(lines) + "\n"


def _words(known: Mapping[str, str], order: Iterable[str]) -> list[str]:
    return [f"{name} = {quoted(known[name])}" for name in order if name in known]


def _table(table: CandidateTable, proposal: Proposal) -> Iterator[str]:
    words = table.words
    yield "[[tables]]"
    yield f"name = {quoted(words.name)}"
    if words.time is not Time.SHEETS:
        yield f"sheet = {quoted(words.sheet)}"
    yield f'time = "{words.time.value}"   # {_TIME[words.time]}'
    yield from _percentages(table, proposal)
    if words.name in proposal.latest_ytd:
        yield "latest_ytd = true   # a snapshot's year to date shows its latest month"
    if words.year is not None:
        yield f'year = "{words.year}"   # of the months, which are headed without one'
    if proposal.tolerance:
        yield f"tolerance = {quoted(proposal.tolerance)}"
    if proposal.amber_within:
        yield f"amber_within = {quoted(proposal.amber_within)}   # of all where no cell says it"
    if proposal.edge:
        yield f"edge = {quoted(proposal.edge)}   # the light of a figure where red and amber meet"
    known = {each.reference for each in proposal.indicators if not each.left_out}
    if words.time is Time.DOWN:
        yield "columns = ["
        for entry in table.entries:
            if entry.reference not in known:
                continue
            for part, heading in entry.headings.items():
                shows = "" if part == "value" else f', shows = "{part}"'
                name = quoted(entry.reference)
                below = entry.below.get(part, "")
                more = f"{shows}, below = [{quoted(below)}]" if below else shows
                yield f"  {{ indicator = {name}, header = [{quoted(heading)}]{more} }},"
        yield "]"
        return
    yield "[tables.headings]"
    for meaning, spellings in words.headings.items():
        why = f"   # {_HEADINGS[meaning]}" if meaning in _HEADINGS else ""
        yield f"{meaning} = {_list(spellings)}{why}"
    if len(words.parts) > 1:
        yield "[tables.parts]"
        for part, spellings in words.parts.items():
            yield f"{part} = {_list(spellings)}"


_TIME = {
    Time.ACROSS: "a row for each indicator, a column for each period",
    Time.DOWN: "a column for each indicator, a row for each period",
    Time.SHEETS: "a sheet for each month",
}


def _percentages(table: CandidateTable, proposal: Proposal) -> Iterator[str]:
    """Yield how the percentages of a table are written, and those that are written otherwise."""
    own = {entry.reference for entry in table.entries}
    scales = {
        each.reference: each.points
        for each in proposal.indicators
        if each.reference in own and each.unit is Unit.PERCENTAGE and not each.left_out
    }
    if not scales:
        return
    points = sum(scales.values()) * 2 > len(scales)
    yield f'percentages = "{"points" if points else "fractions"}"'
    if others := [reference for reference, scale in scales.items() if scale is not points]:
        yield f"written_otherwise = {_list(others)}   # these are the other way round"


def _list(words: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(quoted(word) for word in words)}]"
