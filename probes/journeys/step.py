"""Step of a journey: one request, and the conditions of its success."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import Message, message
from epreuve.probes.http.parser import EVENT_STREAM
from epreuve.probes.journeys.capture import Captures
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.one_or_more import Texts, Uploads
from epreuve.probes.journeys.page_action import Follow, Submit
from epreuve.probes.journeys.template import names_in

Path = Annotated[str, Field(pattern=r"^[/{]")]
UserClass = Annotated[str, Field(pattern=r"\.py:\w+$")]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]

METHODS: Mapping[str, Method] = {
    "get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE",
    "head": "HEAD",
}  # fmt: skip
_WITHOUT_BODY = ("GET", "HEAD")
_STORING = ("POST", "PUT", "PATCH")
_ON_PAGE = ("submit", "follow")
_SENT = {*METHODS, *_ON_PAGE, "form", "json_body", "files", "headers"}
_REQUESTS = (
    *(f"`{name}: /path`" for name in METHODS), "`submit: {form: form.request}`",
    "`follow: {text: Next}`", "`locust: file.py:Name`",
)  # fmt: skip
_WEBSOCKET = ("websocket", "ws", "wss")
_LOCUST_FIELDS = {"locust", "name", "timeout", "think"}


def _no_websocket() -> Message:
    return message(
        "no step opens a WebSocket; write a `locust` step with a client of your own, or the HTTP "
        "requests that the page sends"
    )


class Step(FrozenModel):
    """One request of a journey: a path, a form or a link of a page, or a `locust` user class."""

    get: Path | None = None
    """Path of a GET request."""
    post: Path | None = None
    """Path of a POST request."""
    put: Path | None = None
    """Path of a PUT request."""
    patch: Path | None = None
    """Path of a PATCH request."""
    delete: Path | None = None
    """Path of a DELETE request."""
    head: Path | None = None
    """Path of a HEAD request."""
    submit: Submit | None = None
    """Form of the page received before, to submit."""
    follow: Follow | None = None
    """Link of the page received before, to follow."""
    locust: UserClass | None = None
    """User class of your own locustfile: `file.py:ClassName`."""
    name: str | None = None
    """Name of the step in the evidence; by default its method and path."""
    form: dict[str, Texts] = {}
    """Form field → value, or list of values."""
    json_body: Any = Field(default=None, alias="json")
    """JSON body, instead of a form: a mapping, a list, a text, a number or null."""
    files: dict[str, Uploads] = {}
    """Form field → `{citizen.file}`, or a file with its name and type; sent as multipart."""
    headers: dict[str, str] = {}
    """Request headers."""
    redirects: bool = True
    """Follow redirects."""
    resources: bool = False
    """Load the page's resources too, as a browser does."""
    expect: Expect = Expect()
    """Conditions that prove the success of the step."""
    already: Expect | None = None
    """Response that also is a success when the same user had to send the request again."""
    capture: Captures = {}
    """Name → regular expression for the body, or place of the value; next steps may use it."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds before the user gives up, all tries together; by default the user's patience."""
    think: float = Field(default=0.2, ge=0)
    """Thinking time before the step, in seconds of real time."""

    @model_validator(mode="before")
    @classmethod
    def _no_websocket(cls, written: Any) -> Any:
        if isinstance(written, dict) and any(str(key).lower() in _WEBSOCKET for key in written):
            raise ValueError(_no_websocket())
        return written

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        if any(name.lower() == "upgrade" for name in self.headers):
            raise ValueError(_no_websocket())
        requests = (*METHODS, *_ON_PAGE, "locust")
        if sum(getattr(self, name) is not None for name in requests) != 1:
            raise ValueError(
                message("a step has exactly one of {requests}", requests=", ".join(_REQUESTS))
            )
        if self.locust is not None and any(
            getattr(self, name) != field.default
            for name, field in type(self).model_fields.items()
            if name not in _LOCUST_FIELDS
        ):
            raise ValueError(message("a `locust` step accepts only name, timeout and think"))
        if self.already == Expect():
            raise ValueError(
                message(
                    "already: no condition; write for example `{example}`",
                    example="already: {status: 409}",
                )
            )
        sends_content = bool(self.form or self.files or self.sends_json)
        if sends_content and self.submit is not None:
            raise ValueError(
                message(
                    "a `submit` step has its values in `submit: {fields}`", fields="{fields: {…}}"
                )
            )
        if self.method in _WITHOUT_BODY and sends_content:
            raise ValueError(
                message(
                    "a `{method}` step sends no form, json or files; use `post`",
                    method="follow" if self.follow is not None else self.method.lower(),
                )
            )
        return self

    @model_serializer(mode="wrap")
    def _without_absent_json(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave a JSON body out where none is written: `null` is a body too."""
        fields: dict[str, Any] = write(self)
        if not self.sends_json:
            fields.pop("json", None)
            fields.pop("json_body", None)
        return fields

    @property
    def sends_json(self) -> bool:
        """Whether the request has a JSON body.

        Plans of earlier versions write `null` where there is none, beside a form or a GET.
        """
        if self.json_body is not None or "json_body" not in self.model_fields_set:
            return self.json_body is not None
        return self.method not in _WITHOUT_BODY and not (self.form or self.files)

    @property
    def method(self) -> Method:
        """HTTP method; that of a form is known with its page only."""
        if self.get is not None:  # most steps: the rest is slower
            return "GET"
        for name, method in METHODS.items():
            if getattr(self, name) is not None:
                return method
        return "POST" if self.follow is None else "GET"

    @property
    def is_navigation(self) -> bool:
        """Whether the address bar or a page sends the request, and no script: JSON is for scripts.

        Pages navigate with GET and POST.
        """
        by_script = self.sends_json or self.expect.json_path or self.reads_events
        return not by_script and self.method in ("GET", "POST")

    @property
    def reads_events(self) -> bool:
        """Whether the step reads server-sent events, as its own header `Accept` says."""
        accepted = (text for name, text in self.headers.items() if name.lower() == "accept")
        return any(text.strip().lower().startswith(EVENT_STREAM) for text in accepted)

    @property
    def stores(self) -> bool:
        """Whether the request may store something."""
        return self.locust is None and self.method in _STORING

    @property
    def path(self) -> str:
        """Path as written, with its placeholders; `/` without one."""
        if self.get is not None:
            return self.get
        return next((path for name in METHODS if (path := getattr(self, name)) is not None), "/")

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
        if self.name:
            return self.name
        if self.locust is not None:
            return f"locust {self.locust}"
        if self.submit is not None:
            return f"submit {self.submit.form or 'form'}"
        if self.follow is not None:
            return f"follow {self.follow.text or self.follow.css}"
        return f"{self.method} {self.path}"


Steps = tuple[Step, ...]
