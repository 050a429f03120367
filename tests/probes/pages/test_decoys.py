"""Forged numbers, and numbers of other users, read among the true ones."""

from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.decoys import OF_A_KIND, MixedRun, decoys_of
from epreuve.probes.pages.receipt import Reading
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.probes.pages.reading import controlled, journey
from tests.probes.pages.store import JOURNEY, SEED, Store, citizen, filed


def reading(store: Store, control: ReceiptControl, steps: Journey = JOURNEY) -> Reading:
    return Reading(
        {"request": steps}, citizen, store.run, 5.0, {"request": control}, seed=SEED
    )  # fmt: skip


def found(store: Store, run: Reading, users: int = 20) -> dict[str, list[bool]]:
    attempts = filed(store, *range(1, users + 1))
    mixed = MixedRun(run.run, decoys_of(attempts, run), run.controls, SEED)
    mixed.read_rest(5.0)
    results: dict[str, list[bool]] = {}
    for decoy, is_found in mixed.read:
        results.setdefault(decoy.sort, []).append(is_found)
    return results


def test_a_sound_service_finds_none() -> None:
    store = Store()
    assert found(store, reading(store, controlled(store))) == {
        "forged": [False] * OF_A_KIND,
        "foreign": [False] * OF_A_KIND,
    }


def test_a_service_that_finds_all_after_the_crisis_is_seen() -> None:
    """It knows which user reads, and shows that name for each number."""
    store = Store()
    run = reading(store, controlled(store))
    names = [citizen(number).name for number in range(1, 21)]
    store.change = lambda path, request: (
        (200, f"<h1>Request {path[9:]}</h1><p>{' '.join(names)}: Street light out</p>")
        if path.startswith("/request/")
        else None
    )
    results = found(store, run)
    assert all(results["forged"])
    assert all(results["foreign"])


def test_steps_that_send_no_receipt_have_no_decoy() -> None:
    store = Store()
    own = journey(verify=[{"get": "/by?name={citizen.name}", "expect": {"contains": "request"}}])
    run = reading(store, controlled(store), own)
    assert decoys_of(filed(store, 1, 2, 3), run) == []


def test_decoys_are_read_between_others() -> None:
    store = Store()
    run = reading(store, controlled(store))
    attempts = filed(store, *range(1, 41))
    mixed = MixedRun(run.run, decoys_of(attempts, run), run.controls, SEED)
    places = []
    for attempt in attempts:
        before = len(mixed.read)
        mixed(JOURNEY.verify, {"receipt": attempt.receipt}, citizen(attempt.arrival), 5.0)
        places.append(len(mixed.read) - before)
    assert set(places) == {0, 1}
    assert places[:5] != [1] * 5
