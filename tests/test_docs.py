"""The documentation: its reference is told, its links lead somewhere, its commands are right."""

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
from epreuve.audits.errors import EXIT_CODES
from epreuve.audits.grid.grid import load_grid

pytestmark = pytest.mark.process

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
def told(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the site, reference included."""
    target = tmp_path_factory.mktemp("site") / "source"
    script = [sys.executable, str(SITE / "generate.py"), str(target)]
    subprocess.run(script, check=True, timeout=120)
    return target


# --- the reference ---


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reference_tells_all_that_the_code_has(told: Path, language: str) -> None:
    def page(name: str) -> str:
        return (told / language / "reference" / f"{name}.md").read_text()

    for code in EXIT_CODES:
        assert f"| {code.code} | {getattr(code, language)} |" in page("exit-codes")
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


def test_every_page_has_its_place_in_the_menu(told: Path) -> None:
    for language in ("fr", "en"):
        index = (told / language / "index.md").read_text()
        for page in (told / language).rglob("*.md"):
            entry = str(page.relative_to(told / language).with_suffix(""))
            assert entry == "index" or entry in index or entry.startswith("guides/"), entry


def test_the_two_languages_have_the_same_pages(told: Path) -> None:
    pages = [sorted(p.name for p in (told / each / "reference").iterdir()) for each in ("fr", "en")]
    assert pages[0] == pages[1]
    assert len(list(SITE.glob("fr/*.md"))) == len(list(SITE.glob("en/*.md")))


def test_what_the_code_says_is_put_into_french(told: Path) -> None:
    """And nothing that it no longer says is kept."""
    with (SITE / "fr.po").open("rb") as file:
        known = {str(each.id) for each in read_po(file, locale="fr") if each.id and each.string}
    asked = set((told / "asked.txt").read_text().splitlines())
    assert asked - known == set(), "put these into docs/site/fr.po"
    assert known - asked == set(), "take these out of docs/site/fr.po"


def test_notes_name_the_metrics_and_codes_that_exist(told: Path) -> None:
    metric = re.compile(r"`(epreuve_[a-z_]+)`")
    known = set(metric.findall((told / "en" / "reference" / "metrics.md").read_text()))
    noted = (ROOT / "docs" / "prometheus" / "README.md").read_text()
    assert set(metric.findall(noted)) <= known
    for note in (ROOT / "README.md", ROOT / "docs" / "exit-codes.md"):
        codes = re.findall(r"^\| (\d) \|", note.read_text(), re.MULTILINE)
        assert codes == [str(each.code) for each in EXIT_CODES]


# --- links ---


@pytest.mark.parametrize("path", OTHERS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in targets(path.read_text()):
        assert (path.parent / target).exists(), f"{path}: {target}"


def test_links_of_the_site_lead_somewhere(told: Path) -> None:
    found = list(told.rglob("*.md"))
    assert len(found) > 30
    for path in found:
        for target in targets(path.read_text()):
            aimed = path.parent / re.sub(r"\.html$", ".md", target)
            assert aimed.exists(), f"{path}: {target}"


def test_the_built_site_is_refused_for_a_broken_link(tmp_path: Path) -> None:
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
        "a.html: b.html#there names no place of that page",
        "b.html: c.html leads nowhere",
        "b.html: loads https://example.org/i.png from elsewhere",
    ]


@pytest.mark.parametrize(
    "words", [["nope"], ["audit"], ["audit", "p.yaml", "--nope"], ["crises", "show"]]
)
def test_a_command_that_is_wrong_is_seen(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parsed(epreuve, words)


def targets(text: str) -> Iterator[str]:
    for link in LINK.finditer(FENCED.sub("", text) if ":::" not in text else text):
        yield link[1] or link[3] or link[4]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").glob("*.png")), ids=name)
def test_pictures_are_light(path: Path) -> None:
    assert path.stat().st_size <= 150_000


# --- commands ---


def commands(path: Path) -> list[list[str]]:
    """What is shown to be typed, in fenced or indented blocks, without what the shell does."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    found = map(COMMAND.match, lines)
    return [shlex.split(each[1], comments=True) for each in found if each]


WRITTEN = [
    pytest.param(words, id=f"{name(path)}: {' '.join(words)}")
    for path in sorted([*OTHERS, *PATHS])
    for words in commands(path)
]


def test_there_are_commands_to_check() -> None:
    assert len(WRITTEN) > 40


@pytest.mark.parametrize("words", WRITTEN)
def test_a_command_that_is_written_is_right(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runs").mkdir()  # what a reader who comes to that command has
    monkeypatch.chdir(tmp_path)
    if words[0] == "make":
        assert set(words[1:]) <= set(TARGETS)
    else:
        parsed(epreuve, words[1:])


def parsed(command: click.Command, words: list[str]) -> None:
    """Let click read the words, without doing anything; a wrong option or verb raises."""
    with command.make_context(command.name, list(words), resilient_parsing=False) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, click.Group) and rest:
            _, verb, rest = command.resolve_command(context, rest)
            assert verb is not None
            parsed(verb, rest)


# Programs other than `epreuve` and `make`, and the module of tests/documented that runs them.
TYPED = {
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
    """Of the lines of blocks that are no drawing, what a shell would start."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    blocks = [block for block in blocks if "──" not in block]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    return {each[1] for line in lines if (each := PROGRAM.match(line))} - {"epreuve", "make"}


def test_whatever_a_page_tells_to_type_is_typed_by_a_test() -> None:
    found = {(name(path), each) for path in [*OTHERS, *PATHS] for each in programs(path)}
    assert found == set(TYPED), "type it in tests/documented, and name it here"
    for (page, _), module in TYPED.items():
        assert Path(page).name in (ROOT / "tests" / "documented" / module).read_text()


RUN = [one for one in WRITTEN if one.values[0][0] == "epreuve" and one.values[0][1] in CHEAP]


@pytest.mark.parametrize("words", RUN)
def test_a_command_that_touches_nothing_works(words: list[str], tmp_path: Path) -> None:
    for word in words:
        if word.endswith(".yaml"):  # the reader's own profile
            (tmp_path / word).write_bytes(DEMONSTRATION.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "epreuve.audits", *words[1:]],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
