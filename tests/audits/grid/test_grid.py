"""Content of the grid, its hash and its errors."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from epreuve.audits.errors import Misuse
from epreuve.audits.grid.grid import (
    OFFICIAL_FOLDER,
    UnknownCriterionError,
    load_grid,
)

GRID = load_grid()

WEIGHTS = {
    "CON": 15, "DEG": 15, "FRU": 13, "IND": 13, "DAT": 13, "REC": 11, "HUM": 10, "TER": 5, "GOV": 5,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the official families, to be edited."""
    code = shutil.ignore_patterns("*.py", "__pycache__")
    return Path(shutil.copytree(OFFICIAL_FOLDER, tmp_path / "criteria", ignore=code))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_nine_families_have_their_weights() -> None:
    assert {family.code: family.weight for family in GRID.families} == WEIGHTS
    assert [family.code for family in GRID.families] == list(WEIGHTS)
    assert sum(WEIGHTS.values()) == 100


def test_most_of_the_weight_is_measured() -> None:
    weight = Counter[str]()
    for one in GRID.criteria:
        weight[one.kind] += GRID.shares[one.id]
    assert sum(weight.values()) == pytest.approx(1)
    assert weight["measured"] > 0.7
    assert weight["declared"] < 0.25


def test_criteria_of_a_family_are_numbered_without_a_gap() -> None:
    for family in GRID.families:
        assert [one.number for one in family.criteria] == [*range(1, len(family.criteria) + 1)]


def test_the_knock_outs_belong_to_their_criterion() -> None:
    knockouts = {
        one.knockout.id: (one.id, one.knockout.cap) for one in GRID.criteria if one.knockout
    }
    assert knockouts == {
        "K1": ("DAT-1", 39),
        "K2": ("CON-1", 39),
        "K3": ("HUM-1", 54),
        "K4": ("REC-2", 54),
        "K5": ("IND-2", 69),
        "K6": ("DAT-4", 69),
        "K7": ("FRU-2", 69),
        "K8": ("IND-6", 69),
    }


def test_every_source_is_cited_and_every_citation_has_a_source() -> None:
    cited = {c.key for one in GRID.criteria for c in one.sources}
    cited |= {key for family in GRID.families for key in family.phrase_sources}
    assert cited == set(GRID.sources)


def test_the_content_is_the_published_one() -> None:
    assert GRID.is_official, (
        "the grid has changed: raise its version in audits/grid/official.yaml and write there\n"
        f'sha256: "{GRID.sha256}"'
    )


def test_file_names_and_layout_do_not_change_the_hash(folder: Path) -> None:
    for number, path in enumerate(sorted(folder.glob("*.yaml"), reverse=True)):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content["criteria"].reverse()
        path.unlink()
        other = folder / f"{number}.yaml"
        other.write_text(yaml.safe_dump(content, sort_keys=True), encoding="utf-8")
    assert load_grid(folder).sha256 == GRID.sha256


def test_a_family_may_have_sources_of_its_own(folder: Path) -> None:
    source = "{title: Survey, publisher: Us, date: n.d., mark: A, where: here}"
    (folder / "continuity" / "sources.yaml").write_text(f"sources: {{survey: {source}}}")
    edit(folder / "continuity" / "criteria.yaml", "- uk-14", "- survey")
    assert load_grid(folder).sources["survey"].title == "Survey"


def test_a_grid_with_another_weight_is_not_official(folder: Path) -> None:
    edit(folder / "continuity" / "criteria.yaml", "weight: 5", "weight: 4")
    edited = load_grid(folder)
    assert not edited.is_official
    assert edited.version == GRID.version


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: 5", "weight: heavy", "continuity/criteria.yaml:15: criteria.CON-1.weight:"),
        (
            "weight: 5",
            "wieght: 5",
            "continuity/criteria.yaml:15: criteria.CON-1.wieght: unknown key; ",
        ),
        ("weight: 5", "wieght: 5", "correct its name. Did you mean weight?"),
        ("kind: measured", "kind: guessed", "criteria.CON-1.kind: 'guessed': "),
        ("full: 0.99", "full: 0.80", "full and zero are equal"),
        ("id: CON-1", "id: DEG-1", "DEG-1 is in the file of family CON"),
        ("id: CON-1", "id: CON-2", "CON-2 is defined twice: keep one"),
        ("- uk-14", "- uk14", "unknown source 'uk14'"),
        ("- uk-14", "- uk14", "Did you mean uk-14?"),
        ("phases: [during]", "phases: [during", "does not close it"),
        ("below: 0.5", "cap_below: 0.5", "unknown key"),
    ],
)
def test_an_error_has_its_place_and_remedy(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder / "continuity" / "criteria.yaml", old, new)
    with pytest.raises(Misuse) as raised:
        load_grid(folder)
    assert message in str(raised.value)


def test_a_missing_field_is_reported_at_its_criterion(folder: Path) -> None:
    edit(folder / "continuity" / "criteria.yaml", "    effort: 3\n", "")
    with pytest.raises(
        Misuse, match=r"continuity/criteria.yaml:11: criteria.CON-1.effort: .*missing"
    ):
        load_grid(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="no family file"):
        load_grid(tmp_path)


def test_the_case_of_an_id_does_not_matter() -> None:
    assert GRID.criterion("dat-1").title.fr == "Aucune démarche confirmée perdue"
    assert GRID.family("DAT").title.en == "Data durability & portability"


def test_an_unknown_criterion_comes_with_a_suggestion() -> None:
    with pytest.raises(UnknownCriterionError) as raised:
        GRID.criterion("DTA-1")
    assert str(raised.value) == "no criterion 'DTA-1' in the grid. Did you mean DAT-1?"
    with pytest.raises(KeyError):
        GRID.family("XYZ")


@pytest.mark.parametrize(
    ("id", "names", "points"),
    [
        ("DEG-6", ["answers", "light", "light"], 40),
        ("DEG-6", [], 0),
        ("REC-3", ["partial", "full"], 100),
        ("TER-1", ["information"], 50),
    ],
)
def test_points_of_measured_items(id: str, names: list[str], points: float) -> None:
    items = GRID.criterion(id).items
    assert items is not None
    assert items.points(names) == points
