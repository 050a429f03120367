"""Exceptions of an audit and their exit codes.

EpreuveError
├── Misuse               2  a file, an option or a profile is wrong; nothing was changed
└── NotMeasurable        3  service, test machine or user prevented the measurement
    ├── StoppedForSafety 5  a safety condition of the profile failed
    └── HarnessFailed    6  the harness itself, or its Toxiproxy server, failed

0, 1 and 4 are verdicts, not errors: gate passed, gate not passed, worse than the baseline.
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
    """Error that is shown to the user as one message, without a traceback."""

    exit_code = EXIT_NOT_MEASURED


class Misuse(EpreuveError):
    """Mistake of the user. The message says where it is and how to correct it."""

    exit_code = EXIT_MISUSE


class NotMeasurable(EpreuveError):
    """The run gives no verdict. The evidence recorded so far is kept."""


class StoppedForSafety(NotMeasurable):
    """A safety condition failed: continuing could harm systems outside the test."""

    exit_code = EXIT_STOPPED


class HarnessFailed(NotMeasurable):
    """Failure of the harness: the engine or a load process ended, or a judgement has a bug."""

    exit_code = EXIT_HARNESS
