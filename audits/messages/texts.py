"""Messages of `faults` and `probes`, and of errors, in both languages; the English is in the code.

The French of a fault is in its file (`FRENCH`), other French in `fr.po` of the two packages. A
message without French is shown in English.
"""

import re
from functools import cache
from pathlib import Path
from string import Formatter

import epreuve.faults
import epreuve.probes
from epreuve.audits.messages.outcome_names import outcome_names
from epreuve.faults import message
from epreuve.faults.errors import PluginUnusable
from epreuve.reports.catalogue import read_catalogue
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Delay, Percent, Translator, Value

PLACE = r"((?:[^:]*: )??)"  # the name of a step before a detail
DETAILS = ("cause", "detail")  # values of a template that may be the code of an outcome
FEWEST = 6  # characters of a template, beside its values, that recognise a detail


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


def message_text(sentence: message.Message) -> Text:
    """Return a message in both languages."""
    values = {name: _formattable(value) for name, value in sentence.values.items()}
    return _french()(sentence.template, **values)


def recorded_text(english: str) -> Text:
    """Return a detail of evidence, which is kept in English, in both languages.

    Its template in `probes` or `faults`, if any, gives the French. The name of a step may stand
    before it. A failure without a detail has its outcome instead, such as "eof": its name is given.
    """
    if (text := _detail_text(english)) is not None:
        return text
    step, separator, code = english.rpartition(": ")
    if (name := _outcomes().get(code)) is not None:
        french = separator.replace(":", " :")
        return Text(fr=step + french + name.fr, en=step + separator + name.en)
    return untranslated(english)


def _detail_text(english: str) -> Text | None:
    """Return the text of a detail with a template, None without one."""
    for pattern, template in _details():
        if match := pattern.fullmatch(english):
            parts = {
                name: recorded_text(value)
                if name in DETAILS
                else _detail_text(value) or untranslated(value)
                for name, value in match.groupdict().items()
            }
            text = _french()(template, **parts)
            return Text(fr=match[1].replace(":", " :") + text.fr, en=match[1] + text.en)
    return None


@cache
def _outcomes() -> dict[str, Text]:
    """Return the names of the outcomes that a failure without a detail may have."""
    names = outcome_names().items()
    return {code: name for code, name in names if code not in ("success", "error")}


@cache
def _details() -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern for each template of both packages, those with the most words first."""
    templates = {
        template
        for folder in (*epreuve.probes.__path__, *epreuve.faults.__path__)
        for template in read_catalogue(Path(folder, "fr.po").read_text(encoding="utf-8"))
    }
    words = {template: len(re.sub(r"\{\w+\}", "", template)) for template in templates}
    long_enough = (
        template
        for template in sorted(words, key=lambda t: (-words[t], t))
        if words[template] >= FEWEST
    )
    return [
        (re.compile(PLACE + _pattern(template), re.DOTALL), template) for template in long_enough
    ]


def _pattern(template: str) -> str:
    pieces = Formatter().parse(template)
    return "".join(
        re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, *_ in pieces
    )


def error_text(error: BaseException) -> Text:
    """Return the text of an error: its argument, if this has two languages, else its English."""
    match error.args:
        case (Text() as text,):
            return text
        case (message.Message() as sentence,):
            return message_text(sentence)
        case _:
            return untranslated(str(error))


def _formattable(value: message.Value) -> Value:
    match value:
        case message.Delay(seconds):
            return Delay(seconds)
        case message.Share(share):
            return Percent(share, 0, "nearest")
        case message.Message():
            return message_text(value)
        case _:
            return value
