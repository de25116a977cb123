"""Real workbooks: the page says of each what a native run says, refusals too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driven import Driven

import needs
from lacxl.page.door import answer

MOST_BYTES = 3_000_000


def small(files: tuple[Path, ...]) -> list[Path]:
    return [path for path in files if path.stat().st_size < MOST_BYTES]


@pytest.mark.shared
def test_a_check_says_the_same(opened: Driven, tmp_path: Path) -> None:
    """Also of the templates. Each is given as one more folder of the same page."""
    files = small((*needs.template_files(), *needs.corpus_files(), *needs.case_files()))
    assert len(files) > len(needs.template_files())
    opened.open()
    opened.do(
        "evaluate",
        code="""
        const plain = Worker.prototype.postMessage;
        window.answers = [];
        Worker.prototype.postMessage = function (message, ...more) {
          if (!this.heard) {
            this.heard = true;
            this.addEventListener("message", ({ data }) => {
              if (data.kind === "answer") window.answers.push(data.answer);
            });
          }
          return plain.call(this, message, ...more);
        };
        0""",
    )
    differ = {}
    for file in files:
        folder = tmp_path / file.stem
        folder.mkdir()
        (folder / file.name).write_bytes(file.read_bytes())
        opened.give(folder / file.name)
        opened.press("Check the workbook")
        page = opened.do("evaluate", code="window.answers.at(-1)")
        asked = {"do": "check", "folder": str(folder), "inputs": {"workbook": file.name}}
        native = json.loads(answer(json.dumps(asked)))
        if without_folders(page) != without_folders(native):
            differ[file.name] = (page, native)
    assert differ == {}


def without_folders(answered: dict[str, object]) -> dict[str, object]:
    result = answered.get("result")
    if isinstance(result, dict):
        result["workbook"] = Path(str(result["workbook"])).name
    return answered
