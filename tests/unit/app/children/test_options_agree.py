"""The settings' table of measures is that of the measures: same names, same defaults."""

from __future__ import annotations

from dataclasses import fields

from lacxl.records import Options, ReadOptions
from lacxl.records.feeds.options import REPAIRS
from lacxl.settings.children import SOURCES, ChildrenSection, MeasuresSection, as_options


def test_every_option_is_a_setting_with_the_same_default() -> None:
    assert set(MeasuresSection.model_fields) == {field.name for field in fields(Options)}
    assert Options(**as_options(MeasuresSection())) == Options()


def test_the_default_order_names_every_source() -> None:
    assert ChildrenSection().order == SOURCES
    assert set(SOURCES) == {"ssda903", "ssd", "annex_a", "local", "readings"}


def test_repairs_may_be_turned_off_by_their_names() -> None:
    for name in REPAIRS:
        assert not ReadOptions(without=frozenset({name})).makes(name)
