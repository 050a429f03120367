"""Every error that a user reads has both languages: no raise of one passes a bare string.

The constructors take a `Text` or a `Message`, which mypy checks; the sentences of these are
literals with French, which `test_translation.py` checks. This test reads the code, because a
`ValueError` takes anything.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOTS = frozenset({"EpreuveError", "FaultError", "EvidenceError"})
USER_FILES = ("audits/crises", "audits/grid", "audits/profile", "audits/reading", "probes/journeys")
"""Packages that read files of users: each ValueError there is a mistake in a file."""
SENTENCE = re.compile(r"(translate|message|_)(\.\w+)?")
DECIMALS = re.compile(r"[gGeEfF%]'$")  # the end of a format specification
REMEDY = re.compile(r"[;?]|(^|: )(add|choose|give|name|put|write) |\{(error|problem|expected)\}$")
"""Part of a message that says what to do; the last form quotes a message that says it."""
FAILURES = frozenset({"FaultError"})  # of the engine and of commands, not mistakes of a user
OTHERS = ("audits/demo", "faults/embedded")  # services of their own, which speak to programs


def code() -> Iterator[tuple[Path, ast.Module]]:
    """Yield the Python files of the product."""
    for package in ("audits", "faults", "probes", "reports"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(OTHERS):
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def error_names(
    modules: list[ast.Module], roots: frozenset[str] = ROOTS | {"ValueError"}
) -> set[str]:
    """Return the names of the errors for users: the roots, and subclasses of them or ValueError."""
    names = set(roots) - {"ValueError"}
    classes = [
        node for tree in modules for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    while True:
        more = {
            node.name
            for node in classes
            if {ast.unparse(base) for base in node.bases} & (names | roots)
        }
        if more <= names:
            return names
        names |= more


def bare_strings(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Yield the calls of these errors whose last argument is a text in one language."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name in names and node.args and is_bare(node.args[-1]):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if name == "self.fail" and is_bare(node.args[0]):  # of a type of click
            yield f"line {node.lineno}: {ast.unparse(node)}"


def is_bare(argument: ast.expr) -> bool:
    """Return whether an argument is a string, or a text that is declared the same in French."""
    match argument:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.Call(func=ast.Name(id="str" | "untranslated")):
            return True
        case ast.Call(func=ast.Attribute(attr="join" | "format")):
            return True
        case _:
            return False


def without_remedy(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Yield the sentences of these errors that do not say what to do."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in names:
            continue
        for argument in node.args[-1:]:
            match argument:
                case ast.Call(
                    func=ast.Name(id="translate" | "message" | "_"),
                    args=[ast.Constant(value=str() as sentence), *_],
                ) if not REMEDY.search(sentence):
                    yield f"line {node.lineno}: {sentence}"


def numbers_of_one_language(tree: ast.Module) -> Iterator[str]:
    """Yield the numbers, written with a point, among the values of sentences."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not SENTENCE.fullmatch(ast.unparse(call.func)):
            continue
        for value in (inner for keyword in call.keywords for inner in ast.walk(keyword.value)):
            match value:
                case ast.FormattedValue(format_spec=ast.JoinedStr() as specification) if (
                    DECIMALS.search(ast.unparse(specification))
                ):
                    yield f"line {value.lineno}: {ast.unparse(value)}"


CODE = list(code())
NAMES = error_names([tree for _, tree in CODE])


def test_the_errors_for_users_are_recognised() -> None:
    assert {"Misuse", "StoppedForSafety", "ToxiproxyLate", "DeclarationError"} <= NAMES
    assert not {"ValueError", "ExchangeError", "ApiError"} & NAMES


def test_no_error_for_users_has_a_bare_string() -> None:
    wrong = []
    for path, tree in CODE:
        name = path.relative_to(ROOT).as_posix()
        names = NAMES | {"ValueError"} if name.startswith(USER_FILES) else NAMES
        wrong += [f"{name}, {line}" for line in bare_strings(tree, names)]
    assert wrong == []


@pytest.mark.parametrize(
    ("statement", "is_bare"),
    [
        ('raise Misuse("wrong")', True),
        ('raise Misuse(f"{path}: wrong")', True),
        ("raise Misuse(str(error))", True),
        ('raise Misuse("\\n".join(lines))', True),
        ("raise Misuse(untranslated(line))", True),
        ('raise UnreadableAssessment(path, "", f"is {wrong}")', True),
        ('raise Misuse(translate("wrong"))', False),
        ("raise Misuse(error_text(error))", False),
        ('raise FaultError(message("wrong"))', False),
        ('raise KeyError("wrong")', False),
        ('self.fail(f"{value!r} {error}", param, ctx)', True),
        ("self.fail(text.of(language), param, ctx)", False),
    ],
)
def test_a_bare_string_is_recognised(statement: str, is_bare: bool) -> None:
    assert bool(list(bare_strings(ast.parse(statement), NAMES))) is is_bare


def test_numbers_in_sentences_have_the_decimal_mark_of_the_language() -> None:
    """A value that is formatted in the call has a point in French too: pass Number or the like."""
    assert [
        f"{path.relative_to(ROOT)}, {line}"
        for path, tree in CODE
        for line in numbers_of_one_language(tree)
    ] == []


@pytest.mark.parametrize(
    ("call", "is_wrong"),
    [
        ('translate("{n} s", n=f"{seconds:g}")', True),
        ('message("{n} s", n=f"{seconds:.1f}")', True),
        ('translate.plural("{n} s", "{n} s", 1, n=f"about {x:g}")', True),
        ('translate("{n} s", n=Number(seconds, 2))', False),
        ('translate("{day}", day=f"{now:%Y%m%d}")', False),
        ('print(f"{seconds:g}")', False),
    ],
)
def test_a_number_of_one_language_is_recognised(call: str, is_wrong: bool) -> None:
    assert bool(list(numbers_of_one_language(ast.parse(call)))) is is_wrong


def test_every_mistake_of_a_user_has_a_remedy() -> None:
    modules = [tree for _, tree in CODE]
    names = error_names(modules, ROOTS - FAILURES)
    assert [
        f"{path.relative_to(ROOT)}, {line}"
        for path, tree in CODE
        for line in without_remedy(tree, names)
    ] == []


@pytest.mark.parametrize(
    ("statement", "is_without"),
    [
        ('raise Misuse(translate("{path}: cannot be read"))', True),
        ('raise EvidenceError(message("{path}: is damaged ({error})"))', True),
        ('raise Misuse(translate("{path}: cannot be read; check the path"))', False),
        ('raise Misuse(translate("--html: write it after the id"))', False),
        ('raise Misuse(translate("{folder}: {error}"))', False),
        ('raise FaultError(message("the server ended"))', False),
    ],
)
def test_a_mistake_without_remedy_is_recognised(statement: str, is_without: bool) -> None:
    names = error_names([], ROOTS - FAILURES) | {"Misuse"}
    assert bool(list(without_remedy(ast.parse(statement), names))) is is_without
