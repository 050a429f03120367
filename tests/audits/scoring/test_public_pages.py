"""Public pages: no place of the test machine, no raw error of a program, no internal id.

All pages of two runs are rendered: their report, kit, badge, comparison, history and site. The runs
have what usually brings such texts: a failed export, a leaking fault, failed probes, an unread
receipt, an interruption.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.checks.durability.export_records import FullExportObservation
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import citizen_link, dependency_link
from epreuve.audits.runs.records.bench import ProbeFailure
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.audits.scoring.assess import assess_run
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row
from epreuve.reports import badge, kit_html
from epreuve.reports import html as html_report
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.site import write_site

ERROR = "[Errno 28] No space left on device: '/home/marie/runs/frozen/evidence.db'"
LOCAL = re.compile(r"/(?:home|root|tmp|usr|var|work|Users)/|[A-Z]:\\|\.log\b|\bruns/")
RAW = re.compile(r"\[?Errno|Traceback|\b\w+(?:Error|Exception)\b|strerror|/bin/python")
HIDDEN = re.compile(r"<(style|script)>.*?</\1>|<[^>]*>", re.DOTALL)
HEX = 40  # characters of a hash, which may contain anything
WORDS = {"base", "sms", "carte", "paiement", "partenaire"}  # ids that are French words too
NETWORKS = ("edge-lossy", "4g-congested", "slow4g", "no-network")


def rows(frozen: ModuleType, plan: Plan) -> Iterator[Row]:
    """Yield the evidence of a bad service with failures of the harness itself."""
    yield from frozen.rows(plan, frozen.BAD)
    confirmed = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())
    leaking = LinkTraffic(opened=3, bytes_from_clients=90, bytes_to_clients=12)
    for link in (dependency_link("sms"), citizen_link("edge-lossy"), citizen_link("edge-probe")):
        yield Observation(1.0, link, FaultBegin(fault=Silent(), confirmed=confirmed, duration=0.0))
        yield Observation(9.0, link, FaultHeal(kernel=leaking, listening=True, duration=0.0))
    for name in ("edge page", "comfort page"):
        yield Observation(3.0, name, ProbeFailure(error_type="OSError", message=ERROR))
    detail = "export.administrator: `/usr/bin/python3 -m x` ended with 2; see runs/x/logs/x.log"
    yield Observation(
        200.0, "administrator",
        FullExportObservation(
            answered=True, detail=detail, format=None, bytes=None, sha256=None, expected=9, found=0
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def runs(
    frozen: ModuleType, plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Assessment, ...]:
    """Two runs: one with failures, one that an error of the disk ended."""
    place = tmp_path_factory.mktemp("public")
    failed = frozen.keep(place / "failed", plan, rows(frozen, plan))
    ended = frozen.keep(
        place / "ended", plan, frozen.rows(plan, frozen.GOOD), interrupted=ERROR, ended=3
    )
    return assess_run(failed), assess_run(ended)


@pytest.fixture(scope="module")
def pages(runs: tuple[Assessment, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All public pages, by a name."""
    site = tmp_path_factory.mktemp("site")
    empty = tmp_path_factory.mktemp("empty")
    write_site({str(number): (empty, run) for number, run in enumerate(runs)}, site)
    found = {str(file.relative_to(site)): file.read_text("utf-8") for file in site.rglob("*.html")}
    for language in LANGUAGES:
        both = compare([runs[0], runs[0].model_copy(update={"run": runs[1].run})])
        found[f"comparison.{language}"] = html_report.render_comparison(both, language)
        for number, run in enumerate(runs):
            found[f"kit {number} {language}"] = kit_html.render(run, language)
            found[f"badge {number} {language}"] = badge.render(run, language)
    return found


def visible(page: str) -> str:
    """Return the text that a reader sees, with the texts of attributes."""
    texts = [HIDDEN.sub(" ", page), *re.findall(r'(?:title|aria-label|alt)="([^"]*)"', page)]
    words = html.unescape(" ".join(texts)).split()
    return " ".join(word for word in words if len(word) < HEX or "/" in word)


def test_every_kind_of_page_is_read(pages: dict[str, str]) -> None:
    kinds = ("index", "report", "kit", "badge", "comparison")
    assert all(any(kind in name for name in pages) for kind in kinds)
    assert all(visible(page) for page in pages.values())


def test_no_page_names_a_place_of_the_machine_or_a_raw_error(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        text = visible(page)
        for pattern in (LOCAL, RAW):
            match = pattern.search(text)
            assert match is None, f"{name}: {text[max(match.start() - 80, 0) : match.end() + 80]}"


def test_the_document_of_a_site_names_no_place_and_no_raw_error(
    runs: tuple[Assessment, ...], tmp_path: Path
) -> None:
    write_site({"run": (tmp_path / "empty", runs[1])}, tmp_path / "site")
    text = (tmp_path / "site" / "run" / "assessment.json").read_text("utf-8")
    assert "No space left on device" in text
    assert LOCAL.search(text) is None
    assert RAW.search(text) is None


def test_no_page_names_an_internal_id(pages: dict[str, str], plan: Plan) -> None:
    profile = plan.profile
    ids = {*profile.journeys, *NETWORKS}
    ids |= {"edge-probe", "comfort-probe", "interrupted-form", "sonde-edge", "temoin-coupure"}
    ids |= profile.dependencies.keys() - WORDS
    ids |= {window.name for window in plan.windows if "-" in window.name or ":" in window.name}
    wanted = "|".join(map(re.escape, sorted(ids)))
    inside = r"\b(?:citizens|dependency)-\w+|:silent\b"
    pattern = re.compile(rf"(?<![\w/])(?:{wanted})(?![\w/])|{inside}")
    for name, page in pages.items():
        text = visible(page)
        match = pattern.search(text)
        assert match is None, f"{name}: {text[max(match.start() - 80, 0) : match.end() + 80]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_those_of_the_profile(
    pages: dict[str, str], plan: Plan, language: Language
) -> None:
    text = visible(pages[f"0/report.{language}.html"])
    for part in (*plan.profile.journeys.values(), *plan.profile.dependencies.values()):
        assert part.title is not None
        if getattr(part, "critical", True):
            assert part.title.of(language) in text


def test_the_reason_of_an_interruption_stays(pages: dict[str, str]) -> None:
    assert "No space left on device: 'evidence.db'" in visible(pages["1/report.en.html"])
