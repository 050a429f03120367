"""A fault: the dependency responds to every HTTP request with an error."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, Message, message

UNAVAILABLE = 503  # status of Fastly on 8 June 2021 [P: intelligentcio.com]


class ErrorResponse(Fault):
    """Every HTTP request gets the error `status` at once, 400 to 599.

    Stands for: a delivery network in error, a third party without backends, an exhausted quota.
    Simulated on both engines: the link leads to a small local server, then back to its upstream.
    Not faithful: open connections are closed at the beginning and at the end, where a real third
    party would respond on them; a client that speaks TLS, or anything but HTTP/1, gets an error
    that it cannot read, then a close; a Toxiproxy that cannot reach our loopback is refused.
    """

    label: ClassVar[Label] = Label("in error")
    mark: ClassVar[str] = "▓"
    exclusive: ClassVar[bool] = True

    kind: Literal["error_response"] = "error_response"
    status: Annotated[int, Field(ge=400, le=599)] = UNAVAILABLE
    """HTTP status of every response, 400 to 599."""

    def http_status(self) -> int:
        """Return the HTTP status of every response."""
        return self.status

    def describe(self) -> Message:
        """Return the status."""
        return message("HTTP error {status} to every request", status=str(self.status))


FRENCH = """
msgid "in error"
msgid_plural "in error"
msgstr[0] "en erreur"
msgstr[1] "en erreur"

msgid "HTTP error {status} to every request"
msgstr "erreur HTTP {status} à chaque requête"

msgid "Every HTTP request gets the error `status` at once, 400 to 599."
msgstr "Chaque requête HTTP reçoit aussitôt l’erreur `status`, de 400 à 599."

msgid "a delivery network in error, a third party without backends, an exhausted quota."
msgstr "un réseau de diffusion en erreur, un tiers sans serveur derrière lui, un quota épuisé."

msgid ""
"open connections are closed at the beginning and at the end, where a real third party would "
"respond on them; a client that speaks TLS, or anything but HTTP/1, gets an error that it cannot "
"read, then a close; a Toxiproxy that cannot reach our loopback is refused."
msgstr ""
"les connexions ouvertes sont fermées au début et à la fin, alors qu’un vrai tiers y répondrait ; "
"un client qui parle TLS, ou autre chose que HTTP/1, reçoit une erreur illisible pour lui, puis "
"une fermeture ; un Toxiproxy qui n’atteint pas notre boucle locale est refusé."

msgid "HTTP status of every response, 400 to 599."
msgstr "Statut HTTP de chaque réponse, de 400 à 599."
"""
