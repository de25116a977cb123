"""What a publication told, once, that no figure of it said: each is kept back since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from lacxl.app.publish.earlier import Earlier
from lacxl.domain.indicator import Figure, Indicator, Kind, Unit
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading
from lacxl.ledgers.publications import PublishedFigure
from lacxl.publishing.candidates import (
    Candidate,
    CountedMonths,
    CountedPeriod,
    as_printed,
    link_rows,
    stock_rows,
)
from lacxl.publishing.deciding import KnownBefore, decide
from lacxl.publishing.facts import Constraint, Count, Fact
from lacxl.publishing.publication import TidyPart
from lacxl.publishing.small import SmallNumberRules

MARCH, APRIL, MAY = Month(2014, 3), Month(2014, 4), Month(2014, 5)
WHEN = dt.datetime(2014, 4, 9, tzinfo=dt.UTC)
STOCK = Indicator(
    "1", "Stock", Kind.SNAPSHOT, (Figure("", Unit.COUNT),), rises_by="3", falls_by="4"
)


def reading(number: str, month: Month, value: int) -> Reading:
    return Reading(number, month, Decimal(value))


def count(number: str, month: Month, value: int) -> Count:
    return Count(number, "n", str(month), value)


def number(counts: tuple[Count, ...], period: str, ends: Month) -> Candidate:
    value = Decimal(sum(each.value for each in counts))
    fact = Fact(counts, (), 1, value, 0)
    label = counts[0].indicator
    return Candidate(label, label, TidyPart.NUMBER, period, ends, value, 0, fact)


class TestSumsAsPrinted:
    """A year to date that is not what the readings give is what its months print."""

    def test_is_of_the_months_that_are_printed(self) -> None:
        """April prints ten and was read as eleven; thirteen to date tells that May had three."""
        april, may = (CountedPeriod.of_month(each) for each in (APRIL, MAY))
        within = [(april, CountedMonths((count("4", APRIL, 10),), ())),
                  (may, CountedMonths((count("4", MAY, 3),), ()))]  # fmt: skip
        found = as_printed("4", CountedPeriod.to_date(MAY), Decimal(13), within, {})
        assert found == CountedMonths((count("4", APRIL, 10), count("4", MAY, 3)), ())

    def test_months_that_nobody_knows_are_one_count_the_same_each_month(self) -> None:
        """Lacxl began in May: fifty to date in May and 53 in June tell that June had three."""
        rest = Count("4", "n", "2014-04", 40)
        to_may = as_printed(
            "4", CountedPeriod.to_date(MAY), Decimal(50), [], {MAY: reading("4", MAY, 10)}
        )  # fmt: skip
        june = MAY + 1
        readings = {MAY: reading("4", MAY, 10), june: reading("4", june, 3)}
        to_june = as_printed("4", CountedPeriod.to_date(june), Decimal(53), [], readings)
        assert to_may == CountedMonths((count("4", MAY, 10), rest), ())
        assert to_june == CountedMonths((count("4", MAY, 10), count("4", june, 3), rest), ())

    def test_what_cannot_be_a_sum_is_a_count_by_itself(self) -> None:
        readings = {each: reading("4", each, 10) for each in (APRIL, MAY)}
        found = as_printed("4", CountedPeriod.to_date(MAY), Decimal(13), [], readings)
        assert found == CountedMonths((Count("4", "n", "2014-05 YTD", 13),), ())
        assert as_printed("4", CountedPeriod.of_month(MAY), Decimal("2.5"), [], {}) is None


class TestStocks:
    def test_a_stock_that_was_restated_added_up_when_it_was_published(self) -> None:
        readings = {
            "1": {MARCH: reading("1", MARCH, 70), APRIL: reading("1", APRIL, 66)},
            "3": {APRIL: reading("3", APRIL, 4)},
            "4": {APRIL: reading("4", APRIL, 8)},
        }
        was = [count("1", APRIL, 65), count("3", APRIL, 3)]
        rows = list(stock_rows({"1": STOCK}, readings, [APRIL], was))
        march, left = count("1", MARCH, 70), count("4", APRIL, 8)
        assert rows == [
            (march, count("3", APRIL, 3), left, count("1", APRIL, 65)),
            (march, count("3", APRIL, 4), left, count("1", APRIL, 66)),
        ]

    def test_what_was_public_before_is_known_though_it_is_not_published_again(self) -> None:
        """A stock of 70 in March, of 65 in April, and eight who left: three joined."""
        counts = (count("1", MARCH, 70), count("3", APRIL, 3), count("4", APRIL, 8),
                  count("1", APRIL, 65))  # fmt: skip
        shown = [number((each,), "2014-04", APRIL) for each in counts[1:]]
        decided = decide(
            shown, rules=SmallNumberRules(), known=KnownBefore(), stocks=[counts],
            public_until=MARCH,
        )  # fmt: skip
        assert sum(why.is_shown for why in decided.why.values()) == 1


class TestEarlierPeriods:
    """An arrow stands beside two figures that are seen: parts and lights are not the figure."""

    line = PublishedFigure(WHEN, MARCH, 1, "7.6", "percentage", str(MARCH), "shown", "")

    def test_a_shown_denominator_or_light_does_not_show_the_figure(self) -> None:
        kept = replace(self.line, why="few children")
        others = [replace(self.line, part=part) for part in ("denominator", "light", "direction")]
        assert Earlier((), (kept, *others)).shown_periods("7.6") == frozenset()
        assert Earlier((), (self.line, *others)).shown_periods("7.6") == {"2014-03"}

    def test_what_was_kept_back_when_it_was_restated_is_not_seen(self) -> None:
        later = replace(self.line, why="few children", issue=2)
        assert Earlier((), (self.line, later)).shown_periods("7.6") == frozenset()


class TestLinks:
    """Readers know that two indicators count the same children, or that one is part."""

    adopted = Indicator(
        "7", "Adopted", Kind.FLOW, (Figure("", Unit.PERCENTAGE),), numerator_within="5"
    )
    in_time = Indicator(
        "10", "Adopted in time", Kind.FLOW, (Figure("", Unit.PERCENTAGE),), denominator_like="7"
    )
    known: ClassVar = {"7": adopted, "10": in_time}

    def test_a_denominator_that_is_alike_is_the_same(self) -> None:
        three, of_three = count("7", MAY, 3), Count("10", "d", str(MAY), 3)
        four = Count("10", "d", str(MAY), 4)
        assert list(link_rows(self.known, [three, of_three, four])) == [
            Constraint({of_three: 1, three: -1}, 0, 0)
        ]

    def test_so_a_hidden_number_does_not_stand_openly_as_a_denominator(self) -> None:
        three, of_three = count("7", MAY, 3), Count("10", "d", str(MAY), 3)
        counts = [three, of_three]
        shown = [number((each,), str(MAY), MAY) for each in counts]
        decided = decide(
            shown, rules=SmallNumberRules(), known=KnownBefore(),
            links=link_rows(self.known, counts),
        )  # fmt: skip
        assert not any(why.is_shown for why in decided.why.values())

    def test_a_large_one_that_would_tell_goes_as_well(self) -> None:
        """April had nine and May three; the other tells, too, that there were twelve to date."""
        april, may = count("7", APRIL, 9), count("7", MAY, 3)
        theirs = Count("10", "d", str(APRIL), 9), Count("10", "d", str(MAY), 3)
        shown = [
            number((april,), str(APRIL), APRIL),
            number((may,), str(MAY), MAY),
            replace(number(theirs, f"{MAY} YTD", MAY), indicator="10", label="10"),
        ]
        links = tuple(link_rows(self.known, (april, may, *theirs)))
        alone = decide(shown, rules=SmallNumberRules(), known=KnownBefore())
        linked = decide(shown, rules=SmallNumberRules(), known=KnownBefore(), links=links)
        assert [why.is_shown for why in alone.why.values()] == [True, False, True]
        assert sum(why.is_shown for why in linked.why.values()) == 1

    def test_a_part_is_no_more_than_its_whole(self) -> None:
        part, whole = count("7", MAY, 6), count("5", MAY, 8)
        assert list(link_rows(self.known, [part, whole])) == [
            Constraint({whole: 1, part: -1}, 0, None)
        ]
        assert list(link_rows(self.known, [part, count("5", MAY, 4)])) == []

    def test_two_that_are_like_a_third_which_nobody_counted_are_alike(self) -> None:
        other = replace(self.in_time, number="11")
        known = {**self.known, "11": other}
        one, two = Count("10", "d", str(MAY), 3), Count("11", "d", str(MAY), 3)
        assert list(link_rows(known, [one, two])) == [Constraint({two: 1, one: -1}, 0, 0)]
        whole = count("5", MAY, 8)
        assert Constraint({whole: 1, one: -1}, 0, None) in list(link_rows(known, [one, whole]))
