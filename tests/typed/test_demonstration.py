"""The main job with real processes: two suppliers of one service, and their letters swapped."""

import os
import re
import subprocess
import sys
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import epreuve.audits.demo
from epreuve.audits.errors import EXIT_NOT_MEASURED
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

pytestmark = pytest.mark.slow

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
PROFILES = Path(epreuve.audits.demo.__path__[0])
LIMIT = 420  # seconds for a pair of audits at once, on a machine that has other things to do
PORT = re.compile(r"(?<=127\.0\.0\.1:)18")
MOVED = ("dependencies", "power", "status_page")  # what says which service is under trial


@dataclass(frozen=True)
class Pair:
    """The two runs of a demonstration, and where they are."""

    folder: Path
    sobre: Assessment
    fragile: Assessment


def read(folder: Path) -> Pair:
    names = ("sobre", "fragile")
    return Pair(folder, *(read_assessment(folder / each / "assessment.json") for each in names))


def demonstration(checkout: Path) -> Pair:
    """What `make demo` leaves, typed in a checkout whose environment is ready."""
    (checkout / "Makefile").symlink_to(Path(__file__).parents[2] / "Makefile")
    words = ["make", "demo", f"VENV={sys.prefix}", "-o", f"{sys.prefix}/bin/.ready"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        words, cwd=checkout, env={**kept, "LC_ALL": "fr_FR.UTF-8"},
        capture_output=True, text=True, timeout=LIMIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Des démarches confirmées ont été perdues." in done.stdout
    [folder] = checkout.glob("runs/*")
    return read(folder)


def swapped(folder: Path) -> Pair:
    """The same with each other's addresses and with another seed, on ports of their own."""
    run = folder / "first"
    codes = _swap(run)
    if EXIT_NOT_MEASURED in codes:  # the bench was too weak: such a trial is void, not failed
        run = folder / "again"
        codes = _swap(run)
    assert set(codes) <= {0, 1}, "".join(log.read_text() for log in run.glob("*.log"))
    return read(run)


def _swap(folder: Path) -> list[int]:
    folder.mkdir()
    written = {name: (PROFILES / f"{name}.yaml").read_text() for name in ("sobre", "fragile")}
    texts = {name: PORT.sub("19", text) for name, text in written.items()}
    with ExitStack() as stack:
        started = []
        for name, other in (("sobre", "fragile"), ("fragile", "sobre")):
            profile, others = (yaml.safe_load(texts[each]) for each in (name, other))
            profile["service"]["address"] = others["service"]["address"]
            profile |= {block: others[block] for block in MOVED if block in others}
            (folder / f"{name}.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True))
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            words = [EPREUVE, "audit", f"{name}.yaml", "--quick", "--seed", "7", "--folder", name]
            process = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            started.append(process)
        return [process.wait(LIMIT) for process in started]


LANES = {"demonstration": demonstration, "swapped": swapped}
Played = dict[str, Future[Pair]]


@pytest.fixture
def shown(played: Played) -> Pair:
    """The demonstration's runs."""
    return played["demonstration"].result()


def assert_told_apart(good: Assessment, bad: Assessment) -> None:
    assert good.result.letter is not None, good.result.letter_note
    assert bad.result.letter is not None, bad.result.letter_note
    assert good.result.letter < bad.result.letter
    assert good.result.letter <= "B"
    assert good.result.knockouts == ()
    assert good.receipts.lost == 0
    assert good.receipts.audited > 100
    assert bad.result.letter >= "E"
    assert "K1" in {each.id for each in bad.result.knockouts}
    assert bad.receipts.lost > 0


def test_the_one_that_holds_is_told_from_the_one_that_does_not(shown: Pair) -> None:
    assert_told_apart(shown.sobre, shown.fragile)


def test_nothing_of_ours_failed(shown: Pair) -> None:
    for each in (shown.sobre, shown.fragile):
        assert [f"{f.id}: {f.reason.en}" for f in each.findings if f.outcome == "error"] == []
        assert not [warning.en for warning in each.warnings if warning.en.startswith("Probe")]
        assert each.bench.generator.started >= 0.95 * each.bench.generator.intended
        assert each.run.interrupted is None


def test_the_reports_are_there_and_light(shown: Pair) -> None:
    folder = shown.folder
    pages = [folder / f"comparison.{language}.html" for language in ("fr", "en")]
    pages += [
        folder / name / f"report.{language}.html"
        for name in ("sobre", "fragile")
        for language in ("fr", "en")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(text.encode()) <= 100_000, page
        assert "<script" not in text
    lost = "Des démarches confirmées ont été perdues."
    assert lost in (folder / "fragile" / "report.fr.html").read_text(encoding="utf-8")
    assert lost not in (folder / "sobre" / "report.fr.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["sobre", "fragile"])
def test_judged_again_it_is_the_same_to_the_byte(shown: Pair, name: str) -> None:
    run = shown.folder / name
    before = (run / "assessment.json").read_bytes()
    subprocess.run([EPREUVE, "assess", str(run)], capture_output=True, timeout=60)
    assert (run / "assessment.json").read_bytes() == before


def test_swapping_the_addresses_swaps_the_letters(shown: Pair, played: Played) -> None:
    """Neither the profile's names nor chance make the letter."""
    after = played["swapped"].result()
    assert_told_apart(good=after.fragile, bad=after.sobre)
    assert after.sobre.service.supplier == shown.sobre.service.supplier
    assert after.fragile.result.letter == shown.sobre.result.letter
    assert after.sobre.result.letter == shown.fragile.result.letter
