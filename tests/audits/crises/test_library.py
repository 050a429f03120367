"""`epreuve crises`: the list, one description, the pages, a new file."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.cli.crises import command
from epreuve.audits.crises.crisis import crisis_ids, read_crisis
from epreuve.audits.crises.crisis_page import library_page
from epreuve.audits.crises.terminal_description import describe
from epreuve.reports.text import Text


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_list_is_in_both_languages() -> None:
    assert len(run("--lang", "fr").splitlines()) == len(crisis_ids())
    assert "The great storm" in run("--lang", "en")
    assert "La grande tempête" in run("--lang", "fr")


@pytest.mark.parametrize("name", crisis_ids())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_description_has_facts_sources_and_a_drawing(name: str, language: str) -> None:
    crisis = read_crisis(name)
    text = describe(crisis, "fr" if language == "fr" else "en")
    flat = " ".join(text.split())
    for stage in crisis.stages:
        assert stage.id in text
    for fact in crisis.facts:
        assert f"[{fact.mark}]" in flat
        assert fact.date in flat
    assert ("✕" in text) == any(stage.cuts for stage in crisis.stages)
    assert max(map(len, text.splitlines())) <= 120


def test_a_description_has_the_share_of_returning_users() -> None:
    assert "×1 steady, and 25% of the users who had no link" in run(
        "show", "tous-risques", "--lang", "en"
    )
    assert "of the users who had no link" not in run("show", "tempete", "--lang", "en")


def test_show_takes_a_variation_and_writes_a_page(tmp_path: Path) -> None:
    assert "variation 3" in run("show", "tempete", "--lang", "en", "--variation", "3")
    page = tmp_path / "tempete.html"
    run("show", "tempete", "--lang", "fr", "--html", str(page))
    assert "La grande tempête" in page.read_text("utf-8")


def test_new_writes_a_file_that_shows(tmp_path: Path) -> None:
    path = tmp_path / "notre-crue.yaml"
    run("new", "notre-crue", "--file", str(path))
    assert "notre-crue" in run("show", os.fspath(path))


def test_the_pages_have_every_crisis_and_load_no_other_file(tmp_path: Path) -> None:
    assert run("--html", str(tmp_path)).count("crises.") == 2
    for language in ("fr", "en"):
        page = (tmp_path / f"crises.{language}.html").read_text("utf-8")
        tree = LexborHTMLParser(page)
        assert {node.attributes["id"] for node in tree.css("section")} == set(crisis_ids())
        assert tree.css_first("html").attributes["lang"] == language
        assert not tree.css("script, link, img, iframe")
        assert all(not str(a.attributes["href"]).startswith("http") for a in tree.css("a"))
        assert all(tree.css(str(a.attributes["href"])) for a in tree.css("main nav a"))


def test_texts_of_a_file_are_escaped() -> None:
    evil = Text(fr="<script>alert(1)</script>", en="<script>alert(1)</script>")
    crisis = read_crisis("tempete").model_copy(update={"title": evil})
    page = library_page([crisis], "en")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
