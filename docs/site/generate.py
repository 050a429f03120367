"""Gather the pages of the site: those written by hand, and the reference told by the code.

    python docs/site/generate.py build/docs/source

Sphinx then builds each language; see `make docs`.
"""

import importlib
import pkgutil
import re
import shutil
import sys
from functools import partial
from pathlib import Path

import reference
from reference.sentences import LANGUAGES, Language, asked

HERE = Path(__file__).parent
DOCS = HERE.parent
ROOT = DOCS.parent
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:]+)(#[^)]*)?\)")


def generate(target: Path) -> None:
    """Write the sources of both languages under `target`, which is emptied first."""
    shutil.rmtree(target, ignore_errors=True)
    for language in LANGUAGES:
        shutil.copytree(HERE / language, target / language)
        shutil.copytree(DOCS / "images", target / "images", dirs_exist_ok=True)
        write_reference(target / language / "reference", language)
    write_guides(target / "en" / "guides")
    (target / "asked.txt").write_text("\n".join(sorted(asked)), encoding="utf-8")


def write_reference(folder: Path, language: Language) -> None:
    """Write a page of each module of `reference` that has some."""
    folder.mkdir()
    for each in pkgutil.iter_modules(reference.__path__):
        module = importlib.import_module(f"reference.{each.name}")
        for name, text in getattr(module, "pages", lambda _: {})(language).items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")


def write_guides(folder: Path) -> None:
    """Copy the notes of `docs/`, which are in English; what lies outside is named, not linked."""
    folder.mkdir()
    notes = sorted(DOCS.glob("*.md")) + sorted(DOCS.glob("*/*.md"))
    known = {path: _name(path) for path in notes if not path.is_relative_to(HERE)}
    for path, name in known.items():
        linked = partial(_linked, here=path, known=known)
        text = LINK.sub(linked, path.read_text(encoding="utf-8"))
        (folder / name).write_text(text, encoding="utf-8")


def _name(path: Path) -> str:
    return "-".join(path.relative_to(DOCS).parts).replace("-README", "").lower()


def _linked(link: re.Match[str], here: Path, known: dict[Path, str]) -> str:
    text, target, anchor = link[1], link[2], link[3] or ""
    aimed = (here.parent / target).resolve()
    if aimed in known:
        return f"[{text}]({known[aimed]}{anchor})"
    path = aimed.relative_to(ROOT)
    return text if f"`{path.name}`" in text else f"{text} (`{path}`)"


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
