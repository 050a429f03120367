"""Response times as a table."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from epreuve.audits.messages.outcome_names import outcome_counts
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.name import title_of
from epreuve.audits.response_times.groups import OUTSIDE, Dimension, Group
from epreuve.audits.response_times.translation import translate
from epreuve.audits.response_times.waiting_time import waiting_time
from epreuve.reports.language import Language
from epreuve.reports.text import Text, untranslated
from epreuve.reports.words import Words

MAX_NAME = 34  # characters
WIDTH = 80


def render(rows: Sequence[Group], plan: Plan, by: Sequence[Dimension], language: Language) -> str:
    """Return a table with one line per group, its failures below it, and a note."""
    _ = Words(language)
    titles = _titles(plan, _)
    heads = [_.of(head) for head in _heads(by)]
    cells = [heads, *([*_names(row, by, titles), *_figures(row, _)] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    lines = []
    for line, row in zip(cells, (None, *rows), strict=True):
        aligned = [
            text.ljust(width) if column < len(by) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(aligned).rstrip())
        if row is not None and row.failures:
            lines.append(f"    {_failures(row, _)}")
    note = translate(
        "Time from the intended start of each request to its response or its failure; p50, p95 and "
        "p99 of all raw values."
    )
    return "\n".join([*lines, "", *textwrap.wrap(_.of(note), WIDTH)]) + "\n"


def _heads(by: Sequence[Dimension]) -> Iterator[Text]:
    dimensions: Mapping[Dimension, Text] = {
        "phase": translate("phase"), "stage": translate("stage"), "cohort": translate("cohort"),
        "journey": translate("journey"), "step": translate("step"),
    }  # fmt: skip
    yield from (dimensions[dimension] for dimension in by)
    yield translate("requests")
    yield translate("succeeded")
    yield from (untranslated(name) for name in ("p50", "p95", "p99"))


def _titles(plan: Plan, _: Words) -> dict[Dimension, dict[str, str]]:
    """Return the titles of windows, cohorts and journeys, by dimension."""
    windows = {window.name: _.of(window.title) for window in plan.windows}
    networks = {name for stage in plan.crisis.stages for name in stage.networks}
    return {
        "phase": windows,
        "stage": windows,
        "cohort": {name: _.of(plan.crisis.cohort_title(name)) for name in networks},
        "journey": {name: _.of(title_of(name)) for name in plan.profile.journeys},
    }


def _names(
    row: Group, by: Sequence[Dimension], titles: Mapping[Dimension, Mapping[str, str]]
) -> Iterator[str]:
    for dimension in by:
        name = row.of[dimension]
        name = titles.get(dimension, {}).get(name, name)
        name = "–" if name == OUTSIDE else name
        yield name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"


def _figures(row: Group, _: Words) -> Iterator[str]:
    yield _.number(row.requests)
    yield _.percent(row.succeeded / row.requests, 1)
    yield from (waiting_time(time, _) for time in (row.p50, row.p95, row.p99))


def _failures(row: Group, _: Words) -> str:
    return ", ".join(_.of(text) for text in outcome_counts(row.failures))
