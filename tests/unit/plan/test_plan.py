"""From wanted cells to a change set: wanted less what is there, or every reason why not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error, warning
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.plan import FormulaChoice, lock, plan, same, unlock
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

B2 = CellRef("Health", Cell(2, 2))
B3 = CellRef("Health", Cell(3, 2))


def book(values: dict[Cell, CellValue] | None = None, **more: object) -> Snapshot:
    return Snapshot((SheetSnapshot("Health", values or {}, **more),))  # type: ignore[arg-type]


def looks(number_format: str = "0.0%", *, locked: bool = False) -> dict[CellRef, CellLook]:
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


def test_the_first_cell_of_a_merge_holds_its_figure() -> None:
    there = book({}, merges=(Area.parse("B2:C3"), Area.parse("B9:C9")))
    assert plan(there, looks(), [Wanted(B2, 1.0)], rules={}).changes.cells == (
        CellChange("Health", B2.cell, Swap(None, 1.0)),
    )
    with pytest.raises(Refused) as refused:
        plan(there, looks(), [Wanted(B3, 1.0)], rules={})
    assert refused.value.codes == ("P104",)
    assert "B2:C3" in str(refused.value)


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
        self, gives: dict[CellRef, CellValue], said: list[str]
    ) -> None:
        """One of which that is not known is not compared with what it gave before."""
        asked = []

        def after(changes: object, wanted: object, kept: object) -> dict[CellRef, CellValue]:
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


LONG = "x" * 32_768
FORMULA = Formula("SUM(B1:B1)", 0.808)
MERGED = book({}, merges=(Area.parse("A1:B2"),))
BLOCKED = book({}, blocked=((Area.parse("A1:C3"), "a pivot table"),))
FIGURE = Wanted(B2, 0.9, "0.0%", "7.6 May-15")
REPLACE, KEEP = FormulaChoice.REPLACE, FormulaChoice.KEEP


@pytest.mark.parametrize(
    ("there", "wanted", "formulas", "code", "what", "todo"),
    [
        (
            book(), [FIGURE, Wanted(B2, 0.8, why="7.8 May-15")], KEEP, "P101",
            "Two figures claim one cell: 7.6 May-15 and 7.8 May-15.",
            "Correct the layout: two headings point to the same cell.",
        ),
        (
            book(), [Wanted(B2, float("inf"), why="7.6 May-15")], KEEP, "P102",
            "7.6 May-15 is not a finite number.", "Report this figure.",
        ),
        (
            book(), [Wanted(B2, LONG)], KEEP, "P103",
            "The text is longer than a cell can hold.", "Shorten the note.",
        ),
        (
            MERGED, [FIGURE], KEEP, "P104", "The cell is covered by the merged cells A1:B2.",
            "Unmerge them, so that the figure has a cell of its own.",
        ),
        (
            BLOCKED, [FIGURE], KEEP, "P105", "The cell is in a pivot table.",
            "Move it, so that the figure has a cell of its own.",
        ),
        (
            book({B2.cell: FORMULA}), [FIGURE], FormulaChoice.REFUSE, "P106",
            "The cell holds a formula where 7.6 May-15 goes.",
            ('Choose in lacxl.toml: formulas = "replace" writes the figure over it, "keep" leaves '
            "the formula and compares."),
        ),
        (
            book({B2.cell: Formula("B1", 1.0, "shared")}), [FIGURE], REPLACE, "P107",
            "Other cells hang on the formula here (shared), so it stays.",
            "Give each cell a formula of its own first.",
        ),
        (
            book({B2.cell: Formula("", 1.0)}), [FIGURE], REPLACE, "P107",
            ("The formula here is shared from a cell that is not found, so it could never be put "
            "back, and stays."),
            "Enter the formula in this cell again, or a value; then run again.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_what_where_and_what_to_do(
    there: Snapshot, wanted: list[Wanted], formulas: FormulaChoice, code: str, what: str, todo: str
) -> None:
    with pytest.raises(Refused) as refused:
        plan(there, looks(), wanted, rules={}, formulas=formulas)
    assert refused.value.findings == (error(code, what, "Health!B2", todo),)


@pytest.mark.parametrize(
    ("cached", "value", "number_format", "what"),
    [
        (0.808, 0.9, "0.0%", "The formula kept here shows 80.8%; 7.6 May-15 is 90.0%."),
        (None, 0.9, "0.0%", "The formula kept here shows nothing; 7.6 May-15 is 90.0%."),
        (0.5, None, None, "The formula kept here shows 0.5; 7.6 May-15 is empty."),
        (0.5, "R", None, "The formula kept here shows 0.5; 7.6 May-15 is R."),
    ],
)
def test_a_formula_that_is_kept_and_shows_another_figure_is_found(
    cached: float | None, value: float | None, number_format: str | None, what: str
) -> None:
    there = book({B2.cell: Formula("B1", cached)})
    wanted = [Wanted(B2, value, number_format, "7.6 May-15")]
    made = plan(there, looks(), wanted, rules={}, formulas=KEEP)
    todo = "Correct the formula or the extract."
    assert made.findings == (warning("P108", what, "Health!B2", todo),)
    assert not made.changes


def test_a_text_may_be_as_long_as_a_cell_can_hold() -> None:
    assert plan(book(), looks(), [Wanted(B2, LONG[1:])], rules={}).changes


def test_a_formula_that_is_kept_is_no_fault_of_the_cell() -> None:
    """Nothing is written to it, so it may lie in what cannot be written to."""
    area = (Area.parse("A1:C3"), "an array formula")
    there = book({B2.cell: Formula("B1", 0.9)}, blocked=(area,))
    assert plan(there, looks(), [FIGURE], rules={}, formulas=KEEP).findings == ()
    with pytest.raises(Refused) as refused:
        plan(there, looks(), [FIGURE], rules={}, formulas=REPLACE)
    assert refused.value.codes == ("P105",)


def test_all_cells_after_a_fault_are_looked_at() -> None:
    there = book({B2.cell: FORMULA, B3.cell: FORMULA})
    wanted = [Wanted(B2, 0.9), Wanted(B2, 0.9), Wanted(B3, 0.9)]
    with pytest.raises(Refused) as refused:
        plan(there, looks(), wanted, rules={})
    assert refused.value.codes == ("P106", "P106")
    made = plan(there, looks(), [Wanted(B2, 0.8), Wanted(B3, 0.9)], rules={}, formulas=KEEP)
    assert [f.where for f in made.findings] == ["Health!B2", "Health!B3"]


def test_a_date_gets_its_format_as_a_number_does() -> None:
    date = Wanted(B2, dt.datetime(2015, 5, 1), "mmm-yy")
    made = plan(book(), looks("General"), [date], rules={})
    assert made.changes.cells[0].number_format == Swap("General", "mmm-yy")
    there = book({B2.cell: date.value})
    assert plan(there, looks("General"), [date], rules={}).changes.cells == (
        CellChange("Health", B2.cell, None, Swap("General", "mmm-yy")),
    )
    assert not plan(there, looks("mmm-yy"), [date], rules={}).changes


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (None, "", True),
        ("", None, True),
        (0.0, None, False),
        (0.0, 1e-13, True),
        (0.0, 1e-11, False),
        (1.0, 1.0 + 1e-13, True),
        (1.0, 1.0 + 1e-11, False),
        (1e6, 1e6 * (1 + 1e-13), True),
        (1, 1.0, True),
        (True, 1.0, False),
        (1.0, True, False),
        (True, True, True),
        ("1", 1.0, False),
        ("a", "a", True),
        ("a", "A", False),
        (Formula("B1"), Formula("B1"), True),
    ],
)
def test_the_same_in_a_cell(one: CellValue, other: CellValue, equal: bool) -> None:
    assert same(one, other) is equal


def test_rules_of_each_sheet_are_compared_with_its_own() -> None:
    rule = text_rule(Area.parse("B2:B9"), "R", Look(fill="C0392B"))
    there = Snapshot((SheetSnapshot("Health"), SheetSnapshot("Summary", rules=(rule,))))
    made = plan(there, {}, [], rules={"Summary": (rule,), "Health": (rule,)})
    assert made.changes.rules == (RulesChange("Health", Swap((), (rule,))),)
    made = plan(there, {}, [], rules={"Summary": ()})
    assert made.changes.rules == (RulesChange("Summary", Swap((rule,), ())),)


def test_unlocking_frees_what_is_locked_and_each_cell_once() -> None:
    there = {B2: CellLook("0.0%", True), B3: CellLook("0.0%", False)}
    assert unlock(there, [B3, B2, B2]) == ChangeSet(
        (CellChange("Health", B2.cell, locked=Swap(True, False)),)
    )


class TestLock:
    def test_a_password_guards_a_sheet_that_was_free(self) -> None:
        for password in (True, False):
            (made,) = lock(book(), looks(), [B2], password=password).protection
            guarded = Protection(OPEN_PROTECTION.allowed, password)
            assert (made.sheet, made.protection) == ("Health", Swap(None, guarded))
        (made,) = lock(book(), looks(), [B2]).protection
        assert made.protection.after == OPEN_PROTECTION

    def test_each_sheet_is_protected_once_and_none_that_was_not_named(self) -> None:
        there = Snapshot(
            (
                SheetSnapshot("Guarded", protection=Protection()),
                SheetSnapshot("Health"),
                SheetSnapshot("Other"),
            )
        )
        guarded = CellRef("Guarded", Cell(1, 1))
        at = {B2: CellLook(), B3: CellLook(), guarded: CellLook()}
        made = lock(there, at, [guarded, B2, B3])
        assert [change.sheet for change in made.protection] == ["Health"]
        assert [change.cell for change in made.cells] == [B2.cell, B3.cell]

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
