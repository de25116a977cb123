"""Change sets go back the way they came; rules are told apart by their owner's mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, RulesChange, Swap
from lacxl.workbook.conditional_formats import OWNER, ConditionalFormat, Look, is_owned, text_rule
from lacxl.workbook.snapshot import OPEN_PROTECTION, Formula, Protection

SHEETS = st.sampled_from(["Cover", "Health", "Bob's"])
CELLS = st.builds(Cell, st.integers(1, 50), st.integers(1, 20))
VALUES = st.none() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(Formula("A1", 2.0))
RULE = text_rule(Area.parse("B2:B9"), "R", Look("FF0000"))
PROTECTIONS = st.sampled_from([None, OPEN_PROTECTION, Protection(frozenset({"sort"}), True)])


def swaps(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(Swap, values, values)


CHANGES = st.builds(
    ChangeSet,
    st.lists(
        st.builds(
            CellChange,
            SHEETS,
            CELLS,
            st.none() | swaps(VALUES),
            st.none() | swaps(st.sampled_from(["General", "0.0%"])),
            st.none() | swaps(st.booleans()),
        ),
        max_size=6,
    ).map(tuple),
    st.lists(st.builds(RulesChange, SHEETS, swaps(st.sampled_from([(), (RULE,)]))), max_size=3).map(
        tuple
    ),
    st.lists(st.builds(ProtectionChange, SHEETS, swaps(PROTECTIONS)), max_size=3).map(tuple),
)


def done(changes: ChangeSet, state: dict[object, object]) -> dict[object, object]:
    """Carry out a change set on a dictionary, as an engine would on a workbook."""
    after = dict(state)
    for c in changes.cells:
        for side in ("value", "number_format", "locked"):
            if (swap := getattr(c, side)) is not None:
                after[c.sheet, c.cell, side] = swap.after
    after |= {(r.sheet, "rules"): r.rules.after for r in changes.rules}
    after |= {(p.sheet, "protection"): p.protection.after for p in changes.protection}
    return after


@given(CHANGES)
def test_reverse_is_its_own_inverse(changes: ChangeSet) -> None:
    assert changes.reverse().reverse() == changes
    assert bool(changes.reverse()) == bool(changes)
    assert set(changes.reverse().sheets) == set(changes.sheets)


@given(CHANGES)
def test_reverse_undoes(changes: ChangeSet) -> None:
    before = done(changes.reverse(), {})
    there = done(changes, before)
    back = done(changes.reverse(), there)
    assert back == before


def test_of_two_changes_of_a_cell_the_later_wins_each_side_of_it_for_itself() -> None:
    cell, other = Cell(1, 1), Cell(2, 1)
    figure, note = Swap(None, 0.5), Swap(None, "TBC")
    plain, percent = Swap("0.0%", "General"), Swap("General", "0.0%")
    locked, free = Swap(False, True), Swap(True, False)
    first = CellChange("Health", cell, figure, percent, locked)
    for second, both in (
        (CellChange("Health", cell, note), CellChange("Health", cell, note, percent, locked)),
        (
            CellChange("Health", cell, number_format=plain),
            CellChange("Health", cell, figure, Swap(percent.before, plain.after), locked),
        ),
        (
            CellChange("Health", cell, locked=free),
            CellChange("Health", cell, figure, percent, Swap(locked.before, free.after)),
        ),
    ):
        elsewhere = (CellChange("Health", other, note), CellChange("Cover", cell, note))
        made = ChangeSet((first, elsewhere[0])).and_then(ChangeSet((second, elsewhere[1])))
        assert made.cells == (both, *elsewhere)


@given(CHANGES, CHANGES)
def test_two_change_sets_as_one_do_what_they_do_one_after_the_other(
    first: ChangeSet, second: ChangeSet
) -> None:
    both = first.and_then(second)
    assert done(both, {}) == done(second, done(first, {}))
    assert len({(c.sheet, c.cell) for c in both.cells}) == len(both.cells)
    assert len(both.rules) == len(first.rules) + len(second.rules)
    assert len(both.protection) == len(first.protection) + len(second.protection)


def test_an_empty_change_set_is_false() -> None:
    assert not ChangeSet()
    assert ChangeSet().sheets == ()
    assert ChangeSet(cells=(CellChange("Health", Cell(1, 1)),))


def test_each_sheet_is_named_once_in_order() -> None:
    changes = ChangeSet(
        cells=(
            CellChange("B", Cell(1, 1)),
            CellChange("A", Cell(1, 1)),
            CellChange("B", Cell(2, 1)),
        ),
        protection=(ProtectionChange("C", Swap(None, OPEN_PROTECTION)),),
    )
    assert changes.sheets == ("B", "A", "C")


def test_only_rules_with_the_mark_are_owned() -> None:
    assert is_owned(RULE.formula)
    assert OWNER in RULE.formula
    for formula in ('B2="R"', 'N("other")=0', '"lacxl"=B2', 'B2="lacxl"'):
        assert not is_owned(formula)


def test_a_rule_compares_its_first_cell_with_the_whole_text() -> None:
    rule = ConditionalFormat(Area.parse("B2:B9"), f'AND(B2="R",{OWNER})', Look("FF0000"))
    assert rule == RULE
    quoted = text_rule(Area.of(Cell(1, 1)), 'say "R"', Look())
    assert quoted.formula == f'AND(A1="say ""R""",{OWNER})'
