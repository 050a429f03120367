"""Explanation of a criterion, for an elected official."""

from collections.abc import Iterator
from textwrap import fill

from epreuve.audits.grid import labels
from epreuve.audits.grid.criterion import Citation, Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import UNDATED, Grid
from epreuve.audits.grid.grid_table import heading
from epreuve.audits.grid.translation import translate
from epreuve.reports.labels import marks
from epreuve.reports.language import Language
from epreuve.reports.words import Words

WIDTH = 92


def explain_all(grid: Grid, language: Language) -> str:
    """Return the heading of the grid, then the explanation of each criterion."""
    explanations = (explain(grid, criterion, language) for criterion in grid.criteria)
    return "\n\n\n".join([heading(grid, Words(language, translate)), *explanations])


def explain(grid: Grid, criterion: Criterion, language: Language) -> str:
    """Return the measure of a criterion, its reason, points, weight and sources."""
    return "\n".join(_explanation(grid, criterion, Words(language, translate)))


def _explanation(grid: Grid, criterion: Criterion, _: Words) -> Iterator[str]:
    family = grid.family(criterion.family)
    names = labels.phases(_)
    phases = ", ".join(names[phase] for phase in criterion.phases)
    yield f"{criterion.id} · {_.of(criterion.title)}"
    yield f"{_.of(family.title)} · {phases} · {labels.kinds(_)[criterion.kind]}"
    yield ""
    yield _paragraph(_.of(criterion.measure))
    origin = ", ".join(grid.sources[key].title for key in family.phrase_sources)
    yield _paragraph(_("Why: “{phrase}” ({sources}).", phrase=family.phrase, sources=origin))
    themes = (labels.angles(family, _), labels.qualities(family, _))
    yield from (_paragraph(theme) for theme in themes if theme)
    yield from _points(grid, criterion, _)
    yield _paragraph(
        _(
            "If it fails: {recommendation} (effort: {effort})",
            recommendation=criterion.recommendation,
            effort=labels.efforts(_)[criterion.effort],
        )
    )
    if criterion.maps_to:
        items = ", ".join(
            f"{reference.framework} {reference.item}" for reference in criterion.maps_to
        )
        yield _paragraph(_("Similar items: {items}.", items=items))
    yield _("Sources:")
    yield from (_source(grid, citation, _) for citation in criterion.sources)
    yield _("Weight, points and effort are our assumptions [A]. They can be disputed.")


def _points(grid: Grid, criterion: Criterion, _: Words) -> Iterator[str]:
    yield _paragraph(_("Points: {curve}.", curve=curve_text(criterion.curve)))
    if criterion.items is not None:
        for item in criterion.items.of.values():
            yield f"    {_.number(item.full, 2):>4}  {_.of(item.text)}"
    if _has_evidence_levels(criterion):
        yield _paragraph(
            _(
                "Evidence: claimed, no points; documented with a date, 60% of the points; proven "
                "in an exercise, 100%; half after 24 months, none after 36."
            )
        )
    weight = _.percent(grid.shares[criterion.id], 1, "nearest")
    yield _paragraph(_("Weight: {weight} of the score.", weight=weight))
    if criterion.knockout is not None:
        yield _paragraph(
            _(
                "Knock-out: “{defect}” This defect alone caps the score at {cap}.",
                defect=criterion.knockout.sentence,
                cap=_.number(criterion.knockout.cap),
            )
        )


def _has_evidence_levels(criterion: Criterion) -> bool:
    """Return whether the evidence level sets the share of the points; items may set it instead."""
    items = criterion.items.of.values() if criterion.items is not None else ()
    return criterion.kind != "measured" and not any(item.needs for item in items)


def _paragraph(text: str) -> str:
    return fill(text, WIDTH, break_on_hyphens=False)


def _source(grid: Grid, citation: Citation, _: Words) -> str:
    source = grid.sources[citation.key]
    mark = citation.mark or source.mark
    note = f" – {_.of(citation.note)}" if citation.note else ""
    date = _("n.d.") if source.date == UNDATED else source.date
    text = f"[{mark}] {source.title}, {source.publisher}, {date}{note}"
    return fill(
        f"{text} ({marks(Words(_.language))[mark]})",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="      ",
        break_on_hyphens=False,
    )
