"""The ledger of restatements: comes back as written, only added to, and knows what was undone."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers.restated import RESTATED, Restated, in_force

APRIL = Month(2015, 4)
NOW = datetime(2015, 11, 4, 9, 30, tzinfo=UTC)
KEPT = Restated(NOW, APRIL, "7.6", "2015-04", "94.8%", "95.8%", "", Month(2015, 11), "late", "j.s")
LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
).filter(str.strip)  # fmt: skip


@given(was=LINE, now=LINE, reason=LINE, who=LINE)
def test_whatever_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, was: str, now: str, reason: str, who: str
) -> None:
    path = tmp_path_factory.mktemp("restated") / "restated.csv"
    other = Restated(NOW, APRIL, "7.5 (number)", "YTD", was, now, "2015-05 I2", None, reason, who)
    RESTATED.add(path, [KEPT])
    RESTATED.add(path, [other])
    assert RESTATED.load(path) == (KEPT, other)


@pytest.mark.parametrize("sign", "=+-@'")
def test_no_text_is_a_formula_when_the_file_is_opened_in_excel(tmp_path: Path, sign: str) -> None:
    path, text = tmp_path / "restated.csv", f"{sign}SUM(A1)"
    kept = Restated(NOW, APRIL, "7.6", "2015-04", text, text, "", None, text, text)
    RESTATED.add(path, [kept])
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert [cell[:1] for cell in cells if "SUM" in cell] == ["'"] * 4
    assert RESTATED.load(path) == (kept,)


def test_what_is_undone_is_not_in_force(tmp_path: Path) -> None:
    path, later = tmp_path / "restated.csv", NOW + timedelta(hours=1)
    again = Restated(later, APRIL, "7.6", "2015-04", "94.8%", "96.0%", reason="later")
    undone = Restated(later + timedelta(hours=1), APRIL, undoes=NOW)
    RESTATED.add(path, [KEPT, again, undone])
    assert in_force(RESTATED.load(path)) == (again,)


def test_no_file_is_nothing(tmp_path: Path) -> None:
    assert RESTATED.load(tmp_path / "none.csv") == ()


HEADER, LINE = RESTATED.header, RESTATED.line(KEPT)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("when,who\n", "H111 restated.csv row 1"),
        ("\udcff", "H111 restated.csv row 1"),
        (f"{HEADER}\n{LINE}\n\udce9\n", "H111 restated.csv row 3"),
        (
            f"{HEADER}\n{LINE}\n{LINE.replace('2015-04', 'Apr-15')}\n",
            "H112 restated.csv row 3 column month",
        ),
        (f"{HEADER}\n{LINE.replace('late', '')}\n", "H112 restated.csv row 2 column reason"),
        (f"{HEADER}\n{LINE.replace('7.6', '')}\n", "H112 restated.csv row 2 column figure"),
        (
            f"{HEADER}\n{LINE.replace('2015-11,', 'Nov-15,')}\n",
            "H112 restated.csv row 2 column marked",
        ),
        (f"{HEADER}\nx\n", "H112 restated.csv row 2"),
        (f'{HEADER}\n"x\n', "H112 restated.csv row 2"),
        (f"{HEADER}\n{LINE}\n{LINE[:30]}", "H112 restated.csv row 3"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "restated.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refused) as refused:
        RESTATED.load(path)
    assert ", ".join(f"{each.code} {each.where}" for each in refused.value.findings) == where
