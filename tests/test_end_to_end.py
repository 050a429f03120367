"""The main job with real processes: two suppliers of one service, and their letters swapped."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import epreuve.audits.demo
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

pytestmark = pytest.mark.slow

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
PROFILES = Path(epreuve.audits.demo.__path__[0])
SCALE = "60"  # every window is at its floor: no scale plays the crisis faster
LIMIT = 330  # seconds for a pair of audits at once, on a machine that has other things to do
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


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """What `epreuve demo` leaves."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    words = [EPREUVE, "demo", "--scale", SCALE, "--lang", "fr", "--folder", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Des démarches confirmées ont été perdues." in done.stdout
    return read(folder)


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


def test_the_one_that_holds_is_told_from_the_one_that_does_not(demonstration: Pair) -> None:
    assert_told_apart(demonstration.sobre, demonstration.fragile)


def test_nothing_of_ours_failed(demonstration: Pair) -> None:
    for each in (demonstration.sobre, demonstration.fragile):
        assert [f"{f.id}: {f.reason.en}" for f in each.findings if f.outcome == "error"] == []
        assert not [warning.en for warning in each.warnings if warning.en.startswith("Probe")]
        assert each.bench.generator.started >= 0.95 * each.bench.generator.intended
        assert each.run.interrupted is None


def test_the_reports_are_there_and_light(demonstration: Pair) -> None:
    folder = demonstration.folder
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
def test_judged_again_it_is_the_same_to_the_byte(demonstration: Pair, name: str) -> None:
    run = demonstration.folder / name
    before = (run / "assessment.json").read_bytes()
    subprocess.run([EPREUVE, "assess", str(run)], capture_output=True, timeout=60)
    assert (run / "assessment.json").read_bytes() == before


def test_swapping_the_addresses_swaps_the_letters(demonstration: Pair, tmp_path: Path) -> None:
    """With another seed: neither the profile's names nor chance make the letter."""
    texts = {name: (PROFILES / f"{name}.yaml").read_text() for name in ("sobre", "fragile")}
    written = {name: yaml.safe_load(text) for name, text in texts.items()}
    for name, other in (("sobre", "fragile"), ("fragile", "sobre")):
        swapped = yaml.safe_load(texts[name])
        swapped["service"]["address"] = written[other]["service"]["address"]
        for block in MOVED:
            if block in written[other]:
                swapped[block] = written[other][block]
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(swapped, allow_unicode=True))
    started = [
        subprocess.Popen(
            [
                EPREUVE, "audit", f"{name}.yaml", "--scale", SCALE, "--seed", "7", "--quiet",
                "--folder", name,
            ],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for name in texts
    ]  # fmt: skip
    try:
        for each in started:
            said, _ = each.communicate(timeout=LIMIT)
            assert each.returncode in (0, 1), said
    finally:
        for each in started:
            each.terminate()
            each.communicate()
    after = read(tmp_path)
    assert_told_apart(good=after.fragile, bad=after.sobre)
    assert after.sobre.service.supplier == demonstration.sobre.service.supplier
    assert after.fragile.result.letter == demonstration.sobre.result.letter
    assert after.sobre.result.letter == demonstration.fragile.result.letter
