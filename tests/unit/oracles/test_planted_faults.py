"""The judges judged: each planted fault is noticed, and a sound workbook is found sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import good_workbook
import pytest
from faults import FAULTS, Fault

from oracles import invariants
from oracles.office import Office
from oracles.sdk import Validator

EACH = pytest.mark.parametrize("fault", FAULTS, ids=[f.name.replace(" ", "-") for f in FAULTS])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_workbook.build(tmp_path_factory.mktemp("sound") / "sound.xlsx")


@pytest.fixture
def damaged(sound: Path, tmp_path: Path, fault: Fault) -> Path:
    path = Path(shutil.copy(sound, tmp_path / "damaged.xlsx"))
    fault.damage(path)
    return path


def test_the_sound_workbook_breaks_no_invariant(sound: Path) -> None:
    assert invariants.breaches(sound) == ()


def test_the_sound_workbook_satisfies_the_sdk(sound: Path, validator: Validator) -> None:
    assert validator.errors(sound) == ()


def test_the_sound_workbook_opens_in_libreoffice(sound: Path, libreoffice: Office) -> None:
    [book] = libreoffice.read(sound)
    report = book["Report"]
    assert report[2, 2].value == 463
    assert report[5, 2].value == 1388
    assert report[1, 5].value == "Team"


@EACH
def test_the_invariants_notice(damaged: Path, sound: Path, fault: Fault) -> None:
    rules = {breach.rule for breach in invariants.new_breaches(sound, damaged)}
    assert (fault.rule in rules) if fault.rule else not rules


@EACH
def test_the_sdk_notices(damaged: Path, sound: Path, fault: Fault, validator: Validator) -> None:
    assert bool(validator.new_errors(sound, damaged)) == fault.sdk


@EACH
def test_somebody_notices(fault: Fault) -> None:
    assert fault.rule or fault.sdk
