"""Creation of the proxies of a run."""

from epreuve.audits.errors import Misuse
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
                f"{field}.listen: {listen} is in use by another program; stop it, or write "
                "another port"
            ) from None
        raise
