"""What the report shows of one figure in one month, worked out from its readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.indicator import Basis, Figure, Indicator, Kind
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.rating import Dot, Rag, direction, rag
from lacxl.domain.reading import Amount, Measured, Reading, amount
from lacxl.domain.year import outturn, year_to_date


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one indicator, as of a month.

    `month` is the month's figure and `before` the previous month's, which DOT compares. `ytd` is
    what the summary shows, `so_far` what a theme page's YTD row shows. `outturn` is the annual
    figure of the month's financial year, known once its March is in: None before that.
    """

    indicator: Indicator
    figure: Figure
    at: Month
    month: Amount
    before: Amount
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
) -> FigureRow:
    """Return the figure's row as of the month.

    `page` has what the page shows of the months that are not filled now, whoever put it there: it
    is what counts, so that an arrow never contradicts the figures beside it. The other months are
    worked out from their readings. A target is of the same kind as its figure, so the number
    of a pair has no light.
    """

    def of(month: Month) -> Amount:
        return page.get(month) or amount(indicator, figure, readings.get(month))

    month, before = of(at), of(at - 1)
    ytd = year_to_date(indicator, figure, readings, at)
    judged = ytd if indicator.basis is Basis.YTD else month
    is_judged = indicator.judges(figure)
    light = rag(judged, figure, indicator.polarity, indicator.target if is_judged else None)
    year = at.financial_year
    return FigureRow(
        indicator=indicator,
        figure=figure,
        at=at,
        month=month,
        before=before,
        ytd=ytd,
        so_far=ytd if indicator.kind is Kind.FLOW else month,
        outturn=outturn(indicator, figure, readings, year) if at == year.last else None,
        dot=direction(
            month,
            before,
            figure=figure,
            polarity=indicator.polarity,
            light=light,
            dead_band=indicator.dead_band if is_judged else Decimal(0),
        ),
        rag=light,
    )


def closed_outturn(
    indicator: Indicator, figure: Figure, readings: Mapping[Month, Reading], year: FinancialYear
) -> Measured | None:
    """Return a closed year's annual figure where the readings for it are all there."""
    result = outturn(indicator, figure, readings, year)
    return result if isinstance(result, Measured) else None
