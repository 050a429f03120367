"""Properties of every score."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.scoring.applicability import inapplicable
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.means import means
from epreuve.audits.scoring.score import observed, score
from epreuve.reports.letters import LETTERS

GRID = load_grid()
IDS = [one.id for one in GRID.criteria]
MEASURABLE = [one.id for one in GRID.criteria if one.measurable]
ROUNDING = 1e-8

Marks = dict[str, Mark]

points = st.one_of(st.sampled_from([0.0, 50.0, 100.0]), st.floats(0, 100))


def scored(criterion: Criterion, random: Random, sound: bool) -> Mark:
    """`sound` marks fire no knock-out."""
    return Mark(
        criterion.id,
        "scored",
        score=random.choice([1.0 if sound else 0.0, 50.0, 100.0, 1 + 99 * random.random()]),
        value=None if sound else random.choice([None, 0.0, 0.4, 1.0]),
        measured=criterion.measurable and random.random() < 0.8,
    )


def left_out(id: str, random: Random) -> Mark:
    return random.choice(
        [
            Mark(id, "inconclusive"),
            Mark(id, "error"),
            Mark(id, "not_applicable", reason="sans objet"),
            Mark(id, "not_applicable", reason="sans objet", by_evidence=True),
        ]
    )


def drawn(seed: int, chance: float, sound: bool = False) -> Marks:
    """Marks from a seed: drawing sixty of them one by one would take the tests minutes."""
    random = Random(seed)
    return {
        one.id: scored(one, random, sound) if random.random() < chance else left_out(one.id, random)
        for one in GRID.criteria
    }


seeds = st.integers(0, 2**32)
chances = st.sampled_from([0.05, 0.5, 0.9, 1.0])  # from nearly nothing assessed to all of it
any_marks = st.builds(drawn, seeds, chances)
sound_marks = st.builds(drawn, seeds, chances, st.just(True))


def plain(marks: Marks) -> float:
    """The observed score, 0 when nothing is assessed."""
    return observed(GRID, marks) or 0.0


many = settings(max_examples=min(60, settings().max_examples), deadline=None)


@pytest.mark.slow
@many
@given(any_marks)
def test_every_number_stays_in_its_bounds(marks: Marks) -> None:
    whole = score(GRID, marks)
    result = whole.result
    assert 0 <= result.floor <= result.ceiling <= 100
    assert 0 <= result.coverage <= 1
    if result.score is not None:
        assert result.floor <= result.score <= result.ceiling
    for one in (*result.families, *result.phases):
        assert one.score is None or 0 <= one.score <= 100
    assert all(points >= 0 for points in whole.gains.values())


@many
@given(any_marks)
def test_a_knock_out_never_raises(marks: Marks) -> None:
    result = score(GRID, marks).result
    if result.score is not None:
        scores = {
            id: one.score for id, one in marks.items() if one.assessed and one.score is not None
        }
        overall = means(GRID, scores, {id for id in scores if marks[id].measured}).overall
        assert overall is not None
        assert result.score <= overall
    if result.letter and result.letter_without_knockouts:
        with_it, without = result.letter, result.letter_without_knockouts
        assert LETTERS.index(with_it) >= LETTERS.index(without)


@pytest.mark.slow
@many
@given(any_marks, st.sampled_from(IDS))
def test_not_applicable_never_raises_a_measured_score(marks: Marks, id: str) -> None:
    called = {**marks, id: replace(marks[id], outcome="not_applicable", reason="sans objet")}
    before, after = score(GRID, marks).result, score(GRID, called).result
    if marks[id].outcome == "scored":
        assert after.score == before.score
        assert after.floor == before.floor


@many
@given(any_marks, st.sampled_from(IDS))
def test_not_applicable_never_raises_above_unassessed(marks: Marks, id: str) -> None:
    unseen = {**marks, id: Mark(id, "inconclusive")}
    called = {**marks, id: Mark(id, "not_applicable", reason="sans objet")}
    assert score(GRID, called).result == score(GRID, unseen).result


@many
@given(any_marks, st.sampled_from(MEASURABLE))
def test_not_applicable_is_never_better_than_full_marks(marks: Marks, id: str) -> None:
    perfect = {**marks, id: Mark(id, "scored", score=100.0, measured=True)}
    called = {**marks, id: Mark(id, "not_applicable", reason="sans objet")}
    assert plain(called) <= plain(perfect) + ROUNDING


@many
@given(any_marks, st.sampled_from(IDS), points)
def test_a_better_criterion_never_lowers(marks: Marks, id: str, more: float) -> None:
    one = marks[id]
    if one.outcome == "scored" and one.score is not None:
        better = {**marks, id: replace(one, score=max(one.score, more))}
        assert plain(better) >= plain(marks) - ROUNDING


@pytest.mark.slow
@many
@given(sound_marks, seeds)
def test_the_end_of_the_audit_falls_between_floor_and_ceiling(marks: Marks, seed: int) -> None:
    result, random = score(GRID, marks).result, Random(seed)
    unassessed = [
        id for id in IDS if not marks[id].assessed and id not in inapplicable(GRID, marks)
    ]
    rest = {id: scored(GRID.criterion(id), random, sound=True) for id in unassessed}
    end = observed(GRID, marks | rest)
    assert end is None or result.floor - ROUNDING <= end <= result.ceiling + ROUNDING


def scaled(by: float) -> Grid:
    """The same grid with all weights multiplied."""
    content = GRID.model_dump()
    for family in content["families"]:
        family["weight"] *= by
        for one in family["criteria"]:
            one["weight"] *= by
    return Grid.model_validate(content)


@pytest.mark.parametrize("by", [0.001, 3, 7000])
def test_weights_have_no_scale(by: float) -> None:
    marks = {
        one.id: Mark(one.id, "scored", score=7 * place % 101, measured=one.measurable)
        for place, one in enumerate(GRID.criteria)
        if place % 5
    }
    one, other = score(GRID, marks).result, score(scaled(by), marks).result
    assert other.score == pytest.approx(one.score, abs=1e-6)
    assert other.floor == pytest.approx(one.floor, abs=1e-6)
    assert other.coverage == pytest.approx(one.coverage)


@pytest.mark.slow
@many
@given(any_marks, seeds)
def test_the_order_of_the_marks_does_not_count(marks: Marks, seed: int) -> None:
    ids = list(marks)
    Random(seed).shuffle(ids)
    assert score(GRID, {id: marks[id] for id in ids}) == score(GRID, marks)
