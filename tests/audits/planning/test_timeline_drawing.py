"""Structure of the drawing of `epreuve plan`."""

import re

import pytest

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.limits import named_sets
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.timeline_drawing import draw_plan
from epreuve.audits.profile.name import name_in, title_of
from epreuve.reports.language import Language
from tests.audits.planning.test_planner import PROFILE

LABEL = 23  # columns before the drawing
WIDTH = 78  # columns of it


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def rows(plan: Plan, language: str) -> dict[str, str]:
    """The drawing of each labelled row, by its label."""
    lines = draw_plan(plan, language).splitlines()
    return {line[:LABEL].strip(): line[LABEL:].ljust(WIDTH) for line in lines if line[:1].strip()}


def column(plan: Plan, time: float) -> int:
    return min(int(time / plan.duration * WIDTH), WIDTH - 1)


def test_the_same_plan_is_drawn_the_same(plan: Plan, language: str) -> None:
    assert draw_plan(plan, language) == draw_plan(plan.model_copy(), language)


def test_times_are_numbers_of_the_language(plan: Plan, language: str) -> None:
    other = r"\d\.\d+ s" if language == "fr" else r"\d,\d s"
    assert not re.findall(rf"– +\d+{other[2:]}", draw_plan(plan, language))
    assert re.search(r"– +[\d.,]+ s  ", draw_plan(plan, language))


def test_no_line_is_wider_than_a_page(plan: Plan, language: str) -> None:
    assert max(map(len, draw_plan(plan, language).splitlines())) <= 112


def test_the_title_names_the_service_and_the_crisis(plan: Plan) -> None:
    first, second, *_ = draw_plan(plan, "fr").splitlines()
    assert first == "Guichet de Saint-Exemple · Tous risques (crise de référence)"
    pattern = r"un essai de \d+ s \(temps réel ÷ 60\), graine 7, [\d\s]+ arrivées, patience"
    assert re.match(pattern, second)
    assert "seed 7" in draw_plan(plan, "en").splitlines()[1]


def test_phases_are_drawn_at_their_times(plan: Plan, language: str) -> None:
    drawn = rows(plan, language)["phase"]
    for window in plan.windows:
        if window.kind == "phase":
            name = (window.title.fr if language == "fr" else window.title.en).upper()
            a, b = column(plan, window.start), column(plan, window.end) + 1
            assert name in drawn[a : b + 1]


def test_stages_are_named(plan: Plan) -> None:
    drawn = rows(plan, "fr")["étape"]
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        assert window is not None
        at = column(plan, window.start)
        assert window.title.fr[0] in drawn[at : at + 3]
        assert stage.id not in drawn


def test_names_of_stages_do_not_touch(plan: Plan, language: str) -> None:
    drawn = rows(plan, language)["étape" if language == "fr" else "stage"]
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        assert window is not None
        assert drawn[column(plan, window.start) - 1] in "·… ", stage.id


def test_the_load_curve_is_highest_in_the_surge(plan: Plan) -> None:
    drawn = rows(plan, "en")["users"]
    peak = drawn.index("█")
    crowd = plan.window("surge")
    assert crowd is not None
    assert column(plan, crowd.start) - 1 <= peak
    baseline = column(plan, 3.0)
    assert drawn[baseline] < "█"


def test_each_fault_is_drawn_at_its_time(plan: Plan, language: str) -> None:
    drawn = rows(plan, language)
    for span in plan.shown_spans:
        names = plan.profile.dependencies
        title = plan.span_title(span) if span.network else title_of(name_in(names, span.subject))
        label = getattr(title, language)
        row = drawn[label[: LABEL - 1].strip()]
        middle = column(plan, (span.start + span.end) / 2)
        near = row[max(middle - 1, 0) : middle + 2]
        assert span.fault.mark in near, span


def test_links_of_probes_are_not_drawn(plan: Plan, language: str) -> None:
    drawn = rows(plan, language)
    hidden = {span.subject for span in plan.spans if span not in plan.shown_spans}
    assert hidden
    assert not {name[: LABEL - 1] for name in hidden} & drawn.keys()


def test_power_cuts_are_crossed_out(plan: Plan, language: str) -> None:
    drawn = rows(plan, language)["courant" if language == "fr" else "power"]
    for cut in plan.cuts:
        assert "✕" in drawn[column(plan, cut.start) : column(plan, cut.end) + 1]
    assert drawn[0] == "─"
    without = plan.model_copy(update={"cuts": ()})
    assert "✕" not in draw_plan(without, language)


def test_every_window_is_listed_with_its_times(plan: Plan, language: str) -> None:
    text = draw_plan(plan, language)
    for window in plan.windows:
        if window.kind != "phase":
            title = window.title.fr if language == "fr" else window.title.en
            assert re.search(rf"^ *[\d.,]+ – +[\d.,]+ s  {re.escape(title)}$", text, re.MULTILINE)


def test_what_the_profile_does_not_declare_is_named(plan: Plan, language: str) -> None:
    sentence = "Aucune panne sur" if language == "fr" else "No fault on"
    assert sentence not in draw_plan(plan, language)
    profile = plan.profile.model_copy(update={"dependencies": {}})
    without = draw_plan(plan.model_copy(update={"profile": profile}), language)
    titles = [getattr(dependency_sets()[name].title, language) for name in named_sets(plan.crisis)]
    last = " ".join(without.rpartition("\n\n")[2].split())
    assert last.startswith(sentence)
    assert titles
    assert all(title in last for title in titles)


def test_a_wait_between_two_windows_is_listed(language: Language) -> None:
    def drawn(scale: float) -> str:
        crisis = read_crisis("tous-risques")
        plan = make_plan(PROFILE, crisis, seed=7, scale=scale, probes=probe_schedules())
        return draw_plan(plan, language)

    words = "attente : un usager" if language == "fr" else "wait: a user of a probe"
    [line] = [line for line in drawn(1.0).splitlines() if words in line]
    assert re.search(r"– +1[,\u202f]805 s  ", line)
    assert words not in drawn(60.0)
