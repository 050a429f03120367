"""Exceptions of an audit and their exit codes.

EpreuveError
├── Misuse               2  a file, an option or a profile is wrong; nothing was contacted
└── NotMeasurable        3  service, test machine or user prevented the measurement
    ├── StoppedForSafety 5  a safety condition of the profile failed
    └── HarnessFailed    6  the harness itself, or its Toxiproxy server, failed

An error carries a text in French and English; the command line shows one of them. `str` is the
English, for logs and bug reports.

0, 1 and 4 are verdicts, not errors: the gate is met, below a threshold, worse than the baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # slow to import, and every command starts with this module
    from epreuve.reports.text import Text

EXIT_MET = 0
EXIT_NOT_MET = 1
EXIT_MISUSE = 2
EXIT_NOT_MEASURED = 3
EXIT_REGRESSION = 4
EXIT_STOPPED = 5
EXIT_HARNESS = 6


class EpreuveError(Exception):
    """Error that is shown to the user as one message, without a traceback."""

    exit_code = EXIT_NOT_MEASURED

    def __init__(self, text: Text) -> None:
        super().__init__(text)


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
