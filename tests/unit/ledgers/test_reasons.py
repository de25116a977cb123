"""The ledger of reasons: comes back as written, only added to, and says what it covers."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers.reasons import REASONS, Accepted, accepted_in

MAY = Month(2015, 5)
NOW = datetime(2015, 6, 4, 9, 30, tzinfo=UTC)
KEPT = Accepted(NOW, "I111", "Performance Summary", MAY, ("7.2", "7.8"), "late", None, "j.smith")
LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
).filter(str.strip)  # fmt: skip


@given(where=LINE, what=LINE.filter(lambda text: ";" not in text), reason=LINE, who=LINE)
def test_whatever_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, where: str, what: str, reason: str, who: str
) -> None:
    path = tmp_path_factory.mktemp("reasons") / "accepted.csv"
    other = Accepted(NOW, "K101", where, MAY, (what, "68 of 71"), reason, MAY + 2, who)
    REASONS.add(path, [KEPT])
    REASONS.add(path, [other])
    assert REASONS.load(path) == (KEPT, other)


@pytest.mark.parametrize("sign", "=+-@'")
def test_no_text_is_a_formula_when_the_file_is_opened_in_excel(tmp_path: Path, sign: str) -> None:
    path, text = tmp_path / "accepted.csv", f"{sign}SUM(A1)"
    kept = Accepted(NOW, "I111", text, MAY, (text,), text, None, text)
    REASONS.add(path, [kept])
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert [cell[:1] for cell in cells if "SUM" in cell] == ["'"] * 4
    assert REASONS.load(path) == (kept,)


def test_the_time_is_utc(tmp_path: Path) -> None:
    path = tmp_path / "accepted.csv"
    REASONS.add(path, [replace(KEPT, when=NOW.astimezone(timezone(timedelta(hours=9))))])
    assert "2015-06-04T09:30:00Z" in path.read_text("utf-8")


def test_it_covers_what_was_known_and_nothing_more() -> None:
    where = KEPT.where
    assert KEPT.covers("I111", where, MAY, ("7.2", "7.8"))
    assert KEPT.covers("I111", where, MAY, ("7.8",))
    assert not KEPT.covers("I111", where, MAY, ("7.2", "7.9"))
    assert not KEPT.covers("I111", "Health", MAY, ("7.2",))
    assert not KEPT.covers("K101", where, MAY, ("7.2",))
    assert not KEPT.covers("I111", where, MAY + 1, ("7.2",))
    assert not replace(KEPT, until=MAY - 1).covers("I111", where, MAY, ("7.2",))
    assert replace(KEPT, until=MAY).covers("I111", where, MAY, ("7.2",))


def test_the_latest_row_counts() -> None:
    ledger = (KEPT, replace(KEPT, what=("7.9",)), KEPT)
    assert accepted_in(ledger, "I111", KEPT.where, MAY, ("7.2",)) == 4
    assert accepted_in(ledger, "I111", KEPT.where, MAY, ("7.9",)) == 3
    assert accepted_in(ledger, "I111", KEPT.where, MAY, ("7.1",)) is None


def test_no_file_means_nothing_was_accepted(tmp_path: Path) -> None:
    assert REASONS.load(tmp_path / "accepted.csv") == ()
    (tmp_path / "accepted.csv").write_bytes(b"")
    assert REASONS.load(tmp_path / "accepted.csv") == ()


@pytest.mark.parametrize(
    "content", [b"month,reason\n", b"\xff\xfe", REASONS.header.upper().encode()]
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "accepted.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        REASONS.load(path)
    assert refused.value.codes == ("H107",)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("", ""),
        ("2015-06-04T09:30:00Z,I111,S,2015-05,7.2,late,", ""),
        ("2015-06-04T09:30:00Z,I111,S,2015-05,7.2,late,,,", ""),
        ("04/06/2015 09:30,I111,S,2015-05,7.2,late,,", "when"),
        ("2015-06-04T09:30:00Z,111,S,2015-05,7.2,late,,", "code"),
        ("2015-06-04T09:30:00Z,I111,S,May-15,7.2,late,,", "month"),
        ("2015-06-04T09:30:00Z,I111,S,2015-05,7.2, ,,", "reason"),
        ("2015-06-04T09:30:00Z,I111,S,2015-05,7.2,late,2015-13,", "until"),
        ('2015-06-04T09:30:00Z,I111,S,2015-05,7.2,"late,,', ""),
        ("2015-06-04T09:30:00Z,I111,S,2015-05,7.2,la\x1bte,,", "reason"),
    ],
)
def test_every_row_that_is_damaged_is_named(tmp_path: Path, line: str, column: str) -> None:
    path = tmp_path / "accepted.csv"
    REASONS.add(path, [KEPT])
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f"{line}\n{line}\n2015-06-04T09:30:00Z,I111,S,2015-05,7.2,late,,\n")
    with pytest.raises(Refused) as refused:
        REASONS.load(path)
    rows = [finding.where for finding in refused.value.findings]
    cell = f" column {column}" if column else ""
    assert rows == [f"accepted.csv row 3{cell}", f"accepted.csv row 4{cell}"]
    assert set(refused.value.codes) == {"H108"}
