"""The text boxes of an issued copy, read as a stranger would: do they tell what is kept back?

A narrative that names a small number, a figure that is kept back, or what looks like a person is
refused, with its box. It is judged strictly, as nobody can take it back: whoever wrote it words it
otherwise, or publishes without narratives.
"""

from __future__ import annotations

import re
import unicodedata
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
_SPANS = r"(?:day|week|month|quarter|year|hour|point|fold|stage|tier|way|part)s?\b"
_ALONE = r"child|adoption|boy|girl|sibling|young person|review|placement|leaver|admission"
_NO_CHILDREN = (
    r"(?:(?:or|and) (?:more|fewer|less|over|under|older|younger|above|below|a half)\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:(?:more|further|consecutive|successive|working|school|calendar|full|and|to) )*(?:day"
    r"|week|fortnight|month|quarter|year|hour|time|point|per|half|single|measure|indicator|target"
    r"|step|reason|way|team|manager|area|theme|action|meeting|service|council|authority|number"
    r"|part|side|stage|level)s?\b)"
)
_BEFORE_NO_CHILDREN = tuple(
    f"{word} "
    for word in (
        "age of", "until", "under", "over", "age", "aged", "ages", "section", "figure", "table",
        "stage", "level", "phase", "grade", "week", "month", "quarter", "band", "tier",
        "regulation", "top", "year", "part", "april", "may", "june", "july", "august", "september",
        "october", "november",
        "december", "january", "february", "march", "from", "than", "every",
    )
)  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,£/-])(?P<share>\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent)"
    rf"|(?<![\w.,£/-])(?P<count>\d{{1,4}}(?:,\d{{3}})*)(?! {_NO_CHILDREN}) {_BETWEEN}{_PEOPLE}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx|Cllr|Councillor)\.? [A-Z][a-z]+")
_SOMEBODY = re.compile(
    r"\b[Cc]hild [A-Z]\b|\b[A-Z]{1,2},? aged \d|\b(?!The|This|Each|Every|Their|Our|A|Foster|One|New"
    r"|Birth|Early|Adoptive|Kinship|Whole|Extended|Own|Host)[A-Z][\w'’-]+ (?:family|siblings"
    r"|brothers|sisters)\b"
)
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
    text = _plain(text)
    if _small(limit).search(text):
        yield "the text names a small number of children or cases."
    elif any(number in kept_back for number in _numbers(text)):
        yield "the text names the number of a figure that is kept back."


def names_a_small_number(text: str, limit: int) -> bool:
    """Say whether a text has a number of 1 up to the limit at all, whatever it is of."""
    return re.search(rf"\b(?:{_digits(limit)}|{_words(limit)})\b", _plain(text), re.I) is not None


def _plain(text: str) -> str:
    """Return a text with one blank between words, and no sign that nobody sees."""
    text = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def _digits(limit: int) -> str:
    return "|".join(str(number) for number in range(limit, 0, -1))


def _words(limit: int, least: int = 1) -> str:
    return "|".join(_WORDS[least : limit + 1])


def person_in(text: str) -> str:
    """Return what looks like a person in a text, in words; "" where nothing does."""
    text = _plain(text)
    if what := identifier_in(text):
        return f"the text holds {what}."
    if _NAMED.search(text) or _SOMEBODY.search(text) or any(map(_is_name, _names(text))):
        return "the text holds what looks like a person's name."
    return ""


def _small(limit: int) -> re.Pattern[str]:
    """Return what finds a number of 1 up to the limit of people or of what is done with them.

    Digits, and words from two on, are taken for such a number unless the words beside them say
    something else: months, areas, more than three. *One* is many things, so it needs people, or
    what happened to them.
    """
    no_children = rf"(?![\d%]|[.,]\d)(?!-(?:{_SPANS}))(?! {_NO_CHILDREN})"
    apart = rf"(?<![\w.,£])(?<!\d[-/])(?<!{')(?<!'.join(_BEFORE_NO_CHILDREN)})"
    many = _words(limit, least=2)
    few = rf"(?:{_digits(limit)}{'|' if many else ''}{many})"
    return re.compile(
        rf"{apart}{few}\b{no_children}(?!(?:st|nd|rd|th)\b)"
        rf"|\bone {_BETWEEN}{_PEOPLE}\b"
        r"|(?:^|[.;:!?] |\b(?:only|just|and|but|of whom) )one (?:was|were|is|has|had|left|moved"
        r"|came|went|returned)\b"
        rf"|\b(?:a|the|one)? ?(?:single|sole|lone) (?:{_ALONE})\b"
        r"|\b(?:a couple|a pair|couple) of\b|\btwins?\b",
        re.IGNORECASE,
    )


def _numbers(text: str) -> Iterator[str]:
    """Yield the percentages of a text, and its numbers of people or of what is done with them."""
    for found in _NUMBER.finditer(text):
        if share := found["share"]:
            yield f"{share}%"
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
