"""Addresses as "host:port" texts."""


def split_host_port(text: str) -> tuple[str, int]:
    """Split "host:port", with or without brackets around IPv6; raise ValueError without a port."""
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def join_host_port(host: str, port: int) -> str:
    """Return "host:port", with brackets around an IPv6 host."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
