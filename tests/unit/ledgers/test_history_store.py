"""The readings store: added to, never rewritten; what comes back is exactly what went in."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading, Source
from lacxl.ledgers.csv_ledger import DamagedLine
from lacxl.ledgers.history import History, RestatedReading
from lacxl.ledgers.history_lines import HISTORY, HistoryLine

MAY = Month(2015, 5)
JUNE_4 = datetime(2015, 6, 4, 9, 30, tzinfo=UTC)
COUNT = Reading("7.1", MAY, Decimal(406), source=Source("readings.csv", 4))
RESTATED = Reading("7.1", MAY, Decimal(407), source=Source("readings v2.csv", 4))
REVIEWS = Reading("7.6", MAY, Decimal(54), Decimal(60))
MISSING = Reading("7.7", MAY, note="TBC (Unavailable)")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "lacxl-history.csv"


def refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(Refused) as fault:
        History.load(path)
    return tuple(f"{f.code} {f.where}" for f in fault.value.findings)


# What is taken in


def test_an_absent_store_holds_nothing(store: Path) -> None:
    history = History.load(store)
    assert history == History()
    assert not store.exists()


def test_first_readings_are_new_and_restate_nothing(store: Path) -> None:
    intake = History().taken_in([COUNT, MISSING])
    assert intake.new == (COUNT, MISSING)
    assert intake.restatements == ()


def test_a_reading_that_says_the_same_adds_nothing() -> None:
    history = History((HistoryLine(COUNT, JUNE_4),))
    elsewhere = Reading("7.1", MAY, Decimal("406.0"), source=Source("other.csv", 99))
    assert history.taken_in([COUNT, elsewhere]) == ((), ())


@pytest.mark.parametrize(
    ("before", "after", "figures_differ"),
    [
        (COUNT, RESTATED, True),
        (MISSING, Reading("7.7", MAY, value=Decimal("0.4")), True),
        (Reading("7.7", MAY, value=Decimal("0.4")), MISSING, True),
        (MISSING, Reading("7.7", MAY, note="system down"), False),
        (REVIEWS, Reading("7.6", MAY, Decimal(54), Decimal(60), note="checked"), False),
    ],
)
def test_a_reading_that_differs_is_a_restatement(
    before: Reading, after: Reading, figures_differ: bool
) -> None:
    intake = History((HistoryLine(before, JUNE_4),)).taken_in([after])
    assert intake.new == (after,)
    assert intake.restatements == (RestatedReading(before, after),)
    assert intake.restatements[0].figures_differ is figures_differ


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("readings.csv", "7.1 for May-15 was restated: the extract gives another figure"),
        ("Our report.xlsx, as printed", "than the workbook showed when it was adopted"),
    ],
)
def test_what_was_only_printed_is_not_restated(file: str, says: str) -> None:
    before = replace(COUNT, source=Source(file, 4))
    (found,) = History((HistoryLine(before, JUNE_4),)).taken_in([RESTATED]).restatements
    assert found.finding.code == "K108"
    assert says in found.finding.what
    assert ("restated" in found.finding.what) is (file == "readings.csv")


def test_the_earlier_entry_stays_and_the_later_holds(store: Path) -> None:
    history = History.load(store).append(store, [COUNT, REVIEWS], JUNE_4)
    history = history.append(store, [RESTATED], JUNE_4 + timedelta(days=30))
    loaded = History.load(store)
    assert loaded == history
    assert [e.reading.numerator for e in loaded.entries] == [406, 54, 407]
    assert loaded.latest == {("7.1", MAY): RESTATED, ("7.6", MAY): REVIEWS}


def test_the_figure_of_before_restated_once_more_is_an_entry_again(store: Path) -> None:
    history = History().append(store, [COUNT, RESTATED], JUNE_4)
    assert history.taken_in([COUNT]).restatements == (RestatedReading(RESTATED, COUNT),)


# The file


def test_the_file_is_plain_csv(store: Path) -> None:
    History().append(store, [COUNT, MISSING], JUNE_4)
    assert store.read_bytes().decode() == (
        "indicator,month,numerator,denominator,value,note,source,row,taken\n"
        "7.1,2015-05,406,,,,readings.csv,4,2015-06-04T09:30:00Z\n"
        "7.7,2015-05,,,,TBC (Unavailable),,,2015-06-04T09:30:00Z\n"
    )


def test_appending_leaves_what_was_there_byte_for_byte(store: Path) -> None:
    history = History().append(store, [COUNT], JUNE_4)
    before = store.read_bytes()
    history.append(store, [REVIEWS], JUNE_4)
    assert store.read_bytes().startswith(before)


def test_appending_nothing_touches_no_file(store: Path) -> None:
    history = History().append(store, [], JUNE_4)
    assert history == History()
    assert not store.exists()


def test_a_time_is_kept_in_utc(store: Path) -> None:
    summer = timezone(timedelta(hours=1))
    history = History().append(store, [COUNT], datetime(2015, 6, 4, 10, 30, tzinfo=summer))
    assert history.entries[0].taken == JUNE_4
    assert History.load(store) == history


@pytest.mark.parametrize(
    "note",
    [
        "=1+1",
        "+1",
        "-",
        "@SUM(A1)",
        "'quoted'",
        "''",
        "'",
        'say "no"',
        "a, b; c\td".replace("\t", " "),
    ],
)
def test_no_note_is_a_formula_in_excel_and_each_comes_back(note: str, store: Path) -> None:
    reading = Reading("7.7", MAY, note=note, source=Source(f"{note}.csv", 2))
    History().append(store, [reading], JUNE_4)
    with store.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert not row["note"].startswith(("=", "+", "-", "@"))
    assert not row["source"].startswith(("=", "+", "-", "@"))
    assert History.load(store).entries[0].reading == reading


@pytest.mark.parametrize(
    "reading",
    [
        Reading("7.7", MAY, note="two\nlines"),
        Reading("7.7", MAY, note="\x00"),
        Reading("7.7", MAY, note="\ud800"),
        Reading("7.7", MAY),
        Reading("=7", MAY, Decimal(1)),
        Reading("7.1", MAY, Decimal("NaN")),
        Reading("7.1", MAY, Decimal("Infinity")),
        Reading("7.1", MAY, Decimal(1), source=Source("", 3)),
    ],
)
def test_what_would_not_come_back_is_not_written(reading: Reading, store: Path) -> None:
    with pytest.raises(Refused) as fault:
        History().append(store, [COUNT, reading], JUNE_4)
    assert fault.value.codes == ("H105",)
    assert not store.exists()


def test_a_reading_counted_from_many_rows_names_its_extracts_and_no_row(store: Path) -> None:
    counted = Reading("7.1", MAY, Decimal(406), source=Source("ssda903: episodes.csv"))
    History().append(store, [counted], JUNE_4)
    assert History.load(store).latest["7.1", MAY] == counted
    assert str(counted.source) == "ssda903: episodes.csv"


# A damaged file


def good(store: Path) -> str:
    History().append(store, [COUNT, REVIEWS, MISSING], JUNE_4)
    return store.read_text("utf-8")


def test_another_file_is_not_taken_for_a_history(store: Path) -> None:
    store.write_text("indicator,month,numerator,denominator,value,note\n7.1,2015-05,406,,,\n")
    assert refused(store) == ("H101 lacxl-history.csv row 1",)
    store.write_text("something else")
    assert refused(store) == ("H101 lacxl-history.csv row 1",)


def test_every_corrupt_row_is_told_at_once(store: Path) -> None:
    lines = good(store).splitlines()
    lines[1:1] = [
        "7.1,May-15,406,,,,readings.csv,4,2015-06-04T09:30:00Z",
        "7.1,2015-05,4x6,,1e,,readings.csv,0,2015-06-04T09:30:00Z",
        "7.1,2015-05,406",
        '7.1,2015-05,,,,"open,,,2015-06-04T09:30:00Z',
        "=7,2015-05,,,,,,,04/06/2015",
    ]
    store.write_text("\n".join(lines) + "\n", encoding="utf-8")
    where = "lacxl-history.csv row"
    assert refused(store) == (
        f"H103 {where} 2 column month",
        f"H103 {where} 3 column numerator",
        f"H103 {where} 3 column value",
        f"H103 {where} 3 column row",
        f"H102 {where} 4",
        f"H102 {where} 5",
        f"H103 {where} 6 column indicator",
        f"H103 {where} 6 column taken",
        f"H103 {where} 6 column note",
    )


def test_many_corrupt_rows_are_counted(store: Path) -> None:
    store.write_text(f"{HISTORY.header}\n" + "x\n" * 200)
    assert len(refused(store)) == 51


def test_another_encoding_is_refused(store: Path) -> None:
    store.write_bytes(good(store).replace("TBC", "£50").encode("cp1252"))
    assert refused(store) == ("H106 lacxl-history.csv row 4",)


def test_excel_s_mark_and_line_ends_are_let_through(store: Path) -> None:
    text = good(store)
    loaded = History.load(store)
    store.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert History.load(store) == loaded


def test_a_file_cut_off_anywhere_loses_its_last_row_at_most(store: Path) -> None:
    text = good(store).replace("TBC", "£50 né")
    content = text.encode()
    store.write_bytes(content)
    whole = History.load(store).entries
    for length in range(len(content)):
        store.write_bytes(content[:length])
        history = History.load(store)
        finished = content[:length].count(b"\n") - 1
        assert history.entries == whole[: len(history.entries)]
        assert len(history.entries) in {max(finished, 0), finished + 1}
        if history.is_torn:
            assert [f.code for f in history.findings] == ["H104"]
            assert history.findings[0].where.startswith("lacxl-history.csv row ")
        # What was cut off is taken in anew, and the file is whole again.
        new = history.taken_in(e.reading for e in whole).new
        again = history.append(store, new, JUNE_4)
        assert History.load(store).entries == again.entries == whole


# Properties

texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40) | st.sampled_from(
    ["=", "+x", "-", "@", "'", "''=", '"', ",", "\u2028"]
)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
months = st.builds(Month, st.integers(1990, 2099), st.integers(1, 12))
sources = st.none() | st.builds(Source, texts.filter(bool), st.integers(1, 10**8))
readings = st.builds(
    Reading,
    st.sampled_from(["7.1", "7.10", "10.3", "8"]),
    months,
    st.none() | decimals,
    st.none() | decimals,
    st.none() | decimals,
    texts,
    sources,
).filter(lambda r: not r.is_missing or bool(r.note))
times = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@given(readings, times)
def test_a_line_gives_back_exactly_what_was_written(reading: Reading, when: datetime) -> None:
    entry = HistoryLine.of(reading, when)
    line = HISTORY.line(entry)
    assert "\n" not in line
    back = HISTORY.parse(line)
    assert back == entry
    assert isinstance(back, HistoryLine)
    for name in ("numerator", "denominator", "value"):
        assert str(getattr(back.reading, name)) == str(getattr(reading, name))


@given(st.text(max_size=80))
def test_any_line_is_an_entry_or_has_faults(line: str) -> None:
    assert is_entry_or_damaged(line)


@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_any_cells_are_an_entry_or_have_faults(cells: list[str]) -> None:
    assert is_entry_or_damaged(",".join(cells))


def is_entry_or_damaged(line: str) -> bool:
    try:
        return isinstance(HISTORY.parse(line), HistoryLine)
    except DamagedLine as fault:
        return bool(fault.damages)


@given(batches=st.lists(st.lists(readings, max_size=5), max_size=4))
@settings(max_examples=50)
def test_taking_in_twice_is_taking_in_once(batches: list[list[Reading]], tmp_path: Path) -> None:
    store = tmp_path / "history.csv"
    store.unlink(missing_ok=True)
    history = History.load(store)
    for batch in batches:
        intake = history.taken_in(batch)
        history = history.append(store, intake.new, JUNE_4)
        assert len(intake.restatements) <= len(intake.new)
        last = {(r.indicator, r.month): r for r in batch}
        assert history.taken_in(last.values()) == ((), ())
    assert History.load(store) == history
