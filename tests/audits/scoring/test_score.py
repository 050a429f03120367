"""Score of literal marks: archetypes, means, bounds, and invalid marks."""

import pytest

from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import observed, score
from tests.audits.marks import GRID, WEIGHT, family, mark, marks, unassessed

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
    result = score(GRID, marks(dict.fromkeys(WEIGHT, rest) | {weak: least}, values)).result
    assert result.score is not None
    # the table was computed from means that it shows rounded
    assert 0.75 * mean + 0.25 * least == pytest.approx(plain, abs=1)
    assert result.letter_without_knockouts == plain_letter
    assert result.score == pytest.approx(final, abs=1)
    assert result.letter == final_letter


def test_three_quarters_of_the_mean_and_a_quarter_of_the_weakest_essential_family() -> None:
    points = dict.fromkeys(WEIGHT, 80.0) | {"FRU": 40.0, "TER": 0.0}
    result = score(GRID, marks(points)).result
    mean = (82 * 80 + 13 * 40 + 5 * 0) / 100
    assert result.score == pytest.approx(0.75 * mean + 0.25 * 40)  # TER weighs too little


def test_a_perfect_service() -> None:
    result = score(GRID, marks(100)).result
    assert (result.score, result.floor, result.ceiling, result.coverage) == (100, 100, 100, 1)
    assert (result.letter, result.letter_without_knockouts) == ("A", "A")
    assert (result.caps, result.knockouts, result.letter_note) == ((), (), None)
    assert [(one.phase, one.score, one.letter) for one in result.phases] == [
        ("before", 100, "A"),
        ("during", 100, "A"),
        ("after", 100, "A"),
    ]


def test_a_criterion_weighs_in_its_family_as_written() -> None:
    result = score(GRID, marks(100) | {"REC-1": mark("REC-1", 0)}).result
    assert family(result, "REC") == pytest.approx(100 * 15 / 20)


def test_nothing_assessed() -> None:
    result = score(GRID, {}).result
    assert (result.score, result.floor, result.ceiling, result.coverage) == (None, 0, 100, 0)
    assert result.letter is None
    assert observed(GRID, {}) is None


def test_floor_and_ceiling_take_the_unassessed_at_0_and_at_100() -> None:
    result = score(GRID, unassessed(marks(60), "REC-1")).result
    assert result.score == 60
    rec = 60 * 15 / 20
    assert result.floor == pytest.approx(0.75 * (0.89 * 60 + 0.11 * rec) + 0.25 * rec)
    assert result.ceiling == pytest.approx(0.75 * (0.89 * 60 + 0.11 * (rec + 25)) + 0.25 * 60)


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(KeyError, match="Did you mean CON-1"):
        score(GRID, {"CON-11": mark("CON-11", 50)})


@pytest.mark.parametrize("points", [-1, 101, float("nan")])
def test_a_mark_stays_between_0_and_100(points: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        mark("CON-1", points)


def test_a_scored_mark_has_a_score() -> None:
    with pytest.raises(ValueError, match="its score is missing"):
        Mark("CON-1", "scored")
