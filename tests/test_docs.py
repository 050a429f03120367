"""The documentation: a complete reference, links that exist, commands that are correct."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.crises.crisis import crisis_ids
from epreuve.audits.gates.exit_codes import exit_codes
from epreuve.audits.grid.grid import load_grid
from epreuve.faults.registry import fault_kinds

ROOT = Path(__file__).parents[1]
SITE = ROOT / "docs" / "site"
DEMONSTRATION = ROOT / "audits" / "demo" / "sobre.yaml"
OTHERS = [*ROOT.glob("*.md"), *(p for p in (ROOT / "docs").rglob("*.md") if SITE not in p.parents)]
PATHS = [*SITE.glob("fr/*.md"), *SITE.glob("en/*.md")]
LINK = re.compile(r"\]\(([^)\s:#]+)(#[^)]*)?\)|^:::\{image\} (\S+)|href=\"([^\":#]+)", re.MULTILINE)
FENCED = re.compile(r"^```(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (.*)$", re.MULTILINE)
COMMAND = re.compile(r"(?:\$ )?(?:\S*/bin/)?((?:epreuve|make) [^>|&]*)")
PROGRAM = re.compile(r"(?:\$ )?(?:\S*/bin/)?([a-z][a-z0-9]*)\b(?![.:(])")
CHEAP = {"check", "plan", "crises", "grid", "explain", "schema", "doctor"}
TARGETS = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="session")
def site(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the generated sources of the site, with the reference."""
    target = tmp_path_factory.mktemp("site") / "source"
    script = [sys.executable, str(SITE / "generate.py"), str(target)]
    subprocess.run(script, check=True, timeout=120)
    return target


# --- the reference ---


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
    with (SITE / "fr.po").open("rb") as file:
        known = {str(row.id) for row in read_po(file, locale="fr") if row.id and row.string}
    needed = set((site / "sentences.txt").read_text().splitlines())
    assert needed - known == set(), "add these to docs/site/fr.po"
    assert known - needed == set(), "remove these from docs/site/fr.po"


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


# --- links ---


@pytest.mark.parametrize("path", OTHERS, ids=name)
def test_links_have_a_target(path: Path) -> None:
    for target in targets(path.read_text()):
        assert (path.parent / target).exists(), f"{path}: {target}"


def test_links_of_the_site_have_a_target(site: Path) -> None:
    pages = list(site.rglob("*.md"))
    assert len(pages) > 30
    for path in pages:
        for target in targets(path.read_text()):
            linked = path.parent / re.sub(r"\.html$", ".md", target)
            assert linked.exists(), f"{path}: {target}"


@pytest.mark.process
def test_a_broken_link_of_the_built_site_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="b.html#there">b</a><a href="#here">a</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there"><a href="a.html">a</a>')
    command = [sys.executable, str(SITE / "links.py"), str(tmp_path)]
    assert subprocess.run(command, capture_output=True).returncode == 0
    (tmp_path / "b.html").write_text('<a href="c.html">c</a><img src="https://example.org/i.png">')
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "a.html: b.html#there: no such anchor in that page",
        "b.html: c.html: no such page",
        "b.html: loads https://example.org/i.png from another site",
    ]


@pytest.mark.parametrize(
    "words", [["nope"], ["audit"], ["audit", "p.yaml", "--nope"], ["crises", "show"]]
)
def test_a_wrong_command_is_recognised(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parse(epreuve, words)


def targets(text: str) -> Iterator[str]:
    for link in LINK.finditer(FENCED.sub("", text) if ":::" not in text else text):
        yield link[1] or link[3] or link[4]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").glob("*.png")), ids=name)
def test_pictures_are_light(path: Path) -> None:
    assert path.stat().st_size <= 150_000


# --- commands ---


def commands(path: Path) -> list[list[str]]:
    """Return the commands of fenced and indented blocks, without redirections."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    matches = map(COMMAND.match, lines)
    return [shlex.split(match[1], comments=True) for match in matches if match]


WRITTEN = [
    pytest.param(words, id=f"{name(path)}: {' '.join(words)}")
    for path in sorted([*OTHERS, *PATHS])
    for words in commands(path)
]


def test_there_are_commands_to_check() -> None:
    assert len(WRITTEN) > 40


@pytest.mark.parametrize("words", WRITTEN)
def test_a_command_of_a_page_is_correct(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runs").mkdir()  # a reader of this command has run others before
    monkeypatch.chdir(tmp_path)
    if words[0] == "make":
        assert set(words[1:]) <= set(TARGETS)
    else:
        parse(epreuve, words[1:])


def parse(command: click.Command, words: list[str]) -> None:
    """Parse a command without running it; raise click.UsageError for a wrong option or verb."""
    with command.make_context(command.name, list(words), resilient_parsing=False) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, click.Group) and rest:
            _, verb, rest = command.resolve_command(context, rest)
            assert verb is not None
            parse(verb, rest)


# Programs other than `epreuve` and `make`, and the module of tests/documented that runs them.
MODULES = {
    ("CONTRIBUTING.md", "pytest"): "test_installed.py",
    ("docs/ci/README.md", "chaos"): "test_chaos.py",
    ("docs/ci/README.md", "eval"): "test_blocks.py",
    ("docs/ci/README.md", "pytest"): "test_readers.py",
    ("docs/first-hour.md", "pip"): "test_installed.py",
    ("docs/first-hour.md", "pytest"): "test_readers.py",
    ("docs/first-hour.md", "python3"): "test_installed.py",
    ("docs/images/README.md", "python"): "test_pictures.py",
    ("docs/prometheus/README.md", "prometheus"): "test_prometheus.py",
}


def programs(path: Path) -> set[str]:
    """Return the programs that the blocks of a page start, drawings aside."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    blocks = [block for block in blocks if "──" not in block]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    return {match[1] for line in lines if (match := PROGRAM.match(line))} - {"epreuve", "make"}


def test_each_program_that_a_page_starts_is_run_by_a_test() -> None:
    started = {(name(path), program) for path in [*OTHERS, *PATHS] for program in programs(path)}
    assert started == set(MODULES), "run it in tests/documented, and name it here"
    for (page, _), module in MODULES.items():
        assert Path(page).name in (ROOT / "tests" / "documented" / module).read_text()


RUN = [row for row in WRITTEN if row.values[0][0] == "epreuve" and row.values[0][1] in CHEAP]


@pytest.mark.process
@pytest.mark.parametrize("words", RUN)
def test_a_command_without_a_run_works(words: list[str], tmp_path: Path) -> None:
    for word in words:
        if word.endswith(".yaml"):  # the reader's own profile
            (tmp_path / word).write_bytes(DEMONSTRATION.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "epreuve.audits", *words[1:]],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
