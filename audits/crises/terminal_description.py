"""Description of a crisis for the terminal: timeline, stages, facts with sources, limits."""

import textwrap
from collections.abc import Iterator

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.description import CrisisDescription
from epreuve.audits.crises.drawn_name import drawn_name
from epreuve.audits.crises.power_pattern import NONE
from epreuve.audits.crises.translation import translate
from epreuve.reports.assessment import PHASES
from epreuve.reports.language import Language
from epreuve.reports.sparkline import BARS

WIDTH = 78
_LABEL = 12


def describe(crisis: Crisis, language: Language) -> str:
    """Return lines of at most 92 columns."""
    text = CrisisDescription(crisis, language)
    return "\n".join(
        [
            *_opening(text),
            *_drawing(text),
            "",
            *_stages(text),
            *_facts(text),
            *_items(text.of(translate("Assumptions")), map(text.of, crisis.assumptions)),
            *_items(text.of(translate("Lessons")), map(text.of, crisis.lessons)),
            *_items(text.of(translate("What a run does not simulate")), iter(text.limits())),
        ]
    )


def _opening(text: CrisisDescription) -> Iterator[str]:
    crisis = text.crisis
    yield f"{crisis.id} · {text.of(crisis.title)}"
    if crisis.variation_seed is not None:
        yield text.of(
            translate(
                "variation {seed}: figures changed within the declared limits",
                seed=str(crisis.variation_seed),
            )
        )
    yield ""
    yield from textwrap.wrap(text.of(crisis.paragraph), 90)
    yield ""
    yield text.of(translate("Real durations: {lengths}", lengths=text.real()))
    yield text.of(translate("Run at scale 1: {length}", length=text.length(text.played())))
    yield ""


def _drawing(text: CrisisDescription) -> Iterator[str]:
    """Yield phases, stages, load and power over one line of time in a run."""
    crisis = text.crisis
    per_column = text.played() / WIDTH
    phases, names, load, power = [], [], [], []
    start = round(crisis.before / per_column)
    phases.append(f"{text.phase('before'):─^{start}}")
    names.append("·" * start)
    load.append(BARS[1] * start)
    power.append("─" * start)
    top = max(max(s.load.peak for s in crisis.stages), 1.0)
    for phase in PHASES[1:]:
        width = 0
        for stage in (stage for stage in crisis.stages if stage.phase == phase):
            columns = max(round(stage.lasts / per_column), 1)
            width += columns
            names.append(drawn_name(text.of(stage.title), columns))
            times = [(i + 0.5) * stage.lasts / columns for i in range(columns)]
            load.append("".join(_bar(stage.load.at(t) / top) for t in times))
            cut = [any(c.after <= t < c.after + c.lasts for c in stage.cuts) for t in times]
            power.append("".join("✕" if off else "─" for off in cut))
        if width:
            phases.append(f"{text.phase(phase).upper():─^{width}}"[:width])
    rows = [("phase", phases), (text.of(translate("stage")), names)]
    rows.append((text.of(translate("users")), load))
    if any(stage.power != NONE for stage in crisis.stages):
        rows.append((text.of(translate("power")), power))
    for label, cells in rows:
        yield f"{label:<{_LABEL}}{''.join(cells)}".rstrip()


def _bar(share: float) -> str:
    return BARS[max(round(share * (len(BARS) - 1)), 1)]


def _stages(text: CrisisDescription) -> Iterator[str]:
    for stage in text.crisis.stages:
        real = f"{text.length(stage.real)} → " if stage.real else ""
        lengths = f"({real}{text.length(stage.lasts)})"
        yield f"[{text.phase(stage.phase)}] {text.of(stage.title)} {lengths} `{stage.id}`"
        yield f"    {text.of(translate('load'))} {text.load(stage)} · {text.mix(stage)}"
        for label, sets in text.faults(stage):
            yield from _line(label, sets)
        if text.power(stage):
            yield from _line(text.of(translate("power")), text.power(stage))
    yield ""


def _line(label: str, text: str) -> list[str]:
    return textwrap.wrap(f"{label} · {text}", 88, initial_indent="    ", subsequent_indent="      ")


def _facts(text: CrisisDescription) -> Iterator[str]:
    yield text.of(translate("Facts"))
    for fact in text.crisis.facts:
        yield from _item(f"{text.of(fact.text)} [{fact.mark}] {fact.source}, {fact.date}")
    yield ""


def _items(title: str, sentences: Iterator[str]) -> Iterator[str]:
    yield title
    for sentence in sentences:
        yield from _item(sentence)
    yield ""


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, 90, initial_indent="  - ", subsequent_indent="    ")
