"""Translation of the messages of `faults`, and formatting of their values.

A fault of an installed package has no French here: its English is shown.
"""

from pathlib import Path

from epreuve.faults import message
from epreuve.reports.text import Text
from epreuve.reports.translation import Delay, Percent, Translator, Value

# Not named `translate`: its sentences are the messages in `faults` (tests/test_translation.py).
_FRENCH = Translator(Path(__file__).with_name("fr.po"))


def label_text(label: message.Label, n: int = 1) -> Text:
    """Return how `n` dependencies fail."""
    return _FRENCH.plural(label.english, label.english, n)


def message_text(sentence: message.Message) -> Text:
    """Return a message in both languages."""
    values = {name: _formattable(value) for name, value in sentence.values.items()}
    return _FRENCH(sentence.template, **values)


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
