"""A figure that is kept back is in no form, and no form has a digit that is not printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lacxl.publishing.forms import forms_of
from lacxl.publishing.publication import Publication, ShownStatus, TidyLine, Value
from unit.publishing import reading_back, sample

SECRET = "98765"


def test_nothing_of_a_suppressed_figure_is_written() -> None:
    """Not even if it still has its number, which the model does not allow."""
    for name, content in forms_of(_every_figure(_kept_back)).items():
        assert SECRET.encode() not in content, name
        assert b"9876" not in content, name


def test_a_suppressed_figure_shows_its_symbol() -> None:
    forms = list(forms_of(_every_figure(_kept_back)).values())
    rows = reading_back.of_csv(forms[2])
    assert {(row["value"], row["printed"], row["status"]) for row in rows} == {
        ("c", "c", "suppressed")
    }
    tree = reading_back.tree_of(forms[3])
    assert {cell.text for cell in tree.xpath("//td[@class='figure'][not(@dir)]")} == {"c"}
    assert not tree.xpath("//svg"), "there is nothing to draw"


def test_no_form_has_more_digits_than_are_printed() -> None:
    """36.4% is 0.364, even if the number that came along is longer."""
    value = Value(ShownStatus.SHOWN, "36.4%", Decimal("0.36412345"), 1)
    for name, content in forms_of(_every_figure(lambda _: value)).items():
        assert b"36412" not in content, name
        assert b"36.4%" in content or b"0.364" in content, name


def test_a_target_is_no_figure_of_a_line_that_is_kept_back() -> None:
    """A chart with a target and no month would still say on which scale the months are."""
    line = sample.publication().lines[-1]
    assert line.target_number is not None
    made = replace(sample.publication(), lines=(line,))
    assert b"<svg" not in list(forms_of(made).values())[3]


def _kept_back(value: Value) -> Value:
    return Value(ShownStatus.SUPPRESSED, f"{SECRET}%", Decimal(SECRET), 0)


def _every_figure(make: object) -> Publication:
    """Return the sample with each of its figures made anew."""
    assert callable(make)

    def anew(values: tuple[tuple[str, Value], ...]) -> tuple[tuple[str, Value], ...]:
        return tuple((name, make(value)) for name, value in values)

    honest = sample.publication()
    lines = tuple(
        replace(
            line,
            months=anew(line.months),
            ytd=make(line.ytd),
            years=anew(line.years),
            benchmarks=anew(line.benchmarks),
            entries=tuple(TidyLine(e.part, e.period, make(e.value)) for e in line.entries),
        )
        for line in honest.lines
    )
    return replace(honest, lines=lines)
