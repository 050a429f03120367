"""Last line of a command that failed."""

from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import EpreuveError
from epreuve.audits.messages.texts import error_text
from epreuve.faults.errors import PluginUnusable
from epreuve.reports.text import Text


def failure(error: BaseException) -> Text:
    """Return the message of an expected error, or that of an interrupt or a bug."""
    if isinstance(error, KeyboardInterrupt):
        return translate("interrupted")
    if isinstance(error, (EpreuveError, PluginUnusable)):
        return error_text(error)
    return translate("this is a bug of epreuve; please report it")
