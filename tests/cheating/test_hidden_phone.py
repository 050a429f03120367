"""Cheat: the pages have a telephone number and a counter that no style shows.

Sincere twins: the same pages with a visible channel, and the same pages without any.
"""

import pytest

from epreuve.audits.checks.probing.context import PAGE_LIMIT
from epreuve.probes.pages.human_channel import HumanChannel, channel_in
from tests.audits.checks.probes.town import plan, sent, sight
from tests.cheating.watchful_town import WatchfulTown

CHANNEL = "Tél. 01 99 00 12 34, 1 rue du Port, 99123 Saint-Exemple, de 9 h à 12 h"
PAGE = '<html lang="fr"><head>{head}</head><body><h1>Dépôt</h1>{body}</body></html>'
HIDDEN = {
    "inline": ("", f'<p style="display:none">{CHANNEL}</p>'),
    "important": ("", f'<p style="color:red; DISPLAY : none !important">{CHANNEL}</p>'),
    "attribute": ("", f"<p hidden>{CHANNEL}</p>"),
    "style element": ("<style>.x{display:none}</style>", f'<p class="x">{CHANNEL}</p>'),
    "linked sheet": ('<link rel="stylesheet" href="/h.css">', f'<p class="x">{CHANNEL}</p>'),
    "invisible": ("", f'<p style="visibility:hidden">{CHANNEL}</p>'),
    "ancestor": ("", f'<div style="display:none"><section><p>{CHANNEL}</p></section></div>'),
    "comment": ("", f"<!-- {CHANNEL} -->"),
    "template": ("", f"<template>{CHANNEL}</template>"),
}


def channel(town: WatchfulTown, head: str, body: str) -> HumanChannel:
    town.pages["GET /depot"] = PAGE.format(head=head, body=body)
    town.pages["GET /h.css"] = "main p,.x{display:none}"
    view = sight(town, plan(town)).load("/depot", PAGE_LIMIT, repeat=False)
    return channel_in(view.visible, ["fr"])


@pytest.mark.parametrize("way", HIDDEN)
def test_what_is_hidden_counts_as_absent(town: WatchfulTown, way: str) -> None:
    head, body = HIDDEN[way]
    assert channel(town, head, body) == HumanChannel(False, False, False)


def test_the_sincere_page_has_its_channel(town: WatchfulTown) -> None:
    visible = f'<p class="x">{CHANNEL}</p>'
    assert channel(town, "", visible) == HumanChannel(True, True, True)


def test_the_probe_records_no_channel(town: WatchfulTown) -> None:
    head, body = HIDDEN["linked sheet"]
    for page in ("GET /", "GET /depot", "GET /absente"):
        town.pages[page] = PAGE.format(head=head, body=body)
    town.pages["GET /h.css"] = ".x{display:none}"
    rows = sent(sight(town, plan(town)), "human channel")
    assert {(row.record.phone, row.record.counter) for row in rows} == {(False, False)}
