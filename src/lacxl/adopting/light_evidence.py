"""What printed lights prove: whether they judge the month or the year to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.adopting.evidence import Series
from lacxl.adopting.printed_cells import Sheets, judging_cell
from lacxl.adopting.proposal import KnownIndicator
from lacxl.adopting.vocabulary import light_of
from lacxl.domain.indicator import Figure, Kind, Polarity, Target, Unit
from lacxl.domain.limits import limits_of
from lacxl.domain.rating import Rag, rag
from lacxl.domain.reading import Measured
from lacxl.domain.scale import Scale, target_of

MONTH, YTD = BASES = ("month", "ytd")
_LIGHTS = {Rag.GREEN: "green", Rag.AMBER: "amber", Rag.RED: "red"}


def bases(
    tables: Sequence[CandidateTable],
    indicators: Sequence[KnownIndicator],
    series: Mapping[tuple[str, str], Series],
    sheets: Sheets,
    edge: str,
) -> Iterator[tuple[bool, bool]]:
    """Yield for each flow with both whether its light fits the month, and the year to date."""
    known = {each.reference: each for each in indicators}
    for table in tables:
        for entry in table.entries:
            indicator = known[entry.reference]
            own = series[table.words.name, entry.reference]
            so_far = own.so_far
            light = judging_cell(table, entry, "rag")
            if so_far is None or light is None or not own.months or indicator.unit is None:
                continue
            if indicator.kind in (Kind.SNAPSHOT, Kind.ROLLING):
                continue
            seen = light_of(sheets.there.get(light))
            target = _target(table, entry, indicator, sheets, edge)
            if seen not in _LIGHTS.values() or target is None:
                continue
            figure = Figure("", indicator.unit)
            scale = 100 if indicator.points and indicator.unit is Unit.PERCENTAGE else 1
            assert indicator.polarity is not None  # noqa: S101 - a target has one
            lights = [
                _LIGHTS[rag(Measured(n / scale), figure, indicator.polarity, target)]
                for n in (own.numbers[own.months[-1]], so_far)
            ]
            known_amber = target.amber is not None
            month, ytd = (
                light == seen or (not known_amber and "green" not in (light, seen))
                for light in lights
            )
            yield month, ytd


def basis_by(found: Sequence[tuple[bool, bool]]) -> str:
    """Return which of the two all lights fit, "" where both do or neither."""
    fits = [all(each[i] for each in found) for i in (0, 1)]
    if not found or fits[0] == fits[1]:
        return ""
    return MONTH if fits[0] else YTD


def _target(
    table: CandidateTable,
    entry: ShownIndicator,
    indicator: KnownIndicator,
    sheets: Sheets,
    edge: str,
) -> Target | None:
    unit, polarity = indicator.unit, indicator.polarity
    if unit is None or polarity in (None, Polarity.NONE):
        return None
    bands = {
        name: limits_of(text, unit=unit, points=indicator.points)
        for name in ("green", "amber", "red", "target")
        if (at := judging_cell(table, entry, name)) is not None and (text := sheets.text(at))
    }
    if bands.get("green") is not None:
        scale = target_of(
            bands["green"], bands.get("amber"), bands.get("red"), polarity, unit=unit, edge=edge
        )
        return scale.target if isinstance(scale, Scale) else None
    wanted = bands.get("target")
    if wanted is None:
        return None
    end = wanted.low if wanted.low is not None else wanted.high
    return None if end is None else Target(end)
