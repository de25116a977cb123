"""Alternative texts of charts, told anew: every other byte of their drawings is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from lacxl.engines.package.admission import SheetChanges
from lacxl.engines.package.part_cutter import unveiled
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import escaped, plain

_VALUE = rb"(?:\"[^\"]*\"|'[^']*')"
_CHART = re.compile(rb"<(?:[\w.-]+:)?graphicFrame[\s>]")
_NAMED = re.compile(rb"<(?:[\w.-]+:)?cNvPr((?:\s+[\w:.-]+\s*=\s*%b)*)\s*/?>" % _VALUE)
_SIGN = re.compile(r"&[^;]*;|.", re.DOTALL)
_FACT = re.compile(rb"\s(name|descr)\s*=\s*(%b)" % _VALUE)


def retold(
    package: Package, changed: SheetChanges, drawn: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """Return the drawings of a sheet with the new texts of its charts.

    Those that are `drawn` already go on from there. A chart that has another text stays.
    """
    sheet = package.sheet(changed.sheet)
    if sheet is None or not changed.chart_texts:
        return {}
    new = {(each.name, each.text.before): each.text.after for each in changed.chart_texts}
    found = {}
    for part in package.related_to(sheet.part, "drawing"):
        content = drawn[part] if part in drawn else package.text(part)
        told = _retold(content, new)
        if told != content:
            found[part] = told
    return found


def _retold(content: bytes, new: Mapping[tuple[str, str], str]) -> bytes:
    seen, pieces, at = unveiled(content), [], 0
    for chart in _CHART.finditer(seen):
        named = _NAMED.search(seen, chart.end())
        if named is None:
            continue
        facts = {fact[1]: fact for fact in _FACT.finditer(seen, *named.span(1))}
        name, text = (
            plain(facts[key][2][1:-1]) if key in facts else "" for key in (b"name", b"descr")
        )
        after = new.get((name, text))
        if after is not None and b"descr" in facts:
            start, end = facts[b"descr"].span(2)
            start, end = start + 1, end - 1
            pieces += [content[at:start], _respelt(content[start:end].decode(), text, after)]
            at = end
    return b"".join([*pieces, content[at:]])


def _respelt(spelt: str, before: str, after: str) -> bytes:
    """Return an attribute's new text; what is the same at both ends is spelt as it was."""
    signs = _SIGN.findall(spelt)
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    middle = escaped(after[first : len(after) - last]).replace(b'"', b"&quot;")
    middle = middle.replace(b"'", b"&apos;").replace(b"\n", b"&#10;")
    ends = "".join(signs[:first]), "".join(signs[len(signs) - last :])
    return ends[0].encode() + middle + ends[1].encode()


def _alike(one: str, other: str) -> int:
    """Return how many signs two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
