"""The score by literals: archetypes, caps, coverage, not-applicables, what a fix would gain."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from epreuve.audits.scoring.grid import OFFICIAL_FOLDER, Grid, load_grid
from epreuve.audits.scoring.letter import letter
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import Score, observed, score
from epreuve.reports.text import Text

GRID = load_grid()
WEIGHT = {family.code: family.weight for family in GRID.families}

SOUND = {"DAT-1": 0, "CON-1": 1, "HUM-1": 1, "REC-2": 1, "IND-2": 1, "FRU-2": 1}
"""Values that fire no knock-out, whatever the score given beside."""


def mark(id: str, points: float, value: float | None = None, measured: bool = True) -> Mark:
    return Mark(id, "scored", score=points, value=value, measured=measured)


def marks(
    points: float | Mapping[str, float] = 100, values: Mapping[str, float] | None = None
) -> dict[str, Mark]:
    """A mark for each criterion: all alike, or by family; declared ones are not measured."""
    given = points if isinstance(points, Mapping) else dict.fromkeys(WEIGHT, points)
    read = SOUND | dict(values or {})
    return {
        one.id: mark(one.id, given[one.family], read.get(one.id), one.measurable)
        for one in GRID.criteria
    }


def unassessed(all_marks: dict[str, Mark], *ids: str) -> dict[str, Mark]:
    return all_marks | {id: Mark(id, "inconclusive") for id in ids}


def family(result: Score, code: str) -> float | None:
    return next(one.score for one in result.families if one.code == code)


# The table of archetypes: weighted mean, minimum and knock-out give the last two columns.
ARCHETYPES = [
    ("balanced good service", 77, 72, "HUM", {}, 76, "B", 76, "B"),
    ("frugal static site, weak operations", 75, 40, "REC", {}, 66, "C", 66, "C"),
    ("cloud portal, no human fallback", 58, 5, "HUM", {"HUM-1": 0}, 45, "D", 45, "D"),
    ("good, but loses acknowledged files", 71, 10, "DAT", {"DAT-1": 0.002}, 55, "C", 39, "E"),
    ("typical municipal SaaS", 42, 35, "REC", {}, 40, "D", 40, "D"),
    ("paper tiger", 48, 20, "REC", {}, 41, "D", 41, "D"),
]


@pytest.mark.parametrize(
    ("mean", "least", "weak", "values", "plain", "plain_letter", "final", "final_letter"),
    [row[1:] for row in ARCHETYPES],
    ids=[row[0] for row in ARCHETYPES],
)
def test_the_archetypes(
    mean: float,
    least: float,
    weak: str,
    values: dict[str, float],
    plain: float,
    plain_letter: str,
    final: float,
    final_letter: str,
) -> None:
    rest = (100 * mean - WEIGHT[weak] * least) / (100 - WEIGHT[weak])
    result = score(GRID, marks(dict.fromkeys(WEIGHT, rest) | {weak: least}, values))
    assert result.observed is not None
    assert result.observed_without_knockouts is not None
    # the table was computed from means that it shows rounded
    assert result.observed_without_knockouts == pytest.approx(plain, abs=1)
    assert letter(result.observed_without_knockouts) == plain_letter
    assert result.observed == pytest.approx(final, abs=1)
    assert result.letter == final_letter


def test_three_quarters_of_the_mean_and_a_quarter_of_the_weakest_essential_family() -> None:
    points = dict.fromkeys(WEIGHT, 80.0) | {"FRU": 40.0, "TER": 0.0}
    result = score(GRID, marks(points))
    mean = (82 * 80 + 13 * 40 + 5 * 0) / 100
    assert result.observed == pytest.approx(0.75 * mean + 0.25 * 40)  # TER weighs too little
    assert result.weakest == "FRU"


def test_a_perfect_service() -> None:
    result = score(GRID, marks(100))
    assert (result.observed, result.floor, result.ceiling, result.coverage) == (100, 100, 100, 1)
    assert (result.letter, result.letter_without_knockouts) == ("A", "A")
    assert (result.caps, result.knockouts, result.unclassed) == ((), (), ())
    assert [(one.phase, one.score, one.letter) for one in result.phases] == [
        ("before", 100, "A"),
        ("during", 100, "A"),
        ("after", 100, "A"),
    ]


def test_a_criterion_weighs_in_its_family_as_written() -> None:
    result = score(GRID, marks(100) | {"REC-1": mark("REC-1", 0)})
    assert family(result, "REC") == pytest.approx(100 * 15 / 20)


@pytest.mark.parametrize(
    ("id", "value", "name", "cap"),
    [
        ("DAT-1", 0.0001, "K1", 39),
        ("CON-1", 0.499, "K2", 39),
        ("HUM-1", 0, "K3", 54),
        ("REC-2", 0, "K4", 54),
        ("IND-2", 0, "K5", 69),
        ("FRU-2", 0.499, "K7", 69),
    ],
)
def test_each_knock_out_caps_the_score(id: str, value: float, name: str, cap: float) -> None:
    result = score(GRID, marks(100, {id: value}))
    assert [one.id for one in result.knockouts] == [name]
    assert result.observed == cap
    assert result.letter == letter(cap)
    assert result.letter_without_knockouts == "A"
    assert [one.rule for one in result.caps] == [name]
    assert result.ceiling == result.floor == cap


@pytest.mark.parametrize(
    ("id", "value"), [("DAT-1", 0), ("CON-1", 0.5), ("HUM-1", 0.01), ("REC-2", 0.1), ("FRU-2", 0.5)]
)
def test_a_knock_out_does_not_fire_at_its_bound(id: str, value: float) -> None:
    assert score(GRID, marks(100, {id: value})).knockouts == ()


def test_no_proof_of_a_restore_is_a_knock_out_read_on_the_score() -> None:
    without = score(GRID, marks(100) | {"DAT-4": mark("DAT-4", 0, measured=False)})
    assert [(one.id, one.sentence.fr) for one in without.knockouts] == [
        ("K6", "Personne n'a vérifié que les sauvegardes fonctionnent.")
    ]
    old = score(GRID, marks(100) | {"DAT-4": mark("DAT-4", 10, measured=False)})
    assert old.knockouts == ()


def test_identity_is_a_knock_out_for_an_essential_service_only() -> None:
    cut = marks(100, {"IND-2": 0})
    assert [one.id for one in score(GRID, cut, essential=True).knockouts] == ["K5"]
    assert score(GRID, cut, essential=False).knockouts == ()


def test_what_was_not_assessed_or_only_declared_fires_no_knock_out() -> None:
    missing = score(GRID, unassessed(marks(100), "DAT-1", "DAT-4"))
    assert missing.knockouts == ()
    failed = Mark("DAT-1", "error", value=0.5, measured=True)
    assert score(GRID, marks(100) | {"DAT-1": failed}).knockouts == ()
    said = mark("DAT-1", 0, 0.5, measured=False)
    assert score(GRID, marks(100) | {"DAT-1": said}).knockouts == ()


def test_the_lowest_of_several_knock_outs_holds_and_each_step_is_told() -> None:
    result = score(GRID, marks(100, {"DAT-1": 0.5, "IND-2": 0, "HUM-1": 0}))
    assert [one.id for one in result.knockouts] == ["K1", "K3", "K5"]
    assert [one.rule for one in result.caps] == ["K5", "K3", "K1"]
    assert result.observed == 39


def test_a_family_on_paper_only_is_capped_at_50() -> None:
    ids = [one.id for one in GRID.family("HUM").criteria if one.kind == "measured"]
    paper = unassessed(marks(100), *ids) | {"HUM-5": mark("HUM-5", 100, measured=False)}
    result = score(GRID, paper)
    assert family(result, "HUM") == 50
    capped = {one.code: one.capped is not None for one in result.families}
    assert [code for code, is_capped in capped.items() if is_capped] == ["HUM"]
    assert family(result, "GOV") == 100  # nothing there can be measured


def test_declarations_alone_bring_at_most_20_points_of_the_mean() -> None:
    paper = {id: one for id, one in marks(100).items() if not one.measured}
    result = score(GRID, paper)
    assert [one.rule for one in result.caps] == ["declared-share"]
    assert result.observed == pytest.approx(0.75 * 20 + 0.25 * 50)
    assert result.letter is None


def test_the_worst_phase_holds_the_letter_back() -> None:
    after = {
        one.id: mark(one.id, 42, SOUND.get(one.id), one.measurable)
        for one in GRID.criteria
        if one.phases == ("after",)
    }
    result = score(GRID, marks(100) | after)
    assert result.observed is not None
    assert letter(result.observed) == "B"
    assert {one.phase: one.letter for one in result.phases}["after"] == "D"
    assert result.letter == "C"
    assert [one.rule for one in result.caps] == ["phase"]


def test_letter_a_needs_85_percent_coverage() -> None:
    gone = [one.id for one in GRID.criteria if one.family in ("TER", "GOV")]
    partly = unassessed(marks(100), *gone)
    assert score(GRID, partly).letter == "A"  # 90 %
    result = score(GRID, unassessed(partly, "REC-1", "REC-2"))  # 85.05 %
    assert (result.letter, result.coverage) == ("A", pytest.approx(0.8505))
    result = score(GRID, unassessed(partly, "REC-1", "REC-2", "CON-6"))
    assert (result.letter, [one.rule for one in result.caps]) == ("B", ["coverage"])


def test_under_60_percent_coverage_there_is_no_letter() -> None:
    gone = [one.id for one in GRID.criteria if one.family in ("CON", "DEG", "HUM")]
    at_the_bound = score(GRID, unassessed(marks(100), *gone))
    assert (at_the_bound.coverage, at_the_bound.letter) == (0.60, "B")
    result = score(GRID, unassessed(marks(100), *gone, "TER-4"))
    assert (result.letter, result.letter_without_knockouts) == (None, None)
    [note] = result.unclassed
    assert note.fr.startswith("couverture de 59 % : il en faut 60 % pour une lettre. Déclarez")
    assert result.observed == 100
    assert result.ceiling == 100
    assert result.floor < 60


def test_nothing_assessed() -> None:
    result = score(GRID, {})
    assert (result.observed, result.floor, result.ceiling, result.coverage) == (None, 0, 100, 0)
    assert result.letter is None
    assert result.weakest is None
    assert observed(GRID, {}) is None


def test_floor_and_ceiling_take_the_unassessed_at_0_and_at_100() -> None:
    result = score(GRID, unassessed(marks(60), "REC-1"))
    assert result.observed == 60
    rec = 60 * 15 / 20
    assert result.floor == pytest.approx(0.75 * (0.89 * 60 + 0.11 * rec) + 0.25 * rec)
    assert result.ceiling == pytest.approx(0.75 * (0.89 * 60 + 0.11 * (rec + 25)) + 0.25 * 60)


def test_not_applicable_leaves_the_base() -> None:
    free = marks(60) | {"IND-4": Mark("IND-4", "not_applicable", reason="aucun paiement")}
    result = score(GRID, free)
    assert (result.observed, result.floor, result.ceiling, result.coverage) == (60, 60, 60, 1)
    assert result.not_applicable == ("IND-4",)


def test_not_applicable_without_a_reason_is_unassessed() -> None:
    result = score(GRID, marks(60) | {"IND-4": Mark("IND-4", "not_applicable", reason=" ")})
    assert result.not_applicable == ()
    assert result.refused_not_applicable == result.unassessed == ("IND-4",)
    assert result.floor < 60


def test_what_was_scored_stays_scored_when_called_not_applicable() -> None:
    lost = Mark("DAT-1", "not_applicable", score=0, value=0.5, measured=True, reason="sans objet")
    result = score(GRID, marks(100) | {"DAT-1": lost})
    assert [one.id for one in result.knockouts] == ["K1"]
    assert result.refused_not_applicable == ("DAT-1",)


def test_beyond_15_percent_the_heaviest_not_applicables_are_refused() -> None:
    asked = [one.id for one in GRID.family("CON").criteria] + ["TER-4", "GOV-5"]
    result = score(
        GRID, marks(60) | {id: Mark(id, "not_applicable", reason="sans objet") for id in asked}
    )
    assert result.refused_not_applicable == ("CON-1",)
    granted = sum(GRID.shares[id] for id in result.not_applicable)
    assert granted <= 0.15
    assert result.unassessed == ("CON-1",)


def test_an_edited_grid_gives_no_letter(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OFFICIAL_FOLDER, tmp_path / "criteria"))
    path = folder / "gov.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 5", "weight: 9", 1), "utf-8")
    edited: Grid = load_grid(folder)
    result = score(edited, marks(100))
    assert result.letter is None
    assert result.observed == 100
    assert result.unclassed[0].fr.startswith("barème modifié")


def test_a_letter_can_be_withheld_from_outside() -> None:
    shaky = Text(fr="banc instable.", en="unstable bench.")
    result = score(GRID, marks(100), withheld=[shaky])
    assert (result.letter, result.unclassed) == (None, (shaky,))


def gain(result: Score, id: str) -> tuple[float, float]:
    return next((one.points, one.before_caps) for one in result.gains if one.id == id)


def test_what_a_fix_would_gain() -> None:
    result = score(GRID, marks(100) | {"CON-3": mark("CON-3", 0), "TER-2": mark("TER-2", 0)})
    lost = 0.75 * 0.15 * 3 / 24 * 100 + 0.25 * 3 / 24 * 100  # CON is the weakest too
    assert gain(result, "CON-3") == (pytest.approx(lost), pytest.approx(lost))
    assert gain(result, "TER-2")[0] == pytest.approx(0.75 * 0.05 * 3 / 11 * 100)
    assert gain(result, "CON-1") == (0, 0)


def test_fixing_the_only_knock_out_frees_what_it_held_back() -> None:
    broken = marks(100, {"DAT-1": 0.5}) | {"DAT-1": mark("DAT-1", 0, 0.5)}
    result = score(GRID, broken)
    assert result.observed == 39
    assert gain(result, "DAT-1")[0] == pytest.approx(61)
    also = score(GRID, broken | {"CON-1": mark("CON-1", 0, 0.1)})
    assert gain(also, "DAT-1")[0] == 0
    assert gain(also, "DAT-1")[1] > 0


def test_an_unknown_criterion_is_told() -> None:
    with pytest.raises(KeyError, match="Did you mean CON-1"):
        score(GRID, {"CON-11": mark("CON-11", 50)})


@pytest.mark.parametrize("points", [-1, 101, float("nan")])
def test_a_mark_stays_between_0_and_100(points: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        mark("CON-1", points)


def test_a_scored_mark_has_a_score() -> None:
    with pytest.raises(ValueError, match="its score is missing"):
        Mark("CON-1", "scored")
