"""From wanted cells to a change set: wanted less what is there, or every reason why not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Area, Cell, Place
from lacxl.workbook.changes import CellChange, Swap
from lacxl.workbook.plan import FormulaChoice, lock, plan, same
from lacxl.workbook.rules import Look, text_rule
from lacxl.workbook.snapshot import (
    OPEN_PROTECTION,
    CellLook,
    CellValue,
    Formula,
    Protection,
    SheetSnapshot,
    Snapshot,
)
from lacxl.workbook.wanted import Wanted

B2 = Place("Health", Cell(2, 2))
B3 = Place("Health", Cell(3, 2))


def book(values: dict[Cell, CellValue] | None = None, **more: object) -> Snapshot:
    return Snapshot((SheetSnapshot("Health", values or {}, **more),))  # type: ignore[arg-type]


def looks(number_format: str = "0.0%", *, locked: bool = False) -> dict[Place, CellLook]:
    return {place: CellLook(number_format, locked) for place in (B2, B3)}


def test_a_figure_goes_into_an_empty_cell() -> None:
    made = plan(book(), looks(), [Wanted(B2, 0.808, "0.0%")], rules={})
    assert made.changes.cells == (CellChange("Health", B2.cell, Swap(None, 0.808)),)


def test_what_stands_there_already_is_no_change() -> None:
    assert not plan(book({B2.cell: 0.808}), looks(), [Wanted(B2, 0.808, "0.0%")], rules={}).changes


def test_a_value_that_saving_rounded_in_its_last_digit_is_no_change() -> None:
    there = book({B2.cell: 0.36363636363636365})
    assert not plan(there, looks(), [Wanted(B2, 4 / 11, "0.0%")], rules={}).changes


def test_the_number_format_changes_where_a_number_goes_and_not_under_a_text() -> None:
    made = plan(book(), looks("General"), [Wanted(B2, 0.5, "0.0%")], rules={})
    assert made.changes.cells[0].number_format == Swap("General", "0.0%")
    made = plan(book(), looks("General"), [Wanted(B2, "TBC", "0.0%")], rules={})
    assert made.changes.cells[0].number_format is None


def test_nothing_wanted_empties_the_cell() -> None:
    made = plan(book({B2.cell: 0.5}), looks(), [Wanted(B2, None)], rules={})
    assert made.changes.cells[0].value == Swap(0.5, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_only_finite_numbers(number: float) -> None:
    with pytest.raises(Refused) as refused:
        plan(book(), looks(), [Wanted(B2, number)], rules={})
    assert refused.value.codes == ("P102",)


def test_all_faults_at_once_with_their_addresses() -> None:
    there = book(
        {},
        merges=(Area.parse("B1:B2"),),
        blocked=((Area.parse("B3:C3"), "a table's header row"),),
    )
    with pytest.raises(Refused) as refused:
        plan(there, looks(), [Wanted(B2, 1.0), Wanted(B3, "x" * 40_000), Wanted(B3, 2.0)], rules={})
    assert refused.value.codes == ("P104", "P103", "P101")
    assert [f.where for f in refused.value.findings] == ["Health!B2", "Health!B3", "Health!B3"]


def test_a_blocked_area_is_not_written() -> None:
    there = book({}, blocked=((Area.parse("A1:C3"), "a pivot table"),))
    with pytest.raises(Refused, match="a pivot table"):
        plan(there, looks(), [Wanted(B2, 1.0)], rules={})


def test_two_figures_for_one_cell_are_refused_unless_they_are_the_same() -> None:
    with pytest.raises(Refused) as refused:
        plan(book(), looks(), [Wanted(B2, 1.0, why="7.8"), Wanted(B2, 2.0, why="7.9")], rules={})
    assert refused.value.codes == ("P101",)
    assert (
        len(plan(book(), looks(), [Wanted(B2, 1.0), Wanted(B2, 1.0)], rules={}).changes.cells) == 1
    )


class TestFormulas:
    there = book({B2.cell: Formula("SUM(B1:B1)", 0.808)})

    def test_a_formula_is_refused_until_the_settings_choose(self) -> None:
        with pytest.raises(Refused) as refused:
            plan(self.there, looks(), [Wanted(B2, 0.808, "0.0%")], rules={})
        assert refused.value.codes == ("P106",)
        assert "lacxl.toml" in str(refused.value)

    def test_replace_writes_the_figure(self) -> None:
        made = plan(
            self.there, looks(), [Wanted(B2, 0.9)], rules={}, formulas=FormulaChoice.REPLACE
        )
        assert made.changes.cells[0].value == Swap(Formula("SUM(B1:B1)", 0.808), 0.9)

    def test_replace_never_tears_what_hangs_on_the_formula(self) -> None:
        there = book({B2.cell: Formula("B1", 1.0, anchors="array")})
        with pytest.raises(Refused) as refused:
            plan(there, looks(), [Wanted(B2, 0.9)], rules={}, formulas=FormulaChoice.REPLACE)
        assert refused.value.codes == ("P107",)

    def test_keep_compares_at_the_precision_shown(self) -> None:
        kept = plan(
            self.there,
            looks(),
            [Wanted(B2, 0.80801, "0.0%")],
            rules={},
            formulas=FormulaChoice.KEEP,
        )
        assert not kept.changes
        assert not kept.findings
        kept = plan(
            self.there, looks(), [Wanted(B2, 0.9, "0.0%")], rules={}, formulas=FormulaChoice.KEEP
        )
        assert not kept.changes
        assert [f.code for f in kept.findings] == ["P108"]
        assert "80.8%" in kept.findings[0].what
        assert "90.0%" in kept.findings[0].what

    @pytest.mark.parametrize(("gives", "said"), [({B2: 0.9}, []), ({B2: 0.7}, ["P108"]), ({}, [])])
    def test_a_kept_formula_is_compared_as_it_is_after_the_changes(
        self, gives: dict[Place, CellValue], said: list[str]
    ) -> None:
        """One of which that is not known is not compared with what it gave before."""
        asked = []

        def after(changes: object, wanted: object, kept: object) -> dict[Place, CellValue]:
            asked.append((changes, wanted, kept))
            return gives

        wanted = [Wanted(B2, 0.9, "0.0%"), Wanted(B3, 5.0)]
        made = plan(self.there, looks(), wanted, rules={}, formulas=FormulaChoice.KEEP, gives=after)
        assert asked == [(made.changes, wanted, [wanted[0]])]
        assert [f.code for f in made.findings] == said

    def test_keep_does_not_repeat_a_text(self) -> None:
        """A name may be in what a formula shows, or in the note of a reading."""
        there = book({B2.cell: Formula("B1", "Zebediah Quill")})
        wanted = [Wanted(B2, "Z. Quill withdrew it", "0.0%", "7.7 May-15")]
        kept = plan(there, looks(), wanted, rules={}, formulas=FormulaChoice.KEEP)
        (finding,) = kept.findings
        assert "shows a text; 7.7 May-15 is a text" in finding.what
        assert "Quill" not in str(finding)


def test_rules_change_only_if_they_differ() -> None:
    rule = text_rule(Area.parse("B2:B9"), "R", Look(fill="C0392B"))
    assert not plan(book({}, rules=(rule,)), looks(), [], rules={"Health": (rule,)}).changes
    made = plan(book(), looks(), [], rules={"Health": (rule,)})
    assert made.changes.rules[0].rules == Swap((), (rule,))


class TestLock:
    def test_a_free_sheet_becomes_protected_with_all_else_open(self) -> None:
        made = lock(book(), looks(locked=True), [B2])
        assert made.cells == (CellChange("Health", B2.cell, locked=Swap(True, True)),)
        assert made.protection[0].protection == Swap(None, OPEN_PROTECTION)

    def test_a_protected_sheet_keeps_its_flags_and_gets_just_the_lock(self) -> None:
        there = book({}, protection=Protection(frozenset({"sort"}), password=True))
        made = lock(there, looks(), [B2, B2])
        assert made.cells == (CellChange("Health", B2.cell, locked=Swap(False, True)),)
        assert made.protection == ()

    def test_what_is_locked_already_is_no_change(self) -> None:
        there = book({}, protection=Protection())
        assert not lock(there, looks(locked=True), [B2, B3])


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=5),
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2050, 1, 1)),
)


@given(there=scalars, wanted=scalars)
def test_after_the_change_there_is_nothing_to_change(there: CellValue, wanted: CellValue) -> None:
    before = book({} if there is None else {B2.cell: there})
    changes = plan(before, looks(), [Wanted(B2, wanted)], rules={}).changes
    after = book({} if wanted is None else {B2.cell: wanted})
    assert not plan(after, looks(), [Wanted(B2, wanted)], rules={}).changes
    assert bool(changes) != same(there, wanted)
    assert changes.reverse().reverse() == changes
