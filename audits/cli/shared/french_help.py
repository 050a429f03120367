"""Help and messages of the command line in French: those of click, of the verbs and of options.

Click takes its sentences from `gettext`, which reads compiled files only. Here, its modules get two
functions that read `click.po`. In English they return the sentence itself.
"""

import copy
import gettext
import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from epreuve.reports.catalogue import own_catalogue, read_catalogue
from epreuve.reports.language import Language
from epreuve.reports.typography import tied

_CAPITALS = re.compile("[A-Z]+")
HERE = Path(__file__).parent
_of_click: dict[str, tuple[str, ...]] = {}  # empty in English


def set_language(language: Language) -> None:
    """Set the language of the messages of click."""
    _of_click.clear()
    if language == "fr":
        _of_click.update(_read("click.po"))
    for name in [name for name in sys.modules if name.startswith("click.")]:
        module = sys.modules[name]
        for own, ours in (("_", sentence), ("ngettext", _plural)):
            if getattr(module, own, None) in (gettext.gettext, gettext.ngettext):
                setattr(module, own, ours)


def is_french() -> bool:
    """Return whether the help is in French."""
    return bool(_of_click)


def sentence(english: str) -> str:
    """Return a sentence of click in the language of the command."""
    return _of_click.get(english, (english,))[0]


def _plural(one: str, other: str, n: int) -> str:
    forms = _of_click.get(one, (one, other))
    return forms[0] if n == 1 or len(forms) == 1 or (n == 0 and is_french()) else forms[1]


def help_in_french(command: click.Command, source: str) -> click.Command:
    """Return a verb with its help in French, from `FRENCH` in its source and from `help.po`."""
    return _translated(command, _french_of(source))


def _translated(command: click.Command, french: Mapping[str, str]) -> click.Command:
    copied = copy.copy(command)
    copied._help_option = None  # click keeps the one of the first help that it prints
    copied.help = _paragraphs(command.help or "", french)
    copied.params = [copy.copy(parameter) for parameter in command.params]
    for parameter in copied.params:
        parameter.metavar = _metavar(parameter)
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _sentence(parameter.help, french)
    if isinstance(copied, click.Group):
        copied.commands = {
            name: _translated(inner, french) for name, inner in copied.commands.items()
        }
    return copied


def _metavar(parameter: click.Parameter) -> str | None:
    """Return the name of a value in French; None leaves it to click."""
    if parameter.metavar is None:
        return None
    names = _read("metavars.po")
    return _CAPITALS.sub(lambda name: names.get(name[0], (name[0],))[0], parameter.metavar)


def _paragraphs(text: str, french: Mapping[str, str]) -> str:
    """Return paragraphs in French; those that click keeps as they are, line by line."""
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        first, *others = paragraph.strip("\b\n").split("\n")
        if paragraph.startswith("\b") and all(line.startswith(" ") for line in others):
            lines = (_line(line, french) for line in (first, *others))
            paragraphs.append("\b\n" + "\n".join(lines))
        else:
            paragraphs.append(_sentence(paragraph, french))
    return "\n\n".join(paragraphs)


def _line(line: str, french: Mapping[str, str]) -> str:
    """Return one line in French, with its indent; a table has several spaces between columns."""
    text = line.lstrip(" ")
    translated = french.get(text.rstrip(" ")) or french.get(" ".join(text.split()), text)
    return line[: len(line) - len(text)] + translated


def _sentence(text: str, french: Mapping[str, str]) -> str:
    return tied(french.get(" ".join(text.strip("\b").split()), text), "fr")


def _french_of(source: str) -> dict[str, str]:
    texts = {**_read("help.po"), **read_catalogue(own_catalogue(source))}
    return {english: forms[0] for english, forms in texts.items()}


def _read(name: str) -> dict[str, tuple[str, ...]]:
    return read_catalogue((HERE / name).read_text(encoding="utf-8"))
