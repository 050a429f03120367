"""The reference: complete, in both languages."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from epreuve.audits.checks.registry import load_checks
from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.crises.crisis import crisis_ids
from epreuve.audits.gates.exit_codes import exit_codes
from epreuve.audits.grid.grid import load_grid
from epreuve.faults.registry import fault_kinds
from epreuve.probes.evidence.observation import record_kinds
from tests.documentation.pages import OTHERS, PATHS, ROOT, SITE
from tests.translation import french_in, sentences_of

HELP = ROOT / "audits" / "cli" / "shared" / "help.po"
PACKAGES = [ROOT / name for name in ("audits", "faults", "probes", "reports")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reference_lists_all_that_the_code_has(site: Path, language: str) -> None:
    def page(name: str) -> str:
        return (site / language / "reference" / f"{name}.md").read_text()

    for code, meaning in exit_codes().items():
        assert f"| {code} | {getattr(meaning, language)} |" in page("exit-codes")
    for one in load_grid().criteria:
        assert f"### {one.id} · {getattr(one.title, language)}" in page("grid")
    for id in crisis_ids():
        assert f"(crisis-{id})=" in page("crises")
    for verb in epreuve.list_commands(click.Context(epreuve)):
        assert f"(verb-{verb})=" in page("verbs")
    assert "`epreuve_journeys_total`" in page("metrics")
    assert "`epreuve_criterion_score`" in page("metrics")
    assert "`normal_peak`" in page("profile")
    assert "`assumptions`" in page("crisis-format")
    for kind in fault_kinds():
        assert f"## {kind}\n" in page("faults")
    limits = {"fr": "- Limites :", "en": "- Limits:"}[language]
    assert page("faults").count(limits) == len(fault_kinds())


def test_the_page_of_the_evidence_has_every_kind_and_field() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    load_checks()
    for kind, record in record_kinds().items():
        section = page.split(f"### `{kind}`\n")[1].split("\n#")[0]
        assert re.findall(r"^\| `(\w+)` ", section, re.MULTILINE) == list(record.model_fields)


@pytest.mark.process
def test_the_page_of_the_evidence_has_the_tables_of_the_code() -> None:
    """In a process of its own, because other tests register kinds."""
    code = "import generate; print(generate.evidence_page(), end='')"
    words = [sys.executable, "-c", code]
    page = subprocess.run(words, cwd=SITE, capture_output=True, text=True, check=True, timeout=120)
    written = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    # Lists of lines: pytest then shows the lines that differ.
    assert written.splitlines() == page.stdout.splitlines(), (
        "write the page again: python docs/site/generate.py --evidence"
    )


def test_every_page_is_in_the_menu(site: Path) -> None:
    for language in ("fr", "en"):
        index = (site / language / "index.md").read_text()
        for page in (site / language).rglob("*.md"):
            entry = str(page.relative_to(site / language).with_suffix(""))
            assert entry == "index" or entry in index or entry.startswith("guides/"), entry


def test_the_two_languages_have_the_same_pages(site: Path) -> None:
    pages = [
        sorted(p.name for p in (site / language / "reference").iterdir())
        for language in ("fr", "en")
    ]
    assert pages[0] == pages[1]
    assert len(list(SITE.glob("fr/*.md"))) == len(list(SITE.glob("en/*.md")))


def help_of_the_group() -> set[str]:
    """Return the sentences that only `epreuve --help` prints."""
    lines = {line.strip(" \b") for line in (epreuve.help or "").splitlines()}
    return lines | {"Show the version and exit."}


def test_the_french_catalogue_of_the_reference_is_complete(site: Path) -> None:
    """It has no sentence that the code no longer has."""
    options = {forms[0] for forms in french_in(HELP)} - help_of_the_group()
    shared = {forms[0] for forms in french_in(SITE / "fr.po")} | options
    files = [path for package in PACKAGES for path in package.rglob("*.py")]
    own = {path: {forms[0] for forms in french_in(path)} for path in files}
    needed = set((site / "sentences.txt").read_text().splitlines())
    lines = needed - shared - set().union(*own.values())
    assert lines == set(), (
        "add these to FRENCH of the fault or verb, others to docs/site/fr.po, options to help.po"
    )
    assert shared - needed == set(), "remove these from docs/site/fr.po or help.po"
    for path, sentences in own.items():
        unused = sentences - needed - (sentences_of(path) if sentences else set())
        assert unused == set(), f"remove these from FRENCH in {path}"


def test_pages_name_existing_metrics_and_exit_codes(site: Path) -> None:
    metric = re.compile(r"`(epreuve_[a-z_]+)`")
    known = set(metric.findall((site / "en" / "reference" / "metrics.md").read_text()))
    page = (ROOT / "docs" / "prometheus" / "README.md").read_text()
    assert set(metric.findall(page)) <= known
    for path in (ROOT / "README.md", ROOT / "docs" / "exit-codes.md"):
        codes = re.findall(r"^\| (\d) \|", path.read_text(), re.MULTILINE)
        assert codes == [str(code) for code in exit_codes()]


def test_quoted_results_of_the_gate_end_as_its_results_do() -> None:
    meanings = exit_codes()
    known = {
        text
        for code, meaning in meanings.items()
        for text in (f"{code}: {meaning.en}", f"{code} : {meaning.fr}")
    }
    quoted = [
        line for path in [*OTHERS, *PATHS]
        for line in re.findall(r"^ {0,4}(\d ?: .+)$", path.read_text(), re.MULTILINE)
    ]  # fmt: skip
    assert len(quoted) >= 5
    assert [line for line in quoted if line not in known] == []
