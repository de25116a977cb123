"""Narratives that nobody has written again since the last issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.workbook.snapshot import TextBox

UNCHANGED = "Q122"
_SHORTEST = 60
_LASTING = ("definition", "note", "key", "how to", "glossary")


def unchanged(
    texts: Sequence[TextBox], issued: Sequence[TextBox], of: Month, file: str
) -> Iterator[Finding]:
    """Yield Q122 with every page of which a text is that of the issue of month `of`.

    Short texts, and those that are called a definition or a note, are meant to stay.
    """
    before = {(each.sheet, _plain(each.text)) for each in issued}
    same = [
        each.sheet
        for each in texts
        if (each.sheet, _plain(each.text)) in before
        and len(each.text) >= _SHORTEST
        and not any(word in f"{each.name} {each.text[:40]}".casefold() for word in _LASTING)
    ]
    if same:
        yield warning(
            UNCHANGED,
            f"The narrative is word for word that of the issue of {of.long} ({file}).",
            ", ".join(dict.fromkeys(same)),
            "Write what changed, or say that nothing did.",
        )


def _plain(text: str) -> str:
    return " ".join(text.split())
