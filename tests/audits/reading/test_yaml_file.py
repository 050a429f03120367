"""Errors of YAML files: file, line, field, value, problem and remedy."""

import datetime
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel

from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.reading.keys import keys_at
from epreuve.audits.reading.yaml_file import Problem, read_model
from epreuve.reports.text import Text


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Leaf(Strict):
    colour: str = ""
    size: int | None = None
    body: dict[str, object] | None = Field(default=None, alias="json")
    texts: str | tuple[str, ...] = ()


class Branch(Strict):
    id: str = ""
    leaves: Annotated[tuple[Leaf, ...], Field(min_length=1)]
    best: Leaf | None = None


class Tree(Strict):
    name: str
    planted: datetime.date | None = None
    tall: bool = False
    branches: dict[str, Branch] = {}
    list: tuple[Branch, ...] = ()


class Forest(RootModel[dict[str, Tree]]):
    pass


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tree.yaml"


def refused(file: Path, text: str, model: type[BaseModel] = Tree) -> list[str]:
    """Return the error lines for a text, without the name of the file."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misuse) as raised:
        read_model(file, model)
    lines = str(raised.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    return [line.removeprefix(f"{file}:") for line in lines]


def test_alternatives_are_joined_in_both_languages(file: Path) -> None:
    class Meadow(Strict):
        season: Literal["spring", "autumn", "winter"]

    file.write_text("season: monsoon\n")
    with pytest.raises(Misuse) as raised:
        read_model(file, Meadow)
    (text,) = raised.value.args
    assert text.en.endswith("must be 'spring', 'autumn', or 'winter'")
    assert text.fr.endswith("doit valoir 'spring', 'autumn' ou 'winter'")


def test_a_valid_file_is_read(file: Path) -> None:
    file.write_text("name: oak\nplanted: 2020-02-03\nbranches: {a: {leaves: [{json: {b: 1}}]}}\n")
    tree = read_model(file, Tree)
    assert tree.planted == datetime.date(2020, 2, 3)
    assert tree.branches["a"].leaves[0].body == {"b": 1}


def test_aliases_and_merge_keys_are_read(file: Path) -> None:
    file.write_text(
        "name: oak\nbranches:\n  a: &one {leaves: [{size: 1}]}\n"
        "  b: *one\n  c:\n    <<: *one\n    id: third\n"
    )
    tree = read_model(file, Tree)
    assert tree.branches["b"] == tree.branches["a"]
    assert tree.branches["c"].id == "third"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmae: oak\nname: oak\n", "1: nmae: unknown key; remove it or correct its name."
         " Did you mean name?"),
        ("name: oak\nzzz: 1\n", "2: zzz: unknown key; remove it or correct its name."
         " Known keys: branches, list, name, planted, tall"),
        ("name: oak\nbranches:\n  a:\n    leaves:\n      - {size: 1}\n      - {colr: red}\n",
         "6: branches.a.leaves.1.colr: unknown key; remove it or correct its name."
         " Did you mean colour?"),
        ("name: oak\nbranches:\n  a:\n    leaves: [{size: 1}]\n    best:\n      jsn: {}\n",
         "6: branches.a.best.jsn: unknown key; remove it or correct its name. Did you mean json?"),
        ("name: oak\nlist:\n  - id: north\n    leaves: [{size: 1}]\n    leafs: []\n",
         "5: list.north.leafs: unknown key; remove it or correct its name. Did you mean leaves?"),
        ("tall: true\n", "1: name: is missing; add it"),
        ("name: oak\nbranches:\n  a:\n    id: x\n", "3: branches.a.leaves: is missing; add it"),
        ("name: 12\n", "1: name: 12: is not a text; write it between quotes"),
        ("name: oak\ntall: perhaps\n",
         "2: tall: 'perhaps': is neither true nor false; write true or false"),
        ("name: oak\nplanted: 2020-02-31\n", "2: planted: 2020-02-31: is not a date; write for"
         " example 2027-03-31"),
        ("name: oak\nbranches:\n  a:\n    leaves: [{size: big}]\n",
         "4: branches.a.leaves.0.size: 'big': is not a whole number; write for"
         " example 3"),
        ("name: oak\nbranches: {a: {leaves: [{texts: 3}]}}\n",
         "2: branches.a.leaves.0.texts: 3: is not a text; write it between quotes or is not a"
         " list; write it between [ and ]"),
        ("name: oak\nbranches: [a]\n", "2: branches: must hold `key: value` lines"),
        ("name: oak\nbranches: {a: }\n", "2: branches.a: nothing: must hold `key: value` lines"),
        ("- oak\n", "1: (the whole file): must hold `key: value` lines"),
        ("oak\n", "1: (the whole file): 'oak': must hold `key: value` lines"),
        ("name: oak\nname: elm\n", "2: name: is written twice, first at line 1; keep one"),
        ("name: oak\nlist:\n  - id: n\n    leaves: [{size: 1,\n      size: 2}]\n",
         "5: list.n.leaves.0.size: is written twice, first at line 4; keep one"),
    ],
)  # fmt: skip
def test_each_mistake_gives_one_message(file: Path, text: str, message: str) -> None:
    assert refused(file, text) == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmae: oak\nname: oak\n",
         "1: nmae: clé inconnue ; supprimez-la ou corrigez son nom. Vouliez-vous dire name ?"),
        ("name: oak\ntall: perhaps\n",
         "2: tall: 'perhaps': n’est ni true ni false ; écrivez true ou false"),
        ("name: oak\nbranches: {a: {leaves: [{texts: 3}]}}\n",
         "2: branches.a.leaves.0.texts: 3: n’est pas un texte ; écrivez-le entre guillemets ou "
         "n’est pas une liste ; écrivez-la entre [ et ]"),
        ("- oak\n", "1: (tout le fichier): doit contenir des lignes `clé: valeur`"),
        ("name: oak\nbranches: {a: }\n",
         "2: branches.a: rien : doit contenir des lignes `clé: valeur`"),
    ],
)  # fmt: skip
def test_a_mistake_has_french(file: Path, text: str, message: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misuse) as raised:
        read_model(file, Tree)
    assert error_text(raised.value).fr == f"{file}:{message}"


def test_an_error_of_pydantic_without_a_sentence_stays_in_english(file: Path) -> None:
    class Forked(Strict):
        lines: Annotated[int, Field(multiple_of=2)]

    file.write_text("lines: 3\n", encoding="utf-8")
    with pytest.raises(Misuse) as raised:
        read_model(file, Forked)
    assert error_text(raised.value).fr.endswith("input should be a multiple of 2")


def test_mistakes_are_listed_in_file_order(file: Path) -> None:
    messages = refused(file, "tall: perhaps\nplanted: soon\nbranches:\n  a:\n    id: 4\nname: 3\n")
    assert [line.split(": ")[:2] for line in messages] == [
        ["1", "tall"],
        ["2", "planted"],
        ["4", "branches.a.leaves"],
        ["5", "branches.a.id"],
        ["6", "name"],
    ]


def test_a_recursive_file_is_refused(file: Path) -> None:
    file.write_text("name: oak\nbranches: &b {a: {leaves: [{size: 1}]}, b: *b}\n")
    with pytest.raises(Misuse, match="branches"):
        read_model(file, Tree)


def test_an_empty_file_lists_the_required_keys(file: Path) -> None:
    for text in ("", "# nothing yet\n", "---\n"):
        file.write_text(text)
        with pytest.raises(Misuse, match=r"tree.yaml: is empty; it needs at least: name$"):
            read_model(file, Tree)


def test_a_missing_file_suggests_a_similar_name(file: Path) -> None:
    file.write_text("name: oak\n")
    with pytest.raises(Misuse) as raised:
        read_model(file.with_name("treee.yaml"), Tree)
    assert str(raised.value).endswith("treee.yaml: no such file. Did you mean tree.yaml?")
    with pytest.raises(Misuse, match=r"far.yaml: no such file; correct the path$"):
        read_model(file.parent / "elsewhere" / "far.yaml", Tree)


def test_an_unreadable_file_is_reported(file: Path) -> None:
    with pytest.raises(Misuse, match=r": is a directory; give a YAML file$"):
        read_model(file.parent, Tree)
    file.write_bytes(b"name: caf\xe9\n")
    with pytest.raises(Misuse, match=r"yaml:1: is not text in UTF-8; save it as UTF-8$"):
        read_model(file, Tree)
    file.write_text("\ufeffname: oak\n", encoding="utf-8")
    assert read_model(file, Tree).name == "oak"


def test_cross_field_problems_have_a_line(file: Path) -> None:
    def problems(tree: Tree) -> list[Problem]:
        cut = Text(fr="à couper", en=f"{tree.name} has no second branch; cut it")
        return [(("branches", "b"), cut), ((), Text(fr="trop large", en="too wide"))]

    file.write_text("name: oak\nbranches:\n  a: {leaves: [{}]}\n  b: {leaves: [{}]}\n")
    with pytest.raises(Misuse) as raised:
        read_model(file, Tree, problems)
    assert str(raised.value).splitlines() == [
        f"{file}:1: (the whole file): too wide",
        f"{file}:4: branches.b: oak has no second branch; cut it",
    ]


def test_a_root_model_of_a_mapping_is_read(file: Path) -> None:
    assert refused(file, "oak: {name: oak}\nelm: {nam: elm, name: x}\n", Forest) == [
        "2: elm.nam: unknown key; remove it or correct its name. Did you mean name?"
    ]


def test_allowed_keys_of_a_location() -> None:
    assert keys_at(Tree, ("branches", "any", "leaves", 3)) == ["colour", "json", "size", "texts"]
    assert keys_at(Tree, ("branches", "any", "best")) == ["colour", "json", "size", "texts"]
    assert keys_at(Tree, ("branches",)) == []
    assert keys_at(Forest, ("oak",)) == ["branches", "list", "name", "planted", "tall"]
