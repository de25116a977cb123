"""The table of lacxl.toml that says what a published copy keeps back."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator

from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.reference import is_reference
from lacxl.settings.base import CoverText, FileName, Section


def _month(written: object) -> Month:
    try:
        return Month.parse(written if isinstance(written, str) else "")
    except ValueError:
        raise ValueError('a month such as "2015-03" is needed') from None


class PublishSection(Section):
    """[publish]."""

    about: ClassVar[str] = (
        "What `lacxl publish` hands out, and what it keeps back (docs/publish.md)."
    )
    folder: FileName = Field(
        default="published", description="The folder that published copies go to."
    )
    file: FileName = Field(
        default="lacxl-published.csv",
        description="The ledger of what was published; lacxl adds to it. A second one beside it, "
        "-figures, has every figure that was shown or kept back.",
    )
    council: CoverText = Field(default="", description="The council's name, for the title.")
    contact: CoverText = Field(
        default="",
        description="Whom readers may ask, on the cover and the page: a team and its mailbox, no "
        "person.",
    )
    limit: Annotated[int, Field(ge=1, le=50)] = Field(
        default=5,
        description="How many children are few: a figure that rests on 1 to so many is kept back. "
        "The DfE's limit is 5.",
    )
    noughts: bool = Field(
        default=False,
        description="Whether a nought is kept back as well. The DfE shows noughts.",
    )
    rests: bool = Field(
        default=True,
        description="Whether what is left of a whole counts: 68 of 71 tells that three were not. "
        "It is stricter than the DfE, whose percentages are of larger groups.",
    )
    percentages: Literal["printed", "whole"] = Field(
        default="printed",
        description='How percentages are shown: "printed", as in the report, or "whole", rounded '
        "to a whole per cent before it is decided what to keep back.",
    )
    public_until: Annotated[Month | None, BeforeValidator(_month)] = Field(
        default=None,
        description="Everything that the report shows of periods that ended by this month was "
        "public before lacxl published anything: it is shown, and taken as known to everybody.",
    )
    public_years: tuple[FinancialYear, ...] = Field(
        default=(),
        description="The years of which the annual figures are public, as the DfE has published "
        'them since, such as ["2015/16"]: they are shown, and taken as known to everybody.',
    )
    large: tuple[str, ...] = Field(
        default=(),
        description="The indicators whose figures always rest on many, where the readings do not "
        "say on how many. You answer for it.",
    )
    narrative: bool = Field(
        default=True, description="Whether the text boxes of the issued copy are shown."
    )

    @field_validator("public_years", mode="before")
    @classmethod
    def _years(cls, written: object) -> object:
        try:
            if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
                raise ValueError
            return tuple(map(FinancialYear.parse, written))
        except ValueError:
            raise ValueError('a list of years such as ["2015/16"] is needed') from None

    @field_validator("large", mode="before")
    @classmethod
    def _references(cls, written: object) -> object:
        if not isinstance(written, list) or not all(
            isinstance(each, str) and is_reference(each) for each in written
        ):
            raise ValueError('a list of indicators such as ["7.8", "7.9"] is needed')
        return tuple(written)
