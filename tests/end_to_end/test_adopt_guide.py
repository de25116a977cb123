"""The session of docs/adopt.md is run: what it prints, and the files that it shows."""

from __future__ import annotations

from pathlib import Path

from own_scorecard import make_scorecard
from test_readme import DOCS, Terminal, agrees, blocks, commands

ANSWERS = "lacxl-answers.toml"


def test_the_guide_prints_what_it_shows(tmp_path: Path) -> None:
    make_scorecard(tmp_path)
    terminal, ran = Terminal(tmp_path), []
    for block in blocks(DOCS / "adopt.md", "console", "text", "toml"):
        if block.language == "text":
            assert block.text in (tmp_path / ANSWERS).read_text("utf-8"), str(block)
        elif block.language == "toml":
            (tmp_path / ANSWERS).write_text(block.text, encoding="utf-8")
        else:
            for command, shown in commands(block.text):
                real = terminal.run(command)
                assert agrees(shown, real), f"{block}: $ {command}\n--- now prints ---\n{real}"
                ran.append(command.split()[1])
    assert ran == ["adopt", "adopt", "refresh"]
    for name in ("layout.toml", "catalogue.toml", "map.html", "history.csv"):
        assert (tmp_path / f"lacxl-{name}").exists()
