"""The colours of the map, by day and by night; no word on it is harder to read than WCAG allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lacxl.adopting.map import Meaning


class ColourPair(NamedTuple):
    """What is written on a colour: `ground` and `ink`, #rrggbb."""

    ground: str
    ink: str


class Tint(NamedTuple):
    """A meaning's colours: that of its cells, and a strong one for the tag with its word."""

    cell: ColourPair
    tag: ColourPair


_DARK_INK, _LIGHT_INK = "#14202b", "#f1f5f9"


def _by_day(cell: str, tag: str) -> Tint:
    return Tint(ColourPair(cell, _DARK_INK), ColourPair(tag, "#ffffff"))


def _by_night(cell: str, tag: str) -> Tint:
    return Tint(ColourPair(cell, _LIGHT_INK), ColourPair(tag, "#0d151c"))


DAY: Mapping[Meaning, Tint] = {
    Meaning.INDICATOR: _by_day("#d3e4fb", "#0b4f9e"),
    Meaning.FIGURE: _by_day("#d8f1dc", "#17652f"),
    Meaning.PERIOD: _by_day("#e7dbf9", "#5b2a9d"),
    Meaning.TARGET: _by_day("#fde2c6", "#8a4300"),
    Meaning.TOLERANCE: _by_day("#f9efb2", "#665200"),
    Meaning.POLARITY: _by_day("#c9efec", "#0a5f5c"),
    Meaning.LIGHT: _by_day("#fbd7de", "#9c1838"),
    Meaning.ARROW: _by_day("#cfedfb", "#0a5a7d"),
    Meaning.BENCHMARK: _by_day("#ecdfd2", "#6d4420"),
    Meaning.COMMENT: _by_day("#e2e2f0", "#484869"),
    Meaning.HEADING: _by_day("#dbe4ea", "#3a4d5a"),
    Meaning.UNSURE: _by_day("#ffe6fa", "#8e1178"),
}
NIGHT: Mapping[Meaning, Tint] = {
    Meaning.INDICATOR: _by_night("#12345a", "#8dc0ff"),
    Meaning.FIGURE: _by_night("#143d22", "#7fdc9a"),
    Meaning.PERIOD: _by_night("#37215c", "#c9a9ff"),
    Meaning.TARGET: _by_night("#52300c", "#ffb874"),
    Meaning.TOLERANCE: _by_night("#463c08", "#eed75c"),
    Meaning.POLARITY: _by_night("#0b403e", "#6fdcd6"),
    Meaning.LIGHT: _by_night("#561526", "#ff9db1"),
    Meaning.ARROW: _by_night("#0c3c52", "#79d0f7"),
    Meaning.BENCHMARK: _by_night("#45301d", "#dcb893"),
    Meaning.COMMENT: _by_night("#313150", "#bcbcec"),
    Meaning.HEADING: _by_night("#2b3a45", "#b4c7d4"),
    Meaning.UNSURE: _by_night("#561049", "#ff9ceb"),
}
PAGE_DAY: Mapping[str, ColourPair] = {
    "page": ColourPair("#ffffff", "#1b2733"),
    "sheet": ColourPair("#ffffff", "#1b2733"),
    "head": ColourPair("#e3ebf2", "#1b2733"),
    "quiet": ColourPair("#ffffff", "#4d5d6b"),
    "link": ColourPair("#ffffff", "#0b4f9e"),
    "ask": ColourPair("#8e1178", "#ffffff"),
}
PAGE_NIGHT: Mapping[str, ColourPair] = {
    "page": ColourPair("#10181f", "#e8eef3"),
    "sheet": ColourPair("#172129", "#e8eef3"),
    "head": ColourPair("#26343f", "#e8eef3"),
    "quiet": ColourPair("#10181f", "#a9b9c6"),
    "link": ColourPair("#10181f", "#8dc0ff"),
    "ask": ColourPair("#ff9ceb", "#0d151c"),
}
"""What the page is written with beside its cells; `ask` is a link to a question."""

_LINES = {"day": ("#8598a8", "#0b4f9e"), "night": ("#62788a", "#8dc0ff")}


def variables(tints: Mapping[Meaning, Tint], page: Mapping[str, ColourPair], time: str) -> str:
    """Return the declarations of a style sheet that set the colours of a time of day."""
    pairs = dict(page)
    for meaning, tint in tints.items():
        pairs[meaning.value], pairs[f"{meaning.value}-tag"] = tint
    line, focus = _LINES[time]
    said = [f"--{name}:{pair.ground};--{name}-ink:{pair.ink}" for name, pair in pairs.items()]
    return ";\n".join([*said, f"--line:{line};--focus:{focus};color-scheme:{_SCHEMES[time]}"])


_SCHEMES = {"day": "light", "night": "dark"}


def style_sheet() -> str:
    """Return the style sheet of the page, but for the colours that a workbook brings."""
    meanings = "\n".join(
        f".grid .{name},.swatch.{name}{{background:var(--{name});color:var(--{name}-ink)}}"
        f".{name} .tag{{background:var(--{name}-tag);color:var(--{name}-tag-ink)}}"
        for name in (meaning.value for meaning in Meaning)
    )
    return (
        f":root{{{variables(DAY, PAGE_DAY, 'day')}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{"
        f"{variables(NIGHT, PAGE_NIGHT, 'night')}}}}}\n{_RULES}{meanings}\n{_LAST}"
    )


_RULES = """\
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:100rem;background:var(--page);color:var(--page-ink);
font:16px/1.5 "Segoe UI",Arial,sans-serif;overflow-wrap:anywhere}
header>p,ol.asked,ul.found{max-width:60rem}
h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;margin:2rem 0 .5rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:0 0 .3rem}
summary h3{display:inline;margin:0}
summary{padding:.4rem 0;cursor:pointer}
a{color:var(--link-ink)}
nav ul{list-style:none;margin:.5rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1rem}
nav a{display:inline-block;padding:.15rem 0;min-height:24px}
.lead{font-size:1.15rem}
.quiet{color:var(--quiet-ink)}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ol.asked,ul.found{padding:0;list-style:none}
ol.asked>li,ul.found>li{border:1px solid var(--line);border-left:6px solid var(--ask);
padding:.6rem .9rem;margin:.7rem 0}
ul.found>li{border-left-color:var(--line)}
dl{margin:0;display:grid;grid-template-columns:8rem 1fr;gap:.15rem .8rem}
dt{font-weight:600}
dd{margin:0}
dd ul{margin:0;padding-left:1.1rem}
.cells a{display:inline-block;min-height:24px;margin-right:.6rem}
code{font-family:Consolas,"Courier New",monospace;font-size:.95em}
.legend{list-style:none;padding:0;display:grid;
grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.4rem}
.legend li{display:flex;gap:.6rem;align-items:center}
.swatch{flex:none;width:6.5rem;padding:.25rem .4rem;border:1px solid var(--line)}
.tag{display:inline-block;padding:0 .3rem;margin-right:.35rem;border-radius:.2rem;
font-size:.72rem;line-height:1.35;font-weight:600;font-style:normal;white-space:nowrap}
.ask{display:inline-block;min-width:24px;min-height:24px;line-height:24px;text-align:center;
padding:0 .25rem;border-radius:.2rem;
background:var(--ask);color:var(--ask-ink);font-weight:700;text-decoration:none}
.scroll{position:relative;overflow:auto;max-height:85vh;border:1px solid var(--line);
margin:.4rem 0 1rem;scroll-padding:2.2rem 0 0 3.2rem;width:fit-content;max-width:100%}
table{border-collapse:separate;border-spacing:0;border:0 solid var(--line);
border-width:1px 0 0 1px;font-size:.875rem;line-height:1.35}
th,td{border:0 solid var(--line);border-width:0 1px 1px 0;padding:.2rem .4rem;vertical-align:top;
text-align:left;white-space:pre-line}
.grid{table-layout:fixed;border-width:0}
.marks{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem;margin-bottom:.1rem}
.marks .tag{margin:0}
.grid td{background:var(--own,var(--sheet));
color:var(--own-ink,var(--sheet-ink))}
.grid th{background:var(--head);color:var(--head-ink);font-weight:600;text-align:center;
position:sticky;z-index:1}
.grid thead th{top:0;z-index:2}
.grid tbody th,.grid thead td{left:0}
.grid thead td{position:sticky;top:0;z-index:3;background:var(--head)}
th small{font-weight:400;display:block}
.after-row>*{border-top:4px double var(--line)}
.after-column{border-left:4px double var(--line)}
.b{font-weight:700}
.i{font-style:italic}
.grid .right{text-align:right}
.grid .center{text-align:center}
.turned{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);max-height:14rem}
.words{margin:.5rem 0}
.words th{background:var(--head);color:var(--head-ink)}
"""

_LAST = """\
.grid td.taken{background-image:linear-gradient(var(--own,transparent),var(--own,transparent));
background-size:7px 100%;background-repeat:no-repeat}
.grid td.taken.own{padding-left:.8rem}
.grid td.unsure,.grid td.asked,.swatch.unsure,.swatch.asked{outline:3px dashed var(--unsure-tag);
outline-offset:-3px}
:target{outline:4px solid var(--focus);outline-offset:-2px}
.grid td[id]{scroll-margin:35vh 0 0 8rem}
.grid td:target{outline:5px solid var(--focus);outline-offset:-5px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media (max-width:40rem){dl{display:block}dd{margin:0 0 .4rem}}
@media screen and (prefers-color-scheme:light){.grid td.font{color:var(--font)}}
@media print{body{padding:0;max-width:none;font-size:10pt}.scroll{overflow:visible;max-height:none;
border:0}.grid th,.grid thead td{position:static}nav,.skip{display:none}
td,th,.tag,.swatch,.ask{print-color-adjust:exact;-webkit-print-color-adjust:exact}
tr,li{break-inside:avoid}details{break-inside:auto}table{font-size:7pt}
.grid{width:100%!important}.grid td,.grid th{padding:.1rem .2rem}.grid .tag{font-size:5pt;
padding:0 .1rem;max-width:100%;overflow:hidden}}
@page{size:landscape;margin:10mm}
"""
