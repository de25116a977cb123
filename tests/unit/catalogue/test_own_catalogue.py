"""A council's own catalogue and layout: what comes on top, and every fault at once."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from lacxl.catalogue import indicators, layouts
from lacxl.catalogue.indicators import quantity
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Kind, Polarity
from lacxl.workbook.layout import LayoutWords

SHIPPED = (
    resources.files("lacxl.catalogue")
    .joinpath("layout_corporate_parenting.toml")
    .read_text("utf-8")
)


def catalogue(folder: Path, text: str | bytes) -> Path:
    path = folder / "own.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        indicators.load(catalogue(folder, text))
    assert all(f.where.startswith("own.toml") for f in caught.value.findings)
    return caught.value.findings


def layout_faults(folder: Path, text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        layouts.load(catalogue(folder, text))
    assert all(f.where.startswith("own.toml") for f in caught.value.findings)
    return caught.value.findings


OWN = """
[indicators."7.6"]
title = "Reviews in time"
kind = "flow"
unit = "percentage"
polarity = "high"
target = "95%"
amber = "90%"
dead_band = "0.5%"
also_titled = ["LAC reviews"]

[indicators."11.1"]
title = "Missing episodes"
kind = "flow"
"""


def test_own_indicators_come_on_top(tmp_path: Path) -> None:
    known = indicators.load(catalogue(tmp_path, OWN))
    assert list(known)[-1] == "11.1"
    assert len(known) == 23
    own = known["7.6"]
    assert (own.title, own.polarity, own.also_titled) == (
        "Reviews in time", Polarity.HIGH, ("LAC reviews",),
    )  # fmt: skip
    assert own.target is not None
    assert (str(own.target.green), str(own.target.amber)) == ("0.95", "0.9")
    assert str(own.dead_band) == "0.005"
    assert known["11.1"].kind is Kind.FLOW
    assert known["7.1"] is indicators.shipped()["7.1"]


def test_what_is_the_council_s_own_is_known(tmp_path: Path) -> None:
    """Also an entry that says just what the one that ships says: the council wrote it."""
    shipped = resources.files("lacxl.catalogue").joinpath("indicators.toml").read_text("utf-8")
    assert indicators.own(indicators.load(catalogue(tmp_path, OWN))) == {"7.6", "11.1"}
    assert indicators.own(indicators.load(catalogue(tmp_path, shipped))) == set(indicators.load())
    assert indicators.own(indicators.load()) == set()


@pytest.mark.parametrize(
    ("unit", "key", "written", "faulty"),
    [
        ("percentage", "target", "98%", False),
        ("percentage", "target", "0.98", False),
        ("percentage", "target", "100%", False),
        ("percentage", "target", "98", True),
        ("percentage", "target", "101%", True),
        ("count", "target", "40%", True),
        ("count", "target", "40", False),
        ("count", "target", "0.4", True),
        ("mean", "dead_band", "5%", True),
        ("rate", "dead_band", "0.5", False),
    ],
)
def test_a_target_is_of_the_kind_of_its_figure(
    tmp_path: Path, unit: str, key: str, written: str, faulty: bool
) -> None:
    entry = f'title = "T"\nkind = "flow"\npolarity = "high"\nunit = "{unit}"\n{key} = "{written}"\n'
    text = f'[indicators."11.1"]\n{entry}'
    if faulty:
        assert [f.code for f in faults(tmp_path, text)] == ["C103"]
    else:
        assert indicators.load(catalogue(tmp_path, text))["11.1"].title == "T"


def test_the_target_of_a_pair_is_of_the_kind_of_its_percentage(tmp_path: Path) -> None:
    figures = '[{ name = "number", unit = "count" }, { name = "percentage", unit = "percentage" }]'
    entry = f'[indicators."7.5"]\ntitle = "T"\nkind = "flow"\nfigures = {figures}\n'
    assert [f.code for f in faults(tmp_path, f'{entry}target = "40"\n')] == ["C103"]
    assert indicators.load(catalogue(tmp_path, f'{entry}target = "40%"\n'))["7.5"].target


def test_a_word_of_a_layout_means_one_thing(tmp_path: Path) -> None:
    """Letters are compared, so T A R G E T is TARGET; DATA NOTE alone has two places."""
    text = SHIPPED.replace("polarity = [", 'polarity = ["T A R G E T", ')
    found = layout_faults(tmp_path, text)
    assert [f.code for f in found] == ["C104"]
    assert "'T A R G E T' is under" in found[0].what


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert "11.1" in indicators.load(catalogue(tmp_path, b"\xef\xbb\xbf" + OWN.encode()))
    assert (
        layouts.load(catalogue(tmp_path, b"\xef\xbb\xbf" + SHIPPED.encode())) == layouts.shipped()
    )


def test_nothing_of_one_s_own() -> None:
    assert indicators.load() is indicators.shipped()
    assert layouts.load() is layouts.shipped()


@pytest.mark.parametrize("text", ["[indicators", b"\xff\xfe[", 'a = "\xe9"'.encode("latin-1")])
def test_files_that_cannot_be_read(tmp_path: Path, text: str | bytes) -> None:
    assert [f.code for f in faults(tmp_path, text)] == ["C101"]
    assert [f.code for f in layout_faults(tmp_path, text)] == ["C101"]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for load in (indicators.load, layouts.load):
        with pytest.raises(Refused) as caught:
            load(tmp_path / "none.toml")
        assert caught.value.codes == ("C101",)


def test_every_fault_of_a_catalogue_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """
colours = 1
[tolerances]
[indicators."7.1"]
tilte = "Children"
kind = "snap"
unit = "percent"
polarity = "up"
basis = "week"
target = "a lot"
per = 0
dead_band = "-1"
also_titled = "Children"
definition = 3
[indicators."=7"]
title = "Seven"
[indicators."7.2"]
title = "%"
kind = "flow"
figures = [{ name = "number" }]
[indicators."7.3"]
title = "Doubles"
kind = "flow"
unit = "count"
figures = [{ name = "a", unit = "count" }, { name = "a", unit = "cuont" }]
[indicators."7.4"]
title = "Amber without a target"
kind = "snapshot"
unit = "percentage"
amber = "90%"
basis = "ytd"
[indicators."7.5"]
title = "Amber beyond"
kind = "flow"
unit = "percentage"
polarity = "low"
target = "10%"
amber = "5%"
""",
    )
    said = [f"{f.code} {f.where} {f.what}" for f in found]
    for expected in (
        "C102 own.toml Unknown table [colours]",
        "C102 own.toml Unknown table [tolerances]",
        "C102 own.toml [indicators.\"7.1\"] Unknown key 'tilte'",
        "C103 own.toml [indicators.\"7.1\"] 'title' is missing",
        "C103 own.toml [indicators.\"7.1\"] 'kind' cannot be 'snap'",
        "C103 own.toml [indicators.\"7.1\"] 'unit' cannot be 'percent'",
        "C103 own.toml [indicators.\"7.1\"] 'polarity' cannot be 'up'",
        "C103 own.toml [indicators.\"7.1\"] 'basis' cannot be 'week'",
        "C103 own.toml [indicators.\"7.1\"] 'target' cannot be 'a lot'",
        "C103 own.toml [indicators.\"7.1\"] 'per' cannot be '0'",
        "C103 own.toml [indicators.\"7.1\"] 'dead_band' cannot be '-1'",
        "C103 own.toml [indicators.\"7.1\"] 'also_titled' is not a list",
        "C103 own.toml [indicators.\"7.1\"] 'definition' is not a text",
        'C103 own.toml [indicators."=7"] An indicator has a reference',
        "C103 own.toml [indicators.\"7.2\"] 'title' is missing",
        "C103 own.toml [indicators.\"7.2\"] 'figures' is not a list",
        "C103 own.toml [indicators.\"7.3\"] 'unit' cannot be 'cuont'",
        "C103 own.toml [indicators.\"7.3\"] Two of the 'figures'",
        "C103 own.toml [indicators.\"7.3\"] Either 'unit' or 'figures'",
        "C103 own.toml [indicators.\"7.4\"] 'amber' needs a 'target'",
        "C103 own.toml [indicators.\"7.4\"] 'basis' cannot be 'ytd'",
        "C103 own.toml [indicators.\"7.5\"] 'amber' is beyond",
    ):
        assert sum(text.startswith(expected) for text in said) == 1, expected
    assert len(said) == 22


def test_indicators_that_are_no_table(tmp_path: Path) -> None:
    assert [f.code for f in faults(tmp_path, "indicators = 7")] == ["C103"]
    assert [f.code for f in faults(tmp_path, 'indicators."7.1" = 7')] == ["C103"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("98%", "0.98"), ("487", "487"), (" 98 % ", "0.98"), (0.98, "0.98"), (10, "10")],
)
def test_quantities(text: str | int, value: str) -> None:
    assert str(quantity(text)) == value


def test_an_own_layout(tmp_path: Path) -> None:
    assert layouts.load(catalogue(tmp_path, SHIPPED)) == layouts.shipped()
    more: LayoutWords = layouts.load(
        catalogue(tmp_path, SHIPPED.replace('dot = ["DOT"', 'dot = ["Arrow", "DOT"'))
    )
    assert more.summary.headings["dot"][:2] == ("Arrow", "DOT")


def test_every_fault_of_a_layout_at_once(tmp_path: Path) -> None:
    found = layout_faults(
        tmp_path,
        """
colours = 1
[cover]
mont_end = ["As at"]
issue = "Status"
[summary]
number = ["NO"]
indicator = []
ytd = ["YTD", ""]
raag = ["RAG"]
[[pages]]
name = "Health"
columns = [
  { indicator = "7.8", header = ["Health"] },
  { indicator = 7.9, header = "Dental" },
  { shows = "case", header = [" - "], figur = "number" },
  "7.10",
]
[[pages]]
name = "Health"
[[pages]]
columns = []
""",
    )
    assert {f.code for f in found} == {"C104"}
    said = [f"{f.where} {f.what} {f.todo}" for f in found]
    for expected in (
        "own.toml The layout does not know 'colours'",
        "own.toml The layout lacks the table [benchmark_rows]",
        "own.toml [cover] The layout does not know 'mont_end'. Did you mean 'month_end'?",
        "own.toml [cover] 'issue' is not a list",
        "own.toml [summary] The layout does not know 'raag'. Did you mean 'rag'?",
        "own.toml [summary] The layout lacks 'dot'",
        "own.toml [summary] The layout lacks 'rag'",
        "own.toml [summary] 'indicator' is not a list",
        "own.toml [summary] 'ytd' is not a list",
        "own.toml [[pages]] 1 'Health' column 2 The column lacks its 'indicator'",
        "own.toml [[pages]] 1 'Health' column 2 'header' is not a list",
        "own.toml [[pages]] 1 'Health' column 3 The column lacks its 'indicator'",
        "own.toml [[pages]] 1 'Health' column 3 'shows' cannot be 'case'",
        "own.toml [[pages]] 1 'Health' column 3 'header' is not a list",
        "own.toml [[pages]] 1 'Health' column 3 The layout does not know 'figur'",
        "own.toml [[pages]] 1 'Health' column 4 A column is a table",
        "own.toml [[pages]] 2 The page lacks its 'columns'",
        "own.toml [[pages]] 3 The page lacks its 'name'",
        "own.toml [[pages]] 3 The page lacks its 'columns'",
        "own.toml [[pages]] Two pages are named 'Health'",
    ):
        assert sum(text.startswith(expected) for text in said) == 1, expected


@pytest.mark.parametrize("text", ["", "pages = 3", "[[pages]]", "cover = []", "summary = 1"])
def test_no_layout_at_all(tmp_path: Path, text: str) -> None:
    assert {f.code for f in layout_faults(tmp_path, text)} == {"C104"}
