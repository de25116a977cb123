"""In care, starts, ends and why they ended (7.1 to 7.5, 7.7)."""

import pytest
from care_rows import MAY, counted, ep, episodes, frame, share

from lacxl.domain.month import FinancialYear


def test_in_care_on_the_last_day() -> None:
    frames = episodes(
        ep(1, "2015-05-31"),  # starts on the last day
        ep(2, "2015-06-01"),  # a day later
        ep(3, "2014-01-01", "S", "2015-05-31", "E4A"),  # ends on it
        ep(4, "2014-01-01", "S", "2015-06-01", "E4A"),  # a day later
        ep(5, "2015-05-31", "S", "2015-05-31", "E4A"),  # starts and ends on it
    )
    found = counted("7.1", frames)
    assert found.children_in_numerator.tolist() == [1, 4]
    assert found.numerator == 2
    assert found.denominator is None


def test_a_child_with_two_open_episodes_counts_once() -> None:
    assert share("7.1", episodes(ep(1, "2014-01-01"), ep(1, "2015-01-01", "P"))) == (1, None)


@pytest.mark.parametrize("indicator", ["7.1", "7.3", "7.4"])
@pytest.mark.parametrize("status", ["V3", "V4"])
def test_short_breaks_are_left_out(indicator: str, status: str) -> None:
    frames = episodes(
        ep(1, "2015-05-02", legal_status=status),
        ep(2, "2015-05-02", "S", "2015-05-09", "E4A", legal_status=status),
        ep(3, "2015-05-02", "S", "2015-05-09", "E4A"),
        ep(4, "2015-05-02"),
    )
    assert share(indicator, frames)[0] == {"7.1": 1, "7.3": 2, "7.4": 1}[indicator]


def test_nothing_but_short_breaks_is_no_count() -> None:
    frames = episodes(
        ep(1, "2015-05-02", legal_status="V3"), ep(2, "2015-05-02", legal_status="V4")
    )
    found = counted("7.1", frames)
    assert not found.is_counted
    assert found.reason == "no episode is left but short breaks and those without a start"


@pytest.mark.parametrize("end", ["2099-12-31", "2100-01-01", "9999-12-31"])
def test_an_end_far_ahead_is_none_yet_whatever_the_day(end: str) -> None:
    # once: where it was not told what the episodes cover, an end after 2099 stopped the counting
    frames = episodes(ep(1, "2014-01-01", "S", end, "E4A"))
    assert share("7.1", frames, as_at=None) == (1, None)


def test_an_open_episode_with_an_ending_reason_is_open() -> None:
    frames = episodes(ep(1, "2014-01-01", rec="E4A"))
    assert share("7.1", frames) == (1, None)
    assert share("7.4", frames) == (0, None)


def test_starts_and_ends_on_the_months_first_and_last_day() -> None:
    frames = episodes(
        ep(1, "2015-04-30", "S", "2015-05-01", "E4A"),
        ep(2, "2015-05-01", "S", "2015-05-31", "E4A"),
        ep(3, "2015-05-31", "S", "2015-05-31", "E4A"),  # starts and ends on the last day
        ep(4, "2015-06-01", "S", "2015-06-01", "E4A"),
    )
    assert share("7.3", frames) == (2, None)
    assert share("7.4", frames) == (3, None)
    assert share("7.3", frames, "2015-04") == (1, None)
    assert share("7.4", frames, "2015-06") == (1, None)


def test_entering_again_the_same_day_is_an_end_and_a_start() -> None:
    frames = episodes(
        ep(1, "2015-05-01", "S", "2015-05-10", "E4A"), ep(1, "2015-05-10", "S"), ep(2, "2015-05-04")
    )
    assert share("7.3", frames) == (3, None)
    assert share("7.4", frames) == (1, None)
    assert share("7.1", frames) == (2, None)


def test_a_childs_first_start_in_the_year() -> None:
    frames = episodes(
        ep(1, "2015-03-31", "S", "2015-04-10", "E4A"),
        ep(1, "2015-04-20", "S", "2015-05-10", "E4A"),
        ep(1, "2015-05-10", "S", "2015-05-12", "E4A"),
        ep(2, "2015-05-04", "S", "2015-05-05", "E4A"),
        ep(2, "2015-05-04", "S"),  # twice on one day
        ep(3, "2015-05-04", "L"),
    )
    options = {"starts": "first_in_year"}
    assert share("7.3", frames) == (3, None)
    assert share("7.3", frames, **options) == (1, None)
    assert share("7.3", frames, "2015-04", **options) == (1, None)
    assert share("7.3", frames, "2015-03", **options) == (1, None)
    assert counted("7.3", frames, **options).children_in_numerator.tolist() == [2]


def test_an_end_that_continues_or_has_no_reason_is_none() -> None:
    frames = episodes(
        ep(1, "2015-01-01", "S", "2015-05-10", "X1"),
        ep(1, "2015-05-10", "P", "2015-05-20", "E4A"),
        ep(2, "2015-01-01", "S", "2015-05-10", ""),
    )
    assert share("7.4", frames) == (1, None)


def test_permanence_by_the_codes_of_every_year() -> None:
    ends = ["E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48", "E4A", "E3", "X1", ""]
    frames = episodes(
        *(ep(n, "2014-01-01", "S", "2018-03-31", rec) for n, rec in enumerate(ends)),
        *(ep(50 + n, "2014-01-01", "S", "2018-04-01", rec) for n, rec in enumerate(ends)),
    )
    for month in ("2018-03", "2018-04"):
        assert share("7.5", frames, month) == (9, 11)
        assert share("7.5", frames, month, permanence=("E11",)) == (1, 11)
        assert share("7.7", frames, month) == (2, 11)
        assert share("7.7", frames, month, adopted_of="permanence") == (2, 9)


def test_the_rate_needs_the_population_of_the_year() -> None:
    frames = episodes(ep(1, "2014-01-01"))
    population = {FinancialYear(2015): 56_105}
    assert share("7.2", frames, population=population) == (1, 56_105)
    missing = counted("7.2", frames, "2015-03", population=population)
    assert missing.reading().is_missing
    assert missing.reason == "the population of 2014/15 is not set"


def test_a_start_that_is_not_known_is_left_out_and_said() -> None:
    frames = episodes(ep(1, None), ep(2, "2015-05-04"))
    for indicator in ("7.1", "7.3"):
        found = counted(indicator, frames)
        assert found.numerator == 1
        assert [out.cases for out in found.left_out] == [1]
        (finding,) = found.findings()
        assert (finding.code, finding.where) == ("M101", f"{indicator} May-15 from test")


def test_the_funnel_tells_the_way() -> None:
    frames = episodes(
        ep(1, "2014-01-01", "S", "2015-05-31", "E12"),
        ep(2, "2014-01-01", "S", "2015-05-31", "X1"),
        ep(3, "2014-01-01", "S", "2015-05-31", "E4A", legal_status="V4"),
        ep(4, "2014-01-01", "S", "2015-05-31", "E4A"),
        ep(5, "2014-01-01"),
    )
    found = counted("7.5", frames)
    assert [step.left for step in found.funnel] == [5, 4, 3, 2, 1, 2, 1]
    assert found.funnel[2].words == "ended in May 2015"
    assert "E43, E44" in found.funnel[4].words
    assert found.files == ("episodes.csv",)
    assert found.children_in_denominator.tolist() == [1, 4]
    assert found.children_in_numerator.tolist() == [1]


def in_care(*rows: dict) -> dict:
    return {"in_care": frame("in_care", rows)}


def test_annex_a_counts_its_own_month_only() -> None:
    frames = in_care(
        {"child": 1, "started": "2015-05-04", "legal_status": "C2"},
        {"child": 2, "started": "2014-05-04", "ceased": "2015-05-31", "rec": "E12"},
        {"child": 3, "started": "2014-05-04", "ceased": "2015-04-30", "rec": "E4A"},
        {"child": 4, "started": "2014-05-04", "ceased": "2015-05-30"},
        {"child": 5, "started": "2014-05-04", "legal_status": "V4"},
    )
    may = "2015-05"
    as_at = counted("7.1", frames).month
    assert share("7.1", frames, as_at=as_at) == (1, None)
    assert share("7.3", frames, as_at=as_at) == (1, None)
    assert share("7.7", frames, as_at=as_at) == (1, 1)
    ceased = counted("7.4", frames, may, as_at=as_at)
    assert ceased.numerator == 1
    assert [out.cases for out in ceased.left_out] == [1]  # the reason is not known
    other = counted("7.1", frames, "2015-04", as_at=as_at)
    assert not other.is_counted
    assert "as at May-15" in other.reason


def test_months_that_the_records_do_not_cover() -> None:
    frames = episodes(ep(1, "2015-03-04"))
    assert "go up to Mar-15" in counted("7.1", frames, "2015-05", as_at=None).reason
    assert "begin in Mar-15" in counted("7.1", frames, "2015-02").reason
    month = counted("7.1", frames).month
    assert "begin in May-15" in counted("7.1", frames, "2015-04", since=month).reason
    assert "looks back 11 months" in counted("9.2", frames, since=month).reason
    assert counted("7.1", frames, since=month).is_counted


def test_what_is_missing_is_named() -> None:
    assert counted("7.1", {}).reason == "the source has no episodes of care"
    assert counted("7.8", {}).reason.startswith("the source has neither")
    assert counted("7.6", episodes(ep(1, "2014-01-01"))).reason == "the source has no reviews"
    lacking = {"episodes": frame("episodes", [ep(1, "2014-01-01")], without=["rec"])}
    assert counted("7.4", lacking).reason == "the source gives no 'rec' in episodes"
    by_list = {"in_care": frame("in_care", [{"child": 1}], without=["rec"])}
    assert counted("7.4", by_list, as_at=MAY).reason == "the source gives no 'rec' in in_care"
    empty = {"episodes": frame("episodes", [])}
    assert counted("7.1", empty).reason == "the episodes of care of the source have no rows"
    assert counted("7.1", empty).findings() == ()


@pytest.mark.parametrize("indicator", ["7.1", "7.4", "7.6", "7.12", "9.1", "9.2", "10.1", "10.2"])
def test_months_in_which_nobody_was_in_care(indicator: str) -> None:
    frames = {
        **episodes(ep(1, "2010-01-01", "S", "2011-01-01", "E12")),
        "reviews": frame("reviews", [{"child": 1, "held": "2010-02-01"}]),
        "visits": frame("visits", [{"child": 1, "date": "2010-02-01"}]),
        "adoptions": frame("adoptions", [{"child": 1, "decided": "2010-02-01"}]),
    }
    assert share(indicator, frames) == (0, None if indicator in ("7.1", "7.4") else 0)


def test_a_year_that_was_typed_wrongly_stops_nothing() -> None:
    frames = episodes(ep(1, "1975-05-01", "S", "1976-01-01", "E4A"), ep(2, "2015-05-01"))
    assert share("7.1", frames, as_at=None) == (1, None)
    assert "go up to Jan-90" in counted("7.1", episodes(ep(1, "1975-05-01")), as_at=None).reason
