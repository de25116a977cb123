"""A narrative in sentences, clauses and words, as they are compared with what is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lacxl.domain.month import MONTH_NUMBERS

_SENTENCE_END = re.compile(r"(?<=[.!?;])(?!\d)\s+(?=[^a-z])|\n+|(?<=[a-z]\.)(?=[A-Z])")
_CLAUSE_END = re.compile(
    r",(?!\d{3})|:|\(|\)|\s[-–—]\s|"
    r"\b(?:but|while|whilst|whereas|although|though|however|which|who|where|so that|because|and)\b",
    re.I,
)
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?\s?%?|[A-Za-z]+(?:['’][A-Za-z]+)?|['’]s?\b|[^\w\s]")
_LONGEST_PLAIN = 3


@dataclass(frozen=True, slots=True)
class SentenceWord:
    """A word of a text: as it compares, and as it is written."""

    stem: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its place in the text, and its clauses as words."""

    number: int
    clauses: tuple[tuple[SentenceWord, ...], ...]

    @property
    def words(self) -> tuple[SentenceWord, ...]:
        """All words."""
        return tuple(word for clause in self.clauses for word in clause)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text."""
    pieces = [piece for piece in _SENTENCE_END.split(text) if piece and piece.strip()]
    for number, piece in enumerate(pieces, start=1):
        clauses = tuple(words for part in _clauses(piece) if (words := tuple(words_of(part))))
        if clauses:
            yield Sentence(number, clauses)


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for cut in _CLAUSE_END.finditer(sentence):
        yield sentence[start : cut.start()]
        start = cut.start() if cut[0][0].isalpha() else cut.end()
    yield sentence[start:]


def words_of(text: str) -> Iterator[SentenceWord]:
    """Yield the words of a text; plurals and possessives compare as their singular."""
    for found in _TOKEN.finditer(text):
        word = found[0]
        yield SentenceWord(_stem(word), word)


def phrase(text: str) -> tuple[str, ...]:
    """Return a phrase as its words compare; # stands for a whole number."""
    return tuple(word.stem or word.text for word in words_of(text))


class Phrases:
    """Phrases by what they mean, found among words in one pass."""

    def __init__(self, meant: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a phrase and what it means."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for text, means in meant:
            if stems := phrase(text):
                self._by_first.setdefault(stems[0], []).append((stems, means))

    def found_in(self, words: Sequence[SentenceWord]) -> Iterator[tuple[int, int, str]]:
        """Yield where each phrase begins and ends, and what it means."""
        stems = tuple(word.stem for word in words)
        for at, stem in enumerate(stems):
            first = "#" if is_whole(stem) else stem
            for wanted, means in self._by_first.get(first, ()):
                if stems[at + 1 : at + len(wanted)] == wanted[1:]:
                    yield at, at + len(wanted), means


def is_whole(stem: str) -> bool:
    """Say whether a word is a whole number."""
    return stem.replace(",", "").isdigit()


def month_numbers(words: tuple[SentenceWord, ...]) -> list[int]:
    """Return the months that are named, as numbers; "may" without a capital is no month."""
    return [
        MONTH_NUMBERS[word.text.casefold()]
        for word in words
        if word.text.casefold() in MONTH_NUMBERS and word.text[0].isupper()
    ]


def _stem(word: str) -> str:
    plain = word.casefold().replace("’", "'")
    if plain[0].isdigit():
        return plain.replace(" ", "")
    plain = plain.removesuffix("'s").replace("'", "")
    if not plain.isalpha():
        return "%" if plain == "%" else ""
    if plain.endswith("ies") and len(plain) > _LONGEST_PLAIN + 2:
        return plain[:-3] + "y"
    if plain.endswith("s") and not plain.endswith("ss") and len(plain) > _LONGEST_PLAIN:
        return plain[:-1]
    return plain
