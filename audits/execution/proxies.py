"""Creation of the proxies of a run."""

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.translation import translate
from epreuve.faults.errors import ToxiproxyRefused
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.state import ProxyState


def open_proxy(engine: Engine, name: str, listen: str, upstream: str, field: str) -> ProxyState:
    """Create a proxy without faults. Raises Misuse with `field` when its port is in use."""
    try:
        return engine.create(name, listen, upstream)
    except ToxiproxyRefused as error:
        if "in use" in str(error):
            raise Misuse(
                translate(
                    "{field}: {address} is in use by {process}; stop it, or write another port",
                    field=f"{field}.listen", address=listen, process=translate("another program"),
                )
            ) from None  # fmt: skip
        raise
