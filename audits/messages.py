"""Messages of `faults` and `probes`, and of errors, in both languages; the English is in the code.

The French of a fault is in its file (`FRENCH`), other French in `fr.po` of the two packages. A
message without French is shown in English.
"""

from functools import cache
from pathlib import Path

import epreuve.faults
import epreuve.probes
from epreuve.faults import message
from epreuve.faults.errors import PluginUnusable
from epreuve.probes.message import Message as ProbeMessage
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Delay, Percent, Translator, Value


@cache
def _french() -> Translator:
    """Return the translator of the messages in `faults`, `probes` and installed packages."""
    from epreuve.faults.registry import french_catalogues  # late: most commands show no error

    try:
        catalogues = tuple(french_catalogues())
    except PluginUnusable:  # this error is a message too
        catalogues = ()
    folders = (*epreuve.faults.__path__, *epreuve.probes.__path__)
    return Translator(*catalogues, *(Path(folder, "fr.po") for folder in folders))


def label_text(label: message.Label, n: int = 1) -> Text:
    """Return how `n` dependencies fail."""
    return _french().plural(label.english, label.english, n)


def message_text(sentence: message.Message | ProbeMessage) -> Text:
    """Return a message in both languages."""
    values = {name: _formattable(value) for name, value in sentence.values.items()}
    return _french()(sentence.template, **values)


def error_text(error: BaseException) -> Text:
    """Return the text of an error: its argument, if this has two languages, else its English."""
    match error.args:
        case (Text() as text,):
            return text
        case (message.Message() | ProbeMessage() as sentence,):
            return message_text(sentence)
        case _:
            return untranslated(str(error))


def _formattable(value: message.Value | ProbeMessage) -> Value:
    match value:
        case message.Duration(seconds):
            return Delay(seconds)
        case message.Share(share):
            return Percent(share, 0, "nearest")
        case message.Message() | ProbeMessage():
            return message_text(value)
        case _:
            return value
