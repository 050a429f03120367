"""A fault of a stage: which dependency sets fail, and how."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from epreuve.audits.crises.translation import translate
from epreuve.audits.profile.model import DependencySet
from epreuve.audits.reading.suggestion import with_name
from epreuve.faults.fault import Fault, StagedFault
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.registry import AnyFault, fault_kinds, parse_fault


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


SetList = Annotated[
    tuple[DependencySet, ...],
    BeforeValidator(_listed, json_schema_input_type=DependencySet | tuple[DependencySet, ...]),
    Field(min_length=1),
]


class StageFault(FrozenModel):
    """One fault on all dependencies of some sets, during a whole stage.

    In a file and in a plan, the fields of the fault stand beside `sets`:
    `{sets: [ID, PAY], kind: slow, delay: 10 s}`.
    """

    sets: SetList
    """Kinds of dependencies that fail: one, or a list."""
    fault: AnyFault

    @model_validator(mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Separate `sets` from the fields of the fault."""
        if not isinstance(value, Mapping) or isinstance(value.get("fault"), Fault):
            return value
        if "fault" in value:
            raise ValueError(
                translate(
                    "fault: unknown key; write its fields beside sets: {example}",
                    example="{sets: [ID, PAY], kind: slow, delay: 10 s}",
                )
            )
        fault = {key: field for key, field in value.items() if key != "sets"}
        _check_keys(fault)
        return {**{key: field for key, field in value.items() if key == "sets"}, "fault": fault}

    def seeded(self, seed: int) -> Fault:
        """Return the fault; one that changes by itself gets this seed if it has none."""
        if not isinstance(self.fault, StagedFault) or self.fault.seed is not None:
            return self.fault
        return parse_fault({**self.fault.model_dump(), "seed": seed})

    @model_serializer
    def _join(self) -> dict[str, Any]:
        return {"sets": list(self.sets), **self.fault.model_dump(mode="json")}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return one object per fault kind, each with `sets`."""
        reference = handler(schema)
        made = handler.resolve_ref_schema(reference)
        sets, union = made["properties"]["sets"], made["properties"]["fault"]
        kinds = [handler.resolve_ref_schema(member) for member in union["oneOf"]]
        made.clear()
        made["oneOf"] = [
            {
                **kind,
                "properties": {"sets": sets, **kind["properties"]},
                "required": ["sets", "kind", *kind.get("required", ())],
            }
            for kind in kinds
        ]
        return reference


def _check_keys(values: Mapping[Any, Any]) -> None:
    """Raise ValueError for a key that the named fault kind does not have."""
    fault = fault_kinds().get(str(values.get("kind")))
    if fault is None:
        return
    keys = ["sets", *fault.model_fields]
    for key in values:
        if key not in keys:
            name = str(key)
            sentence = translate(
                "{name}: unknown key of the fault kind {kind}; remove it or correct its name.",
                name=name, kind=repr(values["kind"]),
            )  # fmt: skip
            raise ValueError(with_name(sentence, "set" if name == "on" else name, keys))


def check_together(faults: tuple[StageFault, ...]) -> tuple[StageFault, ...]:
    """Return the faults. Raise ValueError when a set has two that cannot act together."""
    first: dict[str, list[Fault]] = {}
    for entry in faults:
        for name in entry.sets:
            for other in first.setdefault(name, []):
                if contradict(other, entry.fault):
                    raise ValueError(
                        translate(
                            "{name}: both {one} and {other}; choose one",
                            name=name, one=other.kind, other=entry.fault.kind,
                        )
                    )  # fmt: skip
            first[name].append(entry.fault)
    return faults


def contradict(one: Fault, other: Fault) -> bool:
    """Return whether two faults on one link are the same kind, or one hides the other."""
    return one.kind == other.kind or one.exclusive or other.exclusive
