"""The words for the Assessment's fixed values, in the reader's language."""

from collections.abc import Iterable

from epreuve.reports.assessment import Run
from epreuve.reports.fixes import Fix
from epreuve.reports.words import Words

LATER = "†"  # points that come once nothing caps the score any more


def phase_names(_: Words) -> dict[str, str]:
    """Before, during, after."""
    return {"before": _("Before"), "during": _("During"), "after": _("After")}


def efforts(_: Words) -> dict[int, str]:
    """How much work a repair is."""
    return {1: _("small effort"), 2: _("middling effort"), 3: _("large effort")}


def gain(fix: Fix, _: Words) -> str:
    """Return what a repair brings, in a few words; LATER is explained by `later`."""
    brings = _("+{points} points", points=_.score(fix.gain, 1)) + (LATER if fix.capped else "")
    lifted = _("lifts {knockouts}", knockouts=", ".join(fix.lifts))
    return f"{lifted}, {brings}" if fix.lifts else brings


def later(fixes: Iterable[Fix], _: Words) -> str:
    """Return the note that explains LATER, when one of the repairs bears it."""
    if not any(fix.capped for fix in fixes):
        return ""
    note = _("Once nothing caps the score any more.")
    return f"{LATER} {note}"


def outcomes(_: Words) -> dict[str, str]:
    """What became of a criterion."""
    return {
        "scored": _("scored"),
        "not_applicable": _("not applicable"),
        "inconclusive": _("not assessed"),
        "error": _("error of the harness"),
    }


def kinds(_: Words) -> dict[str, str]:
    """Where the evidence comes from."""
    return {
        "measured": _("measured"),
        "declared": _("declared"),
        "mixed": _("measured and declared"),
    }


def modes(_: Words) -> dict[str, str]:
    """How a dependency fails."""
    return {"slow": _("slow"), "silent": _("silent")}


def powers(_: Words) -> dict[str, str]:
    """What a power cut was made of."""
    return {
        "none": _("none"),
        "proxy": _("links cut (level proxy)"),
        "process": _("processes killed (level process)"),
        "unsynced": _("unsynced writes lost (level unsynced)"),
        "command": _("the operator's own command (level command)"),
    }


def engine(name: str, _: Words) -> str:
    """Return which Toxiproxy server put the faults: ours, or a real one; with its version."""
    kind, _space, version = name.partition(" ")
    if kind == "embedded":
        return _("epreuve’s own server, like Toxiproxy {version}", version=version).strip()
    return name


def entered(run: Run, _: Words) -> str:
    """Which line of its folder's journal a run is, so that none is left out; "" when in none."""
    if run.journal is None:
        return ""
    return _("Run {number} in the chained journal of its folder.", number=run.journal)
