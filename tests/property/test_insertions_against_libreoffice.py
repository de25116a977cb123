"""Rows and columns inserted by lacxl and by LibreOffice: every reference is the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import needs
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.insertion import Axis, Insertion
from libreoffice.process import OfficeProcess
from oracles import invariants
from oracles.inserting import Place, differences
from property.made_up_books import COLUMNS, MADE, ROWS, SHEETS, Made, write

PLACES = st.builds(
    Place,
    st.sampled_from(SHEETS),
    st.just("columns"),
    st.integers(2, COLUMNS + 2),
    st.integers(1, 3),
) | st.builds(
    Place, st.sampled_from(SHEETS), st.just("rows"), st.integers(2, ROWS + 2), st.integers(1, 3)
)


@pytest.fixture(scope="module")
def office() -> Iterator[OfficeProcess]:
    with OfficeProcess(needs.excel_stand_in()) as process:
        yield process


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),  # LibreOffice takes a second each time
)
@given(made=MADE, place=PLACES)
def test_every_reference_is_where_libreoffice_has_it(
    office: OfficeProcess, made: Made, place: Place
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, result = folder / "source.xlsx", folder / "result.xlsx"
        write(source, made)
        insertion = Insertion(place.sheet, Axis(place.axis), place.before, place.count)
        with PackageWorkbook(source) as book:
            book.insert(insertion, result)
        assert differences(office.desktop, source, result, folder, place) == []
        assert invariants.new_breaches(source, result) == ()
