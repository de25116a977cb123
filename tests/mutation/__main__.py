"""Mutation testing: a seeded sample of mutants, each killed by the near tests or listed why not."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name, orig_function_and_class_names_from_key

LIST = Path(__file__).with_name("equivalent.toml")
KILLED = {"killed", "timeout"}
ENOUGH = 0.9


@dataclass(frozen=True, order=True)
class Mutant:
    """A change to a function, told apart by what it changes and not by where that stands.

    `nth` counts the places of one function where the same line changes in the same way; `name` is
    mutmut's, which changes with every edit.
    """

    module: str
    function: str
    was: str
    becomes: str
    nth: int = 1
    name: str = field(default="", compare=False)

    @property
    def room(self) -> str:
        return self.module.split(".")[1]

    def place_in_draw(self, seed: int) -> bytes:
        """Return what the draw sorts by, so that an edit elsewhere hardly changes the sample."""
        return hashlib.sha256(repr((seed, *astuple(self)[:-1])).encode()).digest()


def all_mutants() -> Iterator[Mutant]:
    """Yield every mutant that mutmut makes of the rooms that pyproject.toml names."""
    for path in walk_mutatable_files():
        made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        lines = made.code.splitlines()
        places: Counter[Mutant] = Counter()
        for name in made.mutant_names:
            key = get_mutant_name(path, name)
            function, owner = orig_function_and_class_names_from_key(key)
            texts = []
            for each in (name.rpartition("_")[0] + "_orig", name):
                span = made.line_span_by_function_name[each]
                text = lines[span.start - 1 : span.end]
                texts.append([line.replace(each, function).strip() for line in text])
            module = ".".join(path.with_suffix("").parts[1:])
            once = Mutant(module, f"{owner}.{function}" if owner else function, *_changed(*texts))
            places[once] += 1
            yield replace(once, nth=places[once], name=key)


def _changed(before: list[str], after: list[str]) -> tuple[str, str]:
    lines = list(difflib.ndiff(before, after, None, None))
    was, becomes = (" ".join(line[2:] for line in lines if line.startswith(sign)) for sign in "-+")
    return was, becomes


def listed() -> dict[Mutant, str]:
    """Return the mutants that no test can kill, each with the reason."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8")).get("mutant", [])
    return {Mutant(**{k: v for k, v in e.items() if k != "why"}): e["why"] for e in entries}


def main() -> int:
    """Draw, run, report; 1 where too few are killed or a survivor is not listed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=9, help="of the draw (default: %(default)s)")
    parser.add_argument("--size", type=int, default=500, help="of the sample (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="at once (%(default)s)")
    options = parser.parse_args()

    population, started = list(all_mutants()), time.monotonic()
    sample = sorted(population, key=lambda each: each.place_in_draw(options.seed))[: options.size]
    shutil.rmtree("mutants", ignore_errors=True)
    mutmut = [Path(sys.executable).with_name("mutmut"), "run"]
    limits = ["--max-children", str(options.workers)]
    subprocess.run([*mutmut, *limits, *(each.name for each in sample)], check=True)

    states, equivalent = _states(), listed()
    alive = [each for each in sorted(sample) if states[each.name] not in KILLED]
    unlisted = [each for each in alive if each not in equivalent]
    for each in unlisted:
        print(f"\n[[mutant]]  # {states[each.name]}: mutmut show {each.name}")
        for key, value in asdict(each).items():
            if key != "name" and (key, value) != ("nth", 1):
                print(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for each in sorted(equivalent.keys() - set(population)):
        print(f"\nlisted, but no mutant any more: {each}")
    print(f"\nseed {options.seed}, {len(population)} mutants in all", end="")
    print(f", {(time.monotonic() - started) / 60:.0f} minutes")
    for room in sorted({each.room for each in sample}):
        _count(room, [e for e in sample if e.room == room], alive, unlisted)
    _count("all", sample, alive, unlisted)
    return int(bool(unlisted) or len(sample) - len(alive) < ENOUGH * len(sample))


def _count(
    room: str, sample: Sequence[Mutant], alive: Sequence[Mutant], unlisted: Sequence[Mutant]
) -> None:
    survived, new = len(set(alive) & set(sample)), len(set(unlisted) & set(sample))
    print(
        f"{room:10} {len(sample):4} mutants, {len(sample) - survived:4} killed "
        f"({1 - survived / len(sample):.1%}), {survived - new} listed, {new} to look at"
    )


def _states() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found |= {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    return found


if __name__ == "__main__":
    sys.exit(main())
