"""Tells the timeline in figures, window by window: what the picture shows, for whoever reads."""

from dataclasses import dataclass

from epreuve.reports.assessment import Span, Timeline, Window
from epreuve.reports.text import Text

SLIVER = 0.5  # seconds: a fault healed a moment after its window is not the next one's


@dataclass(frozen=True)
class Chapter:
    """What happened during one window."""

    window: Window
    rank: int | None  # of the windows that are no phase, from 1, as on the picture
    asked: int
    started: int
    success: float | None  # share of the journeys begun then; None when none was
    p95: float | None  # the worst of the window, seconds
    faults: tuple[Text, ...]  # in force, each once


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """Return one chapter a window, in the windows' order."""
    parts = [w for w in timeline.windows if w.kind != "phase"]
    ranks = {id(window): rank for rank, window in enumerate(parts, start=1)}
    return tuple(_chapter(timeline, window, ranks.get(id(window))) for window in timeline.windows)


def name(span: Span) -> Text:
    """Return how a reader knows a fault: the kind of network, the dependency, the power cut."""
    if span.kind != "dependency":
        return span.title
    told = span.title
    return Text(fr=f"{span.subject} ({told.fr})", en=f"{span.subject} ({told.en})")


def suffered(timeline: Timeline) -> tuple[tuple[Text, Span], ...]:
    """Return each fault with its name, in order of time; a power cut has a table of its own."""
    return tuple((name(span), span) for span in timeline.spans if span.kind != "power")


def _common(span: Span, window: Window) -> float:
    return min(span.end, window.end) - max(span.start, window.start)


def _chapter(timeline: Timeline, window: Window, rank: int | None) -> Chapter:
    series = timeline.series
    steps = slice(round(window.start / series.step), round(window.end / series.step))
    succeeded, failed = sum(series.succeeded[steps]), sum(series.failed[steps])
    judged = succeeded + failed
    in_force = (name(s) for s in timeline.spans if _common(s, window) > SLIVER)
    return Chapter(
        window=window,
        rank=rank,
        asked=sum(series.asked[steps]),
        started=sum(series.started[steps]),
        success=succeeded / judged if judged else None,
        p95=max((t for t in series.p95[steps] if t is not None), default=None),
        faults=tuple(dict.fromkeys(in_force)),
    )
