"""Text about one finding of a run: the result, its cause, and examples of its evidence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill

from epreuve.audits.checks.examples.example import Example
from epreuve.audits.messages.outcome_names import outcome_names
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.scoring.translation import translate
from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Finding
from epreuve.reports.cleaning import clean, cleaned
from epreuve.reports.fixes import best_fixes
from epreuve.reports.language import Language
from epreuve.reports.text import Text
from epreuve.reports.translation import Bytes, Points, Seconds
from epreuve.reports.words import Words

WIDTH = 92
INDENT = 12 * " "
MOST_CHARACTERS = 240  # of the fields of a record
Names = Mapping[str, Text]
"""Title of each id that evidence has."""


def finding_text(
    assessment: Assessment,
    criterion: str,
    examples: Sequence[Example],
    names: Names,
    language: Language,
) -> str:
    """Return the text about one criterion of an assessment. Raises StopIteration for another.

    `names` are the titles of the ids that evidence has.
    """
    _ = Words(language, translate)
    assessment = cleaned(assessment)
    finding = next(one for one in assessment.findings if one.id == criterion)
    lines = [
        f"{finding.id} · {_.of(finding.title)}",
        _("Run {id}", id=assessment.run.id),
        "",
        *_result(finding, _),
        *_cause(assessment, finding, _),
        "",
        *_where(finding, _),
        *_examples(examples, names, _),
    ]
    return "\n".join(lines)


def _result(finding: Finding, _: Words) -> Iterator[str]:
    if finding.score is None:
        outcome = labels.outcomes(Words(_.language))[finding.outcome]
        yield _("Result: {outcome}.", outcome=outcome)
    else:
        yield _(
            "Result: {shown}, {points} of 100.",
            shown=_.of(finding.shown),
            points=Points(finding.score, 0).of(_.language),
        )
    yield _paragraph(_.of(finding.reason))


def _where(finding: Finding, _: Words) -> Iterator[str]:
    """Yield the tables, kinds and fields of the evidence, as the judgement names them."""
    if evidence := _.of(finding.evidence):
        yield _paragraph(_("Evidence: {evidence}", evidence=evidence))
        yield ""


def _cause(assessment: Assessment, finding: Finding, _: Words) -> Iterator[str]:
    fixes = [fix for fix in best_fixes(assessment, None) if finding.id in fix.criteria]
    if not fixes and finding.score is None and _.of(finding.recommendation):
        yield _paragraph(_("To assess it: {advice}", advice=_.of(finding.recommendation)))
    for fix in fixes:
        if fix.repair is not None:
            yield ""
            yield _paragraph(_("Cause: {title}.", title=_.of(fix.title)))
            yield _paragraph(_.of(fix.observed))
        yield ""
        yield _paragraph(_("Repair: {advice}", advice=_.of(fix.advice)))
        words = Words(_.language)
        yield _(
            "{effort}, {gain}: {criteria}.",
            effort=labels.efforts(words)[fix.effort].capitalize(),
            gain=labels.gain(fix, words).removesuffix(labels.LATER),
            criteria=", ".join(fix.criteria),
        )


def _examples(examples: Sequence[Example], names: Names, _: Words) -> Iterator[str]:
    if not examples:
        yield _("The evidence of this run holds no example for this criterion.")
        return
    yield _("Examples from the evidence, at the time of the run:")
    for example in examples:
        yield f"  {_moment(example.time)}  {_figures(example, names, _)}"
        if example.excerpt:
            excerpt = _.of(recorded_text(clean(example.excerpt)))
            yield _paragraph(excerpt, INDENT)
        if example.fields is not None:
            fields = clean(_fields(example.fields, names, _))
            is_long = len(fields) > MOST_CHARACTERS
            yield _paragraph(f"{fields[: MOST_CHARACTERS - 1]}…" if is_long else fields, INDENT)


def _figures(example: Example, names: Names, _: Words) -> str:
    subject = _named(example.subject, names, _)
    parts = [clean(f"{example.kind} {subject}" if example.kind else subject)]
    if example.outcome:
        parts.append(_outcome(example.outcome, _))
    if example.status:
        parts.append(_("status {status}", status=str(example.status)))
    if example.size is not None:
        parts.append(Bytes(example.size, 1).of(_.language))
    if example.seconds is not None:
        parts.append(Seconds(example.seconds).of(_.language))
    if example.user is not None:
        network = _named(example.network, names, _)
        user = _("user {user} ({network})", user=str(example.user), network=network)
        parts.append(user)
    return " · ".join(parts)


def _named(id: str, names: Names, _: Words) -> str:
    """Return the title of an id; a text that is no id is its own title."""
    return _.of(names[id]) if id in names else id


def _fields(value: object, names: Names, _: Words) -> str:
    """Return the fields of a record in a line, with titles in place of ids."""
    match value:
        case dict():
            shown = ((key, one) for key, one in value.items() if one not in ("", [], {}))
            return ", ".join(f"{_named(k, names, _)}: {_inner(v, names, _)}" for k, v in shown)
        case list():
            return ", ".join(_inner(one, names, _) for one in value)
        case str():
            return _named(value, names, _)
        case _:
            return json.dumps(value)


def _inner(value: object, names: Names, _: Words) -> str:
    text = _fields(value, names, _)
    return f"({text})" if isinstance(value, dict | list) else text


def _outcome(name: str, _: Words) -> str:
    names = {str(outcome): text for outcome, text in outcome_names().items()}
    names |= {
        "lost": translate("lost"),
        "altered": translate("altered"),
        "stored": translate("stored"),
        "stored twice": translate("stored twice"),
        "unread": translate("not read again"),
    }
    return _.of(names[name]) if name in names else name


def _moment(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"


def _paragraph(text: str, indent: str = "") -> str:
    return fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
