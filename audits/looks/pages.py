"""Pages as browsers load them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from epreuve.audits.looks.sight import PAGE_LIMIT, Sight, look
from epreuve.audits.planning.plan import COMFORT_PROBE, EDGE_PROBE, Probe
from epreuve.probes.evidence.records import Observation
from epreuve.probes.pages.human_channel import human_channel
from epreuve.probes.pages.markup import accessibility_defects, recent_features

EDGE_LIMIT = 45.0
COMFORT_LIMIT = 20.5  # just over what IND-5 gives no point for
NOWHERE = "/page-qui-n-existe-pas"  # what the error page shows


@look("pages")
def pages(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Each page of the critical journeys, cold, then again; and what its HTML says."""
    for path in sight.paths():
        view = sight.load(path, PAGE_LIMIT)
        yield view.observation(sight.now())
        if view.outcome == "success":
            value = {
                "accessibility_defects": accessibility_defects(view.text),
                "recent_features": recent_features(view.text),
            }
            yield Observation(sight.now(), "markup", path, value)


@look("edge page")
def edge_page(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """The entry page on EDGE."""
    path = sight.paths()[0]
    view = sight.load(path, EDGE_LIMIT, EDGE_PROBE, repeat=False)
    yield replace(view.observation(sight.now()), probe="edge page")


@look("comfort pages")
def comfort_pages(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """The same pages for a browser whose comfort third parties never answer, all at once."""
    paths = sight.paths()
    with ThreadPoolExecutor(len(paths)) as threads:
        views = threads.map(
            lambda path: sight.load(path, COMFORT_LIMIT, COMFORT_PROBE, repeat=False),
            paths,
        )
        for view in views:
            yield replace(view.observation(sight.now()), probe="comfort page")


@look("human channel")
def seen_channel(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """What critical pages and an error page show of a phone number and a counter."""
    declared = sight.plan.profile.human_channel
    for path in (*sight.paths(), NOWHERE):
        seen = sight.read(path)
        text = seen.answers[-1].text if seen.answers else ""
        found = human_channel(text)
        value = {"phone": found.phone, "counter": found.address and found.hours}
        if declared is not None:
            value = {"phone": declared.phone in text, "counter": declared.counter in text}
        yield Observation(sight.now(), "human channel", path, value)
