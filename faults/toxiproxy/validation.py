"""Validation of toxics before they are sent to a server."""

from __future__ import annotations

from difflib import get_close_matches

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import LONG
from epreuve.faults.message import Message, message
from epreuve.faults.toxic import STREAMS, Toxic


def validate_toxic(toxic: Toxic) -> Toxic:
    """Return the toxic, or raise ToxicInvalid: some values crash a real Toxiproxy."""
    from epreuve.faults.embedded.toxics import kinds  # Late: imports asyncio.

    if problem := _name_problem(toxic):
        raise ToxicInvalid(_of(toxic, problem))
    kind = kinds().get(toxic.type)
    if kind is None:
        raise ToxicInvalid(
            _of(
                toxic,
                message(
                    "type is {type}: use one of {names}",
                    type=repr(toxic.type),
                    names=", ".join(kinds()),
                ),
            )
        )
    names = list(kind().attributes())
    for name, value in toxic.attributes.items():
        if problem := _attribute_problem(name, value, names):
            raise ToxicInvalid(_of(toxic, problem))
    merged = kind().merged(toxic.attributes)
    refusal = merged.refusal()
    values = merged.attributes()
    if refusal is None and values.get("jitter", 0) > values.get("latency", 0):
        refusal = f"jitter is {values['jitter']} ms: use at most the latency, {values['latency']}"
    if refusal is not None:
        raise ToxicInvalid(_of(toxic, refusal))
    return toxic


def _of(toxic: Toxic, problem: Message | str) -> Message:
    return message("toxic {name}: {problem}", name=repr(toxic.name), problem=problem)


def _name_problem(toxic: Toxic) -> Message | None:
    if not toxic.name or "/" in toxic.name:
        return message("use a name that is not empty and has no '/'")
    if toxic.stream not in STREAMS:
        return message(
            "stream is {stream}: use one of {names}",
            stream=repr(toxic.stream), names=", ".join(STREAMS),
        )  # fmt: skip
    return None


def _attribute_problem(name: str, value: object, names: list[str]) -> Message | None:
    if near := None if name in names else get_close_matches(name, names, n=1):
        return message(
            "there is no attribute {name}: did you mean {near}?",
            name=repr(name), near=repr(near[0]),
        )  # fmt: skip
    if name not in names:
        return message(
            "there is no attribute {name}: it has {names}", name=repr(name), names=", ".join(names)
        )
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return message(
            "{name} is {value}: use a whole number, 0 or more", name=name, value=repr(value)
        )
    if name in ("latency", "jitter", "timeout") and value > LONG:
        return message(
            "{name} is {value} ms: use at most {most}", name=name, value=str(value), most=str(LONG)
        )
    return None
