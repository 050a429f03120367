"""Properties of every plan that is run, interrupted or not."""

from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.planning.plan import Plan
from tests.audits.virtual_world import ERRORS, World, cut, plan, span


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Spans that may follow or overlap one another, but never on one link; cuts one by one."""
    spans = [
        span(link, start, end)
        for link in ("db", "id", "sms", "crowd")
        for start, end in draw(stretches())
    ]
    cuts = [cut(start, end) for start, end in draw(stretches())]
    return plan(tuple(draw(st.permutations(spans))), tuple(cuts))


def stretches() -> st.SearchStrategy[list[tuple[int, int]]]:
    ends = st.lists(st.integers(0, 20), unique=True, max_size=6).map(sorted)
    return ends.map(lambda times: list(zip(times[::2], times[1::2], strict=False)))


@given(plans())
def test_each_fault_is_begun_and_healed_at_its_times(made: Plan) -> None:
    world = World()
    world.play(made)
    wanted = [(span.start, f"begin {span.link}") for span in made.spans]
    wanted += [(span.end, f"heal {span.link}") for span in made.spans]
    wanted += [(cut.start, "off") for cut in made.cuts] + [(cut.end, "on") for cut in made.cuts]
    assert sorted(world.done) == sorted(wanted)
    assert [at for at, _ in world.done] == sorted(at for at, _ in world.done)
    assert world.faulty == []
    assert not world.dark


@given(plans(), st.integers(1, 200), st.sampled_from(ERRORS))
def test_no_interrupt_of_any_plan_leaves_anything(
    made: Plan, moment: int, error: BaseException
) -> None:
    world = World(moment, error)
    try:
        world.play(made)
    except type(error):
        assert world.struck_after is not None
        after = [what.split()[0] for _, what in world.done[world.struck_after :]]
        assert set(after) <= {"heal", "on"}
    else:
        assert world.struck_after is None
    assert world.faulty == []
    assert not world.dark
