"""SSDA903: the yearly return as CSV modules, the whole history at once or a folder a year."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from lacxl.domain.month import FinancialYear, Month
from lacxl.synth.calendar_days import add_months, birthday, completed_years
from lacxl.synth.codes import ADOPTED, SHORT_BREAKS, activity_code, sex_code
from lacxl.synth.known_at import known_at
from lacxl.synth.life import Council, Episode, Life
from lacxl.synth.oracle.snapshots import category, last_by, on_list
from lacxl.synth.writing.csv_file import CsvFile, british

COLUMNS: Final = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
    ),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": (
        "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS",
        "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED",
        "INTERVENTION_OFFERED",
    ),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "ad1": (
        "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR",
        "LS_ADOPTR",
    ),
    "placed_for_adoption": (
        "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED",
    ),
    "previous_permanence": ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "sw_episodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
}  # fmt: skip
"""The modules and their columns."""

_ALWAYS: Final = ("header", "episodes", "reviews")
_WORKERS_SINCE: Final = dt.date(2023, 4, 1)
COUNTED: Final = frozenset({"relevant", "former relevant", "qualifying"})


class _Span(NamedTuple):
    """The days that a return covers, and the day on which outcomes are taken."""

    since: dt.date
    until: dt.date
    outcomes: dt.date | None


def write_ssda903(council: Council, folder: Path, year_end: Month | None = None) -> None:
    """Write the modules: the whole history, or the return of the year that ends with a March.

    The return holds the episodes open at any time in its year, as they were at its end: later
    ends are blank. Outcomes (OC2, OC3) are those of a March, so a history that ends in another
    month has none. A module without rows is left out, except the first three.
    """
    if year_end is None:
        march = council.last == council.last.financial_year.last
        span = _Span(dt.date.min, council.today, council.today if march else None)
    else:
        span = _span(year_end.financial_year, council)
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(
                CsvFile(folder / f"{name}.csv", columns, empty=name in _ALWAYS)
            )
            for name, columns in COLUMNS.items()
        }
        for life in council.lives:
            _write_life(files, life, span)


def write_ssda903_years(council: Council, folder: Path, since: FinancialYear | None = None) -> None:
    """Write one return a year: 2013-14/episodes.csv and so on; the last may be part of a year.

    Without `since` it begins with the first year that has an episode.
    """
    if since is None:
        days = (life.episodes[0].start for life in council.lives if life.episodes)
        since = Month.of(min(days, default=council.today)).financial_year
    year = since
    while year <= council.last.financial_year:
        write_ssda903(council, folder / f"{year.start}-{(year.start + 1) % 100:02d}", year.last)
        year += 1


def _span(year: FinancialYear, council: Council) -> _Span:
    until = min(year.last.last_day, council.today)
    whole = until == year.last.last_day
    return _Span(year.first.first_day, until, until if whole else None)


def _write_life(files: dict[str, CsvFile], life: Life, span: _Span) -> None:
    life = known_at(life, span.until)
    episodes = [
        episode for episode in life.episodes if episode.end is None or episode.end >= span.since
    ]
    leaver = span.outcomes is not None and _counted_leaver(life, span.outcomes)
    if not episodes and not leaver:
        return
    child, dob, sex = str(life.child), british(life.dob), sex_code(life.sex, span.until)
    who = f"{child},{dob}"
    upn = f"A{life.child:012d}"[:13]
    mother = "0" if life.sex == 2 and completed_years(life.dob, span.until) >= 13 else ""
    files["header"].plain(f"{child},{sex},{dob},{life.ethnicity},{upn},{mother},")
    _episodes(files["episodes"], life, episodes)
    code = "PN0" if completed_years(life.dob, span.until) < 4 else "PN1"
    for day in life.reviews:
        if day >= span.since:
            files["reviews"].plain(f"{who},{british(day)},{code}")
    if life.uasc:
        files["uasc"].row(child, sex, dob, british(birthday(life.dob, 18)))
    if episodes:
        _adoption(files, life, who, episodes, span)
        _others(files, life, who, episodes, span)
    if span.outcomes:
        _oc2(files["oc2"], life, who, span.outcomes)
        if leaver:
            _oc3(files["oc3"], life, who, span.outcomes)


def _episodes(file: CsvFile, life: Life, episodes: list[Episode]) -> None:
    for (
        start, rne, status, placement_type, end, rec, provider, postcode, urn, reason
    ) in episodes:  # fmt: skip
        file.plain(
            f"{life.child},{british(start)},{rne},{status},{life.need},{placement_type},{provider},"
            f"{british(end)},{rec},{reason},{life.home},{postcode},{urn}"
        )


def _adoption(
    files: dict[str, CsvFile], life: Life, who: str, episodes: list[Episode], span: _Span
) -> None:
    adoption, last = life.adoption, episodes[-1]
    if adoption is None:
        return
    if adoption.decided:
        files["placed_for_adoption"].plain(
            f"{who},{british(adoption.decided)},{british(adoption.reversed)},"
            f"{adoption.reversed_reason}"
        )
    if last.rec in ADOPTED and last.end and adoption.matched:
        matched = british(adoption.matched)
        carer = "1" if adoption.by_foster_carer else "0"
        files["ad1"].plain(f"{who},{matched},{matched},{carer},2,MF,L11")


def _others(
    files: dict[str, CsvFile], life: Life, who: str, episodes: list[Episode], span: _Span
) -> None:
    if any(episode.rne == "S" and episode.start >= span.since for episode in episodes):
        files["previous_permanence"].plain(f"{who},Z1,,")
    for start, end in life.missing:
        if end is None or end >= span.since:
            files["missing"].plain(f"{who},M,{british(start)},{british(end)}")
    if span.until >= _WORKERS_SINCE and episodes[-1].legal_status not in SHORT_BREAKS:
        since = max(episodes[-1].start, _WORKERS_SINCE)
        end = episodes[-1].end
        if end is None or end >= since:
            reason = "OTHERS" if end else ""
            worker = f"SW{life.child % 40 + 1}"
            files["sw_episodes"].plain(f"{who},{worker},{british(since)},{british(end)},{reason}")


def _oc2(file: CsvFile, life: Life, who: str, day: dt.date) -> None:
    """Write the health of a child looked after for a year to the day."""
    start = None
    for episode in life.episodes:
        if episode.rne == "S" and episode.legal_status not in SHORT_BREAKS:
            start = episode.start
    last = life.episodes[-1] if life.episodes else None
    still = last is not None and (last.end is None or last.end > day)
    if start is None or not still or start > add_months(day, -12):
        return
    year_ago = add_months(day, -12)
    checked = str(int((last_by(life.health, day) or dt.date.min) > year_ago))
    teeth = str(int((last_by(life.dental, day) or dt.date.min) > year_ago))
    age = completed_years(life.dob, day)
    score = str(life.child % 30) if 4 <= age <= 16 else ""
    under_five = checked if age < 5 else ""
    convicted = "0" if age >= 10 else ""
    file.plain(f"{who},{score},,{convicted},{under_five},1,{teeth},{checked},0,,")


def _counted_leaver(life: Life, day: dt.date) -> bool:
    if not on_list(life, day) or category(life, day) not in COUNTED:
        return False
    return 16 <= completed_years(life.dob, day) <= 24


def _oc3(file: CsvFile, life: Life, who: str, day: dt.date) -> None:
    assert life.leaver is not None  # noqa: S101 - only care leavers come here
    situation = [one for one in life.leaver.situations if one.since <= day][-1]
    if situation.touch == "YES":
        activity = activity_code(situation.activity, day)
        home = f"{situation.accommodation}{1 if situation.suitable else 2}"
    else:
        activity, home = "0", "0"
    file.plain(f"{who},{situation.touch},{activity},{home}")
