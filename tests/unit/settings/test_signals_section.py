"""[signals] and [[signals.changes]]: what is allowed, and every fault at once with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.catalogue import indicators
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings


def load(folder: Path, text: str) -> Settings:
    file = folder / "lacxl.toml"
    file.write_text(text, encoding="utf-8")
    return Settings.load(file)


def faults(folder: Path, text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        load(folder, text).check_indicators(indicators.shipped())
    return [(each.code, each.where, each.what) for each in refused.value.findings]


def test_left_out_it_is_as_making_data_count_has_it(tmp_path: Path) -> None:
    chosen = load(tmp_path, "").signals
    assert (chosen.fewest_months, chosen.shift, chosen.trend, chosen.screen) == (12, 7, 6, False)
    assert (chosen.fewest_children, chosen.judge_anyway, chosen.rolling) == (10, (), False)
    assert chosen.changes == ()


def test_changes_of_process_are_tables_of_their_own(tmp_path: Path) -> None:
    text = """
[signals]
judge_anyway = ["10.2"]
[[signals.changes]]
indicator = "7.6"
month = "2015-05"
reason = "Counted by child"
[[signals.changes]]
indicator = "7.6"
month = "2016-05"
reason = "Counted by review"
"""
    settings = load(tmp_path, text)
    settings.check_indicators(indicators.shipped())
    found = [(each.indicator, each.month, each.reason) for each in settings.signals.changes]
    assert found == [
        ("7.6", Month(2015, 5), "Counted by child"),
        ("7.6", Month(2016, 5), "Counted by review"),
    ]


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """[signals]
fewest_months = 11
trend = 8
shift = 5
fewest_children = -1
judge_anyway = "10.2"
screen = "yes"
shft = 3
[[signals.changes]]
indicator = "7.6"
month = "2015-05"
reason = "New form"
[[signals.changes]]
indicator = "7.6"
month = 2015-05-01
why = "x"
reason = "--"
[[signals.changes]]
month = "2015-13"
"""
    found = faults(tmp_path, text)
    assert [(code, where) for code, where, _ in found] == [
        ("S104", "lacxl.toml line 2 [signals] fewest_months"),
        ("S104", "lacxl.toml line 3 [signals] trend"),
        ("S104", "lacxl.toml line 4 [signals] shift"),
        ("S104", "lacxl.toml line 5 [signals] fewest_children"),
        ("S104", "lacxl.toml line 6 [signals] judge_anyway"),
        ("S104", "lacxl.toml line 7 [signals] screen"),
        ("S103", "lacxl.toml line 8 [signals] shft"),
        ("S104", "lacxl.toml line 15 [signals.changes] month"),
        ("S103", "lacxl.toml line 16 [signals.changes] why"),
        ("S104", "lacxl.toml line 17 [signals.changes] reason"),
        ("S104", "lacxl.toml line 18 [signals.changes] indicator"),
        ("S104", "lacxl.toml line 18 [signals.changes] reason"),
        ("S104", "lacxl.toml line 19 [signals.changes] month"),
    ]
    assert found[0][2] == "'fewest_months' is not valid: it must be 12 or more."
    assert found[10][2] == "'indicator' is not valid: it is needed."


ONE = '[[signals.changes]]\nindicator = "7.6"\nmonth = "2015-05"\nreason = "New form"\n'


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[signals]\njudge_anyway = ["7.66"]\n', "lacxl.toml line 2 [signals] judge_anyway"),
        (ONE + ONE.replace("7.6", "7.66"), "lacxl.toml line 6 [signals] changes"),
    ],
)
def test_an_unknown_indicator_is_named_with_its_line(tmp_path: Path, text: str, where: str) -> None:
    assert faults(tmp_path, text) == [("S106", where, "there is no indicator 7.66.")]


def test_an_indicator_changes_once_in_a_month(tmp_path: Path) -> None:
    assert faults(tmp_path, ONE + ONE) == [
        (
            "S104",
            "lacxl.toml line 1 [signals] changes",
            "'changes' is not valid: an indicator changes twice in one month.",
        )
    ]


def test_one_table_in_place_of_tables_is_told(tmp_path: Path) -> None:
    text = '[signals.changes]\nindicator = "7.6"\n'
    assert "each headed [[signals.changes]]" in faults(tmp_path, text)[0][2]
