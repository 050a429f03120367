"""Journeys of users on a service: steps, and the conditions of their success.

Texts may contain `{citizen.name}`, `{receipt}` (a captured value) or `{env.TOKEN}` (a secret, read
from the environment for each request and never stored).
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import message
from epreuve.probes.journeys.checked_text import JsonPath, Pattern, Selector
from epreuve.probes.journeys.template import names_in

Path = Annotated[str, Field(pattern=r"^[/{]")]


class Count(FrozenModel):
    """Number of distinct matches of a pattern in a page (of its group 1, if any)."""

    pattern: Pattern
    """Regular expression to search."""
    at_least: int = 0
    """Minimum number of distinct matches."""
    at_most: int | None = None
    """Maximum number of distinct matches."""


class Expect(FrozenModel):
    """Conditions for a response to be a success. Without `status`: any 2xx, after redirects."""

    status: int | None = None
    """HTTP status."""
    contains: str | tuple[str, ...] = ()
    """Text, or list of texts, that the response must contain."""
    lacks: str | tuple[str, ...] = ()
    """Text, or list of texts, that the response must not contain."""
    matches: Pattern | None = None
    """Regular expression that the response must match."""
    css: Selector | None = None
    """CSS selector that must select an element."""
    json_path: dict[JsonPath, str] = {}
    """Path in a JSON response → expected value: `$.state.name: open`."""
    header: dict[str, str] = {}
    """Header name → text that its value must contain."""
    count: Count | None = None
    """Number of times that a pattern must appear."""

    def texts(self) -> tuple[str, ...]:
        """Return the texts that the response must contain, always as a tuple."""
        return (self.contains,) if isinstance(self.contains, str) else self.contains

    def forbidden(self) -> tuple[str, ...]:
        """Return the texts that the response must not contain, always as a tuple."""
        return (self.lacks,) if isinstance(self.lacks, str) else self.lacks


UserClass = Annotated[str, Field(pattern=r"\.py:\w+$")]
_SENT = {"get", "post", "form", "json_body", "files", "headers"}
_LOCUST_FIELDS = {"locust", "name", "timeout", "think"}


class Step(FrozenModel):
    """One request of a journey: exactly one of `get` and `post`, or a `locust` user class."""

    get: Path | None = None
    """Path of a GET request."""
    post: Path | None = None
    """Path of a POST request."""
    locust: UserClass | None = None
    """User class of your own locustfile: `file.py:ClassName`."""
    name: str | None = None
    """Name of the step in the evidence; by default its method and path."""
    form: dict[str, str] = {}
    """Form field → value."""
    json_body: dict[str, object] | None = Field(default=None, alias="json")
    """JSON body, instead of a form."""
    files: dict[str, str] = {}
    """Form field → `{citizen.file}`, sent as multipart with the form."""
    headers: dict[str, str] = {}
    """Request headers."""
    redirects: bool = True
    """Follow redirects."""
    resources: bool = False
    """Load the page's resources too, as a browser does."""
    expect: Expect = Expect()
    """Conditions that prove the success of the step."""
    capture: dict[str, Pattern] = {}
    """Name → regular expression; its group 1 (or whole match) is kept for the next steps."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds before the user gives up, all tries together; by default the user's patience."""
    think: float = Field(default=0.2, ge=0)
    """Thinking time before the step, in seconds of real time."""

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        if [self.get, self.post, self.locust].count(None) != 2:
            raise ValueError(
                message(
                    "a step has exactly one of `get: /path`, `post: /path` and `locust: "
                    "file.py:Name`"
                )
            )
        if self.locust is not None and any(
            getattr(self, name) != field.default
            for name, field in type(self).model_fields.items()
            if name not in _LOCUST_FIELDS
        ):
            raise ValueError(message("a `locust` step accepts only name, timeout and think"))
        if self.get is not None and (self.form or self.files or self.json_body):
            raise ValueError(message("a `get` step sends no form, json or files; use `post`"))
        return self

    @property
    def method(self) -> Literal["GET", "POST"]:
        """HTTP method."""
        return "GET" if self.get is not None else "POST"

    @property
    def path(self) -> str:
        """Path as written, with its placeholders."""
        return self.get or self.post or "/"

    @property
    def request(self) -> str:
        """Method, path and content of the request as JSON, with its placeholders."""
        return self.model_dump_json(by_alias=True, include=_SENT)

    def placeholders_sent(self) -> list[str]:
        """Return the names of the placeholders in the request."""
        return names_in(self.request)

    @property
    def label(self) -> str:
        """Name of the step in evidence."""
        default = f"{self.method} {self.path}" if self.locust is None else f"locust {self.locust}"
        return self.name or default


Steps = tuple[Step, ...]


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

        The submission is the step that stores: the last POST up to the step that gives the receipt.
        """
        ranks = range(len(self.steps))
        receipts = [rank for rank in ranks if self.acknowledged_by in self.steps[rank].capture]
        sent = [
            rank for rank in ranks if self.steps[rank].post and rank <= max(receipts, default=-1)
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

    def values_not_kept(self) -> Iterator[str]:
        """Yield the captured values that steps after the journey send, and that are not kept."""
        for steps in (self.verify, self.unique, self.processed):
            values = {"receipt", self.acknowledged_by}
            for step in steps:
                names = step.placeholders_sent()
                yield from (name for name in names if "." not in name and name not in values)
                values |= step.capture.keys()
