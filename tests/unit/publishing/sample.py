"""Made-up publications: one as a council would hand it out, one that means harm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from lacxl.domain.indicator import Unit
from lacxl.domain.month import Month
from lacxl.publishing.publication import (
    NOTHING,
    Narrative,
    Publication,
    PublishedLine,
    ShownStatus,
    TidyLine,
    TidyPart,
    Value,
)

SHA256 = "3b9c358f36f0a31b6ad3e14f309c7cf198ac9246e8316f9ce543d5b19ac02b80"
MONTHS = tuple(Month(2015, 4) + i for i in range(8))
KEPT_BACK = Value(ShownStatus.SUPPRESSED, "c", note="It rests on few children.")
NOT_APPLICABLE = Value(ShownStatus.NOT_APPLICABLE, "z")
YTD = "April to November 2015"


def percentage(text: str) -> Value:
    """Return a printed percentage: 36.4 is 36.4%."""
    return Value(ShownStatus.SHOWN, f"{text}%", Decimal(text).scaleb(-2), _places(text))


def number(text: str) -> Value:
    """Return a printed number: 1,132 or 566.0."""
    return Value(ShownStatus.SHOWN, text, Decimal(text.replace(",", "")), _places(text))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _values(unit: Unit, texts: str) -> tuple[Value, ...]:
    make = percentage if unit is Unit.PERCENTAGE else number
    signs = {"c": KEPT_BACK, "x": NOTHING, "z": NOT_APPLICABLE}
    return tuple(signs.get(text) or make(text) for text in texts.split())


def _entries(
    part: TidyPart, months: Iterable[tuple[str, Value]], of: dict[str, tuple[str, str]]
) -> tuple[TidyLine, ...]:
    found = []
    for period, value in months:
        found.append(TidyLine(part, period, value))
        if period in of:
            above, below = of[period]
            found.append(TidyLine(TidyPart.NUMERATOR, period, number(above)))
            found.append(TidyLine(TidyPart.DENOMINATOR, period, number(below)))
        elif value.status is ShownStatus.SUPPRESSED:
            found.append(TidyLine(TidyPart.NUMERATOR, period, KEPT_BACK))
            found.append(TidyLine(TidyPart.DENOMINATOR, period, KEPT_BACK))
    return tuple(found)


def line(
    label: str,
    title: str,
    unit: Unit,
    months: str,
    ytd: str = "z",
    *,
    good: str = "High",
    target: str = "",
    years: str = "",
    benchmarks: str = "",
    light: str = "Not rated",
    direction: str = "► level",
    signal: str = "",
    definition: str = "",
    of: dict[str, tuple[str, str]] | None = None,
) -> PublishedLine:
    """Return a line whose figures are given as printed, with blanks between them."""
    named = tuple(zip((m.long for m in MONTHS), _values(unit, months), strict=True))
    to_date = _values(unit, ytd)[0]
    all_of_them = (*named, (YTD, to_date))
    return PublishedLine(
        label,
        label.partition(" ")[0],
        title,
        unit,
        good,
        target,
        named,
        to_date,
        tuple(zip(("2013/14", "2014/15"), _values(unit, years), strict=False)),
        tuple(
            zip(("England 2014/15", "South East 2014/15"), _values(unit, benchmarks), strict=False)
        ),
        light,
        direction,
        _entries(TidyPart.of_unit(unit), all_of_them, of or {}),
        definition,
        signal,
        _summary(title, named),
        _target(unit, target),
    )


def _summary(title: str, months: tuple[tuple[str, Value], ...]) -> str:
    shown = [(name, value.text) for name, value in months if value.status is ShownStatus.SHOWN]
    if not shown:
        return f"{title}: no month is shown."
    hidden = len(months) - len(shown)
    said = f"{title}: {shown[0][1]} in {shown[0][0]}, {shown[-1][1]} in {shown[-1][0]}."
    return f"{said} {hidden} of the {len(months)} months are not shown." if hidden else said


def _target(unit: Unit, target: str) -> Decimal | None:
    if not target:
        return None
    digits = Decimal(target.removesuffix("%").replace(",", ""))
    return digits.scaleb(-2) if unit is Unit.PERCENTAGE else digits


def publication() -> Publication:
    """Return November 2015 of a council that is made up."""
    return Publication(
        "Corporate Parenting",
        "Westshire County Council",
        Month(2015, 11),
        2,
        SHA256,
        "2015-12-04",
        YTD,
        _lines(),
        lights_changed=(
            "7.6 Reviews held in time: from Amber in October to Red in November 2015.",
            "9.1 Care leavers in suitable accommodation: from Red to Green.",
        ),
        signals=("7.1 Children looked after: eight months in a row above the average.",),
        restated=(
            (
                "7.6 Reviews held in time, April 2015: 95.8% instead of 94.8%. Three reviews had "
                "been entered late."
            ),
        ),
        narratives=(
            Narrative(
                "Reviews and visits",
                (
                    (
                        "Reviews were held late in two homes because a reviewing officer was ill. "
                        "Cover has been in place since 16 November."
                    ),
                    "Visits to children placed outside the county stayed in time.",
                ),
            ),
            Narrative(
                "Voice of the child", ("The council met in October and asked for more choice.",)
            ),
        ),
        notes=(
            "School attendance comes from the spring census and is a month late.",
            "Dental checks in November are not complete: one practice sends its list on paper.",
        ),
        rounding="Percentages are shown with one decimal, rounded half up, so they may not add up.",
    )


def _lines() -> tuple[PublishedLine, ...]:
    share = Unit.PERCENTAGE
    return (
        line("7.1", "Children looked after at the month's end", Unit.COUNT,
             "409 406 411 415 418 421 424 1,132", good="Neither", years="402 408",
             direction="↑ number up", signal="Eight months in a row above the average",
             definition="Children looked after on the last day of the month."),
        line("7.2", "Children looked after, for 10,000 residents under 18", Unit.RATE,
             "72.9 72.4 73.3 74.0 74.5 75.0 75.6 75.9", good="Low", target="70.0",
             years="71.0 72.5", benchmarks="60.0 47.0", light="Red",
             direction="▼ worse, off target"),
        line("7.5 (number)", "Children with three or more placements in the year", Unit.COUNT,
             "6 c 7 8 c 9 9 11", good="Low", direction="▼ worse"),
        line("7.5 (percentage)", "Children with three or more placements in the year", share,
             "1.5 c 1.7 1.9 c 2.1 2.1 2.6", good="Low", target="10.0%", benchmarks="10.0 11.0",
             light="Green", direction="▼ worse, within target"),
        line("7.6", "Reviews held in time", share, "95.8 90.0 93.1 94.4 96.0 97.2 95.1 88.9",
             "93.6", target="98.0%", years="97.0 96.2", benchmarks="90.5 x", light="Red",
             direction="▼ worse, off target",
             of={"April 2015": ("68", "71"), YTD: ("583", "623")},
             definition="Reviews held on or before the day they were due, of all that were due."),
        line("7.7", "Health assessments in time", share, "x x x x x x x x", "x",
             target="95.0%", direction="– none"),
        line("9.1", "Care leavers in suitable accommodation", share,
             "71.7 71.1 69.8 c c 68.0 69.1 72.5", "70.4", target="70.0%", years="68.0 70.9",
             benchmarks="81.0 77.0", light="Green", direction="▲ better"),
        line("10.2", "Days from entering care to moving in with an adoptive family", Unit.MEAN,
             "c c c c c c c c", "463.3", good="Low", target="487", years="512.0 498.5",
             benchmarks="593.0 z", light="c", direction="c"),
    )  # fmt: skip


HOSTILE = (
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&amp; &lt; ]]> <!-- -->",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "الأطفال تحت الرعاية",
    "👩‍👧 \u202e gnp.exe",
    "a\x00b\x1bc\x07d\x9be\ufffef",
    "half \ud83d of a pair",
    "_x0041_ _x000D_",
    "two\r\nlines\tand a tab",
    "",
)
"""Texts that break forms which are not written with care."""


def hostile() -> Publication:
    """Return a publication in which every text means harm."""
    honest = publication()
    lines = tuple(
        replace(
            each,
            label=f"{text}{number}",
            title=text,
            target=text,
            good=text,
            light=text,
            direction=text,
            definition=text,
            signal=text,
            summary=text,
            months=tuple((f"{text}{at}", value) for at, (_, value) in enumerate(each.months)),
            entries=tuple(
                replace(entry, period=text, value=replace(entry.value, note=text))
                for entry in each.entries
            ),
        )
        for number, text in enumerate(HOSTILE)
        for each in honest.lines[number % 4 : number % 4 + 1]
    )
    return replace(
        honest,
        title='../=A/B:C*?"<>|\x00 \ud800 . ',
        council="=1+1",
        ytd_heading="=NOW()",
        lines=lines,
        lights_changed=HOSTILE,
        signals=HOSTILE,
        restated=HOSTILE,
        notes=(*HOSTILE, "long " * 6_400, "x" * 32_768, "👩" * 20_000),
        narratives=tuple(Narrative(text, HOSTILE) for text in HOSTILE),
        rounding="=A1",
    )
