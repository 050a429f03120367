"""Drawing of a plan for the terminal: phases, load, faults and power over one line of time."""

import textwrap
from collections.abc import Iterable

from epreuve.audits.crises.drawn_name import drawn_name
from epreuve.audits.crises.limits import absences
from epreuve.audits.messages.texts import label_text
from epreuve.audits.planning.limit_text import limit_texts
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Span
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.name import name_in, title_of
from epreuve.reports.language import Language
from epreuve.reports.sparkline import BARS
from epreuve.reports.text import Text
from epreuve.reports.translation import Number
from epreuve.reports.typography import tied

COLUMNS = 103
WIDTH = 78
GAP = 1.0  # seconds between two windows that follow each other, at most
_LABEL = 23
BEFORE = ("baseline", "ramp")


def draw_plan(plan: Plan, language: Language) -> str:
    """Return lines of at most 109 columns, with windows and omitted parts at the end."""
    drawing = _Drawing(plan, language)
    return "\n".join(
        [
            *drawing.title(),
            drawing.row("", drawing.scale()),
            *drawing.phases(),
            drawing.row(drawing.of(translate("users")), drawing.load()),
            *drawing.links(),
            *drawing.power(),
            "",
            *drawing.windows(),
            *drawing.limits(),
            *drawing.absences(),
        ]
    )


class _Drawing:
    """Rows of the drawing of one plan."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self._plan = plan
        self._language: Language = language

    def of(self, text: Text) -> str:
        return text.of(self._language)

    def row(self, label: str, drawing: str) -> str:
        return f"{label[: _LABEL - 1]:<{_LABEL}}{drawing}".rstrip()

    def title(self) -> list[str]:
        plan = self._plan
        return [
            f"{plan.profile.service.name} · {self.of(plan.crisis.title)}",
            self.of(
                translate(
                    "a run of {duration} s (real time ÷ {scale}), seed {seed}, {arrivals} "
                    "arrivals, patience {patience} s per step",
                    duration=Number(plan.duration),
                    scale=Number(plan.scale, 2),
                    seed=str(plan.seed),
                    arrivals=plan.arrivals_by_cohort.total(),
                    patience=Number(plan.patience_of(CONTROL_COHORT)),
                )
            ),
            "",
        ]

    def scale(self) -> str:
        marks = [" "] * (WIDTH + 8)
        for tenth in range(0, 11, 2):
            text = f"{self._plan.duration * tenth / 10:.0f}"
            at = min(WIDTH * tenth // 10, WIDTH - 1)
            marks[at : at + len(text)] = text
        return "".join(marks) + " s"

    def phases(self) -> Iterable[str]:
        """Yield a row of phases, then a row with the name of each window at its start."""
        line = [" "] * WIDTH
        for window in self._plan.windows:
            if window.kind == "phase":
                a, b = self._columns(window.start, window.end)
                name = self.of(window.title).upper()
                line[a:b] = f"{name:─^{b - a}}"[: b - a]
        yield self.row("phase", "".join(line))
        names = [" "] * WIDTH
        windows = self._plan.windows
        stages = [window for window in windows if window.kind == "stage"]
        cells = [one for one in windows if one.kind == "cell" and one.start < stages[0].start]
        named = [
            *((one, {"ramp": "/"}.get(one.name, "=")) for one in windows if one.kind in BEFORE),
            *((one, self.of(translate("matrix"))) for one in cells[:1]),
            *((one, self.of(one.title)) for one in stages),
        ]
        for window, name in named:
            end = cells[-1].end if window.kind == "cell" else window.end
            a, b = self._columns(window.start, end)
            names[a:b] = drawn_name(name, b - a)
        yield self.row(self.of(translate("stage")), "".join(names))

    def load(self) -> str:
        width = self._plan.duration / WIDTH
        rates = [self._plan.expected_arrivals(i * width, (i + 1) * width) for i in range(WIDTH)]
        top = max(rates) or 1.0
        return "".join(BARS[round(rate / top * (len(BARS) - 1))] for rate in rates)

    def links(self) -> Iterable[str]:
        spans = self._plan.shown_spans
        rows = {span.subject: self._title(span) for span in spans}
        for subject, title in rows.items():
            line = [" "] * WIDTH
            for span in spans:
                if span.subject == subject:
                    a, b = self._columns(span.start, span.end)
                    if line[a] != " " and b - a > 1:  # the fault before, shorter than a column
                        a += 1
                    line[a:b] = span.fault.mark * (b - a)
            yield self.row(title, "".join(line))
        faults = {span.fault.mark: span.fault.label for span in spans}
        legend = (f"{mark} {self.of(label_text(label))}" for mark, label in faults.items())
        yield self.row("", "  ".join(legend))

    def _title(self, span: Span) -> str:
        """Return the title of a cohort or of a dependency."""
        if span.network is not None:
            return self.of(self._plan.span_title(span))
        return self.of(title_of(name_in(self._plan.profile.dependencies, span.subject)))

    def power(self) -> Iterable[str]:
        line = ["─"] * WIDTH
        for cut in self._plan.cuts:
            a, b = self._columns(cut.start, cut.end)
            line[a:b] = "✕" * (b - a)
        if self._plan.cuts:
            yield self.row(self.of(translate("power")), "".join(line))

    def windows(self) -> Iterable[str]:
        last = 0.0
        for window in sorted(self._plan.windows, key=lambda window: window.start):
            if window.kind == "phase":
                continue
            if window.start > last + GAP:
                wait = translate("wait: a user of a probe has no network during this time")
                yield self._window(last, window.start, wait)
            yield self._window(window.start, window.end, window.title)
            last = window.end

    def _window(self, start: float, end: float, title: Text) -> str:
        first, last = (Number(time, 1).of(self._language) for time in (start, end))
        return f"{first:>7} – {last:>6} s  {self.of(title)}"

    def limits(self) -> Iterable[str]:
        """Yield the parts that the allowed time leaves out."""
        lines = [self.of(text) for text in limit_texts(self._plan)]
        return ("", *lines) if lines else ()

    def absences(self) -> Iterable[str]:
        for text in absences(self._plan.crisis, self._plan.profile):
            yield from ("", *textwrap.wrap(tied(self.of(text), self._language), COLUMNS))

    def _columns(self, start: float, end: float) -> tuple[int, int]:
        a = min(int(start / self._plan.duration * WIDTH), WIDTH - 1)
        return a, max(min(round(end / self._plan.duration * WIDTH), WIDTH), a + 1)
