"""A visitor who goes through pages and journeys by hand: the standard library only."""

import html
import http.client
import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from epreuve.probes.journeys.citizen import Citizen
from tests.field.forms import form_with

LIMIT = 20.0  # seconds that the visitor waits for one page


@dataclass(frozen=True)
class Visit:
    """What came of one page or journey: whether it ended well, the seconds, and why not."""

    well: bool
    seconds: float
    detail: str


class Visitor:
    """One visitor with cookies; `number` makes the fictitious citizen."""

    def __init__(self, address: str, number: int) -> None:
        self._address = address
        citizen = Citizen(0, number)
        names = ("name", "email", "postcode", "city", "phone")
        self._values = {f"citizen.{name}": str(getattr(citizen, name)) for name in names}
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._page, self._place = "", address  # the page received last, and its address

    def journey(self, steps: list[dict[str, Any]]) -> Visit:
        """Go through the steps of a profile until one fails."""
        start = time.monotonic()
        for number, step in enumerate(steps, 1):
            if detail := self._step(step):
                return Visit(False, time.monotonic() - start, f"step {number}: {detail}")
        return Visit(True, time.monotonic() - start, "")

    def page(self, path: str) -> Visit:
        """Load one page."""
        return self.journey([{"get": path}])

    def _step(self, step: dict[str, Any]) -> str:
        """Return why the step failed, "" when it did not."""
        try:
            request = self._submission(step) if "submit" in step else self._request(step)
            with self._opener.open(request, timeout=LIMIT) as response:
                text = response.read().decode(errors="replace")
                self._page, self._place = text, response.url
        except urllib.error.HTTPError as error:
            return f"status {error.code}"
        except (OSError, LookupError, http.client.HTTPException) as error:
            return f"{type(error).__name__}: {error}"
        expected = step.get("expect", {}).get("contains", [])
        for part in [expected] if isinstance(expected, str) else expected:
            if fill(part, self._values) not in html.unescape(text):
                return f"{part!r} is missing"
        for name, pattern in step.get("capture", {}).items():
            match = re.search(pattern, text)
            if match is None:
                return f"nothing to capture as {name}"
            self._values[name] = html.unescape(match[1])
        return ""

    def _submission(self, step: dict[str, Any]) -> urllib.request.Request:
        """Return the request of a form of the last page. Raises LookupError without such a form."""
        fields = fill(step["submit"]["fields"], self._values)
        form = form_with(self._page, fields)
        if form is None:
            raise LookupError(f"no form has {', '.join(fields)}")
        body = urllib.parse.urlencode(form.fields | fields).encode()
        url = urllib.parse.urljoin(self._place, form.action)
        return urllib.request.Request(url, body, fill(step.get("headers", {}), self._values))

    def _request(self, step: dict[str, Any]) -> urllib.request.Request:
        path = step.get("get") or step["post"]
        url = self._address + urllib.parse.quote(fill(path, self._values), safe="/?=&:%")
        headers, body = dict(step.get("headers", {})), None
        if "form" in step:
            body = urllib.parse.urlencode(fill(step["form"], self._values)).encode()
        elif "json" in step:
            body = json.dumps(fill(step["json"], self._values)).encode()
            headers["Content-Type"] = "application/json"
        return urllib.request.Request(url, body, fill(headers, self._values))


def fill(written: Any, values: dict[str, str]) -> Any:
    """Replace the placeholders in texts, also inside lists and maps."""
    if isinstance(written, dict):
        return {key: fill(value, values) for key, value in written.items()}
    if isinstance(written, list):
        return [fill(value, values) for value in written]
    return re.sub(r"\{([\w.]+)\}", lambda match: values.get(match[1], match[0]), str(written))
