"""Parts of which single texts and attributes are respelt, every other byte kept."""

from __future__ import annotations

import re
from collections.abc import Callable

from lacxl.engines.package.part_cutter import unveiled
from lacxl.engines.package.xml import escaped, plain


def respelt(content: bytes, pattern: re.Pattern[bytes], new: Callable[[str], str]) -> bytes:
    """Return a part with a new text in the last group of each place where a pattern fits.

    The texts are between tags or in an attribute; what a comment has is none.
    """
    pieces, at = [], 0
    for found in pattern.finditer(unveiled(content)):
        group = next(n for n in range(pattern.groups, 0, -1) if found[n] is not None)
        start, end = found.span(group)
        before = plain(content[start:end])
        after = new(before)
        if after != before:
            pieces += [content[at:start], escaped(after).replace(b'"', b"&quot;")]
            at = end
    return content if not pieces else b"".join([*pieces, content[at:]])


def attribute(elements: bytes, name: bytes) -> re.Pattern[bytes]:
    """Return what finds an attribute of elements, given as alternatives of a pattern."""
    return re.compile(
        rb"<(?:[\w.-]+:)?(?:%b)(?=\s)[^<>]*?\s%b\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
        % (elements, name)
    )
