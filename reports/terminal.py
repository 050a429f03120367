"""Summary for a terminal: 80 columns, colours on request."""

import textwrap

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Letter, Result
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

WIDTH = 80
BAR = 20  # characters of a bar for a score of 100

# ANSI 256-colour backgrounds, close to those of the HTML page, with readable ink.
_BACKGROUND = {"A": 28, "B": 77, "C": 149, "D": 221, "E": 215, "F": 209, "G": 124}
_LIGHT_INK = {"A", "G"}


def render(assessment: Assessment, language: Language, color: bool = False) -> str:
    """Return the summary of one run."""
    assessment, _ = cleaned(assessment), Words(language)
    lines = [
        *_wrap(f"{assessment.service.name} — {_.of(assessment.crisis.title)}"),
        "",
        *_headline(assessment.result, _, color),
        *_defects(assessment.result, _),
        *_conditions(assessment, _),
        *_stated(assessment, _),
        "",
        _phases(assessment, _, color),
        "",
        *_families(assessment.result, _, color),
        "",
        *_fixes(assessment, _),
        *_warnings(assessment, _),
        *([note] if (note := labels.journal_entry(assessment.run, _)) else []),
    ]
    return "\n".join(lines) + "\n"


def render_comparison(comparison: Comparison, language: Language, color: bool = False) -> str:
    """Return the comparison."""
    comparison, _ = cleaned(comparison), Words(language)
    lines = [*_wrap(_.of(comparison.assessments[0].crisis.title)), ""]
    for caution in comparison.cautions:
        lines += [*_wrap(f"{_('Warning:')} {_.of(caution)}", "  "), ""]
    for name, assessment in zip(comparison.names, comparison.assessments, strict=True):
        lines += [*_wrap(name), *_headline(assessment.result, _, color)]
        lines += [*_defects(assessment.result, _), *_stated(assessment, _), ""]
    if comparison.differences:
        lines += [_("Criteria that differ (5 points or more):")]
    else:
        lines += [_("No criterion differs by 5 points or more.")]
    for difference in comparison.differences:
        scores = " | ".join(f"{_.score(score):>3}" for score in difference.scores)
        title = _shorten(_.of(difference.title), WIDTH - 10 - len(scores))
        lines.append(f"{difference.id:7} {scores}  {title}")
    return "\n".join(lines) + "\n"


def _headline(result: Result, _: Words, color: bool) -> list[str]:
    figures = score_figures(result, _)
    lines = [f"{_chip(result.letter, color)}  {verdict(result.letter, _)}", f"     {figures}"]
    if interval := score_interval(result, _):
        lines.append(f"     {_('90% interval: {interval}', interval=interval)}")
    if result.letter_note:
        lines += _wrap(_.of(result.letter_note), "     ")
    return lines


def _defects(result: Result, _: Words) -> list[str]:
    lines = []
    for knockout in result.knockouts:
        cap = _(
            "{id}: score limited to {cap} out of 100.", id=knockout.id, cap=_.score(knockout.cap)
        )
        lines += _wrap(f"{_.of(knockout.sentence)} ({cap})", "     ", "  ✕  ")
    return ["", *lines] if lines else []


def _stated(assessment: Assessment, _: Words) -> list[str]:
    lines = []
    for one in stated(assessment, _):
        lines += _wrap(one.sentence, "     ", "  ✕  " if one.refused else "  –  ")
    return ["", *lines] if lines else []


def _conditions(assessment: Assessment, _: Words) -> list[str]:
    lines = [line for text in conditions(assessment, _) for line in _wrap(text, "     ")]
    return ["", *lines]


def _phases(assessment: Assessment, _: Words, color: bool) -> str:
    names = labels.phase_names(_)
    return "   ".join(
        f"{names[phase.phase]} {_.score(phase.score)} {_chip(phase.letter, color)}"
        for phase in assessment.result.phases
    )


def _families(result: Result, _: Words, color: bool) -> list[str]:
    lines = []
    for family in result.families:
        title = _shorten(_.of(family.title), 44)
        letter = None if family.score is None else letter_of(family.score)
        score = family.score or 0
        bar = "█" * int(score / 100 * BAR)
        figure = f"{_.score(family.score):>3} {_chip(letter, color)}"
        lines.append(f"{title:44} {bar:░<{BAR}} {figure}")
    return lines


def _fixes(assessment: Assessment, _: Words) -> list[str]:
    fixes = best_fixes(assessment)
    if not fixes:
        return [_("No repair to suggest: the assessed criteria leave no points to gain.")]
    lines = [_("First repairs")]
    for rank, fix in enumerate(fixes, start=1):
        head = f"{_.of(fix.title)} ({', '.join(fix.criteria)}, {labels.gain(fix, _)})"
        lines += _wrap(head, "     ", f"  {rank}. ")
        lines += _wrap(_.of(fix.observed), "     ")
        lines += _wrap(f"→ {_.of(fix.advice)}", "     ")
    return [*lines, *_wrap(labels.later(fixes, _), "     ")]


def _warnings(assessment: Assessment, _: Words) -> list[str]:
    lines = []
    for note in assessment.notes:
        lines += _wrap(f"{_('Note:')} {_.of(note)}", "  ")
    for warning in assessment.warnings:
        lines += _wrap(f"{_('Warning:')} {_.of(warning)}", "  ")
    if assessment.run.interrupted:
        lines += _wrap(f"{_('This run was interrupted:')} {_.of(assessment.run.interrupted)}", "  ")
    return ["", *lines] if lines else []


def _chip(letter: Letter | None, color: bool) -> str:
    label = f" {letter or '–'} "
    if not color or letter is None:
        return f"[{label.strip()}]"
    ink = 15 if letter in _LIGHT_INK else 16
    return f"\x1b[1;38;5;{ink};48;5;{_BACKGROUND[letter]}m{label}\x1b[0m"


def _wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


REPORT = Report("terminal", "summary.{language}.txt", render)
COMPARISON = Report("terminal", "comparison.{language}.txt", render_comparison)
