"""What can go wrong in an audit, and with which exit code it ends.

EpreuveError
├── Misuse          2  a file, an option or a profile is wrong; nothing was touched
└── NotMeasurable   3  the service, the bench or the machine did not allow a measure
"""

EXIT_MET = 0
EXIT_NOT_MET = 1
EXIT_MISUSE = 2
EXIT_NOT_MEASURED = 3


class EpreuveError(Exception):
    """Anything that is told to the user in one message, without a traceback."""

    exit_code = EXIT_NOT_MEASURED


class Misuse(EpreuveError):
    """The user can put it right: the message says where and how."""

    exit_code = EXIT_MISUSE


class NotMeasurable(EpreuveError):
    """No verdict can rest on what happened; what was seen is kept."""
