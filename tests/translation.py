"""Comparison of the sentences of a source tree with the catalogue at its root, for any package.

A Python file may have French of its own: the text `FRENCH`, in the format of a catalogue.
"""

import ast
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from epreuve.reports.catalogue import own_catalogue

CATALOGUE = "fr.po"
CATALOGUE_SUFFIX = ".po"
TRANSLATORS = ("translate", "_")  # a call of one of these names is a sentence
MESSAGES = ("message", "recorded", "Label")  # the same for `faults` and `probes`
TEMPLATES = (".html", ".svg")


Forms = tuple[str, str]
"""English of a sentence: singular and plural, "" for no plural."""
French = Mapping[Forms, tuple[str, ...]]
"""French forms of each sentence."""


@dataclass(frozen=True)
class Sentence:
    """Sentence in the code: singular and plural ("" when it has none), and its values."""

    forms: tuple[str, str]
    values: frozenset[str] | None  # names of the values; None for **values
    place: str  # file:line


def problems(tree: Path, names: tuple[str, ...] = TRANSLATORS) -> list[str]:
    """Return the differences between the sentences of `tree` and their French, one line each.

    A sentence is a call of one of `names`.

    Sentences are in Python files and in Jinja templates; their French is in `tree`/fr.po, or in
    `FRENCH` of the file. A folder below `tree` with its own fr.po is a tree of its own.
    """
    catalogue = tree / CATALOGUE
    french = french_in(catalogue)
    lines, used = _faulty_translations(catalogue, french), set[Forms]()
    for path in sources(tree):
        own = french_in(path)
        lines += _faulty_translations(path, own)
        for call in _sentences(path, names):
            if isinstance(call, str):
                lines.append(call)
            else:
                sentence = _with_plural(call, {**french, **own})
                lines += _missing(sentence, {**french, **own}, catalogue)
                used.add(sentence.forms)
    unused = [forms[0] for forms in french if forms not in used]
    return lines + [f"{catalogue}: no code has it: {text!r}" for text in unused]


def _missing(sentence: Sentence, french: French, catalogue: Path) -> Iterator[str]:
    if not all(french.get(sentence.forms, ("",))):
        yield f"{sentence.place}: not in {catalogue}, nor in FRENCH: {sentence.forms[0]!r}"
    if sentence.values is not None:
        for name in sorted(placeholders(*sentence.forms) - sentence.values):
            yield f"{sentence.place}: no value for {name}"


def _faulty_translations(place: Path, french: French) -> list[str]:
    lines = []
    for forms, translations in french.items():
        if any(placeholders(text) != placeholders(*forms) for text in translations):
            lines.append(f"{place}: other placeholders: {forms[0]!r}")
        if any("(s)" in text for text in (*forms, *translations)):
            lines.append(f"{place}: use a plural instead of (s): {forms[0]!r}")
    return lines


def _with_plural(sentence: Sentence, french: French) -> Sentence:
    """Return the sentence with its only English form twice, if its French has two forms."""
    one, other = sentence.forms
    return sentence if other or (one, one) not in french else replace(sentence, forms=(one, one))


def sources(tree: Path) -> Iterator[Path]:
    """Return the Python files and templates of `tree`, without folders that have a catalogue."""
    for path in sorted(tree.rglob("*")):
        if path.suffix == ".py" or path.suffix in TEMPLATES:
            folders = list(path.relative_to(tree).parents)[:-1]
            if not any((tree / folder / CATALOGUE).exists() for folder in folders):
                yield path


def placeholders(*texts: str) -> set[str]:
    """Return the {placeholders} of texts."""
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def _sentences(path: Path, translators: tuple[str, ...]) -> Iterator[Sentence | str]:
    """Return the sentences of a file, and a message for each that is not a literal."""
    text = path.read_text(encoding="utf-8")
    calls = _python(text, translators) if path.suffix == ".py" else _template(text)
    for line, plural, arguments, values in calls:
        literals = [argument for argument in arguments if isinstance(argument, str)]
        if len(literals) != (2 if plural else 1):
            yield f"{path}:{line}: the sentence is not a literal string"
        else:
            names = values | {"n"} if plural and values is not None else values
            yield Sentence((literals[0], literals[1] if plural else ""), names, f"{path}:{line}")


Call = tuple[int, bool, list[object], frozenset[str] | None]
"""Line, whether it is a plural, literal arguments, names of the values."""


def _python(text: str, translators: tuple[str, ...]) -> Iterator[Call]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        function, plural = node.func, False
        if isinstance(function, ast.Attribute) and function.attr == "plural":
            function, plural = function.value, True
        if isinstance(function, ast.Name) and function.id in translators:
            arguments = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if function.id == "Label":  # one English for the singular and the plural
                plural, arguments = True, arguments * 2
            names = [keyword.arg for keyword in node.keywords]
            values = None if None in names else frozenset(name for name in names if name)
            yield node.lineno, plural, list(arguments), values


def _template(text: str) -> Iterator[Call]:
    for node in Environment().parse(text).find_all(nodes.Call):
        function, plural = node.node, False
        if isinstance(function, nodes.Getattr) and function.attr == "plural":
            function, plural = function.node, True
        if isinstance(function, nodes.Name) and function.name in TRANSLATORS:
            arguments = [a.value for a in node.args if isinstance(a, nodes.Const)]
            values = frozenset(keyword.key for keyword in node.kwargs)
            yield node.lineno, plural, arguments, values


def french_in(path: Path) -> dict[Forms, tuple[str, ...]]:
    """Return the sentences of a catalogue, or of `FRENCH` in a Python file, with their French."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != CATALOGUE_SUFFIX:
        text = own_catalogue(text) if path.suffix == ".py" and "FRENCH" in text else ""
    file = io.BytesIO(text.encode())
    messages = [message for message in read_po(file, locale="fr") if message.id]
    return {
        (m.id, "") if isinstance(m.id, str) else (m.id[0], m.id[1]): (
            (str(m.string),)
            if isinstance(m.id, str)
            else tuple(str(form) for form in m.string or ())
        )
        for m in messages
    }


def sentences_of(path: Path, names: tuple[str, ...] = (*TRANSLATORS, *MESSAGES)) -> set[str]:
    """Return the singular of each sentence of a file: each call of one of `names`."""
    calls = _sentences(path, names)
    return {call.forms[0] for call in calls if isinstance(call, Sentence)}
