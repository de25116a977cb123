"""How the page looks, by day, by night and on paper; WCAG 2.2 AA holds for every colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from lacxl.publishing.forms.palette import InkOnGround


class PageColours(NamedTuple):
    """The colours of a time of day: what is written on what, and what is drawn, as rrggbb."""

    pairs: Mapping[str, InkOnGround]
    drawn: Mapping[str, str]


DAY: Final = PageColours(
    {
        "page": InkOnGround("ffffff", "0b0c0c"),
        "quiet": InkOnGround("ffffff", "484d52"),
        "link": InkOnGround("ffffff", "1a5293"),
        "top": InkOnGround("17375e", "ffffff"),
        "soft": InkOnGround("f3f5f7", "0b0c0c"),
        "green": InkOnGround("cce2d8", "005a30"),
        "amber": InkOnGround("fff1c2", "594d00"),
        "red": InkOnGround("f6d7d2", "942514"),
        "none": InkOnGround("e6e8ea", "383f43"),
        "focus": InkOnGround("ffdd00", "0b0c0c"),
    },
    {"curve": "1a5293", "target": "b3341f", "line": "b1b4b6", "grid": "dfe3e6", "edge": "6b7276"},
)
NIGHT: Final = PageColours(
    {
        "page": InkOnGround("11171d", "eef2f5"),
        "quiet": InkOnGround("11171d", "b6c1ca"),
        "link": InkOnGround("11171d", "92c4ff"),
        "top": InkOnGround("0b2038", "ffffff"),
        "soft": InkOnGround("1b242c", "eef2f5"),
        "green": InkOnGround("0f3d2a", "a6e5c4"),
        "amber": InkOnGround("453a06", "ffe27a"),
        "red": InkOnGround("571a12", "ffc2b8"),
        "none": InkOnGround("2d3740", "e0e6ea"),
        "focus": InkOnGround("ffdd00", "0b0c0c"),
    },
    {"curve": "92c4ff", "target": "ff9c87", "line": "4a5660", "grid": "2b353d", "edge": "8794a0"},
)


def style_sheet() -> str:
    """Return the style sheet."""
    return (
        f":root{{{_variables(DAY)};color-scheme:light dark}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(NIGHT)}}}}}\n{_RULES}"
    )


def _variables(colours: PageColours) -> str:
    pairs = (
        f"--{name}:#{pair.ground};--{name}-ink:#{pair.ink}" for name, pair in colours.pairs.items()
    )
    drawn = (f"--{name}:#{colour}" for name, colour in colours.drawn.items())
    return ";".join((*pairs, *drawn))


_RULES: Final = """\
*{box-sizing:border-box}
html{scroll-behavior:auto}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;background:var(--page);color:var(--page-ink);
font:1.0625rem/1.5 Arial,"Liberation Sans",sans-serif;overflow-wrap:break-word}
.wide{max-width:74rem;margin:0 auto;padding:0 1.25rem}
header{background:var(--top);color:var(--top-ink);padding:1.5rem 0 1.25rem}
header p{margin:0}
header .quiet{color:var(--top-ink)}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.4rem);line-height:1.2;margin:.3rem 0 .5rem}
h2{font-size:1.5rem;line-height:1.25;margin:2.5rem 0 .75rem}
h3{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
p,ul{margin:0 0 1rem}
p,li,.words{max-width:44rem}
li{margin-bottom:.3rem}
a{color:var(--link-ink);text-underline-offset:.15em}
a:hover{text-decoration-thickness:3px}
:focus-visible{outline:3px solid var(--focus-ink);outline-offset:0;
box-shadow:0 0 0 6px var(--focus)}
a:focus-visible{background:var(--focus);color:var(--focus-ink);outline-color:transparent;
box-shadow:0 0 0 2px var(--focus),0 4px 0 2px var(--focus-ink);text-decoration:none}
main:focus{outline:none;box-shadow:none}
.skip{position:absolute;left:-999rem;padding:.6rem 1.25rem;background:var(--focus);
color:var(--focus-ink)}
.skip:focus{position:static;display:block}
nav{border-bottom:1px solid var(--line);padding:.75rem 0}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 1.5rem}
nav li{margin:0}
nav a{display:inline-block;padding:.3rem 0}
.quiet{color:var(--quiet-ink)}
.matters{background:var(--soft);border-left:6px solid var(--curve);padding:1rem 1.25rem .25rem;
margin:1.5rem 0}
.matters h2{margin-top:0}
.symbols{list-style:none;padding:0}
.symbols li{display:grid;grid-template-columns:1.75rem 1fr}
.scroll{overflow-x:auto;max-width:100%;margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-size:1rem;line-height:1.35}
caption{text-align:left;font-weight:700;padding:.25rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;
border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:.25rem}
thead th{border-bottom:2px solid var(--edge);vertical-align:bottom}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead .figure{white-space:normal}
.title{min-width:14rem}
.title a{display:inline-block;min-height:24px}
.lamp{min-width:7.25rem}
.light{display:inline-block;overflow-wrap:anywhere;padding:.1rem .6rem;font-weight:700;
border-radius:2px;background:var(--none);color:var(--none-ink)}
.green{background:var(--green);color:var(--green-ink)}
.amber{background:var(--amber);color:var(--amber-ink)}
.red{background:var(--red);color:var(--red-ink)}
.line{border-top:2px solid var(--edge);padding:1.25rem 0 .5rem;margin-top:1rem}
.line table{font-size:.9375rem}
.line th,.line td{padding-top:.3rem;padding-bottom:.3rem}
.line table{margin:0 0 1rem}
.line tbody th,.line tfoot th{font-weight:400}
.line tbody th{overflow-wrap:anywhere}
.line thead .figure{white-space:nowrap}
th small{display:block;font-size:.875rem;color:var(--quiet-ink)}
.line tfoot>*{border-top:2px solid var(--edge)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem 1.25rem;
margin:0 0 1.25rem}
dt{color:var(--quiet-ink);font-size:.9375rem}
dd{margin:0}
.facts>*{min-width:0;overflow-wrap:anywhere}
h1,h2,h3,p,li{overflow-wrap:anywhere}
dd b{font-size:1.35rem;line-height:1.2}
.beside{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));
gap:1rem 2rem;align-items:start}
.beside>*{min-width:0}
svg{display:block;width:100%;max-width:28rem;height:auto}
svg text{font:12px Arial,"Liberation Sans",sans-serif;fill:var(--page-ink)}
.end{text-anchor:end}
.mid{text-anchor:middle}
svg .sign{font-weight:700}
.grid{stroke:var(--grid);stroke-width:1}
.curve{fill:none;stroke:var(--curve);stroke-width:2.5;stroke-linejoin:round}
circle{fill:var(--curve);stroke:var(--page);stroke-width:1.5}
.target{stroke:var(--target);stroke-width:2;stroke-dasharray:6 4}
footer{background:var(--soft);color:var(--soft-ink);margin-top:3rem;padding:1.5rem 0}
.sum{overflow-wrap:anywhere;font-family:Consolas,"Liberation Mono",monospace}
@media (max-width:30rem){.wide{padding:0 .9rem}.facts{grid-template-columns:1fr 1fr}}
@media (forced-colors:active){.light{border:1px solid}.curve,.target{stroke:CanvasText}
circle{fill:CanvasText}}
@media print{html{font-size:9pt}body{background:none}.wide{max-width:none;padding:0}
header{background:none;color:inherit;padding:0}header .quiet{color:inherit}nav,.skip{display:none}
.scroll{overflow:visible}.line,tr,.matters{break-inside:avoid}h2,h3,thead,caption{break-after:avoid}
h2{margin-top:1.5rem}a{color:inherit;text-decoration:none}.line table,dt{font-size:.875rem}
th,td,.line th,.line td{padding:.15rem .6rem .15rem 0}.title{min-width:0}
.light{print-color-adjust:exact;-webkit-print-color-adjust:exact;border:1px solid}
.beside{grid-template-columns:repeat(3,1fr)}.facts{grid-template-columns:repeat(6,1fr)}
p,li,.words{max-width:none}footer{background:none;margin-top:1rem;padding:0}}
@page{size:A4;margin:13mm}
"""
