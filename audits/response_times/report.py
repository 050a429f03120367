"""The groups as a table for a reader."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from epreuve.audits.planning.plan import Plan
from epreuve.audits.response_times.groups import OUTSIDE, By, Group
from epreuve.audits.response_times.outcome_names import NAMES
from epreuve.audits.response_times.row import waited
from epreuve.reports.language import Language
from epreuve.reports.text import Text
from epreuve.reports.words import Words

WIDEST = 34  # characters of a name
HEADS: Mapping[By, Text] = {
    "phase": Text(fr="phase", en="phase"), "stage": Text(fr="étape de la crise", en="stage"),
    "cohort": Text(fr="réseau", en="cohort"), "journey": Text(fr="parcours", en="journey"),
    "step": Text(fr="étape du parcours", en="step"),
}  # fmt: skip
FIGURES = (
    Text(fr="requêtes", en="requests"), Text(fr="réussies", en="succeeded"),
    Text(fr="p50", en="p50"), Text(fr="p95", en="p95"), Text(fr="p99", en="p99"),
)  # fmt: skip
NOTE = Text(
    fr="Attentes depuis le moment où le citoyen voulait chaque requête, jusqu'à sa réponse ou son "
    "échec ; p50, p95 et p99 de toutes les valeurs brutes.",
    en="Waiting from when the citizen wanted each request, to its answer or its failure; p50, p95 "
    "and p99 of all raw values.",
)


def told(found: Sequence[Group], plan: Plan, by: Sequence[By], language: Language) -> str:
    """A line a group, its failures by class below it."""
    _ = Words(language)
    titles = {each.name: _.of(each.title) for each in plan.windows}
    heads = [_.of(HEADS[each]) for each in by] + [_.of(each) for each in FIGURES]
    rows = [heads, *([*_names(each, by, titles), *_figures(each, _)] for each in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    lines = []
    for row, group in zip(rows, (None, *found), strict=True):
        cells = [
            text.ljust(width) if place < len(by) else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
        if group is not None and group.failures:
            lines.append(f"    {_failures(group, _)}")
    return "\n".join([*lines, "", *textwrap.wrap(_.of(NOTE), 80)]) + "\n"


def _names(group: Group, by: Sequence[By], titles: Mapping[str, str]) -> Iterator[str]:
    for each in by:
        name = group.of[each]
        name = titles.get(name, name) if each in ("phase", "stage") else name
        name = "–" if name == OUTSIDE else name
        yield name if len(name) <= WIDEST else name[: WIDEST - 1] + "…"


def _figures(group: Group, _: Words) -> Iterator[str]:
    yield _.number(group.requests)
    yield _.percent(group.succeeded / group.requests, 1)
    yield from (waited(time, _) for time in (group.p50, group.p95, group.p99))


def _failures(group: Group, _: Words) -> str:
    return ", ".join(f"{count} {_.of(NAMES[name])}" for name, count in group.failures.items())
