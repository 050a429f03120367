"""Each fact from a literal plan and literal evidence."""

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from epreuve.audits.facts import Facts, percentile
from epreuve.audits.facts.attempts import Tries
from epreuve.audits.facts.deferred import Backlog
from epreuve.audits.facts.durability import Messages, Receipts
from epreuve.audits.facts.fact import FACTS, fact
from epreuve.audits.facts.forms import HeldForm
from epreuve.audits.facts.island import Alone
from epreuve.audits.facts.refusals import Refusal, Relances
from epreuve.audits.judging.no_evidence import NoEvidence
from epreuve.audits.library.crisis import Crisis
from epreuve.audits.planning.plan import COLD, CONTROL, ISLAND, Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile import Profile
from epreuve.probes.evidence import Attempt, Observation, Request
from epreuve.probes.store import Evidence, Recorder

Row = Attempt | Request | Observation
TEXT = {"fr": "x", "en": "x"}
STAGES: list[dict[str, Any]] = [
    {"id": "a", "phase": "during", "lasts": "10 min", "title": TEXT,
     "load": {"shape": "annonce", "peak": 10}, "networks": {"edge-lossy": 1.0}},
    {"id": "b", "phase": "during", "lasts": "10 min", "title": TEXT, "load": {"peak": 10},
     "networks": {"edge-lossy": 1.0}, "silent": ["ID"]},
    {"id": "c", "phase": "during", "lasts": "14 min", "title": TEXT, "load": {"peak": 5},
     "power": "P2", "cuts": [{"after": "2 min", "lasts": "2 min"}]},
    {"id": "d", "phase": "after", "lasts": "10 min", "title": TEXT, "load": {"peak": 2}},
]  # fmt: skip


def crisis(laid: list[dict[str, Any]] = STAGES) -> Crisis:
    """Four stages, without what a library file must tell its readers."""
    stages = Crisis.model_fields["stages"].annotation
    read = TypeAdapter(stages).validate_python(laid)
    return Crisis.model_construct(
        id="essai", title=TEXT, paragraph=TEXT, facts=(), assumptions=(), before=600.0, stages=read
    )


def profile(**more: Any) -> Profile:
    third = {
        name: {"set": kind, "listen": f"127.0.0.1:{port}", "upstream": f"127.0.0.1:{port + 100}"}
        for name, kind, port in (
            ("base", "DB", 20001), ("identite", "ID", 20002), ("sms", "OTP", 20003),
            ("carte", "MAP", 20004), ("partenaire", "API", 20005),
        )
    }  # fmt: skip
    journey = {
        "critical": True,
        "steps": [{"get": "/"}, {"post": "/depot", "capture": {"receipt": "n° (.+)"}}],
        "acknowledged_by": "receipt",
        "processed": [{"get": "/dossiers/{receipt}"}],
    }
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": "http://127.0.0.1:20000", "normal_peak": "2/s"},
            "journeys": {"deposer": journey, "lire": {"steps": [{"get": "/"}]}},
            "information": ["/"],
            "dependencies": third,
            "power": {"level": "process", "start": ["true"], "boot_within": "5 s"},
            "objectives": {"minimum_service": ["/"]},
            **more,
        }
    )


def make(**more: Any) -> Plan:
    return make_plan(profile(**more), crisis(), seed=7, scale=20.0)


See = Callable[..., Facts]


@pytest.fixture
def see(tmp_path: Path) -> Iterator[See]:
    opened: list[Evidence] = []

    def write(rows: Iterable[Row], plan: Plan | None = None) -> Facts:
        path = tmp_path / f"evidence-{len(opened)}.db"
        with Recorder(path) as recorder:
            recorder.record(list(rows))
        opened.append(Evidence(path))
        return Facts(plan or PLAN, opened[-1])

    yield write
    for each in opened:
        each.close()


PLAN = make()


def start(name: str) -> float:
    window = PLAN.window(name)
    assert window is not None
    return window.start


def attempt(
    number: int, at: float, outcome: str = "success", took: float = 0.5, **more: Any
) -> Attempt:
    usual = {"journey": "deposer", "cohort": "temoin", "step": "POST /depot", "told": False}
    given = {"receipt": f"N{number}", "receipt_at": at + took} if outcome == "success" else {}
    blank = {"receipt": "", "receipt_at": -1.0}
    times = {"intended": at, "started": at, "ended": at + took}
    whole = {"arrival": number, "outcome": outcome, **usual, **blank, **times, **given, **more}
    return Attempt(**whole)


def request(number: int, at: float, outcome: str = "success", **more: Any) -> Request:
    usual = {"step": "POST /depot", "attempt": 0, "status": 200, "size": 900, "told": False}
    times = {"intended": at, "started": at, "ended": at + 0.5}
    return Request(**{"arrival": number, "outcome": outcome, **usual, **times, **more})


def fault(link: str, what: str = "begin", at: float = 1.0) -> Observation:
    confirmed = {"confirmed": ["toxic"]} if what == "begin" else {}
    return Observation(at, "fault", link, {"what": what, **confirmed})


def several(
    name: str, outcomes: str, cohort: str = "temoin", first: int = 0, after: float = 0.25
) -> list[Attempt]:
    """Attempts in a window: S succeeded, F failed, N had no link."""
    words = {"S": "success", "F": "http error", "N": "no link"}
    at = start(name) + after
    return [
        attempt(first + i, at + 0.01 * i, words[each], cohort=cohort)
        for i, each in enumerate(outcomes)
    ]


def test_the_percentile_is_a_value_that_was_seen() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0] * 19 + [9.0], 0.95) == 1.0
    assert percentile([5.0], 0.95) == 5.0


def test_two_facts_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two facts are called attempts"):
        fact(FACTS["attempts"])


def test_what_is_not_a_fact_is_named(see: See) -> None:
    with pytest.raises(AttributeError, match="no fact is called 'weather'"):
        _ = see([]).weather


# Told by the plan alone, or rightly empty when nothing was seen.
ALWAYS_KNOWN = {
    "objectives", "attempts", "confirmed_links", "declared_hosts", "surge_stage", "refusals",
    "generator", "scale", "published", "cuts_of_the_crisis",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(FACTS) - ALWAYS_KNOWN))
def test_without_evidence_no_fact_is_guessed(see: See, name: str) -> None:
    with pytest.raises(NoEvidence) as missing:
        getattr(see([]), name)
    assert missing.value.text.fr
    assert missing.value.text.en


def test_surge_counts_those_who_had_a_link(see: See) -> None:
    found = see(several("a", "SSSFNN", "edge-lossy"))
    assert found.surge == Tries(4, 3)
    assert found.poor_links == Tries(4, 3)
    assert found.flash == Tries(4, 3)
    assert Tries(4, 3).share == 0.75


def test_three_attempts_say_nothing(see: See) -> None:
    with pytest.raises(NoEvidence, match=r"only 3 journey\(s\)"):
        _ = see(several("a", "SSS")).surge


def test_what_ends_after_its_window_has_failed(see: See) -> None:
    late = attempt(9, start("a") + 1, took=500.0)
    assert see([*several("a", "SSS"), late]).surge == Tries(4, 3)


def test_a_failed_step_is_endless(see: See) -> None:
    at = start("a") + 0.3
    steps = [request(0, at), request(1, at), request(2, at, "gave up")]
    times = see([*several("a", "SSSS"), *steps]).step_times
    assert times == (0.5, 0.5, math.inf)


def test_goodput_is_the_asked_rate_times_success(see: See) -> None:
    ramp, length = start("ramp"), 15.0
    found = see(
        [
            *several("ramp", "SSSS", first=0, after=0.1),
            *several("ramp", "SSSS", first=10, after=length / 3 + 0.1),
            *several("ramp", "SSFF", first=20, after=2 * length / 3 + 0.1),
            *several("a", "SFFF", first=30),
        ]
    ).goodput
    assert ramp == 15.0
    # 2/s at the normal peak: ×5.5 in the middle third, ×8.5 in the last, half of it in vain.
    assert found.best == pytest.approx(11.0)
    assert found.peak == pytest.approx(20 * 0.25)


def test_nobody_can_serve_more_than_was_asked(see: See) -> None:
    modest = [{**STAGES[0], "load": {"peak": 2}, "networks": {}}, *STAGES[1:]]
    plan = make_plan(profile(), crisis(modest), seed=7, scale=20.0)
    ramp = [a for i in range(3) for a in several("ramp", "SSSS", first=10 * i, after=5 * i + 0.1)]
    found = see([*ramp, *several("a", "SSSS", first=90)], plan).goodput
    assert found.best == pytest.approx(4.0)
    assert found.peak == pytest.approx(4.0)


def test_the_ramp_is_judged_part_by_part(see: See) -> None:
    rows: list[Row] = []
    for part in range(6):
        at = start("ramp") + part * 2.5 + 0.1
        outcomes = ["success"] * 4 if part < 4 else ["success", "gave up", "gave up", "gave up"]
        for i, outcome in enumerate(outcomes):
            rows += [attempt(10 * part + i, at, outcome), request(10 * part + i, at, outcome)]
    found = see(rows).ramp_parts
    assert [each.held for each in found] == [True, True, True, True, False, False]
    assert found[0].multiple == pytest.approx(1.75)
    assert found[5].multiple == pytest.approx(9.25)
    assert found[5].p95 == 0.5


def test_reloads_are_useful_or_vain(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SSFF"),
        request(0, at), request(1, at), request(2, at, "http error", status=503),
        request(2, at + 1, "http error", status=503, attempt=1),
        request(1, at + 1, attempt=1),
    ]  # fmt: skip
    assert see(rows).relances == Relances(useful=3, reloads=2, wasted=1)


def test_a_refusal_is_the_first_of_each_citizen(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SFFF"),
        request(0, at, "http error", status=404),
        request(1, at, "http error", status=503, told=True),
        request(1, at + 1, "http error", status=503),
        request(2, at, "gave up", status=0, size=0),
    ]
    assert see(rows).refusals == (Refusal(0.5, 900, True), Refusal(0.5, 0, False))
    assert see(several("a", "SSSS")).refusals == ()


def test_a_cell_needs_a_confirmed_fault(see: See) -> None:
    rows = several("identite:silent", "SFFF")
    with pytest.raises(NoEvidence):
        _ = see(rows).matrix
    (cell,) = see([*rows, fault("dependency-identite")]).matrix
    assert (cell.journey, cell.dependency, cell.set, cell.mode) == (
        "deposer", "identite", "ID", "silent",
    )  # fmt: skip
    assert (cell.tried, cell.completed, cell.acknowledged) == (4, 1, 1)
    assert cell.waits == (0.5, math.inf, math.inf, math.inf)


def test_a_clear_message_ends_the_wait(see: See) -> None:
    at = start("identite:silent") + 0.25
    rows = [attempt(0, at, "http error", told=True), fault("dependency-identite")]
    assert see(rows).matrix[0].waits == (0.5,)


def test_a_third_party_is_indispensable_when_most_fail_without_it(see: See) -> None:
    rows = [
        *several("identite:silent", "SSFF"), *several("sms:silent", "SFFF", first=10),
        *several("base:silent", "FFFF", first=20),
        fault("dependency-identite"), fault("dependency-sms"), fault("dependency-base"),
    ]  # fmt: skip
    found = see(rows)
    assert found.indispensable_hosts == ("sms",)
    assert [each.dependency for each in found.without_identity] == ["identite"]
    assert [each.dependency for each in found.without_codes] == ["sms"]
    with pytest.raises(NoEvidence, match="no dependency of set PAY"):
        _ = found.without_payment


def test_deferred_is_acknowledged_then_processed(see: See) -> None:
    rows = [
        *several("partenaire:silent", "SSSF"), fault("dependency-partenaire"),
        *(Observation(9.0, "receipt", f"N{i}", {"arrival": i, "processed": i < 2})
          for i in range(3)),
    ]  # fmt: skip
    assert see(rows).deferred == Tries(4, 2)


def backlog(filed: int, left: int, done: float) -> Observation:
    value = {"filed": filed, "left": left, "done": done, "healed": 80.0, "outage": 4.0}
    return Observation(90.0, "backlog", "partenaire:silent", value)


def test_the_backlog_is_the_slowest_partners(see: See) -> None:
    assert see([backlog(4, 0, 82.0)]).backlog == Backlog(4, 0, 2.0, 4.0)
    assert see([backlog(4, 0, 82.0), backlog(4, 1, 0.0)]).backlog.left == 1
    with pytest.raises(NoEvidence, match="there is no backlog"):
        _ = see([backlog(0, 0, 0.0)]).backlog


def page(path: str, probe: str = "page", **value: Any) -> Observation:
    return Observation(1.0, probe, path, {"useful": 1.0, "third_parties": [], **value})


def test_information_is_what_was_asked_while_the_database_was_silent(see: See) -> None:
    def asked(window: str, served: bool) -> Observation:
        return Observation(1.0, "information", "/", {"served": served, "window": window})

    rows = [asked("base:silent", True), asked("base:silent", False), asked(ISLAND, False)]
    assert see(rows).information == Tries(2, 1)


def test_pages_are_kept_as_seen(see: See) -> None:
    rows = [page("/"), page("/", "edge page"), page("/", "human channel"), page("/", "markup")]
    found = see(rows)
    assert found.edge_page.subject == "/"
    assert [len(f) for f in (found.pages, found.human_channel, found.markup)] == [1, 1, 1]


def test_silent_comfort_adds_seconds(see: See) -> None:
    usual = [page("/", third_parties=["127.0.0.1:20004"]), page("/b")]
    late = [page("/", "comfort page", useful=3.5), page("/b", "comfort page", useful=None)]
    assert [each.added for each in see([*usual, *late]).slowed_pages] == [2.5, math.inf]


def test_an_undeclared_host_cannot_be_silenced(see: See) -> None:
    rows = [page("/", third_parties=["stats.example:443"]), page("/", "comfort page")]
    with pytest.raises(NoEvidence, match=r"stats\.example"):
        _ = see(rows).slowed_pages
    assert see(rows).observed_hosts == {"stats.example:443"}
    assert "127.0.0.1:20004" in see(rows).declared_hosts


def test_the_essential_page_must_answer(see: See) -> None:
    assert see([page("/", "essential page", outcome="success")]).essential_page.subject == "/"
    with pytest.raises(NoEvidence, match="did not load"):
        _ = see([page("/", "essential page", outcome="refused")]).essential_page


def test_the_storage_drill_says_why_it_was_not_played(see: See) -> None:
    asked = PLAN.model_copy(update={"drill": True})
    failed = Observation(90.0, "drill", "storage", {"failed": "drill.restore: ended with 1"})
    for rows, plan, why in (
        ([], PLAN, "not asked for"),
        ([], asked, "the run ended before"),
        ([failed], asked, "drill.restore: ended with 1"),
    ):
        with pytest.raises(NoEvidence, match=why):
            see(rows, plan).storage_loss  # noqa: B018 - asked for its error


def receipt(number: int, found: bool = True, **more: Any) -> Observation:
    value = {"arrival": number, "read": True, "found": found, "intact": found, "once": True}
    return Observation(200.0, "receipt", f"N{number}", {**value, **more})


def test_receipts_are_lost_altered_or_twice(see: See) -> None:
    rows = [
        *several("a", "SSSSS"), receipt(0), receipt(1, found=False), receipt(2, intact=False),
        receipt(3, once=False), receipt(4, read=False),
    ]  # fmt: skip
    assert see(rows).receipts == Receipts(5, 4, 1, 1, 1)


def test_the_page_of_a_receipt(see: See) -> None:
    assert see([page("deposer", "receipt page")]).receipt_pages[0].subject == "deposer"


def traffic(window: str, at: float, **opened: int) -> Observation:
    return Observation(at, "traffic", window, {f"dependency-{k}": v for k, v in opened.items()})


def test_messages_are_counted_while_all_is_well(see: See) -> None:
    rows = [
        *several(CONTROL, "SSSF"), traffic(CONTROL, 1.0, sms=10, identite=4),
        traffic(CONTROL, 4.0, sms=13, identite=8),
    ]  # fmt: skip
    assert see(rows).messages == Messages(3, 3)


def test_calls_to_the_fallen_are_compared_at_equal_load(see: See) -> None:
    rows = [
        traffic(CONTROL, 0.0, identite=0, sms=0), traffic(CONTROL, 3.0, identite=6, sms=3),
        traffic("identite:silent", 0.0, identite=6), traffic("identite:silent", 3.0, identite=9),
        traffic("sms:silent", 0.0, sms=9), traffic("sms:silent", 3.0, sms=99),
        traffic("a", 0.0, identite=10), traffic("a", 30.0, identite=110),
        traffic("b", 0.0, identite=110), traffic("b", 30.0, identite=160),
    ]  # fmt: skip
    cell, stage = see(rows).calls  # sms is called too little for a ratio to say anything
    assert (cell.dependency, cell.silent, cell.normal, cell.ratio) == ("identite", 60, 120, 0.5)
    assert stage.silent == 100
    assert stage.normal > 200  # stage b asks for a little more than a, which has to rise first
    assert stage.ratio == pytest.approx(100 / stage.normal)


def walked(steps: int, plain: int) -> Observation:
    names = ["GET /", "POST /depot"]
    value = {"steps": names, "walked": steps, "plain": names[:plain]}
    return Observation(1.0, "plain walk", "deposer", value)


def test_plain_steps(see: See) -> None:
    assert see([walked(2, 1)]).plain_steps == Tries(2, 1)
    with pytest.raises(NoEvidence, match="“POST /depot” failed"):
        _ = see([walked(1, 1)]).plain_steps


LINK = "citizens-temoin-coupure"


def resumed(filled: str = "success", outcome: str = "success", kept: bool = True) -> Observation:
    value = {"filled": filled, "resumed": outcome, "kept": kept, "detail": "", "since": 1.0}
    return Observation(79.0, "form", "deposer", value)


def test_a_form_is_held_for_as_long_as_the_cut_was_seen(see: See) -> None:
    cut = [fault(LINK, at=2.0), fault(LINK, "heal", at=78.0)]
    assert see([*cut, resumed()]).held_forms == (HeldForm("deposer", True, True, 76.0),)
    assert not see([*cut, resumed(outcome="http error", kept=False)]).held_forms[0].accepted
    with pytest.raises(NoEvidence, match="could not be filled"):
        _ = see([*cut, resumed(filled="gave up")]).held_forms
    with pytest.raises(NoEvidence, match="was not cut"):
        _ = see([resumed()]).held_forms


def power(what: str, at: float) -> Observation:
    return Observation(at, "power", "P2", {"what": what})


def test_a_recovery_is_useful_once_most_succeed(see: See) -> None:
    (cut,) = [each for each in PLAN.cuts if each.stage == "c"]
    back = cut.end
    down = [attempt(i, back + 0.1 * i, "refused") for i in range(10)]
    up = [attempt(10 + i, back + 3 + 0.2 * i) for i in range(200)]
    rows = [power("off", cut.start), power("on", back), *down, *up, request(10, back + 3)]
    (found,) = see(rows).recoveries
    assert (found.pattern, found.cut, found.power_back) == ("P2", cut.start, back)
    assert found.answering == pytest.approx(back + 3.5)
    assert found.useful == found.answering
    (dead,) = see([power("off", cut.start), power("on", back), *down]).recoveries
    assert (dead.answering, dead.useful) == (None, None)


def test_the_rebound_is_the_first_stage_after(see: See) -> None:
    assert see(several("d", "SSSF")).rebound == Tries(4, 3)


ALL_CUT = [fault(f"dependency-{name}") for name in ("identite", "sms", "carte", "partenaire")]


def informed(window: str, served: bool = True) -> Observation:
    return Observation(1.0, "information", "/", {"served": served, "window": window})


def test_the_island_serves_what_most_could_do(see: See) -> None:
    done = see([*ALL_CUT, *several(ISLAND, "SSFF"), informed(ISLAND)]).island
    assert done == Alone(("deposer",), ("deposer",), True)
    not_done = see([*ALL_CUT, *several(ISLAND, "SFFF"), informed(ISLAND, False)]).island
    assert not_done == Alone(("deposer",), (), False)
    with pytest.raises(NoEvidence, match="partenaire was not cut"):
        _ = see([*ALL_CUT[:-1], *several(ISLAND, "SSSS")]).island


def test_a_cold_start_serves_as_soon_as_one_succeeds(see: See) -> None:
    at = start(COLD)
    dark = [power("off", at), power("on", at + 1.5)]
    tried = several(COLD, "FFS", after=3.0)
    rows = [*ALL_CUT, *dark, *tried, request(2, at + 3)]
    assert see(rows).cold_start.served == ("deposer",)
    nothing = [*ALL_CUT, *dark, *several(COLD, "FFF", after=3.0)]
    assert see(nothing).cold_start.served == ()
    slow = make(power={"level": "process", "start": ["true"], "boot_within": "60 s"})
    with pytest.raises(NoEvidence, match="play at a smaller scale"):
        _ = see(nothing, slow).cold_start
    with pytest.raises(NoEvidence, match="the power was not cut"):
        _ = see([*ALL_CUT, *tried]).cold_start


def test_the_cold_start_is_no_cut_of_the_crisis(see: See) -> None:
    at = start(COLD)
    assert see([power("off", at), power("on", at + 1.5)]).cuts_of_the_crisis == 0
    assert (
        see([power("off", at - 9), power("on", at - 5), power("off", at)]).cuts_of_the_crisis == 1
    )


def test_the_status_page_is_read_in_the_dark(see: See) -> None:
    plan = make(status_page={"address": "http://127.0.0.1:20900/"})
    read = Observation(12.0, "status page", "http://127.0.0.1:20900/", {"answers": True})
    seen = see([power("off", 10.0), read, power("on", 14.0)], plan)
    assert seen.status_page == read
    late = see([power("off", 2.0), power("on", 4.0), read], plan)
    with pytest.raises(NoEvidence, match="was not read while"):
        _ = late.status_page
    assert see([], make(status_page="none")).status_page is None
