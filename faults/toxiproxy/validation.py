"""Validation of toxics before they are sent to a server."""

from __future__ import annotations

from difflib import get_close_matches

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import LONG
from epreuve.faults.toxic import STREAMS, Toxic


def validate_toxic(toxic: Toxic) -> Toxic:
    """Return the toxic, or raise ToxicInvalid: some values crash a real Toxiproxy."""
    from epreuve.faults.embedded.toxics import kinds  # Late: imports asyncio.

    where = f"toxic {toxic.name!r}"
    if not toxic.name or "/" in toxic.name:
        raise ToxicInvalid(f"{where}: use a name that is not empty and has no '/'")
    if toxic.stream not in STREAMS:
        raise ToxicInvalid(f"{where}: stream is {toxic.stream!r}: use one of {', '.join(STREAMS)}")
    kind = kinds().get(toxic.type)
    if kind is None:
        raise ToxicInvalid(f"{where}: type is {toxic.type!r}: use one of {', '.join(kinds())}")
    known = list(kind().attributes())
    for name, value in toxic.attributes.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known)}"
            raise ToxicInvalid(f"{where}: {toxic.type} has no attribute {name!r}: {remedy}")
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ToxicInvalid(f"{where}: {name} is {value!r}: use a whole number, 0 or more")
        if name in ("latency", "jitter", "timeout") and value > LONG:
            raise ToxicInvalid(f"{where}: {name} is {value} ms: use at most {LONG}")
    merged = kind().merged(toxic.attributes)
    refusal = merged.refusal()
    values = merged.attributes()
    if refusal is None and values.get("jitter", 0) > values.get("latency", 0):
        refusal = f"jitter is {values['jitter']} ms: use at most the latency, {values['latency']}"
    if refusal is not None:
        raise ToxicInvalid(f"{where}: {refusal}")
    return toxic
