"""Which way is good, in the words and signs of councils."""

from __future__ import annotations

import pytest

from lacxl.domain.indicator import Polarity
from lacxl.domain.polarity import polarity_of

HIGH = [
    "High", "HIGH", " higher ", "Bigger is better", "Big is better", "Higher is better", "↑", "▲",
    "⬆️", "Up", "Increase", "Increasing",
    "Maximise", "Maximize", "Aim to maximise", "High is good",
    "Higher = better", "More is better", "High good", "↑ Higher is better", "Higher (↑)", "Upwards",
    "Good is high", "Larger is best", "▲ (up)", "Increase is good", "Higher is better.",
]  # fmt: skip
LOW = [
    "Low", "lower", "Smaller is better", "Lower is better", "↓", "▼", "Down", "Decrease",
    "Minimise", "Minimize", "Aim to minimise", "Low is good", "Reduce", "Fewer is better",
    "Less is better", "↓ Lower is better", "Lower ↓", "Reduction", "Good is low", "Aim to reduce",
]  # fmt: skip
NEITHER = [
    "", "  ", "N/A", "na", "Info", "Information only", "For information", "Info only", "Monitor",
    "Monitoring", "Monitoring only", "Contextual", "Context only", "None", "Neutral", "-", "–", "—",
    "Not applicable", "Neither",
]  # fmt: skip
UNKNOWN = [
    "up?", "soon", "TBC", "High is bad", "Low is worse", "↑ (Lower)", "Higher ↓", "High/Low", "yes",
    "increase then decrease", "number up", "+", "95%", "highest", "↑↓", "High " * 99,
]  # fmt: skip


@pytest.mark.parametrize("text", HIGH)
def test_high_is_good(text: str) -> None:
    assert polarity_of(text) is Polarity.HIGH


@pytest.mark.parametrize("text", LOW)
def test_low_is_good(text: str) -> None:
    assert polarity_of(text) is Polarity.LOW


@pytest.mark.parametrize("text", NEITHER)
def test_neither_way_is_good(text: str) -> None:
    assert polarity_of(text) is Polarity.NONE


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_understood_is_none(text: str) -> None:
    assert polarity_of(text) is None
