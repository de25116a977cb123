"""Months as text, 2025-06, and the quarters and financial years they are in."""

from __future__ import annotations

NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def after(month: str, by: int = 1) -> str:
    """The month so many months later, or earlier."""
    year, number = month.split("-")
    at = int(year) * 12 + int(number) - 1 + by
    return f"{at // 12}-{at % 12 + 1:02d}"


def span(first: str, last: str) -> tuple[str, ...]:
    """The months from the first to the last, both included."""
    found = [first]
    while found[-1] < last:
        found.append(after(found[-1]))
    return tuple(found)


def april(month: str) -> str:
    """The April in which the month's financial year began."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year if number >= 4 else year - 1}-04"


def year_of(month: str) -> tuple[str, ...]:
    """The twelve months of its financial year."""
    first = april(month)
    return span(first, after(first, 11))


def quarter_of(month: str) -> tuple[str, ...]:
    """The three months of its quarter."""
    months = year_of(month)
    at = months.index(month) // 3 * 3
    return months[at : at + 3]


def quarter_number(month: str) -> int:
    """1 for April to June."""
    return year_of(month).index(month) // 3 + 1


def to_date(month: str) -> tuple[str, ...]:
    """April to the month."""
    return span(april(month), month)


def year_words(month: str, style: str = "2025/26") -> str:
    """Its financial year, written as the style's example is."""
    first = int(april(month)[:4])
    text = style.replace("2025", "{a}").replace("2026", "{b}").replace("25", "{c}")
    text = text.replace("26", "{d}")
    return text.format(a=first, b=first + 1, c=first % 100, d=f"{(first + 1) % 100:02d}")
