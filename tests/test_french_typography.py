"""Typography of all French texts: the apostrophe ’, and spaces, which reports make non-breaking."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.documentation.pages import SITE
from tests.documentation.test_sentences import CODE
from tests.translation import french_in

ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / name for name in ("audits", "faults", "probes", "reports")]
YAML_FILES = sorted(path for package in PACKAGES for path in package.rglob("*.yaml"))
CATALOGUES = [
    SITE / "fr.po",
    *sorted(path for package in PACKAGES for path in package.rglob("*.po")),
    *sorted(path for package in PACKAGES for path in package.rglob("*.py")),
]
GOLDEN = sorted((ROOT / "tests").rglob("golden/*.fr.*"))

INLINE_CODE = re.compile(r"`[^`]*`")
MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
WRONG = re.compile(
    r"[^\s][;:!?%»](?=[\s.,)»]|$)"  # no space before a high sign
    r"|«\S"  # no space after the quotation mark
    r'|(?<!\w)"\w|\w"(?!\w)'  # English quotation marks
    r"|[^\W\d_]'[\w{«]"  # an apostrophe of a typewriter
)


def problems(text: str) -> list[str]:
    """Return the places with a wrong sign or space; text in backquotes is code."""
    text = INLINE_CODE.sub("code", text)
    return [text[max(m.start() - 20, 0) : m.end() + 10] for m in WRONG.finditer(text)]


def french(node: object) -> Iterator[str]:
    """Return the texts with the key `fr` in a YAML document."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "fr" and isinstance(value, str):
                yield value
            yield from french(value)
    elif isinstance(node, list):
        for value in node:
            yield from french(value)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("Le service tient ; il ralentit.", True),
        ("Le service tient; il ralentit.", False),
        ("Le service tient\u00a0: 82\u202f% à 20:30.", True),
        ("Deux choses: la page et la démarche.", False),
        ("Il tient à 82% du temps", False),
        ("Tient-il?", False),
        ("« Oui », http://exemple.fr", True),
        ("«Oui»", False),
        ('"Oui"', False),
        ("Écrivez `power: none`.", True),
        ("L’essai dit qu’« il tient » : '{value}' n’est pas l’`id` `d'un` essai.", True),
        ("L'essai tient.", False),
        ("Il manque l'`id`.", False),
        ("La valeur d'{name}", False),
    ],
)
def test_a_wrong_space_is_recognised(text: str, is_right: bool) -> None:
    assert (problems(text) == []) == is_right


def test_yaml_files() -> None:
    texts = [
        (path, text)
        for path in YAML_FILES
        for document in yaml.load_all(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for text in french(document)
    ]
    assert len(texts) > 500
    assert [f"{path}: {place}" for path, text in texts for place in problems(text)] == []


def test_catalogues() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in CATALOGUES
        for forms in french_in(path).values()
        for form in forms
        for place in problems(form)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(SITE.glob("fr/*.md")), ids=lambda path: path.name)
def test_pages_of_the_site(path: Path) -> None:
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    assert problems(MARKUP.sub("", text)) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_reports(path: Path) -> None:
    text = MARKUP.sub("", path.read_text(encoding="utf-8", errors="ignore"))
    assert problems(ENTITY.sub("'", text)) == []
