"""A crisis told in the terminal: paragraph, timeline, stages, facts with sources, limits."""

import textwrap
from collections.abc import Iterator

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.description import Story
from epreuve.audits.crises.power_pattern import NONE
from epreuve.reports.language import Language

WIDTH = 78
_LABEL = 12
_BARS = " ▁▂▃▄▅▆▇█"


def tell(crisis: Crisis, language: Language) -> str:
    """Lines of at most 92 columns."""
    story = Story(crisis, language)
    return "\n".join(
        [
            *_opening(story),
            *_drawing(story),
            "",
            *_stages(story),
            *_facts(story),
            *_items(story.say("Hypothèses", "Assumptions"), map(story.of, crisis.assumptions)),
            *_items(
                story.say("Ce qu'elle apprend", "What it teaches"), map(story.of, crisis.lessons)
            ),
            *_items(
                story.say("Ce que le banc ne rend pas", "What the bench does not render"),
                iter(story.limits()),
            ),
        ]
    )


def _opening(story: Story) -> Iterator[str]:
    crisis = story.crisis
    yield f"{crisis.id} · {story.of(crisis.title)}"
    if crisis.held_out is not None:
        yield story.say(
            f"variante {crisis.held_out} : chiffres déplacés dans les bornes déclarées",
            f"hold-out {crisis.held_out}: figures moved within the declared bounds",
        )
    yield ""
    yield from textwrap.wrap(story.of(crisis.paragraph), 90)
    yield ""
    yield story.say("Durées réelles : ", "Real durations: ") + story.real()
    yield story.say("Jouée en ", "Played in ") + story.length(story.played())
    yield ""


def _drawing(story: Story) -> Iterator[str]:
    """Phases, stages, load and power over one line of played time."""
    crisis = story.crisis
    per_column = story.played() / WIDTH
    phases, names, load, power = [], [], [], []
    start = round(crisis.before / per_column)
    phases.append(f"{story.phase('before'):─^{start}}")
    names.append("·" * start)
    load.append(_BARS[1] * start)
    power.append("─" * start)
    top = max(max(s.load.peak for s in crisis.stages), 1.0)
    for phase in ("during", "after"):
        width = 0
        for stage in (each for each in crisis.stages if each.phase == phase):
            columns = max(round(stage.lasts / per_column), 1)
            width += columns
            names.append(f"{stage.id:·<{columns}}"[:columns])
            times = [(i + 0.5) * stage.lasts / columns for i in range(columns)]
            load.append("".join(_bar(stage.load.at(t) / top) for t in times))
            cut = [any(c.after <= t < c.after + c.lasts for c in stage.cuts) for t in times]
            power.append("".join("✕" if off else "─" for off in cut))
        if width:
            phases.append(f"{story.phase(phase).upper():─^{width}}"[:width])
    rows = [("phase", phases), (story.say("étape", "stage"), names)]
    rows.append((story.say("citoyens", "citizens"), load))
    if any(stage.power != NONE for stage in crisis.stages):
        rows.append((story.say("courant", "power"), power))
    for label, cells in rows:
        yield f"{label:<{_LABEL}}{''.join(cells)}".rstrip()


def _bar(share: float) -> str:
    return _BARS[max(round(share * (len(_BARS) - 1)), 1)]


def _stages(story: Story) -> Iterator[str]:
    for stage in story.crisis.stages:
        real = f"{story.length(stage.real)} → " if stage.real else ""
        yield (
            f"[{story.phase(stage.phase)}] {stage.id}: {story.of(stage.title)} "
            f"({real}{story.length(stage.lasts)})"
        )
        yield f"    {story.say('affluence', 'load')} {story.load(stage)} · {story.mix(stage)}"
        for label, sets in story.faults(stage):
            yield from _line(label, sets)
        if story.power(stage):
            yield from _line(story.say("courant", "power"), story.power(stage))
    yield ""


def _line(label: str, text: str) -> list[str]:
    return textwrap.wrap(f"{label} · {text}", 88, initial_indent="    ", subsequent_indent="      ")


def _facts(story: Story) -> Iterator[str]:
    yield story.say("Faits", "Facts")
    for fact in story.crisis.facts:
        yield from _item(f"{story.of(fact.text)} [{fact.mark}] {fact.source}, {fact.date}")
    yield ""


def _items(title: str, texts: Iterator[str]) -> Iterator[str]:
    yield title
    for text in texts:
        yield from _item(text)
    yield ""


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, 90, initial_indent="  - ", subsequent_indent="    ")
