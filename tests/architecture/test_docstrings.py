"""Language of docstrings: an imperative for a function, a noun phrase for a property or a class.

No docstring points to another one or has a clause ("what is off") in place of a noun. No file uses
words that the glossary replaces.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.test_sizes import PACKAGES, sources, tree

QUESTION = re.compile(r"(See|Ignore it|What|How|Why|When|Whether|Who|Its?|Those)\b")
# The name of a fact, of a judgement and of a cause is the noun that it returns.
NOUNS = re.compile(r"\b(property|cached_property|fact|judgement|cause)\b")
ARTICLE = re.compile(r"(The|An?|Each|Every|All)\b")
REPLACED = re.compile(r"\b(witness(es)?|dead|dies|died|dying|bur(y|ied)|polite|honest)\b", re.I)
# A clause in place of a noun ("what is off"), or a pronoun without one ("Give it back.").
CLAUSE = re.compile(
    r"\bwhat (is|was|were|are|has|had|an?|the|it|they|this|others|there|no|each|every|comes|"
    r"never|happens|happened|prevents|cuts|clients|judging)\b"
    r"|\bthose (who|whose)\b"
    r"|\bas far as\b|\bany longer\b|\bgive it back\b|^Send (it|them)\b|^Let\b",
    re.IGNORECASE,
)
OWN = "tests/architecture/test_docstrings.py"


def docstrings(text: str) -> Iterator[tuple[ast.AST, str]]:
    """Yield each definition of a module, and the module, with its docstring."""
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            docstring = ast.get_docstring(node)
            if docstring:
                yield node, docstring


def problem(node: ast.AST, docstring: str) -> str:
    """Return the mistake in a docstring, "" without one."""
    start = docstring.split("\n")[0]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        is_noun = any(NOUNS.search(ast.unparse(one)) for one in node.decorator_list)
        if is_noun and start.startswith("Whether "):
            return ""
        if is_noun and start.startswith("Return "):
            return f"{node.name} is a value: write a noun: {start}"
        if not is_noun and ARTICLE.match(start):
            return f"{node.name} is a function: write an imperative: {start}"
    if QUESTION.match(start):
        return f"write what it is or does: {start}"
    clause = CLAUSE.search(" ".join(docstring.split()))
    return f"write a noun in place of “{clause[0]}”: {start}" if clause else ""


def test_docstrings_begin_with_an_imperative_or_a_noun() -> None:
    wrong = [
        f"{path}: {reason}"
        for path, text in sources(*PACKAGES)
        for node, docstring in docstrings(text)
        if (reason := problem(node, docstring))
    ]
    assert wrong == []


def test_code_uses_no_word_that_the_glossary_replaces() -> None:
    texts = dict(sources(*PACKAGES, "tests"))
    del texts[OWN]
    wrong = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if REPLACED.search(line.replace("_", " "))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "is_right"),
    [
        ('def put():\n    """Store a dossier."""', True),
        ('def put():\n    """See Register."""', False),
        ('def is_open():\n    """Whether it is open."""', False),
        ('@property\ndef is_open():\n    """Whether it is open."""', True),
        ('@property\ndef authority():\n    """Return host and port."""', False),
        ('@property\ndef authority():\n    """Host and port."""', True),
        ('def links():\n    """The links of a run."""', False),
        ('class Reading:\n    """How receipts are read."""', False),
        ('class Link:\n    """A link of a run."""', True),
        ('def pids():\n    """Return the processes; none for what is off."""', False),
        ('def pids():\n    """Return the running processes."""', True),
        ('def user():\n    """Return the user.\n\n    None for what\n    was lost."""', False),
        ('def close():\n    """Let no probe wait."""', False),
        ('def send():\n    """Send it to each listener."""', False),
        ('def send():\n    """Send the plan to each listener."""', True),
    ],
)
def test_a_docstring_is_checked(code: str, is_right: bool) -> None:
    assert [problem(*one) == "" for one in docstrings(code)] == [is_right]
