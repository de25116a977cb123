"""A page's own style sheets, as far as they matter here: which properties an element gets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Properties = Mapping[str, str]

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_QUOTED = re.compile(r"url\([^)]*\)|\"[^\"]*\"|'[^']*'", re.IGNORECASE)
_URL = re.compile(r"(?:url|src|image)\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s+[\"']([^\"']*)", re.IGNORECASE)
_SIMPLE = re.compile(r"(::?)?([.#]?)((?:[^\W\d]|-)[\w-]*|\*)(\([^)]*\))?|\[([^\]=~|^$*]+)[^\]]*\]")
_STATES = "hover active target checked disabled visited open"
_NOT_NOW = frozenset(_STATES.split())
"""States that an element does not have when a page is opened."""
_FOCUS = re.compile(r":focus(?:-visible|-within)?(?![\w-])")
_OTHER_MEDIA = re.compile(
    r"^\s*(?:only\s+)?(?:print|speech)\b|max-width|max-height|prefers-|width\s*<", re.I
)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MOST_RULES = 5_000
_MOST_LETTERS = 1_000_000
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Node:
    """An element as selectors see it."""

    tag: str
    names: frozenset[str]
    """Its id and classes, as #id and .class, and its attributes as [name]."""


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[tuple[str, str, frozenset[str]], ...]
    """Before each step how it follows the one before: " " or ">"; then its tag and its names."""
    weight: tuple[int, int]
    own: Properties
    when_focused: bool = False


class StyleSheets:
    """All style sheets of a page in their order."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []
        self._variables: dict[str, str] = {}
        self._size = 0
        self._known: dict[Node, list[_Rule]] = {}

    def add(self, text: str) -> None:
        """Take in a style sheet; raises ValueError for more than a page ever has."""
        self._known.clear()
        self._size += len(text)
        if self._size > _MOST_LETTERS:
            raise ValueError("style sheets")
        for selectors, body in _rules(without_comments(text)):
            own = declared(body)
            self._variables |= {name: value for name, value in own.items() if name[:2] == "--"}
            for selector in selectors.split(","):
                when_focused = ":focus" in selector
                steps = _steps(_FOCUS.sub("", selector).strip() or "*")
                if len(self._rules) >= _MOST_RULES:
                    raise ValueError("rules")
                if steps:
                    names = sum(len(names) for _, _, names in steps)
                    tags = sum(tag != "*" for _, tag, _ in steps)
                    self._rules.append(
                        _Rule(steps, (names + when_focused, tags), own, when_focused)
                    )

    def of(
        self, path: Sequence[Node], inline: str, *, when_focused: bool = False
    ) -> dict[str, str]:
        """Return the properties of the last element of a path from the page's root down.

        When it is focused, a reader has come to it with the keyboard.
        """
        matching = [
            rule
            for rule in self._ending_in(path[-1])
            if (when_focused or not rule.when_focused) and _matches(rule.steps, path)
        ]
        found: dict[str, str] = {}
        decided: dict[str, str] = {}
        for rule in [*sorted(matching, key=lambda rule: rule.weight), None]:
            for name, value in (rule.own if rule else declared(inline)).items():
                if value.endswith("!important"):
                    decided[name] = value.removesuffix("!important").strip()
                else:
                    found[name] = value
        return {name: self._resolved(value) for name, value in (found | decided).items()}

    def _ending_in(self, node: Node) -> list[_Rule]:
        """Return the rules whose last step an element is; most elements are like many others."""
        if node not in self._known:
            if len(self._known) >= _MOST_RULES:
                self._known.clear()
            self._known[node] = [rule for rule in self._rules if _is(node, *rule.steps[-1][1:])]
        return self._known[node]

    def _resolved(self, value: str) -> str:
        for _ in range(_DEEPEST):
            if "var(" not in value:
                break
            value = _VARIABLE.sub(
                lambda found: self._variables.get(found[1], (found[2] or "").strip()), value
            )[:500]
        return value


def without_comments(text: str) -> str:
    """Return a style sheet as a browser takes it: no comments, and letters that were escaped."""
    plain = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    return _COMMENT.sub(" ", plain)


def written_in(text: str) -> list[str]:
    """Return what a style sheet says in words: the texts in quotes, and the comments."""
    return [found.strip("\"'") for found in _QUOTED.findall(text)] + _COMMENT.findall(text)


def urls_in(text: str) -> list[str]:
    """Return where a style sheet or an attribute takes something from."""
    if "(" not in text and "@" not in text:
        return []
    plain = without_comments(text)
    return [found.strip() for found in _URL.findall(plain) + _IMPORT.findall(plain)]


def declared(body: str) -> dict[str, str]:
    """Return the properties that a rule or a style attribute declares, in small letters."""
    found: dict[str, str] = {}
    for each in _QUOTED.sub("quoted", body).split(";"):
        name, colon, value = each.partition(":")
        if colon:
            spelt = " ".join(value.split()).lower().replace("! important", "!important")
            found[name.strip().lower()] = spelt.replace(" !important", "!important")
    return found


def _rules(text: str, within: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the body of each rule; those for other media are left out."""
    for prelude, body in _blocks(text):
        if prelude.startswith("@"):
            kind, _, condition = prelude[1:].partition(" ")
            is_other = kind == "media" and _OTHER_MEDIA.search(condition)
            if (
                kind in ("media", "supports", "layer", "container")
                and not is_other
                and (depth < _DEEPEST)
            ):
                yield from _rules(body, within, depth + 1)
            continue
        selectors = _nested(within, prelude) if within else prelude
        own = body
        if "{" in body and depth < _DEEPEST:
            own = body[: body.index("{")].rpartition(";")[0] + ";" + body.rpartition("}")[2]
            yield from _rules(body, selectors, depth + 1)
        yield selectors, own


def _nested(within: str, prelude: str) -> str:
    return ",".join(
        each.replace("&", outer) if "&" in each else f"{outer} {each}"
        for outer in within.split(",")
        for each in prelude.split(",")
    )[:10_000]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each pair of braces, and what stands between them.

    Braces that never close do so at the end, as in a browser.
    """
    depth = start = begun = 0
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            if not depth:
                begun = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                prelude = text[start : begun - 1].rpartition(";")[2]
                yield prelude.strip(), text[begun : brace.start()]
                start = brace.end()
    if depth:
        yield text[start : begun - 1].rpartition(";")[2].strip(), text[begun:]


def _steps(selector: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return a selector as its steps; none where it cannot hold when a page is opened.

    What follows a sibling (+ and ~) is taken for what follows no matter what.
    """
    spaced = re.sub(r"\s*([>+~])\s*(?![^\[]*\])", r" \1 ", selector.strip())
    steps: list[tuple[str, str, frozenset[str]]] = []
    how = " "
    for word in spaced.split():
        if word in (">", "+", "~"):
            how = word
            continue
        found = _compound(word)
        if found is None:
            return ()
        if how in ("+", "~"):
            steps.clear()
            how = " "
        steps.append((how, *found))
        how = " "
    return tuple(steps)


def _compound(word: str) -> tuple[str, frozenset[str]] | None:
    tag, names = "*", set()
    for colons, sign, name, _, attribute in _SIMPLE.findall(word):
        if colons == "::" or (colons and name in (*_NOT_NOW, "before", "after")):
            return None
        if attribute:
            names.add(f"[{attribute.strip().lower()}]")
        elif colons:
            tag = "html" if name == "root" and tag == "*" else tag
        elif sign:
            names.add(sign + name)
        else:
            tag = name.lower()
    return tag, frozenset(names)


def _matches(steps: Sequence[tuple[str, str, frozenset[str]]], path: Sequence[Node]) -> bool:
    _, tag, names = steps[-1]
    if not _is(path[-1], tag, names):
        return False
    at = len(path) - 2
    for index in range(len(steps) - 2, -1, -1):
        _, tag, names = steps[index]
        if steps[index + 1][0] == ">":
            if at < 0 or not _is(path[at], tag, names):
                return False
        else:
            while at >= 0 and not _is(path[at], tag, names):
                at -= 1
            if at < 0:
                return False
        at -= 1
    return True


def _is(node: Node, tag: str, names: frozenset[str]) -> bool:
    return tag in ("*", node.tag) and names <= node.names
