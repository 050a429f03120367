"""Labels of the fixed values of an Assessment, in the reader's language."""

from collections.abc import Iterable

from epreuve.reports.assessment import Phase, Run, SourceMark
from epreuve.reports.fixes import Fix
from epreuve.reports.phases import phase_titles
from epreuve.reports.translation import Number
from epreuve.reports.words import Words

LATER = "†"  # mark of points that come only after every cap is removed


def phase_names(_: Words) -> dict[Phase, str]:
    """Return the names of the phases, as titles."""
    return {phase: _.of(title) for phase, title in phase_titles().items()}


def efforts(_: Words) -> dict[int, str]:
    """Return the names of the efforts, 1 to 3."""
    return {1: _("small effort"), 2: _("medium effort"), 3: _("large effort")}


def gain(fix: Fix, _: Words) -> str:
    """Return the benefit of a repair; `later` explains the mark LATER."""
    if fix.reveals and not fix.gain:
        return _("needed to assess these criteria")
    points = _.plural("+{n} point", "+{n} points", Number(fix.gain, 1, "down"))
    points += LATER if fix.capped else ""
    removed = _("removes {knockouts}", knockouts=", ".join(fix.lifts))
    return f"{removed}, {points}" if fix.lifts else points


def later(fixes: Iterable[Fix], _: Words) -> str:
    """Return the note that explains LATER, or "" when no repair has this mark."""
    if not any(fix.capped for fix in fixes):
        return ""
    note = _("Points gained once no defect limits the score.")
    return f"{LATER} {note}"


def outcomes(_: Words) -> dict[str, str]:
    """Return the names of the outcomes of a criterion."""
    return {
        "scored": _("scored"),
        "not_applicable": _("not applicable"),
        "inconclusive": _("not assessed"),
        "error": _("tool error"),
    }


def kinds(_: Words) -> dict[str, str]:
    """Return the names of the kinds of evidence."""
    return {
        "measured": _("measured"),
        "declared": _("declared"),
        "mixed": _("measured and declared"),
    }


def marks(_: Words) -> dict[SourceMark, str]:
    """Return the meaning of the marks of sources."""
    return {
        "S": _("primary source"),
        "P": _("press or secondary source"),
        "G": _("general knowledge"),
        "A": _("our assumption"),
    }


def mark_legend(_: Words) -> str:
    """Return the marks of sources with their meanings."""
    return ", ".join(f"[{mark}] {meaning}" for mark, meaning in marks(_).items())


def modes(_: Words) -> dict[str, str]:
    """Return the names of the fault kinds in the matrix."""
    return {"slow": _("slow"), "silent": _("silent")}


def powers(_: Words) -> dict[str, str]:
    """Return the names of the power cut levels."""
    return {
        "none": _("none"),
        "proxy": _("connections cut (level: proxy)"),
        "process": _("processes killed (level: process)"),
        "unsynced": _("unsynced writes lost (level: unsynced)"),
        "command": _("command of the operator (level: command)"),
    }


def engine(name: str, _: Words) -> str:
    """Return the name and version of the Toxiproxy server: embedded, or a real one."""
    kind, _separator, version = name.partition(" ")
    if kind == "embedded":
        label = _("embedded server, compatible with Toxiproxy {version}", version=version)
        return label.strip()
    return name


def journal_entry(run: Run, _: Words) -> str:
    """Return the number of the run in the journal of its folder; "" without a journal."""
    if run.journal is None:
        return ""
    return _("Run number {number} in the chained journal of its folder.", number=run.journal)
