"""Which source stands, and where two differ; the options and what is written of them."""

import re
import tomllib
from dataclasses import fields, replace
from decimal import Decimal
from importlib import resources
from pathlib import Path

from lacxl.domain.month import Month
from lacxl.records import INDICATORS, USED_BY, Counted, Options, choose
from lacxl.records.counting.counted import LeftOut

MAY = Month(2015, 5)


def by(
    source: str, indicator: str, numerator: int | None, denominator: int | None = None
) -> Counted:
    return Counted(
        indicator, MAY, source,
        None if numerator is None else Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        reason="" if numerator is not None else f"{source} has none",
    )  # fmt: skip


def test_the_order_decides_and_a_difference_is_said() -> None:
    choice = choose([by("annex_a", "7.4", 11), by("ssd", "7.4", 12)], ["ssd", "annex_a"])
    assert [each.source for each in choice.chosen] == ["ssd"]
    (finding,) = choice.differences
    assert finding.code == "M110"
    assert finding.where == "7.4 May-15"
    assert "7.4 is 12 by ssd and 11 by annex_a. ssd is used." in finding.what


def test_only_what_is_shown_can_differ() -> None:
    same = [by("a", "7.7", 3636, 10_000), by("b", "7.7", 3637, 10_000)]
    assert choose(same, ["a"]).differences == ()
    other = [by("a", "7.7", 3636, 10_000), by("b", "7.7", 3646, 10_000)]
    assert "36.4% by a and 36.5% by b" in choose(other, ["a"]).differences[0].what
    both = [by("a", "7.5", 4, 11), by("b", "7.5", 4, 12)]
    assert (
        "7.5 (percentage) is 36.4% by a and 33.3% by b" in choose(both, ["a"]).differences[0].what
    )


def test_a_source_that_cannot_count_gives_way() -> None:
    choice = choose([by("a", "7.8", None), by("b", "7.8", 3, 4)], ["a", "b"])
    assert [(each.source, each.numerator) for each in choice.chosen] == [("b", 3)]
    assert choice.differences == ()


def test_a_source_that_left_all_its_cases_out_gives_way() -> None:
    """It says that there were cases, and nothing of them."""
    nothing = replace(by("a", "10.3", 0, 0), left_out=(LeftOut("no date", 4),))
    both = choose([nothing, by("b", "10.3", 900, 4)], ["a", "b"])
    assert [(each.source, each.numerator) for each in both.chosen] == [("b", 900)]
    assert len(both.differences) == 1
    assert choose([nothing], ["a"]).chosen == (nothing,)
    none_at_all = by("a", "10.3", 0, 0)
    assert choose([none_at_all, by("b", "10.3", 900, 4)], ["a", "b"]).chosen == (none_at_all,)


def test_where_none_can_all_reasons_stand() -> None:
    choice = choose([by("b", "7.8", None), by("a", "7.8", None)], [])
    assert [each.reason for each in choice.chosen] == ["a: a has none; b: b has none"]


OPTIONS = {field.name for field in fields(Options)}


def test_the_definitions_and_the_options_name_the_same() -> None:
    page = (Path(__file__).parents[4] / "docs" / "definitions.md").read_text("utf-8")
    bold = set(re.findall(r"\*\*([a-z0-9_]+)\*\*", page)) - {"bold"}
    assert bold == OPTIONS


def test_every_setting_is_used_by_an_indicator() -> None:
    assert {name for names in USED_BY.values() for name in names} == OPTIONS


def test_the_22_indicators_in_the_reports_order() -> None:
    assert len(INDICATORS) == 22
    assert INDICATORS[8:11] == ("7.9", "7.10", "7.11")


def test_every_code_of_the_measures_is_explained() -> None:
    root = resources.files("lacxl")
    known = tomllib.loads(
        root.joinpath("catalogue").joinpath("findings").joinpath("measures.toml").read_text("utf-8")
    )
    sources = [
        file.read_text("utf-8")
        for file in root.joinpath("records", "counting").iterdir()
        if file.name.endswith(".py")
    ]
    used = {code for text in sources for code in re.findall(r'"(M\d{3})"', text)}
    assert used
    assert used <= set(known)
