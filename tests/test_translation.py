"""Each catalogue of the product has exactly the sentences of its code."""

from pathlib import Path

import pytest

from tests.translation import CATALOGUE, MESSAGES, TRANSLATORS, problems, sentences_of, sources

ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / name for name in ("audits", "faults", "probes", "reports")]
ERRORS_OF = [ROOT / "faults", ROOT / "probes"]  # `audits.messages` translates their messages
TREES = sorted(path.parent for package in PACKAGES for path in package.rglob(CATALOGUE))


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: str(tree.relative_to(ROOT)))
def test_a_catalogue_has_the_sentences_of_its_code(tree: Path) -> None:
    assert problems(tree, MESSAGES if tree in ERRORS_OF else TRANSLATORS) == []


def test_every_sentence_has_a_catalogue() -> None:
    covered = {path for tree in TREES for path in sources(tree)}
    uncovered = [
        path
        for package in PACKAGES
        for path in package.rglob("*.py")
        if path not in covered and "translate(" in path.read_text(encoding="utf-8")
    ]
    assert uncovered == []


def test_audits_and_reports_have_no_message_of_the_lower_packages() -> None:
    lost = {
        f"{path.relative_to(ROOT)}: {sentence}"
        for package in ("audits", "reports")
        for path in (ROOT / package).rglob("*.py")
        for sentence in sentences_of(path, MESSAGES)
    }
    assert lost == set(), "no catalogue has it: use `translate`"


@pytest.mark.parametrize("code", ['message("it fails")', 'recorded("it fails")'])
def test_a_message_of_the_lower_packages_is_recognised(tmp_path: Path, code: str) -> None:
    (tmp_path / "code.py").write_text(f"{code}\nlistener.message('it runs')\n")
    assert sentences_of(tmp_path / "code.py", MESSAGES) == {"it fails"}


def a_tree(folder: Path, code: str, catalogue: str, file: str = "code.py") -> Path:
    (folder / file).write_text(code, encoding="utf-8")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / CATALOGUE).write_text(head + catalogue, encoding="utf-8")
    return folder


ONE = 'msgid "{a} is."\nmsgstr "{a} est."\n'
TWO = 'msgid "{n} is"\nmsgid_plural "{n} are"\nmsgstr[0] "{n} est"\nmsgstr[1] "{n} sont"\n'


@pytest.mark.parametrize(
    ("code", "catalogue", "problem"),
    [
        ('translate("{a} is.", a=1)', ONE, None),
        ('translate("{a} " "is.", a=1)', ONE, None),
        ('translate.plural("{n} is", "{n} are", 2)', TWO, None),
        ('translate("{a} was.", a=1)', ONE, "not in"),
        ('translate("{a} is.", a=1)', ONE.replace("{a} est.", ""), "not in"),
        ('translate.plural("{n} is", "{n} are", 2)', TWO.replace("{n} sont", ""), "not in"),
        ("", ONE, "no code has it"),
        ('translate("{a} is.", a=1)', ONE.replace("{a} est", "{b} est"), "other placeholders"),
        ('translate("{a} is.", b=1)', ONE, "no value for a"),
        ('translate("{a} is.", a=1)', ONE.replace("est", "essai(s)"), "use a plural"),
        ('translate("{n} is", n=1)', TWO.replace("are", "is"), None),
        ('translate("{n} is", n=1)', TWO, "not in"),
        ("translate(sentence)", "", "not a literal"),
        ('translate(f"{a} is.")', "", "not a literal"),
    ],
)
def test_a_difference_is_named(
    tmp_path: Path, code: str, catalogue: str, problem: str | None
) -> None:
    lines = problems(a_tree(tmp_path, code, catalogue))
    assert any(problem in line for line in lines) if problem else lines == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ('{{ _.plural("{n} is", "{n} are", 2) }}', None),
        ('{{ _.plural("{n} is", "{n} were", 2) }}', "not in"),
        ("{{ _.plural(one, other, 2) }}", "not a literal"),
        ('{{ _.plural("{n} is", other, 2) }}', "not a literal"),
    ],
)
def test_templates_have_sentences(tmp_path: Path, code: str, problem: str | None) -> None:
    lines = problems(a_tree(tmp_path, code, TWO, "page.html"))
    assert any(problem in line for line in lines) if problem else lines == []


SILENT = 'msgid "silent"\nmsgid_plural "silent"\nmsgstr[0] "muet"\nmsgstr[1] "muets"\n'


@pytest.mark.parametrize(
    ("code", "catalogue", "problem"),
    [
        ('message("{a} is.", a=1)', ONE, None),
        ('message("{a} was.", a=1)', ONE, "not in"),
        ('message("{a} is.", b=1)', ONE, "no value for a"),
        ("message(text)", "", "not a literal"),
        ('Label("silent")', SILENT, None),
        ('Label("silent")', 'msgid "silent"\nmsgstr "muet"\n', "not in"),
        ('Label("silent")', SILENT.replace("muets", ""), "not in"),
        ("Label(text)", "", "not a literal"),
        ("", SILENT, "no code has it"),
    ],
)
def test_a_message_of_a_fault_has_its_french(
    tmp_path: Path, code: str, catalogue: str, problem: str | None
) -> None:
    lines = problems(a_tree(tmp_path, code, catalogue), MESSAGES)
    assert any(problem in line for line in lines) if problem else lines == []


@pytest.mark.parametrize(
    ("french", "problem"),
    [
        (ONE, None),
        (ONE.replace("{a} est", "{b} est"), "other placeholders"),
        (ONE.replace("{a} is", "{a} was"), "not in"),
    ],
)
def test_the_french_of_a_file_may_be_in_it(
    tmp_path: Path, french: str, problem: str | None
) -> None:
    code = f'translate("{{a}} is.", a=1)\nFRENCH = """\n{french}"""\n'
    lines = problems(a_tree(tmp_path, code, ""))
    assert any(problem in line for line in lines) if problem else lines == []


def test_a_folder_with_its_own_catalogue_is_left_to_it(tmp_path: Path) -> None:
    tree, inner = a_tree(tmp_path, "", ""), tmp_path / "inner"
    inner.mkdir()
    a_tree(inner, 'translate("{a} is.", a=1)', ONE)
    assert problems(tree) == problems(inner) == []
