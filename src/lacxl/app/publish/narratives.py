"""The text boxes of an issued copy, read as a stranger would: do they tell what is kept back?

A narrative that names a small number, a figure that is kept back, or what looks like a person is
refused, with its box. It is judged strictly, as nobody can take it back: whoever wrote it words it
otherwise, or publishes without narratives.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.publishing.publication import Narrative
from lacxl.scan.headings import is_person
from lacxl.scan.screening import identifier_in
from lacxl.workbook.snapshot import TextBox

_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_PEOPLE = (
    r"(?:looked.after |young |unaccompanied |care |foster )?(?:children|child|people|person|boys?"
    r"|girls?|siblings?|brothers?|sisters?|adopters?|carers?|leavers?|cases?|reviews?|visits?"
    r"|assessments?|adoptions?|admissions?|placements?|plans?|PEPs?|pupils?|families|family"
    r"|babies|baby|teenagers?|adults?|discharges?|breakdowns?|moves?|LAC|CLA)"
)
_BETWEEN = r"(?:[\w'’-]+ ){0,3}?"
_NO_CHILDREN = (
    r"(?:(?:more|further|consecutive|successive|working|school|calendar|full|or|and|to|in) )*(?:day"
    r"|week|fortnight|month|quarter|year|hour|time|point|per|half|more|fewer|less|over|under|after"
    r"|single|measure|indicator|target|step|reason|way|team|manager|area|theme|action|meeting|service"
    r"|council|authority|number|part|side|another|by one)s?\b"
)
_BEFORE_NO_CHILDREN = tuple(
    f"{word} "
    for word in (
        "under", "over", "age", "aged", "ages", "section", "figure", "table", "stage", "level",
        "phase", "grade", "week", "month", "quarter", "band", "tier", "regulation", "top", "year",
        "part", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "january", "february", "march", "from", "than", "every",
    )
)  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,£/-])(?P<share>\d{1,3}(?:\.\d+)? ?(?:%|per ?cent))"
    rf"|(?<![\w.,£/-])(?P<count>\d{{1,4}}(?:,\d{{3}})*)(?! {_NO_CHILDREN}) {_BETWEEN}{_PEOPLE}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx|Cllr|Councillor)\.? [A-Z][a-z]+")
_CAPITALS = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
_OF_OFFICES = (
    "act agency aspire authority authorities bill care cabinet commissioner court courts "
    "directorate education emotional england exchange foundation government guardianship "
    "independent initial internal legal member national ofsted order orders pathway permanence "
    "policy practice programme project regional residence safeguarding scrutiny secretary "
    "services special state strategic virtual wellbeing youth"
)
_NO_PERSONS = frozenset(_OF_OFFICES.split())


def narratives_of(
    boxes: Sequence[TextBox], limit: int, kept_back: Collection[str]
) -> tuple[Narrative, ...]:
    """Return what the boxes say, by sheet.

    `kept_back` are the texts of figures that are kept back, as they would be printed. Raises
    Refused (T107, T108) with every box that tells what it must not.
    """
    faults = [fault for box in boxes for fault in _faults(box, limit, kept_back)]
    if faults:
        raise Refused(faults)
    by_sheet: dict[str, list[str]] = {}
    for box in boxes:
        paragraphs = (line.strip() for line in box.text.splitlines())
        by_sheet.setdefault(box.sheet, []).extend(filter(None, paragraphs))
    return tuple(Narrative(sheet, tuple(said)) for sheet, said in by_sheet.items())


def _faults(box: TextBox, limit: int, kept_back: Collection[str]) -> Iterator[Finding]:
    where = f"'{box.sheet}', {box.name}" if box.name else f"'{box.sheet}'"
    for why in told_in(box.text, limit, kept_back):
        yield error("T107", why, where, _REWORD)
    if why := person_in(box.text):
        yield error("T108", why, where, _REWORD)


_REWORD = (
    "Word the box otherwise in the workbook, restate the month and issue it again; or set "
    "narrative = false under [publish]."
)


def told_in(text: str, limit: int, kept_back: Collection[str] = ()) -> Iterator[str]:
    """Yield in words how a text tells a number that it must not; the number is not repeated."""
    if _small(limit).search(text):
        yield "the text names a small number of children or cases."
    elif any(number in kept_back for number in _numbers(text)):
        yield "the text names the number of a figure that is kept back."


def person_in(text: str) -> str:
    """Return what looks like a person in a text, in words; "" where nothing does."""
    if what := identifier_in(text):
        return f"the text holds {what}."
    if _NAMED.search(text) or any(map(_is_name, _names(text))):
        return "the text holds what looks like a person's name."
    return ""


def _small(limit: int) -> re.Pattern[str]:
    """Return what finds a number of 1 up to the limit of people or of what is done with them."""
    digits = "|".join(str(number) for number in range(limit, 0, -1))
    words = "|".join(_WORDS[1 : limit + 1])
    no_children = rf"(?![\d%]|[.,]\d)(?! {_NO_CHILDREN})"
    few = rf"(?<![\w.,£-])(?:{digits}|{words}){no_children}"
    bare = rf"(?<![\w.,£-])(?<!\d/)(?:{digits}){no_children}(?![\w-]|st\b|nd\b|rd\b|th\b)"
    return re.compile(
        rf"{few} {_BETWEEN}{_PEOPLE}\b"
        rf"|\b{_PEOPLE}\b {_BETWEEN}(?:was|were|is|are|numbered|fell to|rose to) {few}(?!\w)"
        rf"|(?<!\w)(?<!{')(?<!'.join(_BEFORE_NO_CHILDREN)}){bare}",
        re.IGNORECASE,
    )


def _numbers(text: str) -> Iterator[str]:
    """Yield the percentages of a text, and its numbers of people or of what is done with them."""
    for found in _NUMBER.finditer(text):
        if share := found["share"]:
            yield f"{share.rstrip('%percnPERCNT ')}%"
        else:
            yield found["count"].replace(",", "")


def _names(text: str) -> Iterable[str]:
    """Yield words with capitals beside each other, two and three at a time."""
    for run in _CAPITALS.findall(text):
        words = run.split()
        for length in (2, 3):
            yield from (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def _is_name(text: str) -> bool:
    words = [word.lower().strip(".'’") for word in text.split()]
    return is_person(text) and not any(word in _NO_PERSONS for word in words)
