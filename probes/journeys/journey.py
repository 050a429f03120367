"""Journeys of users on a service: steps, and the conditions of their success.

Texts may contain `{citizen.name}`, `{receipt}` (a captured value) or `{env.TOKEN}` (a secret, read
from the environment for each request and never stored).
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import message
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.step import Steps, UserClass
from epreuve.probes.journeys.template import names_in


def _locustfile_or_steps(schema: dict[str, Any]) -> None:
    """Declare in the schema that `locustfile` replaces `steps`."""
    schema["required"].remove("steps")
    schema["oneOf"] = [{"required": ["steps"]}, {"required": ["locustfile"]}]


class Journey(FrozenModel):
    """Named sequence of steps; critical journeys decide the score."""

    model_config = ConfigDict(json_schema_extra=_locustfile_or_steps)

    critical: bool = False
    """The journey counts in the score."""
    share: float = Field(default=1.0, gt=0)
    """Share of the arrivals, relative to the other journeys."""
    steps: Annotated[Steps, Field(min_length=1)]
    """Requests, in order."""
    locustfile: UserClass | None = Field(default=None, exclude=True)
    """Instead of steps, one task of a user class of your own locustfile: `file.py:ClassName`."""
    acknowledged_by: str | None = None
    """Name of the captured value that is the user's receipt."""
    verify: Steps = ()
    """Steps that succeed if the submission exists and is intact: `/dossiers/{receipt}`."""
    missing: Expect | None = None
    """Response to `verify` when the submission does not exist."""
    unique: Steps = ()
    """Steps that succeed if the submission exists only once."""
    processed: Steps = ()
    """Steps that succeed if the back office received the submission."""

    def around_submission(self) -> tuple[Steps, Steps] | None:
        """Return the steps before the submission, and the rest; None without a submission.

        The submission is the step that stores: the last POST, PUT or PATCH up to the step that
        gives the receipt.
        """
        ranks = range(len(self.steps))
        receipts = [rank for rank in ranks if self.acknowledged_by in self.steps[rank].capture]
        sent = [
            rank for rank in ranks if self.steps[rank].stores and rank <= max(receipts, default=-1)
        ]
        return (self.steps[: sent[-1]], self.steps[sent[-1] :]) if sent else None

    @model_validator(mode="before")
    @classmethod
    def _whole_locustfile(cls, written: Any) -> Any:
        """Read `locustfile: file.py:Name` as a single step of that user class."""
        if isinstance(written, dict) and written.get("locustfile") is not None:
            if "steps" in written:
                raise ValueError(message("a journey has `steps` or `locustfile`, not both"))
            fields = {name: value for name, value in written.items() if name != "locustfile"}
            return {**fields, "steps": [{"locust": written["locustfile"]}]}
        return written

    @model_validator(mode="after")
    def _receipt_is_captured(self) -> Self:
        captured = {name for step in self.steps for name in step.capture}
        if self.acknowledged_by is not None and self.acknowledged_by not in captured:
            raise ValueError(
                message(
                    "acknowledged_by: no step captures {name}; captured values: {names}",
                    name=repr(self.acknowledged_by),
                    names=", ".join(sorted(captured)) or message("none"),
                )
            )
        if self.missing is not None and not self.verify:
            raise ValueError(
                message("missing needs `verify`: it describes the response to these steps")
            )
        if self.missing is not None and self.missing == Expect():
            raise ValueError(
                message(
                    "missing: no condition; write for example `{example}`",
                    example="missing: {contains: does not exist}",
                )
            )
        if self.acknowledged_by is None and (self.verify or self.unique or self.processed):
            raise ValueError(message("verify, unique and processed need `acknowledged_by`"))
        if any(step.locust for step in (*self.verify, *self.unique, *self.processed)):
            raise ValueError(message("verify, unique and processed cannot have a `locust` step"))
        return self

    @cached_property
    def uses_pages(self) -> bool:
        """Whether a step submits a form or follows a link of the page before."""
        return any(step.submit is not None or step.follow is not None for step in self.steps)

    @cached_property
    def kept_names(self) -> frozenset[str]:
        """Names of the captured values, beside the receipt, that steps after the journey use."""
        later = [*self.verify, *self.unique, *self.processed]
        parts = [*later, *([self.missing] if self.missing is not None else [])]
        used = {name for part in parts for name in names_in(part.model_dump_json(by_alias=True))}
        captured = {name for step in self.steps for name in step.capture}
        return frozenset((used & captured) - self.receipt_names)

    @property
    def receipt_names(self) -> frozenset[str]:
        """Names of the receipt in the steps after the journey."""
        return frozenset({"receipt", self.acknowledged_by or "receipt"})

    def receipt_of(self, captured: Mapping[str, str]) -> str:
        """Return the receipt among captured values; "" without one."""
        return captured.get(self.acknowledged_by or "", "")

    def kept(self, captured: Mapping[str, str]) -> dict[str, str]:
        """Return the captured values that steps after the journey use, beside the receipt."""
        return {name: captured[name] for name in sorted(self.kept_names) if name in captured}
