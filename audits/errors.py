"""What can go wrong in an audit, and with which exit code it ends.

EpreuveError
├── Misuse               2  a file, an option or a profile is wrong; nothing was touched
└── NotMeasurable        3  the service, the bench or the user did not allow a measure
    ├── StoppedForSafety 5  it was stopped before it could do harm
    └── HarnessFailed    6  the harness itself, or its Toxiproxy server, failed

0, 1 and 4 are verdicts, not errors: met, below the line, worse than the baseline.
"""

from typing import NamedTuple

EXIT_MET = 0
EXIT_NOT_MET = 1
EXIT_MISUSE = 2
EXIT_NOT_MEASURED = 3
EXIT_REGRESSION = 4
EXIT_STOPPED = 5
EXIT_HARNESS = 6


class ExitCode(NamedTuple):
    """A code, and what it means to whoever reads a pipeline's log."""

    code: int
    fr: str
    en: str


EXIT_CODES = (
    ExitCode(EXIT_MET, "la ligne est atteinte", "the gate is met"),
    ExitCode(EXIT_NOT_MET, "sous la ligne", "below the line"),
    ExitCode(
        EXIT_MISUSE,
        "mauvais usage : un fichier ou une option est faux ; rien n'a été touché",
        "misuse: a file or an option is wrong; nothing was touched",
    ),
    ExitCode(
        EXIT_NOT_MEASURED,
        "non mesurable : service injoignable, banc trop faible, preuves trop rares, interruption",
        "not measurable: service unreachable, bench too weak, too little evidence, interrupted",
    ),
    ExitCode(EXIT_REGRESSION, "moins bien que la référence", "worse than the baseline"),
    ExitCode(EXIT_STOPPED, "arrêté par sécurité", "stopped for safety"),
    ExitCode(
        EXIT_HARNESS,
        "le banc d'essai ou son Toxiproxy a failli",
        "the harness or its Toxiproxy server failed",
    ),
)


class EpreuveError(Exception):
    """Anything that is told to the user in one message, without a traceback."""

    exit_code = EXIT_NOT_MEASURED


class Misuse(EpreuveError):
    """The user can put it right: the message says where and how."""

    exit_code = EXIT_MISUSE


class NotMeasurable(EpreuveError):
    """No verdict can rest on what happened; what was seen is kept."""


class StoppedForSafety(NotMeasurable):
    """To go on could have harmed what is not under trial."""

    exit_code = EXIT_STOPPED


class HarnessFailed(NotMeasurable):
    """Ours to mend: the engine or the load process died, or a judgement of ours is wrong."""

    exit_code = EXIT_HARNESS
