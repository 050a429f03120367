"""The plan as a person would draw it: phases, load, faults and power over one line of time."""

from collections.abc import Iterable

from epreuve.audits.planning.plan import Plan
from epreuve.reports.text import Text

WIDTH = 78
_LABEL = 16
_BARS = " ▁▂▃▄▅▆▇█"


def draw_plan(plan: Plan, language: str) -> str:
    """Lines of at most 96 columns, ended by the list of windows."""
    paint = _Painter(plan, language)
    return "\n".join(
        [
            *paint.title(),
            paint.row("", paint.scale()),
            *paint.phases(),
            paint.row(paint.say("citoyens", "citizens"), paint.load()),
            *paint.links(),
            *paint.power(),
            "",
            *paint.windows(),
        ]
    )


class _Painter:
    """Knows how wide a second is."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language

    def say(self, fr: str, en: str) -> str:
        return fr if self._language == "fr" else en

    def _text(self, text: Text) -> str:
        return self.say(text.fr, text.en)

    def row(self, label: str, drawing: str) -> str:
        return f"{label[: _LABEL - 1]:<{_LABEL}}{drawing}".rstrip()

    def title(self) -> list[str]:
        plan = self._plan
        arrivals = plan.arrivals_by_cohort.total()
        return [
            f"{plan.profile.service.name} · {self._text(plan.crisis.title)}",
            self.say(
                f"{plan.duration:.0f} s de jeu (temps réel ÷ {plan.scale:g}), graine {plan.seed}, "
                f"{arrivals} arrivées, patience {plan.patience:.0f} s par étape",
                f"{plan.duration:.0f} s of play (real time ÷ {plan.scale:g}), seed {plan.seed}, "
                f"{arrivals} arrivals, patience {plan.patience:.0f} s a step",
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
        """Letters of the phase, then the name of each window at its start."""
        line = [" "] * WIDTH
        for each in self._plan.windows:
            if each.kind == "phase":
                a, b = self._columns(each.start, each.end)
                name = self._text(each.title).upper()
                line[a:b] = f"{name:─^{b - a}}"[: b - a]
        yield self.row("phase", "".join(line))
        names = [" "] * WIDTH
        cells = [each for each in self._plan.windows if each.kind == "cell"]
        if cells:
            a, b = self._columns(cells[0].start, cells[-1].end)
            names[a:b] = f"{self.say('matrice', 'matrix'):·<{b - a}}"[: b - a]
        for each in self._plan.windows:
            if each.kind in ("stage", "baseline", "ramp"):
                a, b = self._columns(each.start, each.end)
                short = {"baseline-1": "=", "baseline-2": "=", "ramp": "/"}
                names[a:b] = f"{short.get(each.name, each.name):·<{b - a}}"[: b - a]
        yield self.row(self.say("étape", "stage"), "".join(names))

    def load(self) -> str:
        width = self._plan.duration / WIDTH
        rates = [self._plan.expected_arrivals(i * width, (i + 1) * width) for i in range(WIDTH)]
        top = max(rates) or 1.0
        return "".join(_BARS[round(rate / top * (len(_BARS) - 1))] for rate in rates)

    def links(self) -> Iterable[str]:
        for subject in dict.fromkeys(span.subject for span in self._plan.spans):
            line = [" "] * WIDTH
            for span in self._plan.spans:
                if span.subject == subject:
                    a, b = self._columns(span.start, span.end)
                    line[a:b] = span.fault.mark * (b - a)
            yield self.row(subject, "".join(line))
        faults = {span.fault.mark: span.fault.label for span in self._plan.spans}
        legend = (f"{mark} {label.of(self._language)}" for mark, label in faults.items())
        yield self.row("", "  ".join(legend))

    def power(self) -> Iterable[str]:
        line = ["─"] * WIDTH
        for cut in self._plan.cuts:
            a, b = self._columns(cut.start, cut.end)
            line[a:b] = "✕" * (b - a)
        if self._plan.cuts:
            yield self.row(self.say("courant", "power"), "".join(line))

    def windows(self) -> Iterable[str]:
        for each in self._plan.windows:
            if each.kind != "phase":
                yield f"{each.start:7.1f} – {each.end:6.1f} s  {self._text(each.title)}"

    def _columns(self, start: float, end: float) -> tuple[int, int]:
        a = min(int(start / self._plan.duration * WIDTH), WIDTH - 1)
        return a, max(min(round(end / self._plan.duration * WIDTH), WIDTH), a + 1)
