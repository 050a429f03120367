"""What a citizen does on a service: journeys made of steps, each with proof that it worked.

Text may hold `{citizen.name}`, `{receipt}` (a captured value) or `{env.TOKEN}` (a secret, read from
the environment when the request is made and never written down).
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    return text


def _selector(text: str) -> str:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # few profiles have one

    try:
        LexborHTMLParser("<p>").css_first(text)
    except SelectolaxError:
        raise ValueError("is not a CSS selector; write for example `form.demande input`") from None
    return text


def _json_path(text: str) -> str:
    if not JSON_PATH.fullmatch(text):
        raise ValueError(
            "is not a path that is understood: names and indices only, as in "
            "`$.dossier.pieces[0].nom`"
        )
    return text


JSON_PATH = re.compile(r"\$?(?:\.?[^.\[\]$*\s]+|\[-?\d+\])(?:\.[^.\[\]$*\s]+|\[-?\d+\])*")
JsonPath = Annotated[str, AfterValidator(_json_path)]
Selector = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_regular_expression)]
Path = Annotated[str, Field(pattern=r"^[/{]")]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Record):
    """How many distinct matches of a pattern a page must show; group 1 when it has one."""

    pattern: Pattern
    """The regular expression to look for."""
    at_least: int = 0
    """The fewest distinct matches."""
    at_most: int | None = None
    """The most distinct matches."""


class Expect(_Record):
    """What an answer must hold to be a success. Without `status`, any 2xx after redirects."""

    status: int | None = None
    """The HTTP status."""
    contains: str | tuple[str, ...] = ()
    """Text, or several texts, that must be there."""
    lacks: str | tuple[str, ...] = ()
    """Text, or several texts, that must not be there."""
    matches: Pattern | None = None
    """A regular expression that must be found."""
    css: Selector | None = None
    """A CSS selector that must find something."""
    json_path: dict[JsonPath, str] = {}
    """Place in a JSON answer → the value that must be there: `$.state.name: open`."""
    header: dict[str, str] = {}
    """Name of a header → the value that it must hold."""
    count: Count | None = None
    """How many times a pattern must be shown."""

    def texts(self) -> tuple[str, ...]:
        """The texts that must be there, always as a tuple."""
        return (self.contains,) if isinstance(self.contains, str) else self.contains

    def forbidden(self) -> tuple[str, ...]:
        """The texts that must not be there, always as a tuple."""
        return (self.lacks,) if isinstance(self.lacks, str) else self.lacks


_USER = r"\.py:\w+$"
_OF_LOCUST = {"locust", "name", "timeout", "think"}


class Step(_Record):
    """One request of a journey: exactly one of `get` and `post` names its path.

    Or `locust`, a user of somebody's own locustfile, who does one task: "file.py:ClassName".
    """

    get: Path | None = None
    """The path to read."""
    post: Path | None = None
    """The path to send to."""
    locust: Annotated[str, Field(pattern=_USER)] | None = None
    """A user of your own locustfile: `file.py:ClassName`."""
    name: str | None = None
    """What the step is called in the evidence; its method and path when not given."""
    form: dict[str, str] = {}
    """Fields of a form → values."""
    json_body: dict[str, object] | None = Field(default=None, alias="json")
    """A JSON body, instead of a form."""
    files: dict[str, str] = {}
    """Field → `{citizen.file}`: sent as multipart with the form."""
    headers: dict[str, str] = {}
    """Headers to send."""
    redirects: bool = True
    """Whether redirects are followed."""
    resources: bool = False
    """Whether what the page pulls in is loaded too, as a browser would."""
    expect: Expect = Expect()
    """What proves that the step worked."""
    capture: dict[str, Pattern] = {}
    """Name → regular expression, whose group 1 (or whole match) is kept for the next steps."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds before the citizen gives up; the patience of the plan when not given."""
    think: float = Field(default=0.2, ge=0)
    """Seconds that the citizen takes before the step, in real time."""

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        if [self.get, self.post, self.locust].count(None) != 2:
            raise ValueError(
                "a step has exactly one of `get: /path`, `post: /path` and `locust: file.py:Name`"
            )
        if self.locust is not None and any(
            getattr(self, name) != field.default
            for name, field in type(self).model_fields.items()
            if name not in _OF_LOCUST
        ):
            raise ValueError("a `locust` step has no more than name, timeout and think")
        if self.get is not None and (self.form or self.files or self.json_body):
            raise ValueError("a `get` step sends no form, json or files; use `post`")
        return self

    @property
    def method(self) -> Literal["GET", "POST"]:
        """The HTTP method."""
        return "GET" if self.get is not None else "POST"

    @property
    def path(self) -> str:
        """The path as written, with its placeholders."""
        return self.get or self.post or "/"

    @property
    def label(self) -> str:
        """The step's name in evidence: as given, else its method and path."""
        own = f"{self.method} {self.path}" if self.locust is None else f"locust {self.locust}"
        return self.name or own


Steps = tuple[Step, ...]


def _of_a_locustfile(schema: dict[str, Any]) -> None:
    """Tell editors that it stands for the steps."""
    schema["required"].remove("steps")
    schema["oneOf"] = [{"required": ["steps"]}, {"required": ["locustfile"]}]


class Journey(_Record):
    """A named sequence of steps; critical ones decide the score."""

    model_config = ConfigDict(json_schema_extra=_of_a_locustfile)

    critical: bool = False
    """Whether it decides the score."""
    share: float = Field(default=1.0, gt=0)
    """Its part of the arrivals, relative to the other journeys."""
    steps: Annotated[Steps, Field(min_length=1)]
    """The requests, in order."""
    locustfile: Annotated[str, Field(pattern=_USER)] | None = Field(default=None, exclude=True)
    """Instead of steps, a user of your own locustfile who does one task: `file.py:ClassName`."""
    acknowledged_by: str | None = None
    """The captured value that is the citizen's receipt."""
    verify: Steps = ()
    """Steps that pass when what was acknowledged is there and intact: `/dossiers/{receipt}`."""
    unique: Steps = ()
    """Steps that pass when it is there only once."""
    processed: Steps = ()
    """Steps that pass when the back office has it."""

    @model_validator(mode="before")
    @classmethod
    def _whole_locustfile(cls, written: Any) -> Any:
        """`locustfile: file.py:Name` is short for a single step of that user."""
        if isinstance(written, dict) and written.get("locustfile") is not None:
            if "steps" in written:
                raise ValueError("a journey has `steps` or `locustfile`; a step may be `locust`")
            others = {name: each for name, each in written.items() if name != "locustfile"}
            return {**others, "steps": [{"locust": written["locustfile"]}]}
        return written

    @model_validator(mode="after")
    def _receipt_is_captured(self) -> Self:
        captured = {name for step in self.steps for name in step.capture}
        if self.acknowledged_by is not None and self.acknowledged_by not in captured:
            raise ValueError(
                f"acknowledged_by: no step captures {self.acknowledged_by!r}; "
                f"captured are: {', '.join(sorted(captured)) or 'none'}"
            )
        if self.acknowledged_by is None and (self.verify or self.unique or self.processed):
            raise ValueError("verify, unique and processed need `acknowledged_by`")
        if any(step.locust for step in (*self.verify, *self.unique, *self.processed)):
            raise ValueError("verify, unique and processed have no `locust` step")
        return self
