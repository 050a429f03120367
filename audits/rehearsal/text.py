"""Rehearsal as text for a terminal: each part, then the problems with their remedies."""

from collections.abc import Iterable, Iterator

from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import (
    ERROR_PAGE,
    RehearsedChannel,
    RehearsedDependency,
    RehearsedExport,
    RehearsedPage,
    RehearsedStatusPage,
)
from epreuve.audits.rehearsal.reader import OTHER
from epreuve.audits.rehearsal.receipt_text import receipt_lines
from epreuve.audits.rehearsal.record import Rehearsal
from epreuve.audits.rehearsal.step_text import journey_lines, mark, step_line
from epreuve.audits.rehearsal.translation import translate
from epreuve.reports.cleaning import cleaned
from epreuve.reports.formatting import size
from epreuve.reports.language import Language
from epreuve.reports.translation import Seconds
from epreuve.reports.words import Words


def render(rehearsal: Rehearsal, language: Language) -> str:
    """Return the text, without colours."""
    rehearsal, _ = cleaned(rehearsal), Words(language, translate)
    lines = [f"{rehearsal.service} — {_('rehearsal on {address}', address=rehearsal.address)}", ""]
    for journey in rehearsal.journeys:
        lines += journey_lines(journey, _)
        for receipt in rehearsal.receipts:
            if receipt.journey == journey.journey:
                lines += receipt_lines(receipt, _)
        lines.append("")
    lines += _part(_("Information pages"), (_page(one, _) for one in rehearsal.information))
    lines += _part(_("Human channel"), (_channel(one, _) for one in rehearsal.human_channel))
    lines += _part(_("Exports"), (_export(one, _) for one in rehearsal.exports))
    lines += _part(_("Status page"), (_status(one, _) for one in rehearsal.status_page))
    lines += _part(_("Dependencies"), (_dependency(one, _) for one in rehearsal.dependencies))
    lines += _part(_("Power cut"), _cut(rehearsal, _))
    return "\n".join([*lines, *_findings(rehearsal, _)]) + "\n"


def _part(title: str, lines: Iterable[str]) -> list[str]:
    """Return a title and its lines, nothing without lines."""
    inner = [f"  {line}" for line in lines]
    return [title, *inner, ""] if inner else []


def _page(page: RehearsedPage, _: Words) -> str:
    return step_line(page.step, _)


def _channel(page: RehearsedChannel, _: Words) -> str:
    path = _("error page") if page.path == ERROR_PAGE else page.path
    shown = [
        *([_("telephone")] if page.phone else []),
        *([_("address and opening hours")] if page.counter else []),
    ]
    why = {
        "language": _("in a language that is not read"),
        "script": _("written by a script"),
        "response": _("no response"),
    }.get(page.unreadable or "", "")
    text = ", ".join(shown) or why or _("nothing")
    return f"{mark((page.phone and page.counter) or None)} {path}  {text}"


def _export(export: RehearsedExport, _: Words) -> str:
    name = export.export if export.journey is None else f"{export.export}, {export.journey}"
    weight = "" if export.bytes is None else f"  {size(export.bytes, _.language)}"
    return f"{mark(export.works)} {name}  {export.format or ''}{weight}".rstrip()


def _status(page: RehearsedStatusPage, _: Words) -> str:
    parts = [
        *([_("while the power was off")] if page.while_off else []),
        *([] if page.states_availability else [_("does not say what works")]),
        *([] if page.human_channel else [_("no human channel")]),
        *([] if page.other_host else [_("on the host of the service")]),
    ]
    text = ", ".join(parts) if page.served else _("not served")
    return f"{mark(page.served)} {page.address}  {text}".rstrip()


def _dependency(dependency: RehearsedDependency, _: Words) -> str:
    names = {"start": _("start"), "pages": _("pages"), "exports": _("exports")}
    names |= {"restart": _("restart"), "background": _("later"), OTHER: _("other pages")}
    parts = _.semicolon.join(names.get(part, part) for part in dependency.received_in)
    text = parts or _("no connection")
    if dependency.bypassed:
        text = _.semicolon.join((text, _("called past its proxy")))
    is_used = False if dependency.bypassed else bool(dependency.received_in) or None
    name, listen = dependency.dependency, dependency.listen
    return f"{mark(is_used)} {name} ({listen}) — {text}"


def _cut(rehearsal: Rehearsal, _: Words) -> Iterator[str]:
    if (cut := rehearsal.cut) is None:
        return
    text = (
        _("the service did not respond again")
        if cut.boot is None
        else _("the service responded again after {time}", time=Seconds(cut.boot, 1))
    )
    yield f"{mark(cut.boot is not None)} {cut.level} — {text}"


def _findings(rehearsal: Rehearsal, _: Words) -> Iterator[str]:
    for severity in ("warning", "problem"):
        shown = [one for one in rehearsal.findings if one.severity == severity]
        if shown:
            yield _warnings(len(shown), _) if severity == "warning" else _problems(len(shown), _)
            for one in shown:
                yield from _finding(one, _)
            yield ""
    seconds = Seconds(rehearsal.seconds, 1)
    if rehearsal.works:
        yield _("The profile works. Rehearsed in {time}.", time=seconds)
    else:
        yield _("The profile does not work yet. Rehearsed in {time}.", time=seconds)
        if not rehearsal.has_logs:
            return
        if rehearsal.logs is None:
            yield _("To keep the log of the service, write `--folder FOLDER`.")
        else:
            yield _("The log of the service is in {folder}.", folder=rehearsal.logs)


def _finding(finding: ProfileFinding, _: Words) -> Iterator[str]:
    yield f"  {finding.place}: {_.of(finding.sentence)}"
    if finding.remedy is not None:
        yield f"    → {_.of(finding.remedy)}"


def _warnings(n: int, _: Words) -> str:
    return _.plural("{n} warning:", "{n} warnings:", n)


def _problems(n: int, _: Words) -> str:
    return _.plural("{n} problem:", "{n} problems:", n)
