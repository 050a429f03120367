"""Translation of the messages of `faults`, and formatting of their values.

The French of a fault is in its file (`FRENCH`), other French in `fr.po`. A message without French
is shown in English.
"""

from functools import cache
from pathlib import Path

from epreuve.faults import message
from epreuve.faults.registry import french_catalogues
from epreuve.reports.text import Text
from epreuve.reports.translation import Delay, Percent, Translator, Value


@cache
def _french() -> Translator:
    """Return the translator of the messages in `faults` and in installed packages."""
    return Translator(*french_catalogues(), Path(__file__).with_name("fr.po"))


def label_text(label: message.Label, n: int = 1) -> Text:
    """Return how `n` dependencies fail."""
    return _french().plural(label.english, label.english, n)


def message_text(sentence: message.Message) -> Text:
    """Return a message in both languages."""
    values = {name: _formattable(value) for name, value in sentence.values.items()}
    return _french()(sentence.template, **values)


def _formattable(value: message.Value) -> Value:
    match value:
        case message.Duration(seconds):
            return Delay(seconds)
        case message.Share(share):
            return Percent(share, 0, "nearest")
        case message.Message():
            return message_text(value)
        case _:
            return value
