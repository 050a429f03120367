"""The reference: complete, in both languages."""

import re
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


def test_the_page_of_the_evidence_has_every_kind_and_field(site: Path) -> None:
    page = (site / "en" / "guides" / "evidence.md").read_text()
    load_checks()
    for kind, record in record_kinds().items():
        section = page.split(f"### `{kind}`\n")[1].split("\n#")[0]
        assert re.findall(r"^\| `(\w+)` ", section, re.MULTILINE) == list(record.model_fields)


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


def test_the_french_catalogue_of_the_reference_is_complete(site: Path) -> None:
    """It has no sentence that the code no longer has."""
    shared = {forms[0] for forms in french_in(SITE / "fr.po")}
    files = [path for package in PACKAGES for path in package.rglob("*.py")]
    own = {path: {forms[0] for forms in french_in(path)} for path in files}
    needed = set((site / "sentences.txt").read_text().splitlines())
    lines = needed - shared - set().union(*own.values())
    assert lines == set(), "add these to FRENCH of the fault or verb, others to docs/site/fr.po"
    assert shared - needed == set(), "remove these from docs/site/fr.po"
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
        f"{code}: {text}" for code in meanings for text in (meanings[code].fr, meanings[code].en)
    }
    quoted = [
        line for path in [*OTHERS, *PATHS]
        for line in re.findall(r"^ {0,4}(\d: .+)$", path.read_text(), re.MULTILINE)
    ]  # fmt: skip
    assert len(quoted) >= 5
    assert [line for line in quoted if line not in known] == []
