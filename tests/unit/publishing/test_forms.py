"""The four forms together: their names, and that the same publication gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lacxl.publishing.forms import file_stem, forms_of, write_forms
from lacxl.publishing.publication import Publication
from unit.publishing import sample


def test_a_folder_gets_four_files(tmp_path: Path) -> None:
    files = write_forms(sample.publication(), tmp_path)
    assert [file.name for file in files] == [
        "Corporate Parenting - November 2015 - I2.xlsx",
        "Corporate Parenting - November 2015 - I2.ods",
        "Corporate Parenting - November 2015 - I2.csv",
        "Corporate Parenting - November 2015 - I2.html",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert {file.name: file.read_bytes() for file in files} == forms_of(sample.publication())


@pytest.mark.parametrize("made", [sample.publication, sample.hostile])
def test_the_same_publication_gives_the_same_bytes(
    made: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(made)
    before = forms_of(made())
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 2, 3, 4, 5, 0, 2, 0))
    assert forms_of(made()) == before


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ('A/B\\C: "D"?*<E>|F', "A B C D E F"),
        ("CON.txt", "CON txt"),
        ("../up", "up"),
        ("\x00\ud800 . ", "Figures"),
        ("Children" * 40, ("Children" * 10)),
    ],
)
def test_a_title_makes_a_name_that_windows_takes(title: str, stem: str) -> None:
    made: Publication = replace(sample.publication(), title=title)
    assert file_stem(made) == f"{stem} - November 2015 - I2"
