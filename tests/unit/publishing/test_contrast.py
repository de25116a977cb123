"""Words have a contrast of 4.5 to 1 and drawings of 3 to 1, by day and by night, on every form."""

from __future__ import annotations

import pytest

from lacxl.publishing.forms.looks import LOOKS, FormLook
from lacxl.publishing.forms.page_style import DAY, NIGHT, PageColours
from lacxl.publishing.forms.palette import PAPER


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: str(look)[:60])
def test_cells_can_be_read(look: FormLook) -> None:
    assert contrast(look.ink, look.ground or PAPER.ground) >= 4.5


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
def test_the_page_can_be_read(colours: PageColours) -> None:
    for name, (ground, ink) in colours.pairs.items():
        assert contrast(ground, ink) >= 4.5, name
    page = colours.pairs["page"].ground
    for name in ("curve", "target", "edge"):
        assert contrast(colours.drawn[name], page) >= 3, name
    soft = colours.pairs["soft"].ground
    assert contrast(colours.pairs["link"].ink, soft) >= 4.5
