"""The questions and the findings of a map, as lists on its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacxl.adopting.map import Question
from lacxl.adopting.text_links import Links, plain
from lacxl.domain.finding import Finding, in_numbers


def questions(asked: Sequence[Question], links: Links) -> Iterator[str]:
    """Yield what only a person can say, where to say it, and what is suggested."""
    yield '<section aria-labelledby="questions"><h2 id="questions">Questions</h2>'
    if asked:
        yield '<ol class="asked">'
        for number, question in enumerate(asked, 1):
            yield from _question(number, question, links)
        yield "</ol></section>"
    else:
        yield "<p>None: nothing has to be asked.</p></section>"


def findings(found: Sequence[Finding], links: Links) -> Iterator[str]:
    """Yield what was noticed, where, and what to do about it."""
    yield '<section aria-labelledby="findings"><h2 id="findings">Findings</h2>'
    if found:
        yield f'<p>{plain(in_numbers(found))}.</p><ul class="found">'
        for number, finding in enumerate(found, 1):
            yield _finding(number, finding, links)
        yield "</ul></section>"
    else:
        yield "<p>None: nothing is missing or out of place.</p></section>"


def _question(number: int, question: Question, links: Links) -> Iterator[str]:
    yield f'<li id="question-{number}"><h3>{number}. {links.within(question.asks)}</h3><dl>'
    suggested = question.suggested
    if question.choices:
        yield "<dt>Choices</dt><dd><ul>"
        for choice in question.choices:
            mark = " <strong>(suggested)</strong>" if choice == suggested else ""
            yield f"<li>{plain(choice)}{mark}</li>"
        yield "</ul></dd>"
    if suggested and suggested not in question.choices:
        yield f"<dt>Suggested</dt><dd>{plain(suggested)}</dd>"
    if question.why:
        yield f"<dt>Why</dt><dd>{links.within(question.why)}</dd>"
    if question.cells:
        cells = " ".join(links.to(place) for place in question.cells)
        yield f'<dt>Cells</dt><dd class="cells">{cells}</dd>'
    if question.where:
        yield f"<dt>Answer in</dt><dd><code>{plain(question.where)}</code></dd>"
    yield f"<dt>Its name</dt><dd><code>{plain(question.id)}</code></dd></dl></li>"


def _finding(number: int, finding: Finding, links: Links) -> str:
    rows = [("Where", finding.where), ("What", finding.what), ("What to do", finding.todo)]
    said = "".join(f"<dt>{name}</dt><dd>{links.within(text)}</dd>" for name, text in rows if text)
    weight = "accepted" if finding.accepted else finding.severity.value
    heading = f"<h3>{plain(finding.code)} ({weight})</h3>"
    return f'<li id="finding-{number}">{heading}<dl>{said}</dl></li>'
