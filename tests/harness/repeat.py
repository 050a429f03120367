"""Repetition of a whole audit that was void because this machine was busy."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

TRIES = 3
# What an audit says of its own bench: too few arrivals, no more files, two unequal baselines.
WEAK = re.compile(r"\b(void|unstable)\b")


def weakness(assessment: Assessment) -> str | None:
    """Return the sentence by which an audit declares its bench too weak, if it does."""
    result, interrupted = assessment.result, assessment.run.interrupted
    if interrupted is not None and "too weak" in interrupted:
        return interrupted
    if result.letter is not None or result.letter_note is None:
        return None
    return result.letter_note.en if WEAK.search(result.letter_note.en) else None


def weaknesses(folder: Path) -> Iterator[str]:
    """Return the same for all runs below a folder."""
    for path in sorted(folder.rglob("assessment.json")):
        if (sentence := weakness(read_assessment(path))) is not None:
            yield f"{path.parent.relative_to(folder)}: {sentence}"


def play_until_valid(play: Callable[[Path], None], folder: Path) -> Path:
    """Play audits in a new folder, at most three times; return the folder of the valid ones.

    `play` leaves its runs anywhere below the folder that it receives, and raises AssertionError for
    an exit code that it does not expect. Only audits that declare the bench too weak are played
    again; raise AssertionError with their sentences when the last ones do so too.
    """
    reasons: list[str] = []
    for number in range(1, TRIES + 1):
        place = folder / f"try-{number}"
        place.mkdir()
        try:
            play(place)
        except AssertionError:
            if not (reasons := list(weaknesses(place))):
                raise
        else:
            if not (reasons := list(weaknesses(place))):
                return place
    raise AssertionError(f"The bench was too weak {TRIES} times. " + " ".join(reasons))
