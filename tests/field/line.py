"""Lines of the comparison: what the audit says, what is true, and whether they agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Agreement = Literal["agree", "disagree", "not judged"]
NEAR = 0.05  # a share that differs by less agrees


@dataclass(frozen=True)
class Line:
    """One comparison."""

    subject: str
    verdict: str
    truth: str
    agreement: Agreement


def shares(subject: str, verdict: float | None, lowest: float, highest: float, text: str) -> Line:
    """Compare a share with the interval in which the truth lies."""
    truth = f"{text}: {lowest:.0%}" + (f" to {highest:.0%}" if highest > lowest else "")
    if verdict is None:
        return Line(subject, "inconclusive", truth, "not judged")
    near = lowest - NEAR <= verdict <= highest + NEAR
    return Line(subject, f"{verdict:.0%}", truth, "agree" if near else "disagree")


def numbers(subject: str, verdict: int, truth: int, text: str = "") -> Line:
    """Compare two counts, which must be equal."""
    return Line(
        subject,
        str(verdict),
        f"{truth} {text}".strip(),
        "agree" if verdict == truth else "disagree",
    )


def render(lines: Iterable[Line]) -> str:
    """Return one text line for each, the subjects in a column."""
    shown = list(lines)
    width = max((len(line.subject) for line in shown), default=0)
    return "\n".join(
        f"{line.agreement.upper():10}  {line.subject:{width}}  verdict: {line.verdict} | "
        f"truth: {line.truth}"
        for line in shown
    )
