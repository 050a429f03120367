"""Causes of slow and failed journeys under load, with literal facts."""

from dataclasses import replace

from epreuve.audits.checks.causes.crowd import Crowd
from epreuve.audits.checks.causes.limit_of_requests import limit_of_requests
from epreuve.audits.checks.causes.page_weight import page_weight
from epreuve.audits.checks.causes.quick_refusals import QuickRefusals
from epreuve.audits.checks.causes.saturation import saturation
from epreuve.audits.checks.causes.slow_clients import slow_clients
from epreuve.audits.checks.causes.slow_steps import slow_steps
from epreuve.audits.checks.causes.step_medians import StepMedian
from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.probes.evidence.observation import Observation
from tests.audits import frozen
from tests.audits.checks.causes.cause_pages import page, pages
from tests.audits.checks.causes.shown import shown

RAMP = Part(multiple=9.2, tried=71, succeeded=71, p95=0.03, served=9.2)
HELD_UP = Crowd(
    load=8.0, ramp=RAMP, clean=Tries(28, 20), clean_p95=9.0, poor=Tries(200, 4), poor_p95=30.0,
    poor_alone=1.1, closed=0,
)  # fmt: skip
HEAVY = replace(
    HELD_UP, clean=Tries(28, 28), clean_p95=0.5, poor=Tries(237, 237), poor_p95=9.7, poor_alone=9.2
)


def test_slow_clients_that_hold_workers() -> None:
    text = shown(slow_clients(HELD_UP))
    assert "the service served ×9.2 the normal load" in text
    assert "2% of the journeys on poor links succeeded, and 71% of those on clean links" in text
    assert "reverse proxy that buffers" in text


def test_slow_clients_that_the_service_cuts() -> None:
    clean = replace(HELD_UP, clean=Tries(28, 28), clean_p95=0.04)
    assert slow_clients(clean) is None, "clean links do not wait, and users gave up themselves"
    text = shown(slow_clients(replace(clean, closed=150)))
    assert "The service ended 150 of the failed journeys" in text


def test_slow_clients_are_not_a_lack_of_capacity() -> None:
    assert slow_clients(replace(HELD_UP, ramp=replace(RAMP, multiple=4.0))) is None
    assert slow_clients(HEAVY) is None, "clean links are hardly slower"


EDGE = Observation(1.0, "/", EdgePageObservation.model_validate(page("/", 900_000, 0)[0]))
STEP = StepMedian("GET /", 0.02, 121_600, 20)


def test_pages_too_heavy_for_slow_links() -> None:
    heavy = pages(page("/", 1_500_000, 0), page("/acte", 120_000, 0))
    cause = page_weight(heavy, EDGE, STEP, HEAVY)
    text = shown(cause)
    assert "the slowest step takes 9.2 s for a single user in calm" in text
    assert "“GET /”, with 121.6 kB" in text
    assert "The heaviest page, /, transfers 1.5 MB, of which 750 kB from other hosts." in text
    assert "below 150 kB" in text
    assert cause is not None
    assert set(cause.raises) == {"FRU-1", "FRU-3", "CON-3", "FRU-2"}


def test_a_light_page_that_is_slow_in_the_crowd_only() -> None:
    light = pages(page("/", 20_000, 0))
    assert page_weight(light, EDGE, STEP, HELD_UP) is None
    alone = page_weight(light, EDGE, STEP, HEAVY)
    assert alone is not None
    assert set(alone.raises) == {"CON-3", "FRU-2"}
    assert "below 14 kB" in alone.repair.en


def test_a_light_page_of_a_slow_service_is_not_heavy() -> None:
    light, small = pages(page("/", 316, 316)), replace(STEP, size=316.0)
    assert page_weight(light, EDGE, small, replace(HEAVY, poor_p95=3.3, poor_alone=3.1)) is None
    assert page_weight(light, EDGE, replace(STEP, seconds=8.0), HEAVY) is None, "the service waits"


def test_too_little_capacity() -> None:
    held = replace(RAMP, multiple=3.0, served=3.0)
    failed = Part(multiple=4.7, tried=40, succeeded=12, p95=9.0, served=2.0)
    calm = Part(multiple=1.0, tried=20, succeeded=20, p95=0.02)
    slowest = StepMedian("POST /acte", 8.1, 900, 40)
    served = QuickRefusals(failed=28, number=0)
    text = shown(saturation((held, failed), calm, slowest, served))
    assert "fails at ×4.7: 12 of 40 journeys succeeded" in text
    assert "“POST /acte”: 8.1 s" in text
    assert saturation((held,), calm, slowest, served) is None
    slow_calm = replace(calm, p95=7.0)
    assert saturation((held, failed), slow_calm, slowest, served) is None, "no load"
    assert saturation((held, failed), calm, slowest, LIMITED) is None, "a limit is the cause"


PLAN = frozen.plan()
LIMITED = QuickRefusals(
    failed=132, number=120, step="POST /acte", statuses=(200, 429), seconds=0.38, served=40,
    served_seconds=0.36,
)  # fmt: skip


def test_a_limit_of_requests() -> None:
    text = shown(limit_of_requests(PLAN, LIMITED))
    assert "132, of which 120 are refusals" in text
    assert "status 200 and 429), most at “POST /acte”" in text
    assert "a refusal takes 0.38 s and a success 0.36 s" in text
    assert "one address" not in text
    assert limit_of_requests(PLAN, replace(LIMITED, number=60)) is None, "most failures are others"
    assert limit_of_requests(PLAN, replace(LIMITED, seconds=9.0)) is None, "the service is slow"
    assert limit_of_requests(PLAN, replace(LIMITED, served=0)) is None, "a wrong `expect`"
    assert limit_of_requests(PLAN, replace(LIMITED, failed=9, number=9)) is None, "too few"


def steps(**seconds: float) -> dict[str, StepMedian]:
    return {name: StepMedian(name, time, 900, 8) for name, time in seconds.items()}


def test_pages_slow_without_load() -> None:
    text = shown(slow_steps(steps(first=1.52, second=1.51)))
    assert "“first” 1.52 s and “second” 1.51 s" in text
    assert "All steps are equally slow" in text
    one = shown(slow_steps(steps(first=1.6, second=0.02)))
    assert "second" not in one
    assert "equally" not in one
    assert slow_steps(steps(first=0.3, second=0.02)) is None
    assert slow_steps({}) is None


def test_a_limit_where_all_users_have_one_address() -> None:
    service = PLAN.profile.service.model_copy(update={"address": "http://[::1]:8080"})
    for update, is_named in (({}, True), ({"address_header": "X-Forwarded-For"}, False)):
        profile = PLAN.profile.model_copy(update={"service": service.model_copy(update=update)})
        text = shown(limit_of_requests(PLAN.model_copy(update={"profile": profile}), LIMITED))
        assert ("all users came from one address" in text) is is_named
