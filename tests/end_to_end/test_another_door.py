"""A door that does not exist: from a JSON text to a JSON text, by the shared description alone.

What this file imports is all that another door needs; it names no use case and no input.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from folders import MAY, run

from lacxl.app.use_cases import USE_CASES
from lacxl.domain.errors import LacxlError
from lacxl.domain.month import Month
from lacxl.inputs import kinds, read
from lacxl.settings.settings import Settings

Answer = dict[str, Any]


def form(name: str) -> list[dict[str, object]]:
    """Return what a page would show to be filled in: each input, its kind, help and default."""
    inputs = USE_CASES[name].inputs
    return [
        {
            "name": each.name,
            "kind": kinds(inputs)[each.name].__name__,
            "help": each.metadata["help"],
            "needed": each.default is MISSING,
        }
        for each in fields(inputs)
    ]


def called(folder: Path, name: str, text: str) -> Answer:
    """Run a use case from a JSON text; return its result, and its words with their cells."""
    use_case = USE_CASES[name]
    try:
        inputs = read(use_case.inputs, json.loads(text))
        settings = Settings.load(folder / "lacxl.toml")
        result = use_case.run(settings, inputs, None, lambda _step: None)
    except LacxlError as fault:
        return {"refused": [each.as_dict() for each in fault.findings]}
    lines = [
        {"text": line.text, "cell": str(line.cell or "")} for line in use_case.words(result).lines()
    ]
    answer: Answer = json.loads(json.dumps({"result": result.as_dict(), "lines": lines}))
    return answer


def asked(folder: Path, name: str, **inputs: object) -> Answer:
    return called(folder, name, json.dumps(inputs))


def texts(answer: Answer) -> list[str]:
    return [line["text"] for line in answer["lines"]]


def test_it_runs_the_month_from_fill_to_issue(fresh: Path) -> None:
    would = asked(fresh, "refresh", month=MAY, dry_run=True)
    assert texts(would)[0] == "Filling May 2015 would change 132 cells on 9 sheets."
    filled = asked(fresh, "refresh", month=MAY)
    assert texts(filled)[0] == "May 2015 is filled: 132 cells on 9 sheets."
    assert filled["result"]["changed"] == 132
    cells = [line["cell"] for line in filled["lines"]]
    assert "'Performance Summary'!H12" in cells
    undone = asked(fresh, "undo")
    assert texts(undone)[0] == "The fill of May 2015 is undone in 132 cells."
    asked(fresh, "refresh", month=MAY, taken_on=None)
    shown = asked(fresh, "figures", month="May-15")
    assert any(text.startswith("7.6  ") for text in texts(shown))
    why = asked(fresh, "explain", indicator="7.6", month=MAY)
    assert "Numerator: 54 reviews held within timescales" in texts(why)
    issued = asked(fresh, "issue", month=MAY)
    assert texts(issued)[0] == "May 2015 is issued as issue 1; 50 cells locked."
    again = asked(fresh, "refresh", month=MAY)
    assert again["refused"][0]["code"] == "I103"


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("refresh", {"month": MAY, "dry_run": True}),
        ("figures", {"month": MAY}),
        ("explain", {"indicator": "7.5", "month": MAY}),
        ("undo", {"dry_run": True}),
        ("issue", {"month": MAY, "dry_run": True}),
    ],
)
def test_it_gives_what_the_command_line_gives(
    filled: Path, name: str, inputs: dict[str, object]
) -> None:
    words = [str(value) for value in inputs.values() if value is not True]
    options = [f"--{key.replace('_', '-')}" for key, value in inputs.items() if value is True]
    as_json = ["--format", "json"] if name == "figures" else ["--json"]
    answer = asked(filled, name, **inputs)
    assert answer["result"] == json.loads(run(filled, name, *words, *options, *as_json).out)
    printed = run(filled, name, *words, *options).out
    if name != "figures":  # which the command line shows as a table alone
        assert texts(answer)[0] in printed


@pytest.mark.parametrize(
    ("name", "inputs", "code"),
    [
        ("refresh", {}, "U103"),
        ("refresh", {"month": MAY, "latest": True}, "U103"),
        ("refresh", {"month": "2015-13"}, "U101"),
        ("refresh", {"month": 7}, "U101"),
        ("refresh", {"month": MAY, "dry_run": "yes"}, "U106"),
        ("refresh", {"month": MAY, "taken_on": "June"}, "U106"),
        ("refresh", {"month": MAY, "out": 3}, "U106"),
        ("figures", {}, "U106"),
        ("undo", {"mnth": MAY}, "U106"),
        ("explain", {"indicator": "99.9", "month": MAY}, "U102"),
    ],
)
def test_it_is_told_what_is_wrong_with_a_call(
    fresh: Path, name: str, inputs: dict[str, object], code: str
) -> None:
    answer = asked(fresh, name, **inputs)
    assert [each["code"] for each in answer["refused"]] == [code]


@pytest.mark.parametrize("name", USE_CASES)
def test_it_can_show_a_form_for_every_use_case(name: str) -> None:
    for each in form(name):
        assert str(each["help"]).endswith(".")
        assert each["kind"] in {"Month", "date", "Path", "str", "int", "bool"}


def test_a_notebooks_months_are_understood() -> None:
    import pandas as pd

    inputs = USE_CASES["figures"].inputs
    written = ("2015-05", "May-15", pd.Period("2015-05"), pd.Timestamp(2015, 5, 1))
    for month in (Month(2015, 5), *written):
        assert read(inputs, {"month": month}).month == Month(2015, 5)
