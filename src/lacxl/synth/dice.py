"""Chance that falls the same everywhere: only `Random.random`, which Python keeps stable."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Weights(Generic[Item]):
    """Items with whole-number weights, ready to be drawn from."""

    __slots__ = ("items", "steps")

    def __init__(self, weights: Mapping[Item, int]) -> None:
        self.items = tuple(weights)
        self.steps = tuple(accumulate(weights.values()))


class Dice:
    """Draws for one child; the seed and the child's number decide all of them."""

    __slots__ = ("roll",)

    def __init__(self, seed: int, number: int) -> None:
        self.roll = random.Random((abs(seed) << 40) | number).random  # noqa: S311 - no secrets

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Return true as often as the probability says."""
        return self.roll() < probability

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items, all equally likely."""
        return items[int(self.roll() * len(items))]

    def draw(self, weights: Weights[Item]) -> Item:
        """Return one of the items by weight."""
        steps = weights.steps
        return weights.items[bisect_right(steps, int(self.roll() * steps[-1]))]
