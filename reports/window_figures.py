"""Figures of each window of the timeline, for the table under the chart."""

from dataclasses import dataclass

from epreuve.reports.assessment import Span, Timeline, Window
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import translate

MIN_OVERLAP = 0.5  # seconds: a fault that ends just after its window is not in the next one


@dataclass(frozen=True)
class WindowFigures:
    """Load, success, response time and faults of one window."""

    window: Window
    number: int | None  # of the windows that are not phases, from 1, as in the chart
    faults: tuple[Text, ...]  # in force, without repetition; of a phase: see its windows

    @property
    def success(self) -> float | None:
        """Share of the judged journeys that succeeded; None without any."""
        load = self.window.load
        return None if load is None or not load.judged else load.succeeded / load.judged


def window_figures(timeline: Timeline) -> tuple[WindowFigures, ...]:
    """Return the figures of each window, in the order of the windows."""
    parts = [window for window in timeline.windows if window.kind != "phase"]
    numbers = {id(window): number for number, window in enumerate(parts, start=1)}
    return tuple(_figures(timeline, window, numbers.get(id(window))) for window in timeline.windows)


def fault_name(span: Span) -> Text:
    """Return the name of a fault: kind of network, dependency with fault kind, or power cut."""
    if span.kind != "dependency":
        return span.title
    return translate("{subject} ({title})", subject=subject_title(span), title=span.title)


def subject_title(span: Span) -> Text:
    """Return the title of the cohort, the dependency or the service that has a fault."""
    return span.subject_title or untranslated(span.subject)


def fault_rows(timeline: Timeline) -> tuple[tuple[Text, Span], ...]:
    """Return each fault with its name, in order of time. Power cuts have their own table."""
    return tuple((fault_name(span), span) for span in timeline.spans if span.kind != "power")


def _overlap(span: Span, window: Window) -> float:
    return min(span.end, window.end) - max(span.start, window.start)


def _figures(timeline: Timeline, window: Window, number: int | None) -> WindowFigures:
    spans = timeline.spans if number is not None else ()
    faults = (fault_name(span) for span in spans if _overlap(span, window) > MIN_OVERLAP)
    return WindowFigures(window, number, tuple(dict.fromkeys(faults)))
