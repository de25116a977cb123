"""A synthetic council: made-up lives of children, extracts of them, and the truth about them."""

from lacxl.synth.council import write_council
from lacxl.synth.dirt import HARMLESS, DirtKind, Planted, plant_dirt
from lacxl.synth.life import Adoption, Council, Episode, Leaver, Life, Situation
from lacxl.synth.oracle import Definitions, truth
from lacxl.synth.simulation import simulate
from lacxl.synth.writing.annex_a import write_annex_a
from lacxl.synth.writing.local import write_local
from lacxl.synth.writing.readings import write_population, write_readings
from lacxl.synth.writing.ssd import write_ssd
from lacxl.synth.writing.ssda903 import write_ssda903, write_ssda903_years

__all__ = [
    "HARMLESS",
    "Adoption",
    "Council",
    "Definitions",
    "DirtKind",
    "Episode",
    "Leaver",
    "Life",
    "Planted",
    "Situation",
    "plant_dirt",
    "simulate",
    "truth",
    "write_annex_a",
    "write_council",
    "write_local",
    "write_population",
    "write_readings",
    "write_ssd",
    "write_ssda903",
    "write_ssda903_years",
]
