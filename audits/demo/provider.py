"""Third party as a process: a small HTTP server for one module of `third_parties`."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable

from epreuve.audits.demo import third_parties
from epreuve.audits.demo.exchange import Handler, Request, Response, ThreadedServer
from epreuve.audits.demo.json_exchange import as_json
from epreuve.audits.demo.settings import Address

_WORK = 0.003  # seconds of processing per call [A].

Respond = Callable[[Request], Response | None]


def names() -> list[str]:
    """Return the names of the third parties: the modules of the folder."""
    return sorted(module.name for module in pkgutil.iter_modules(third_parties.__path__))


class Provider:
    """Service of a module's `respond(request)`, which returns None for an unknown address."""

    def __init__(self, name: str) -> None:
        module = importlib.import_module(f"{third_parties.__name__}.{name}")
        self._respond: Respond = module.respond

    def respond(self, request: Request) -> Response:
        """Respond to /sante; the module responds to other requests."""
        if request.path == "/sante":
            return Response(b"ok", content_type="text/plain")
        time.sleep(_WORK)
        response = self._respond(request)
        return self.failure(404, "adresse inconnue") if response is None else response

    def failure(self, status: int, reason: str) -> Response:
        """Return a JSON error."""
        return as_json({"erreur": reason or f"erreur {status}"}, status)


def serve(name: str, address: Address) -> None:
    """Serve the third party `name` without end. Raises OSError when the port is in use."""
    with ThreadedServer(address, Provider(name), Handler) as server:
        server.serve_forever()
