"""Grid as a table, a page and JSON; explanation of a criterion."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from epreuve.audits.cli.explain import command as explain_verb
from epreuve.audits.cli.grid import command as grid_verb
from epreuve.audits.errors import Misuse
from epreuve.audits.grid import labels
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.explanation import explain, explain_all
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.grid.grid_page import document, page
from epreuve.audits.grid.grid_table import table
from epreuve.audits.grid.translation import translate
from epreuve.reports.formatting import percent
from epreuve.reports.language import Language
from epreuve.reports.words import Words

GRID = load_grid()
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_a_line_for_each_criterion(language: Language) -> None:
    lines = table(GRID, language).splitlines()
    for one in GRID.criteria:
        (line,) = [line for line in lines if line.split()[:1] == [one.id]]
        assert " ".join(one.title.of(language).split()) in " ".join(line.split())
        assert ("*" in line) == (one.knockout is not None)
    assert GRID.sha256 in lines[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_criterion_and_loads_nothing(language: Language) -> None:
    text = page(GRID, language)
    assert f'lang="{language}"' in text
    for one in GRID.criteria:
        assert f'id="{one.id}"' in text
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert len(text.encode()) < 100_000


def test_each_format_marks_a_modified_grid() -> None:
    changed = GRID.model_copy(update={"official_sha256": "0" * 64})
    assert "modified grid: no letter" in table(changed, "en")
    assert "Grille modifiée\N{NO-BREAK SPACE}: aucune lettre." in page(changed, "fr")
    assert json.loads(document(changed))["official"] is False


def test_the_document_is_the_grid() -> None:
    read = json.loads(document(GRID))
    assert read["sha256"] == GRID.sha256
    assert sum(read["shares"].values()) == pytest.approx(1.0, abs=1e-4)
    assert [c["id"] for f in read["families"] for c in f["criteria"]] == [
        c.id for c in GRID.criteria
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("criterion", GRID.criteria, ids=lambda one: one.id)
def test_each_criterion_is_explained_with_its_sources(
    criterion: Criterion, language: Language
) -> None:
    text = explain(GRID, criterion, language)
    flat = " ".join(text.split())
    assert " ".join(criterion.title.of(language).split()) in flat
    assert " ".join(getattr(criterion.measure, language).split()) in flat
    assert " ".join(getattr(criterion.recommendation, language).split()) in flat
    assert text.count("  [") == len(criterion.sources)
    assert all(len(line) <= 92 for line in text.splitlines()[1:])


def test_the_explanation_of_dat_1() -> None:
    text = explain(GRID, GRID.criterion("DAT-1"), "fr")
    assert text.startswith("DAT-1 · Aucune démarche confirmée perdue\n")
    flat = " ".join(text.split())
    assert "Barème : 100 points à 0 %, 0 à 1 %, linéaire." in flat
    weight = " ".join(percent(GRID.shares["DAT-1"], "fr", 1, "nearest").split())
    assert f"Poids : {weight} de la note." in flat
    assert "« Des démarches confirmées ont été perdues. »" in flat


def test_criteria_with_evidence_levels_explain_them() -> None:
    for id, graded in (("HUM-2", True), ("IND-8", True), ("IND-7", False), ("DAT-1", False)):
        assert ("60% of the points" in explain(GRID, GRID.criterion(id), "en")) == graded


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_measures_points_weights_sources_and_similar_items(language: Language) -> None:
    flat, words = " ".join(explain_all(GRID, language).split()), Words(language, translate)
    assert GRID.sha256 in flat
    for family in GRID.families:
        for theme in (labels.angles(family, words), labels.qualities(family, words)):
            assert " ".join(theme.split()) in flat
    for one in GRID.criteria:
        for text in (one.title, one.measure, one.recommendation, curve_text(one.curve)):
            assert " ".join(getattr(text, language).split()) in flat
        assert all(f"{reference.framework} {reference.item}" in flat for reference in one.maps_to)


def test_the_grid_is_mapped_to_the_frameworks_and_to_the_seven_qualities() -> None:
    mapped = {reference.framework for one in GRID.criteria for reference in one.maps_to}
    assert {"RGESN 2024", "RGAA 4.1.2", "MonServiceSécurisé", "ISO 22301:2019"} <= mapped
    assert {angle for family in GRID.families for angle in family.angles} == {
        "professions", "data", "empowerment", "governance",
    }  # fmt: skip
    assert {quality for family in GRID.families for quality in family.qualities} == {
        "inclusive", "frugal", "democratic", "protective", "innovative", "empowering", "fair",
    }  # fmt: skip


def test_the_themes_of_a_family_are_in_the_language_of_the_reader() -> None:
    english, french = (
        explain(GRID, GRID.criterion("CON-1"), language) for language in ("en", "fr")
    )
    assert "Angles of the Fing: professions." in english
    assert "#Reset qualities: protective." in english
    assert "Angles de la Fing : métiers." in french
    assert "Qualités #Reset : protecteur." in french


def test_the_commands_print_and_write(tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "grid.json"
    assert "DAT-1" in runner.invoke(grid_verb, ["--lang", "en"]).output
    shown = runner.invoke(grid_verb, ["--format", "json", "--output", str(path)])
    assert shown.output.strip() == str(path)
    assert json.loads(path.read_text())["version"] == GRID.version
    assert "Similar items: " in runner.invoke(grid_verb, ["--format", "text"]).output
    assert "<h1>" in runner.invoke(grid_verb, ["--format", "html"]).output
    result = runner.invoke(explain_verb, ["dat-1", "--lang", "en"])
    assert result.output.startswith("DAT-1 · No acknowledged submission lost")


def test_the_commands_report_errors() -> None:
    runner = CliRunner()
    unknown = runner.invoke(explain_verb, ["DAT-11"])
    assert isinstance(unknown.exception, Misuse)
    assert "Did you mean DAT-1?" in str(unknown.exception)
    assert str(unknown.exception).endswith("`epreuve grid` lists all criteria.")
    lost = runner.invoke(grid_verb, ["--output", "/nowhere/grid.txt"])
    assert isinstance(lost.exception, Misuse)
    assert "/nowhere/grid.txt: cannot be written" in str(lost.exception)
