"""Write the sources of the site: pages written by hand, and the reference, from the code.

    python docs/site/generate.py build/docs/source
    python docs/site/generate.py --evidence

Sphinx then builds each language; see `make docs`. `--evidence` writes the tables in
`docs/evidence.md`, a page that is read in the repository too.
"""

import importlib
import pkgutil
import re
import shutil
import sys
from functools import partial
from pathlib import Path

import reference
from reference.evidence import tables
from reference.sentences import used

from epreuve.reports.language import LANGUAGES, Language

HERE = Path(__file__).parent
DOCS = HERE.parent
ROOT = DOCS.parent
EVIDENCE = DOCS / "evidence.md"  # has generated tables between two markers
GENERATED = re.compile(r"(?<=<!-- begin: generated -->\n).*(?=<!-- end: generated -->)", re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:]+)(#[^)]*)?\)")


def generate(target: Path) -> None:
    """Write the sources of both languages into `target`, which is emptied first."""
    shutil.rmtree(target, ignore_errors=True)
    for language in LANGUAGES:
        shutil.copytree(HERE / language, target / language)
        shutil.copytree(DOCS / "images", target / "images", dirs_exist_ok=True)
        write_reference(target / language / "reference", language)
    write_guides(target / "en" / "guides")
    (target / "sentences.txt").write_text("\n".join(sorted(used)), encoding="utf-8")


def write_reference(folder: Path, language: Language) -> None:
    """Write the pages of each module of `reference`."""
    folder.mkdir()
    for info in pkgutil.iter_modules(reference.__path__):
        module = importlib.import_module(f"reference.{info.name}")
        for name, text in getattr(module, "pages", lambda _: {})(language).items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")


def write_guides(folder: Path) -> None:
    """Copy the notes of `docs/`, in English. Links to other files become names."""
    folder.mkdir()
    notes = sorted(DOCS.glob("*.md")) + sorted(DOCS.glob("*/*.md"))
    names = {path: _name(path) for path in notes if not path.is_relative_to(HERE)}
    for path, name in names.items():
        linked = partial(_linked, here=path, names=names)
        text = LINK.sub(linked, path.read_text(encoding="utf-8"))
        (folder / name).write_text(text, encoding="utf-8")


def evidence_page() -> str:
    """Return `docs/evidence.md` with the tables of the code that runs."""
    generated = "\n".join(["", *tables(), ""])
    page, changes = GENERATED.subn(lambda _: generated, EVIDENCE.read_text(encoding="utf-8"))
    if changes != 1:
        raise ValueError(f"{EVIDENCE}: needs the two markers of the generated tables, once")
    return page


def _name(path: Path) -> str:
    return "-".join(path.relative_to(DOCS).parts).replace("-README", "").lower()


def _linked(link: re.Match[str], here: Path, names: dict[Path, str]) -> str:
    text, target, anchor = link[1], link[2], link[3] or ""
    file = (here.parent / target).resolve()
    if file in names:
        return f"[{text}]({names[file]}{anchor})"
    path = file.relative_to(ROOT)
    return text if f"`{path.name}`" in text else f"{text} (`{path}`)"


if __name__ == "__main__":
    if sys.argv[1] == "--evidence":
        EVIDENCE.write_text(evidence_page(), encoding="utf-8")
    else:
        generate(Path(sys.argv[1]))
