"""Origins of services: what `service.address` of a profile accepts."""

from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from epreuve.audits.reading.address import ServiceAddress

_ADDRESS: TypeAdapter[str] = TypeAdapter(ServiceAddress)


@lru_cache(maxsize=1024)
def is_service_address(origin: str) -> bool:
    """Return whether a text is the address of a service, without a path."""
    try:
        _ADDRESS.validate_python(origin)
    except ValidationError:
        return False
    return True
