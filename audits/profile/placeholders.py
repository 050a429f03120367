"""Placeholders of a profile that can have no value."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.mistake import Location
from epreuve.audits.reading.suggestion import nearest, with_suggestion
from epreuve.audits.reading.yaml_file import Problem
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import CITIZEN_NAMES, names_in
from epreuve.reports.text import SEMICOLON, Text, join

_NOT_FILLED = {"name", "locust"}  # fields of a step that are used as they are written


def unknown_placeholders(profile: Profile) -> Iterator[Problem]:
    """Yield each placeholder that has no value where it is written."""
    for name, journey in profile.journeys.items():
        yield from _journey(("journeys", name), journey)
    if profile.export is not None:
        kept = [one.receipt_names | one.kept_names for one in profile.critical().values()]
        known = frozenset({"receipt"}).union(frozenset.intersection(*kept) if kept else ())
        if profile.export.citizen != "none":
            yield from _steps(("export", "citizen"), profile.export.citizen, known)
        if profile.export.administrator != "none":
            steps = profile.export.administrator.steps
            yield from _steps(("export", "administrator", "steps"), steps, known)
    yield from _paths(("information",), profile.information)
    yield from _paths(("objectives", "minimum_service"), profile.objectives.minimum_service)


def _paths(at: Location, paths: Sequence[str]) -> Iterator[Problem]:
    for place, path in enumerate(paths):
        yield from _text((*at, place), path, frozenset())


def _journey(at: Location, journey: Journey) -> Iterator[Problem]:
    yield from _steps((*at, "steps"), journey.steps, frozenset())
    captured = {name for step in journey.steps for name in step.capture}
    known = journey.receipt_names | captured
    for field in ("verify", "unique", "processed"):
        yield from _steps((*at, field), getattr(journey, field), known)
    if journey.missing is not None:
        of_verify = {name for step in journey.verify for name in step.capture}
        yield from _model((*at, "missing"), journey.missing, known | of_verify)


def _steps(at: Location, steps: Sequence[Step], known: AbstractSet[str]) -> Iterator[Problem]:
    """Yield the problems of steps, each with the values that earlier steps captured."""
    for place, step in enumerate(steps):
        yield from _model((*at, place), step, known)
        known = known | step.capture.keys()


def _model(at: Location, model: FrozenModel, known: AbstractSet[str]) -> Iterator[Problem]:
    written = model.model_dump(by_alias=True, exclude_unset=True, exclude=_NOT_FILLED)
    for inside, text in _texts(written):
        yield from _text((*at, *inside), text, known)


def _texts(value: object) -> Iterator[tuple[Location, str]]:
    """Yield each text in a field that may have placeholders, with its location."""
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, dict):
        entries = value.items()
        if "json" in value:
            yield from ((("json",), key) for key in _keys(value["json"]))
    elif isinstance(value, list | tuple):
        entries = enumerate(value)
    for key, inner in entries:
        yield from (((key, *at), text) for at, text in _texts(inner))


def _keys(value: object) -> Iterator[str]:
    """Yield the names of the members of a JSON body, at any depth: they may have placeholders."""
    inner: Iterable[object] = value if isinstance(value, list | tuple) else ()
    if isinstance(value, dict):
        yield from map(str, value)
        inner = value.values()
    for one in inner:
        yield from _keys(one)


def _text(at: Location, text: str, known: AbstractSet[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(names_in(text)):
        family, _, key = name.partition(".")
        is_known = key in CITIZEN_NAMES if family == "citizen" else (key and family == "env")
        if not (name in known or is_known):
            yield at, _problem(name, known)


def _problem(name: str, known: AbstractSet[str]) -> Text:
    names = [*sorted(known), *(f"citizen.{key}" for key in CITIZEN_NAMES)]
    similar = nearest(name, names)
    if similar is not None:
        sentence = translate("{placeholder} has no value here.", placeholder=f"{{{name}}}")
        return with_suggestion(sentence, f"{{{name}}}", [f"{{{similar}}}"])
    sentence = translate(
        "{placeholder} has no value here: capture it in an earlier step, or use one of {names}",
        placeholder=f"{{{name}}}", names=", ".join(f"{{{one}}}" for one in names),
    )  # fmt: skip
    itself = translate("for the text itself, write {quoted}", quoted=f"{{{{{name}}}}}")
    return join((sentence, itself), SEMICOLON)
