"""HTML pages: weight, self-containment, structure, contrast."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import epreuve.reports
from epreuve.reports import history_html, kit_html
from epreuve.reports.assessment import Assessment, Cell, Recovery
from epreuve.reports.badge import COLOURS
from epreuve.reports.comparison import compare
from epreuve.reports.history import history
from epreuve.reports.html import render, render_comparison
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.text import Text

CSS = (Path(epreuve.reports.__path__[0]) / "templates" / "page.css").read_text()
KB = 1000


@pytest.fixture(
    params=["good", "bad", "unranked", "hostile", "bare", "comparison", "kit", "history"]
)
def pages(request: pytest.FixtureRequest) -> dict[Language, str]:
    if request.param == "kit":
        bad = request.getfixturevalue("bad")
        return {language: kit_html.render(bad, language) for language in LANGUAGES}
    if request.param == "history":
        past = history((name, request.getfixturevalue(name)) for name in ("bad", "good", "bare"))
        return {language: history_html.render(past, language) for language in LANGUAGES}
    if request.param == "comparison":
        comparison = compare([request.getfixturevalue("bad"), request.getfixturevalue("good")])
        return {language: render_comparison(comparison, language) for language in LANGUAGES}
    assessment = request.getfixturevalue(request.param)
    return {language: render(assessment, language) for language in LANGUAGES}


def test_weighs_no_more_than_100_kb(pages: dict[Language, str]) -> None:
    assert max(len(page.encode()) for page in pages.values()) <= 100 * KB


def test_loads_nothing_and_runs_nothing(pages: dict[Language, str]) -> None:
    for page in pages.values():
        tree = LexborHTMLParser(page)
        loading = "script, link, img, iframe, object, embed, video, audio, source, base, form"
        assert tree.css(loading) == []
        assert tree.css("[src], [srcset], [http-equiv], [background]") == []
        handlers = [n for node in tree.css("*") for n in node.attributes if n.startswith("on")]
        assert handlers == []
        assert "@import" not in CSS
        assert re.findall(r"url\((?!#)", page) == []


def test_links_lead_to_pages_of_the_site(pages: dict[Language, str]) -> None:
    for language, page in pages.items():
        tree = LexborHTMLParser(page)
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids))
        targets = [node.attributes["href"] or "" for node in tree.css("a")]
        others = {target for target in targets if not target.startswith("#")}
        other = "en" if language == "fr" else "fr"
        beside = {f"{name}.{other}.html" for name in ("report", "comparison", "kit", "index")}
        beside |= {f"report.{language}.html", f"kit.{language}.html"}
        beside |= {f"{name}/report.{language}.html" for name in ("bad", "good", "bare")}
        assert {target.partition("#")[0] for target in others} <= beside
        assert {target[1:] for target in targets if target.startswith("#")} <= set(ids)
        named = [node.attributes.get("aria-labelledby") or "" for node in tree.css("*")]
        assert {part for names in named for part in names.split()} <= set(ids)


def test_structure(pages: dict[Language, str]) -> None:
    for language, page in pages.items():
        tree = LexborHTMLParser(page)
        html = tree.css_first("html")
        assert html is not None
        assert html.attributes["lang"] == language
        for landmark in ("header", "nav", "main", "footer", "title"):
            assert tree.css_first(landmark) is not None
        levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_and_pictures_have_names(pages: dict[Language, str]) -> None:
    for page in pages.values():
        tree = LexborHTMLParser(page)
        assert [th.html for th in tree.css("th") if "scope" not in th.attributes] == []
        for picture in tree.css("svg"):
            assert picture.attributes.get("aria-hidden") or picture.attributes["aria-labelledby"]
        for picture in tree.css("[role=img]"):
            names = picture.attributes
            assert names.get("aria-label") or names.get("aria-labelledby")


def test_hostile_text_is_text(hostile: Assessment) -> None:
    tree = LexborHTMLParser(render(hostile, "en"))
    heading = tree.css_first("h1")
    assert heading is not None
    assert heading.text().startswith("<script>alert(1)</script>\"'&⟨U+202E⟩gnp.exe")


def test_knockouts_and_letter_are_text(bad: Assessment) -> None:
    page = render(bad, "fr")
    for text in ("Des démarches confirmées ont été perdues.", "Lettre E sur une échelle", "35"):
        assert text in page


def test_warnings_come_after_letter_and_defects(bad: Assessment) -> None:
    page = render(
        bad.model_copy(update={"warnings": (Text(fr="x", en="unreliable figures"),)}), "en"
    )
    knockouts, warning = (
        page.index("Defects that limit the letter"),
        page.index("unreliable figures"),
    )
    assert page.index("The letter") < knockouts < warning < page.index(">Families<")


def test_a_varied_crisis_is_named(bad: Assessment) -> None:
    crisis = bad.crisis.model_copy(update={"variation_seed": 42})
    assert "Crise variée, graine 42" in render(bad.model_copy(update={"crisis": crisis}), "fr")
    assert "Crise variée" not in render(bad, "fr")


def test_a_good_letter_has_no_red_box(good: Assessment, bad: Assessment) -> None:
    assert 'class="knock"' in render(bad, "fr")
    assert 'class="knock"' not in render(good, "fr")


def test_a_missing_letter_has_a_reason(unranked: Assessment) -> None:
    page = render(unranked, "fr")
    assert "Pas de lettre" in page
    assert "Non classé" in page


# -- contrast, without a browser


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two #rgb or #rrggbb colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    return [
        dict(re.findall(r"--(\w+):(#\w+)", block)) for block in re.findall(r":root{(.*?)}", CSS)
    ]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
def test_text_contrast(theme: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("bg", "card")]
    pairs += [("ink", ground) for ground in ("ok", "mid", "ko", "badbg", "load")]
    pairs += [("soft", ground) for ground in ("ok", "mid", "ko", "badbg")]
    pairs += [("bad", "badbg"), ("link", "badbg"), ("good", "card")]
    assert [p for p in pairs if contrast(theme[p[0]], theme[p[1]]) < 4.5] == []


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
def test_picture_contrast(theme: dict[str, str]) -> None:
    assert contrast(theme["fill"], theme["bg"]) >= 3
    assert contrast(theme["shade"], theme["card"]) >= 3


def test_letter_contrast() -> None:
    ladder = re.findall(r"\.([A-G])\{background:(#\w+);color:(#\w+)\}", CSS)
    assert [letter for letter, _, _ in ladder] == list("ABCDEFG")
    assert {letter: (ground, ink) for letter, ground, ink in ladder} == {
        letter: colours for letter, colours in COLOURS.items() if letter
    }
    assert [c for c in COLOURS.values() if contrast(*c) < 4.5] == []


def test_backticks_become_escaped_code(bad: Assessment) -> None:
    odd = Text(fr="x", en="Say `drill: <b>` in the profile, `--drill` too; a lone ` stays")
    single = Text(fr="x", en="no pair: ` stays")
    page = render(bad.model_copy(update={"warnings": (odd, single)}), "en")
    assert "no pair: ` stays" in page
    assert "<code>drill: &lt;b&gt;</code>" not in page  # an odd number of backticks stays as text
    pairs = bad.model_copy(update={"warnings": (Text(fr="x", en="say `a <b>` twice, `c`"),)})
    assert "say <code>a &lt;b&gt;</code> twice, <code>c</code>" in render(pairs, "en")


def test_cells_and_recoveries_that_prove_nothing_say_so(good: Assessment) -> None:
    usual = {"dependency": "sms", "mode": "silent", "tried": 4, "p95": 0.5}
    cells = (
        Cell(journey="a", completed=0, doubt=Text(fr="douteux", en="in doubt"), **usual),
        Cell(journey="b", completed=4, unused=True, **usual),
    )
    cut = Recovery(pattern="P2", cut=1.0, power_back=2.0, useful=None, unknown=True)
    page = render(good.model_copy(update={"matrix": cells, "recoveries": (cut,)}), "en")
    assert "? inconclusive</b><br><small>in doubt" in page
    assert "unused: never called in calm" in page
    assert "not useful before the next event" in page
    assert "✕ fails" not in page
