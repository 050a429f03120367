"""Summary in Markdown, for a CI job page or a merge request comment."""

import re

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Result
from epreuve.reports.clauses import clauses
from epreuve.reports.cleaning import cleaned
from epreuve.reports.comparison import Comparison
from epreuve.reports.conditions import conditions
from epreuve.reports.fixes import best_fixes
from epreuve.reports.language import Language
from epreuve.reports.letters import letter_of
from epreuve.reports.report import Report
from epreuve.reports.stated import stated
from epreuve.reports.verdict import score_figures, score_interval, verdict
from epreuve.reports.words import Words


def escape(text: str) -> str:
    """Return `text` escaped: no markup, no link, no mention, no table cell."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#|~!@])", r"\\\1", text)


def render(assessment: Assessment, language: Language) -> str:
    """Return the summary of one run."""
    assessment, _ = cleaned(assessment), Words(language)
    crisis = _.of(assessment.crisis.title)
    title = f"{assessment.result.letter or '–'} — {assessment.service.name} — {crisis}"
    parts = [
        f"## {escape(title)}",
        _headline(assessment.result, _),
        *[f"> **{escape(_.of(k.sentence))}** ({k.id})" for k in assessment.result.knockouts],
        "\n".join(f"- {escape(sentence)}" for sentence in conditions(assessment, _)),
        *[f"> {escape(one.sentence)}" for one in stated(assessment, _)],
        *[f"> {escape(_.of(warning))}" for warning in assessment.warnings],
        _phases(assessment.result, _),
        _families(assessment.result, _),
        *_fixes(assessment, _),
        *[f"> {_('Note:')} {escape(_.of(note))}" for note in assessment.notes],
        *_untested(assessment, _),
        *([note] if (note := labels.journal_entry(assessment.run, _)) else []),
    ]
    return "\n\n".join(parts) + "\n"


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return the comparison."""
    comparison, _ = cleaned(comparison), Words(language)
    heads = [escape(name) for name in comparison.names]
    parts = [f"## {escape(_.of(comparison.assessments[0].crisis.title))}"]
    parts += [f"> {escape(_.of(caution))}" for caution in comparison.cautions]
    for head, assessment in zip(heads, comparison.assessments, strict=True):
        parts.append(f"### {assessment.result.letter or '–'} — {head}")
        parts.append(_headline(assessment.result, _))
        sentences = [escape(_.of(k.sentence)) for k in assessment.result.knockouts]
        parts += [f"> **{sentence}**" for sentence in sentences]
        parts += [f"> {escape(one.sentence)}" for one in stated(assessment, _)]
    families = zip(*(a.result.families for a in comparison.assessments), strict=True)
    rows = [[escape(_.of(f[0].title)), *[_cell(x.score, _) for x in f]] for f in families]
    parts.append(_table([_("Family and weight"), *heads], rows))
    parts.append(f"### {_('Criteria that differ')}")
    rows = [
        [f"{d.id} {escape(_.of(d.title))}", *[_cell(score, _) for score in d.scores]]
        for d in comparison.differences
    ]
    if rows:
        parts.append(_table([_("Criterion"), *heads], rows))
    else:
        parts.append(_("No criterion differs by 5 points or more."))
    parts += _clauses(comparison, _)
    return "\n\n".join(parts) + "\n"


def _clauses(comparison: Comparison, _: Words) -> list[str]:
    lines = [f"1. **{escape(c.title)}** — {escape(c.text)}" for c in clauses(comparison, _)]
    note = _(
        "This is a model: have your legal department review it. The figures in square brackets "
        "are assumptions: set your own."
    )
    return [f"### {_('Clauses for a tender')}", note, "\n".join(lines)]


def _headline(result: Result, _: Words) -> str:
    figures = score_figures(result, _)
    interval = score_interval(result, _)
    range_note = f" {_('90% interval: {interval}', interval=interval)}." if interval else ""
    note = f" {escape(_.of(result.letter_note))}" if result.letter_note else ""
    return f"**{verdict(result.letter, _)}** {figures}.{range_note}{note}"


def _phases(result: Result, _: Words) -> str:
    names = labels.phase_names(_)
    scores = [f"{_.score(phase.score)} {phase.letter or '–'}" for phase in result.phases]
    return _table([names[phase.phase] for phase in result.phases], [scores])


def _families(result: Result, _: Words) -> str:
    rows = [
        [escape(_.of(f.title)), _.percent(f.weight / 100), _cell(f.score, _), _.percent(f.coverage)]
        for f in result.families
    ]
    return _table([_("Family"), _("Weight"), _("Score"), _("Assessed")], rows)


def _fixes(assessment: Assessment, _: Words) -> list[str]:
    fixes, effort = best_fixes(assessment), labels.efforts(_)
    if not fixes:
        return []
    lines = [
        f"1. **{escape(_.of(f.title))}** ({', '.join(f.criteria)}, {labels.gain(f, _)}, "
        f"{effort[f.effort]}) — {escape(_.of(f.observed))} **{escape(_.of(f.advice))}**"
        for f in fixes
    ]
    note = labels.later(fixes, _)
    return [f"### {_('First repairs')}", "\n".join(lines), *([note] if note else [])]


def _untested(assessment: Assessment, _: Words) -> list[str]:
    if not assessment.not_tested:
        return []
    listed = " · ".join(escape(_.of(text)) for text in assessment.not_tested)
    return [f"<details><summary>{_('What was not tested')}</summary>\n\n{listed}\n\n</details>"]


def _cell(score: float | None, _: Words) -> str:
    return "–" if score is None else f"{_.score(score)} {letter_of(score)}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    rule = "|".join([" --- "] * len(heads))
    lines = [" | ".join(heads), rule, *[" | ".join(row) for row in rows]]
    return "\n".join(f"| {line} |" if line is not rule else f"|{line}|" for line in lines)


REPORT = Report("markdown", "summary.{language}.md", render)
COMPARISON = Report("markdown", "comparison.{language}.md", render_comparison)
