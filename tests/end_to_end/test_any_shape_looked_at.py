"""A filled workbook of any shape: filled again nothing changes, and everything is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from any_shape import EACH, council
from folders import DONE, WITH_FINDINGS


@pytest.mark.parametrize(("shape", "seed"), EACH)
def test_looking_at_it_changes_nothing(shape: str, seed: int, tmp_path: Path) -> None:
    ours = council(shape, seed, tmp_path)
    before, month = ours.bytes(), ours.month
    again = ours.run("refresh", month)
    assert again.code in (DONE, WITH_FINDINGS), again.err
    assert "nothing to change" in again.out
    printed = ours.run("figures", month, "--format", "json").json()
    assert [each["no"] for each in printed["figures"]] == [
        each.reference for each in ours.made.indicators
    ]
    percentages = {each.reference for each in ours.made.indicators if each.unit == "percentage"}
    texts = [row[name] for row in printed["figures"] if row["no"] in percentages for name in row
             if name[:1].isupper() or name.startswith(("20", "ytd"))]  # fmt: skip
    assert any(texts)
    assert all(text.endswith("%") for text in texts if text[-1:].isdigit()), texts
    assert ours.run("figures", month, "--format", "csv").code in (DONE, WITH_FINDINGS)
    for each in ours.made.indicators:
        explained = ours.run("explain", each.reference, month, "--json")
        assert explained.code == DONE, explained.err
        assert "shows" in explained.json()["figures"][0]["Cell"]
    for command in (("next-month",), ("issue", month), ("undo",)):
        ours.run(*command, "--dry-run")
    assert ours.run("verify").code == DONE
    assert ours.bytes() == before


def test_a_quarter_is_explained_by_the_readings_of_its_months(tmp_path: Path) -> None:
    ours = council("quarterly", 1, tmp_path)
    flow = next(
        each for each in ours.made.indicators if (each.kind, each.unit) == ("flow", "count")
    )
    explained = ours.run("explain", flow.reference, ours.month, "--json").json()["figures"][0]
    assert explained["Source"].count("readings.csv row") == 3
    assert explained["Numerator"] == explained["Figure"]
    columns = ours.run("figures", ours.month, "--format", "csv").out.splitlines()[0]
    assert columns.count(" Q") == 3


def test_what_nobody_knows_to_add_up_is_explained_as_that(tmp_path: Path) -> None:
    ours = council("data_sheet", 1, tmp_path)
    assert 'kind = "unknown"' in (tmp_path / "lacxl-catalogue.toml").read_text("utf-8")
    told = [
        ours.run("explain", each.reference, ours.month, "--json").json()["figures"][0]["Definition"]
        for each in ours.made.indicators
    ]
    assert any("not known whether it adds up" in each for each in told)


def test_a_reference_may_be_typed_in_small_letters(tmp_path: Path) -> None:
    ours = council("letters", 0, tmp_path)
    reference = ours.made.indicators[0].reference
    explained = ours.run("explain", reference.lower(), ours.month, "--json")
    assert explained.code == DONE, explained.err
    assert explained.json()["figures"][0]["indicator"] == reference
    assert ours.run("explain", "nothing like it", ours.month).codes() == ["U102"]
