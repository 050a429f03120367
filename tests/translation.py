"""Comparison of the sentences of a source tree with the catalogue at its root, for any package."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

CATALOGUE = "fr.po"
TRANSLATORS = ("translate", "_")  # a call of one of these names is a sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence in the code; `plural` is its second English form, "" when it has none."""

    text: str
    plural: str
    values: frozenset[str] | None  # names given with it; None for **values
    place: str  # file:line


def problems(tree: Path, others: frozenset[str] = frozenset()) -> list[str]:
    """Return what differs between the sentences of `tree` and `tree`/fr.po, one line each.

    A folder below `tree` that has its own fr.po is left to it. `others` are sentences that are not
    in Python code: those of templates.
    """
    found: list[str] = []
    sentences: dict[str, Sentence] = {}
    for path in sources(tree):
        for call in _calls(path):
            sentence = _sentence(call, path)
            if sentence is None:
                found.append(f"{path}:{call.lineno}: the sentence is not a literal string")
            else:
                sentences[sentence.text] = sentence
                found += _ungiven(sentence)
    french = _french(tree / CATALOGUE)
    found += [
        f"{each.place}: not in {tree / CATALOGUE}: {each.text!r}"
        for each in sentences.values()
        if not all(french.get((each.text, each.plural), ("",)))
    ]
    known = {(each.text, each.plural) for each in sentences.values()}
    known |= {(text, "") for text in others}
    found += [f"{tree / CATALOGUE}: no code has it: {id!r}" for id in french if id not in known]
    found += [
        f"{tree / CATALOGUE}: other placeholders: {id[0]!r}"
        for id, forms in french.items()
        if any(names(form) != names(id[-1] or id[0]) for form in forms)
    ]
    return found


def sources(tree: Path) -> Iterator[Path]:
    """Return each Python file of `tree` that no catalogue of a folder below it covers."""
    for path in sorted(tree.rglob("*.py")):
        folders = path.relative_to(tree).parents
        if not any((tree / each / CATALOGUE).exists() for each in list(folders)[:-1]):
            yield path


def names(sentence: str) -> set[str]:
    """Return the {placeholders} of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _translator(node.func):
            yield node


def _translator(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "plural":
        function = function.value
    return isinstance(function, ast.Name) and function.id in TRANSLATORS


def _sentence(call: ast.Call, path: Path) -> Sentence | None:
    literals = [a.value for a in call.args if isinstance(a, ast.Constant)]
    forms = [each for each in literals if isinstance(each, str)]
    plural = isinstance(call.func, ast.Attribute)
    if len(forms) != (2 if plural else 1):
        return None
    given = [keyword.arg for keyword in call.keywords]
    values = None if None in given else frozenset(n for n in given if n is not None)
    if plural and values is not None:
        values |= {"n"}
    return Sentence(forms[0], forms[1] if plural else "", values, f"{path}:{call.lineno}")


def _ungiven(sentence: Sentence) -> Iterator[str]:
    if sentence.values is not None:
        wanted = names(sentence.text) | names(sentence.plural)
        if missing := sorted(wanted - sentence.values):
            yield f"{sentence.place}: no value for {', '.join(missing)}"


def _french(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    messages = [message for message in catalogue if message.id]
    return {
        (m.id, "") if isinstance(m.id, str) else (m.id[0], m.id[1]): (
            (str(m.string),) if isinstance(m.id, str) else tuple(str(form) for form in m.string)
        )
        for m in messages
    }
