"""Crisis kit in Markdown, for a plan or an issue tracker: `kit.fr.md`, `kit.en.md`."""

from collections.abc import Sequence

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Phase
from epreuve.reports.duties import duties
from epreuve.reports.kit import Absence, Action, Repair, kit
from epreuve.reports.language import Language
from epreuve.reports.markdown import escape
from epreuve.reports.published import published
from epreuve.reports.report import Report
from epreuve.reports.roles import names
from epreuve.reports.text import Text
from epreuve.reports.words import Words


def render(assessment: Assessment, language: Language) -> str:
    """Return checklists, phase by phase."""
    assessment, _ = published(assessment), Words(language)
    content = kit(assessment)
    parts = [
        f"# {_('Crisis kit: before, during, after')} — {escape(assessment.service.name)}",
        f"## {_('Before: prepare and repair')}",
        _ticks("before", _),
        f"### {_('Repairs, in order of priority')}",
        _repairs(content.repairs, _),
        f"## {_('During: actions and expected problems')}",
        _ticks("during", _),
        *_absences(content.absences, _),
        f"### {_('Problems to expect until the repair')}",
        _problems(content.expected, _) or _("No weakness was observed during the crisis."),
        f"## {_('After: check, repair, learn')}",
        _ticks("after", _),
        f"### {_('Problems to expect until the repair')}",
        _problems(content.aftermath, _) or _("No weakness was observed after the crisis."),
        f"### {_('Next test')}",
        _next_test(assessment, _),
        *_unknown(content.unknown, _),
    ]
    return "\n\n".join(parts) + "\n"


def _ticks(phase: Phase, _: Words) -> str:
    roles = names(_)
    return "\n".join(f"- [ ] {text} ({roles[role]})" for role, text in duties(_)[phase])


def _repairs(repairs: Sequence[Repair], _: Words) -> str:
    if not repairs:
        return _("No repair to suggest: the assessed criteria leave no points to gain.")
    lines = [f"{rank}. [ ] {_repair(repair, _)}" for rank, repair in enumerate(repairs, start=1)]
    note = labels.later((repair.fix for repair in repairs), _)
    return "\n".join([*lines, *(["", note] if note else [])])


def _repair(repair: Repair, _: Words) -> str:
    fix = repair.fix
    facts = [
        ", ".join(fix.criteria),
        names(_)[repair.roles[0]],
        labels.efforts(_)[fix.effort],
        labels.gain(fix, _),
    ]
    advice, title = escape(_.of(fix.advice)), escape(_.of(fix.title))
    return f"{advice} **{title}** ({', '.join(facts)})"


def _absences(absences: Sequence[Absence], _: Words) -> list[str]:
    if not absences:
        return []
    heads = [
        _("Failed dependency"),
        _("Stopped journeys: send users to the fallback"),
        _("Working journeys: leave them open"),
    ]
    rows = [
        [_.of(absence.dependency), _listed(absence.stops, _), _listed(absence.holds, _)]
        for absence in absences
    ]
    lines = [heads, ["---"] * len(heads), *[[escape(cell) for cell in row] for row in rows]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return [f"### {_('When a dependency fails')}", table]


def _listed(titles: Sequence[Text], _: Words) -> str:
    return ", ".join(map(_.of, titles)) or "–"


def _problems(actions: Sequence[Action], _: Words) -> str:
    roles = names(_)
    return "\n".join(
        f"- **{escape(_.of(a.finding.title))}** — {escape(_.of(a.finding.reason))} "
        f"({a.finding.id}, {roles[a.roles[0]]})"
        for a in actions
    )


def _next_test(assessment: Assessment, _: Words) -> str:
    text = _("Run the same crisis on the repaired service, then compare both runs:")
    run = assessment.run
    options = f"--crisis {assessment.crisis.id} --seed {run.seed} --scale {run.scale:g}"
    commands = [
        f"epreuve audit {_('PROFILE')} {options}",
        f"epreuve compare {run.id} {_('NEW-RUN')}",
    ]
    return f"{text}\n\n```\n" + "\n".join(commands) + "\n```"


def _unknown(actions: Sequence[Action], _: Words) -> list[str]:
    if not actions:
        return []
    roles = names(_)
    listed = [
        f"- {escape(_.of(a.finding.title))} ({a.finding.id}, {roles[a.roles[0]]})" for a in actions
    ]
    return [
        _("Not assessed yet. Test these criteria, or declare them with evidence:"),
        "\n".join(listed),
    ]


REPORT = Report("kit-markdown", "kit.{language}.md", render)
