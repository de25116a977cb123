"""What the report shows of one figure in one month, worked out from its readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity, Unit
from lacxl.domain.month import FinancialYear, Month, Quarter
from lacxl.domain.rating import Dot, Rag, direction, rag
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount
from lacxl.domain.year import of_quarter, outturn, year_to_date


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one indicator, as of a month.

    `month` is the month's figure and `before` the previous month's, which DOT compares; in a report
    that has quarters alone they are those of the quarter, and of the one before. `quarter` is the
    figure of the month's quarter, once it is over. `ytd` is
    what the summary shows, `so_far` what a theme page's YTD row shows. `outturn` is the annual
    figure of the month's financial year, known once its March is in: None before that.
    """

    indicator: Indicator
    figure: Figure
    at: Month
    month: Amount
    before: Amount
    quarter: Amount
    ytd: Amount
    so_far: Amount
    outturn: Amount | None
    dot: Dot
    rag: Rag

    @property
    def label(self) -> str:
        """7.6, or 7.5 (number)."""
        return self.indicator.label(self.figure)

    @property
    def judged(self) -> Amount:
        """The figure that RAG judged."""
        return self.ytd if self.indicator.basis is Basis.YTD else self.month


def figure_row(
    indicator: Indicator,
    figure: Figure,
    readings: Mapping[Month, Reading],
    at: Month,
    *,
    page: Mapping[Month, Amount],
    given: Mapping[Quarter, Reading] = MappingProxyType({}),
    by_quarter: bool = False,
    slight: Decimal = Decimal(0),
    level_within: Decimal = Decimal(0),
    places: int | None = None,
    by_number: bool = False,
) -> FigureRow:
    """Return the figure's row as of the month.

    `page` has what the page shows of the months that are not filled now, whoever put it there: it
    is what counts, so that an arrow never contradicts the figures beside it. The other months are
    worked out from their readings. A target is of the same kind as its figure, so the number
    of a pair has no light. `given` are readings of whole quarters; `by_quarter` says that the
    report has quarters alone. `slight` is the smallest change that is not slight, in the unit
    shown, and one up to `level_within` is none; `by_number` has arrows that say which way the
    number went, whatever is good. `places` are the decimals of the kept value that are shown.
    """

    def of(month: Month) -> Amount:
        if there := page.get(month):
            return there
        if by_quarter:
            return of_quarter(indicator, figure, readings, month.quarter, given)
        return amount(indicator, figure, readings.get(month))

    month, before = of(at), of(at - (3 if by_quarter else 1))
    ytd = year_to_date(indicator, figure, readings, at, given)
    judged = ytd if indicator.basis is Basis.YTD else month
    is_judged = indicator.judges(figure)
    shown = 100 if figure.unit is Unit.PERCENTAGE else 1
    as_shown = replace(figure, places=places)
    light = rag(judged, as_shown, indicator.polarity, indicator.target if is_judged else None)
    year = at.financial_year
    return FigureRow(
        indicator=indicator,
        figure=figure,
        at=at,
        month=month,
        before=before,
        quarter=month
        if by_quarter
        else of_quarter(indicator, figure, readings, at.quarter, given)
        if at == at.quarter.last
        else Missing("the quarter is not over"),
        ytd=ytd,
        so_far=ytd if indicator.kind is Kind.FLOW else month,
        outturn=outturn(indicator, figure, readings, year) if at == year.last else None,
        dot=direction(
            month,
            before,
            figure=as_shown,
            polarity=Polarity.NONE if by_number else indicator.polarity,
            light=light,
            dead_band=max(indicator.dead_band if is_judged else Decimal(0), level_within / shown),
            slight=slight / shown,
        ),
        rag=light,
    )


def closed_outturn(
    indicator: Indicator, figure: Figure, readings: Mapping[Month, Reading], year: FinancialYear
) -> Measured | None:
    """Return a closed year's annual figure where the readings for it are all there."""
    result = outturn(indicator, figure, readings, year)
    return result if isinstance(result, Measured) else None
