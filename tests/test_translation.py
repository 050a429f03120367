"""Each catalogue of the product has exactly the sentences of its code."""

from pathlib import Path

import pytest
from babel.messages.extract import extract

from tests.translation import CATALOGUE, problems, sources

ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / name for name in ("audits", "faults", "probes", "reports")]
TREES = sorted(path.parent for package in PACKAGES for path in package.rglob(CATALOGUE))


def in_templates(tree: Path) -> frozenset[str]:
    """The sentences of the Jinja templates below a tree."""
    found: set[str] = set()
    paths = [p for p in tree.rglob("templates/*") if p.suffix in (".html", ".svg")]
    for path in paths:
        with path.open("rb") as file:
            for _, message, _, _ in extract("jinja2.ext:babel_extract", file, keywords={"_": None}):
                assert isinstance(message, str)
                found.add(message)
    return frozenset(found)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: str(tree.relative_to(ROOT)))
def test_a_catalogue_has_the_sentences_of_its_code(tree: Path) -> None:
    assert problems(tree, in_templates(tree)) == []


def test_every_sentence_has_a_catalogue() -> None:
    covered = {path for tree in TREES for path in sources(tree)}
    lost = [
        path
        for package in PACKAGES
        for path in package.rglob("*.py")
        if path not in covered and "translate(" in path.read_text(encoding="utf-8")
    ]
    assert lost == []


def a_tree(folder: Path, code: str, catalogue: str) -> Path:
    (folder / "code.py").write_text(code, encoding="utf-8")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / CATALOGUE).write_text(head + catalogue, encoding="utf-8")
    return folder


ONE = 'msgid "{a} is."\nmsgstr "{a} est."\n'
TWO = 'msgid "{n} is"\nmsgid_plural "{n} are"\nmsgstr[0] "{n} est"\nmsgstr[1] "{n} sont"\n'


@pytest.mark.parametrize(
    ("code", "catalogue", "problem"),
    [
        ('translate("{a} is.", a=1)', ONE, None),
        ('translate("{a} " "is.", a=1)', ONE, None),
        ('translate.plural("{n} is", "{n} are", 2)', TWO, None),
        ('translate("{a} was.", a=1)', ONE, "not in"),
        ('translate("{a} is.", a=1)', ONE.replace("{a} est.", ""), "not in"),
        ('translate.plural("{n} is", "{n} are", 2)', TWO.replace("{n} sont", ""), "not in"),
        ("", ONE, "no code has it"),
        ('translate("{a} is.", a=1)', ONE.replace("{a} est", "{b} est"), "other placeholders"),
        ('translate("{a} is.", b=1)', ONE, "no value for a"),
        ("translate(sentence)", "", "not a literal"),
        ('translate(f"{a} is.")', "", "not a literal"),
    ],
)
def test_a_difference_is_named(
    tmp_path: Path, code: str, catalogue: str, problem: str | None
) -> None:
    found = problems(a_tree(tmp_path, code, catalogue))
    assert any(problem in line for line in found) if problem else found == []


def test_a_folder_with_its_own_catalogue_is_left_to_it(tmp_path: Path) -> None:
    tree, inner = a_tree(tmp_path, "", ""), tmp_path / "inner"
    inner.mkdir()
    a_tree(inner, 'translate("{a} is.", a=1)', ONE)
    assert problems(tree) == problems(inner) == []
