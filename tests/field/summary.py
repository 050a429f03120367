"""Counts over all trials: false knock-outs, missed losses, receipts, letters."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.field.expectation import REVISED, Expectation
from tests.field.line import Line


@dataclass(frozen=True)
class TrialResult:
    """Result of one trial against the truth."""

    service: str
    name: str
    letter: str  # "–" without
    lines: tuple[Line, ...]
    false_knockouts: tuple[str, ...]
    lost: int  # in storage
    loss_told: bool  # K1 given
    contradictions: int  # receipts judged otherwise than by the storage
    unread: int  # receipts given and not read again
    doubtful: tuple[str, ...] = ()  # knock-outs that the audit blames on a busy machine
    score: float | None = None
    given: int = 0  # receipts
    variant: str = "plain"

    @property
    def missed_loss(self) -> bool:
        """Whether receipts were lost and the audit gave no K1."""
        return self.lost > 0 and not self.loss_told

    @property
    def is_true(self) -> bool:
        """Whether nothing that the audit says contradicts the truth."""
        wrong = self.false_knockouts or self.missed_loss or self.contradictions
        return not wrong and all(line.agreement != "disagree" for line in self.lines)


def false_knockouts(
    given: Iterable[str], expectation: Expectation, lost: int, doubtful: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the knock-outs that neither the expert nor the storage confirms.

    `doubtful`: those that the audit itself says may come from a busy machine.
    """
    right = set(expectation.knockouts) - {"K1"} | ({"K1"} if lost else set())
    return tuple(sorted(set(given) - right - set(doubtful)))


def render(results: list[TrialResult]) -> str:
    """Return the summary, one line per trial, then per service, then the totals."""
    text = ["", "trial: letter, agree/disagree/not judged, what is wrong"]
    for result in results:
        counts = [
            sum(line.agreement == agreement for line in result.lines)
            for agreement in ("agree", "disagree", "not judged")
        ]
        text.append(
            f"  {result.name}: {result.letter}, {'/'.join(map(str, counts))}{_wrong(result)}"
        )
    for service in dict.fromkeys(result.service for result in results):
        letters = sorted({one.letter for one in results if one.service == service})
        text.append(f"letters of {service}: {' '.join(letters)}")
    text += [
        f"false knock-outs: {sum(len(result.false_knockouts) for result in results)}",
        f"missed losses: {sum(result.missed_loss for result in results)}",
        f"receipts judged otherwise than by the storage: "
        f"{sum(result.contradictions for result in results)}",
        f"receipts not read: {sum(result.unread for result in results)}",
        f"lines that agree with a revised expectation: {_revised(results)}",
        f"lines that disagree: "
        f"{sum(line.agreement == 'disagree' for one in results for line in one.lines)}",
    ]
    return "\n".join(text)


def _revised(results: list[TrialResult]) -> int:
    lines = [line for one in results for line in one.lines if line.agreement == "agree"]
    return sum(line.truth.startswith(REVISED) for line in lines)


def _wrong(result: TrialResult) -> str:
    parts = []
    if result.false_knockouts:
        parts.append(f"false {', '.join(result.false_knockouts)}")
    if result.doubtful:
        parts.append(f"{', '.join(result.doubtful)} by a busy machine")
    if result.missed_loss:
        parts.append(f"missed loss of {result.lost}")
    if result.contradictions:
        parts.append(f"{result.contradictions} receipts judged otherwise")
    if result.unread:
        parts.append(f"{result.unread} receipts not read")
    return f" ({'; '.join(parts)})" if parts else ""
