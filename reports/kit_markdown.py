"""The kit as Markdown, to paste into a plan or a tracker: `kit.fr.md`, `kit.en.md`."""

from collections.abc import Sequence

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Phase
from epreuve.reports.cleaning import harmless
from epreuve.reports.duties import duties
from epreuve.reports.kit import Absence, Action, Repair, kit
from epreuve.reports.markdown import escape
from epreuve.reports.report import Report
from epreuve.reports.roles import names
from epreuve.reports.text import Language
from epreuve.reports.words import Words


def render(assessment: Assessment, language: Language) -> str:
    """Return a list to tick, phase by phase."""
    told, _ = harmless(assessment), Words(language)
    filled = kit(told)
    parts = [
        f"# {_('Before, during, after: the kit')} — {escape(told.service.name)}",
        f"## {_('Before: prepare and repair')}",
        _ticks("before", _),
        f"### {_('What to repair, in this order')}",
        _repairs(filled.repairs, _),
        f"## {_('During: what to do, what to expect')}",
        _ticks("during", _),
        *_absences(filled.absences, _),
        f"### {_('Expect this, until it is repaired')}",
        _seen(filled.expected, _) or _("No weakness was seen during the crisis."),
        f"## {_('After: check, repair, learn')}",
        _ticks("after", _),
        f"### {_('Expect this, until it is repaired')}",
        _seen(filled.aftermath, _) or _("No weakness was seen after the crisis."),
        f"### {_('What to test again')}",
        _again(told, _),
        *_unknown(filled.unknown, _),
    ]
    return "\n\n".join(parts) + "\n"


def _ticks(phase: Phase, _: Words) -> str:
    roles = names(_)
    return "\n".join(f"- [ ] {text} ({roles[role]})" for role, text in duties(_)[phase])


def _repairs(repairs: Sequence[Repair], _: Words) -> str:
    if not repairs:
        return _("Nothing that was assessed leaves points to gain.")
    lines = [f"{rank}. [ ] {_repair(each, _)}" for rank, each in enumerate(repairs, start=1)]
    note = labels.later((each.fix for each in repairs), _)
    return "\n".join([*lines, *(["", note] if note else [])])


def _repair(repair: Repair, _: Words) -> str:
    finding = repair.fix.finding
    facts = [
        finding.id,
        names(_)[repair.roles[0]],
        labels.efforts(_)[finding.effort],
        labels.gain(repair.fix, _),
    ]
    advice, title = escape(_.of(finding.recommendation)), escape(_.of(finding.title))
    return f"{advice} **{title}** ({', '.join(facts)})"


def _absences(absences: Sequence[Absence], _: Words) -> list[str]:
    if not absences:
        return []
    heads = [
        _("No answer from"), _("Stops: send people to the fallback"), _("Holds: leave it open")
    ]  # fmt: skip
    rows = [
        [each.dependency, ", ".join(each.stops) or "–", ", ".join(each.holds) or "–"]
        for each in absences
    ]
    lines = [heads, ["---"] * len(heads), *[[escape(cell) for cell in row] for row in rows]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return [f"### {_('When somebody else fails')}", table]


def _seen(actions: Sequence[Action], _: Words) -> str:
    roles = names(_)
    return "\n".join(
        f"- **{escape(_.of(a.finding.title))}** — {escape(_.of(a.finding.reason))} "
        f"({a.finding.id}, {roles[a.roles[0]]})"
        for a in actions
    )


def _again(assessment: Assessment, _: Words) -> str:
    told = _("Play the same crisis on the repaired service, then put both runs side by side:")
    run = assessment.run
    options = f"--crisis {assessment.crisis.id} --seed {run.seed} --scale {run.scale:g}"
    commands = [
        f"epreuve audit {_('PROFILE')} {options}",
        f"epreuve compare {run.id} {_('NEW-RUN')}",
    ]
    return f"{told}\n\n```\n" + "\n".join(commands) + "\n```"


def _unknown(actions: Sequence[Action], _: Words) -> list[str]:
    if not actions:
        return []
    roles = names(_)
    listed = [
        f"- {escape(_.of(a.finding.title))} ({a.finding.id}, {roles[a.roles[0]]})" for a in actions
    ]
    return [_("Nobody knows yet; assess it, or declare it with its evidence:"), "\n".join(listed)]


REPORT = Report("kit-markdown", "kit.{language}.md", render)
