"""History: lines of comparable runs, table, chart and site."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from selectolax.lexbor import LexborHTMLParser

from epreuve.reports import history_html, history_table
from epreuve.reports.assessment import Assessment
from epreuve.reports.history import History, history
from epreuve.reports.language import LANGUAGES
from epreuve.reports.site import write_site
from epreuve.reports.sparkline import sparkline
from epreuve.reports.trend import draw

START = datetime(2026, 1, 1, tzinfo=UTC)


def on_day(assessment: Assessment, day: int, score: float | None = 50.0) -> Assessment:
    run = assessment.run.model_copy(
        update={"id": f"run-{day}", "started": (START + timedelta(days=day)).isoformat()}
    )
    result = assessment.result.model_copy(update={"score": score})
    return assessment.model_copy(update={"run": run, "result": result})


def with_grid(assessment: Assessment, sha256: str) -> Assessment:
    grid = assessment.grid.model_copy(update={"sha256": sha256})
    return assessment.model_copy(update={"grid": grid})


def test_oldest_first(good: Assessment) -> None:
    (line,) = history((f"k{day}", on_day(good, day)) for day in (3, 1, 2)).lines
    assert [past.key for past in line.runs] == ["k1", "k2", "k3"]


def test_a_line_has_comparable_runs(good: Assessment, bad: Assessment) -> None:
    past = history([("a", good), ("b", bad), ("c", with_grid(good, "00"))])
    assert [[past.key for past in line.runs] for line in past.lines] == [["c"], ["a"], ["b"]]


@pytest.mark.parametrize(
    ("scores", "drawn"),
    [([], ""), ([0, 100], "▁█"), ([12.4, 12.5, None, 99], "▁▂·█")],
)
def test_sparkline(scores: list[float | None], drawn: str) -> None:
    assert sparkline(scores) == drawn


def test_trend_without_unknown_scores(good: Assessment) -> None:
    runs = [("a", on_day(good, 1, 0)), ("b", on_day(good, 2, None)), ("c", on_day(good, 3, 100))]
    (line,) = history(runs).lines
    trend = draw(line)
    assert [dot.y for dot in trend.dots] == [160.0, None, 10.0]
    assert trend.path == "M190 160L790 10"


def test_table(good: Assessment, bad: Assessment) -> None:
    past = history([("runs/a", on_day(good, 1)), ("runs/b", on_day(bad, 2, None))])
    lines = history_table.render(past, "fr").splitlines()
    assert lines[0].startswith("Guichet de Saint-Exemple · Atelier du Libre — Crue")
    assert lines[1] == "  ▅"
    assert lines[2].split() == ["2026-01-02T00:00", "B", "50", "plancher", "70", "runs/a"]
    assert lines[6].split()[1:] == ["E", "–", "plancher", "29", "K1", "K5", "runs/b"]
    assert max(map(len, lines)) <= 100


def test_an_empty_history() -> None:
    assert history_table.render(History(lines=()), "en") == "No run was found.\n"
    assert "Aucun essai" in history_html.render(History(lines=()), "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_site_files_and_links(
    tmp_path: Path, good: Assessment, bad: Assessment, language: str
) -> None:
    runs = {
        "2026/été & co": (tmp_path / "none", on_day(good, 1)),
        "b": (tmp_path / "none", on_day(bad, 2)),
    }
    write_site(runs, tmp_path / "site")
    page = LexborHTMLParser((tmp_path / "site" / f"index.{language}.html").read_text("utf-8"))
    links = [link.attributes["href"] or "" for link in page.css("tbody a")]
    assert links == [
        f"2026/%C3%A9t%C3%A9%20%26%20co/report.{language}.html",
        f"b/report.{language}.html",
    ]
    for key in runs:
        names = {path.name for path in (tmp_path / "site" / key).iterdir()}
        assert names == {
            "assessment.json", "report.fr.html", "report.en.html", "kit.fr.html", "kit.en.html",
        }  # fmt: skip
    assert (tmp_path / "site" / "index.html").is_file()


def test_existing_pages_are_copied(tmp_path: Path, good: Assessment) -> None:
    (tmp_path / "report.fr.html").write_text("existing")
    write_site({"a": (tmp_path, good)}, tmp_path / "site")
    assert (tmp_path / "site" / "a" / "report.fr.html").read_text() == "existing"
    assert (tmp_path / "site" / "a" / "report.en.html").read_text("utf-8").startswith("<!doctype")


def test_hostile_names_are_text(hostile: Assessment) -> None:
    page = history_html.render(history([("<script>", hostile)]), "en")
    tree = LexborHTMLParser(page)
    assert tree.css("script, img") == []
    assert "\u202e" not in page
    links = [link.attributes["href"] or "" for link in tree.css("tbody a")]
    assert links == ["%3Cscript%3E/report.en.html"]


def test_the_chart_is_an_svg(good: Assessment, bad: Assessment) -> None:
    page = history_html.render(history([("a", good), ("b", bad)]), "fr")
    pictures = [
        (node.html or "").replace("&nbsp;", " ") for node in LexborHTMLParser(page).css("svg")
    ]
    assert [len(Xml.fromstring(picture).findall(".//circle")) for picture in pictures] == [1, 1]
