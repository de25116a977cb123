"""Which council is meant: by its three-digit code, its nine-letter code, or its name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping

from lacxl.domain.finding import Finding, error
from lacxl.published.datasets import published
from lacxl.tables.cell import plain

_CODE = re.compile(r"\d{3}", re.ASCII)
_AROUND = re.compile(
    r"\b(?:(?:metropolitan|royal|london) )*(?:borough |county |city |unitary |district )?council\b"
    r"|^(?:(?:london|royal|metropolitan) )*(?:borough|county|city) of "
)
_MOST = 6


def which_council(
    asked: str,
    names: Mapping[str, Collection[str]],
    new_codes: Mapping[str, str],
    current: Collection[str],
) -> str | Finding:
    """Return the three-digit code of a council, or why it is not known (G113).

    `names` are all the names of each code in the files, which differ between them, `current` the
    codes with figures in the newest year. A name is never guessed: what is like it is listed.
    """
    written = asked.strip()
    code = new_codes.get(written.upper(), written)
    if _CODE.fullmatch(code):
        if code in names or code in published().ended:
            return code
        return _unknown(f"no council has the code {written}", (), names)
    wanted = _bare(written)
    exact = {c for c, each in names.items() if wanted and wanted in map(_bare, each)}
    if len(exact) > 1:
        exact = exact & set(current) or exact
    if len(exact) == 1:
        return exact.pop()
    if exact:
        return _unknown(f"several councils are called {written}", exact, names)
    parts = {c for c, each in names.items() if wanted and any(wanted in _bare(n) for n in each)}
    by_name = {_bare(n): c for c, each in names.items() for n in each}
    near = difflib.get_close_matches(wanted, by_name, n=_MOST, cutoff=0.7)
    return _unknown(f"no council is called {written}", [*parts, *(by_name[n] for n in near)], names)


def ended(code: str, names: Mapping[str, Collection[str]]) -> Finding | None:
    """Return the refusal of a council that has ended, which names what it went into (G114)."""
    found = published().ended.get(code)
    if found is None:
        return None
    into = " and ".join(_named(each, names) for each in found.into)
    return error(
        "G114",
        f"{found.name} ({code}) ended on {found.on}; it went into {into}.",
        todo=f"Name the council that there is now: --council {found.into[0]}",
    )


def _unknown(what: str, near: Iterable[str], names: Mapping[str, Collection[str]]) -> Finding:
    listed = [_named(code, names) for code in dict.fromkeys(near)][:_MOST]
    todo = (
        f"Did you mean {', '.join(listed)}? Give the code."
        if listed
        else "Give the name as the DfE's files have it, or its three-digit code."
    )
    return error("G113", f"{what}.", "--council", todo)


def _named(code: str, names: Mapping[str, Collection[str]]) -> str:
    return f"{min(names.get(code, ('council',)))} ({code})"


def _bare(name: str) -> str:
    """Return a name without what varies: "&", "St.", "London Borough of", "Council"."""
    words = plain(name.replace("&", " and "))
    return " ".join(_AROUND.sub(" ", words).split())
