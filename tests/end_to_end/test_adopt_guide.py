"""The session of docs/adopt.md is run: what it prints, and the files that it shows."""

from __future__ import annotations

from pathlib import Path

from own_scorecard import make_scorecard
from test_readme import DOCS, Terminal, agrees, blocks, commands

from lacxl.adopting.answers import read_answers
from lacxl.app.adopt.adopt import adopt

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


def test_a_line_for_many_is_written_out_so_that_a_new_indicator_is_asked_about(
    tmp_path: Path,
) -> None:
    path = make_scorecard(tmp_path)
    answers = tmp_path / ANSWERS
    answers.write_text('[kind]\nrest = "likely, else snapshot"\n', encoding="utf-8")
    assert "kind" not in {each.id for each in adopt(path).asked}
    kept = read_answers(answers.read_text("utf-8"), ANSWERS)
    assert kept["kind"] == dict.fromkeys(("CLA01", "CLA04", "CL05"), "snapshot")
    assert adopt(path).written == ()
