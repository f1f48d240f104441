"""Which addresses a webhook may go to: none inside the machine or its network, unless it is let."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from api.errors import ServiceError

MOST_LETTERS = 2000
_HOST = re.compile(rb"[A-Za-z0-9._:-]+")
_PORTS = 1 << 16
_NAT64 = IPv6Network("64:ff9b::/96")
_LAST_32_BITS = 0xFFFFFFFF
_ALSO_INSIDE = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments, of which interpreters let some pass
            "168.63.129.16/32",  # a cloud's own services, at a public address
            "64:ff9b:1::/48",  # NAT64 inside a network
            "3fff::/20",  # documentation
            "fec0::/10",  # site-local, as networks inside were once numbered
        ),
    )
)
"""Networks that are nobody's on the internet, whatever the interpreter's tables say."""


def checked_url(text: str, *, private: bool) -> httpx.URL:
    """Take an address apart, and refuse what can be refused before its host is looked up.

    Parameters
    ----------
    private
        Whether addresses inside, and with them plain HTTP, are let.

    Raises
    ------
    ServiceError
        ``WEBHOOK_URL``.
    """
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as fault:
        raise _refused(f"it cannot be read ({fault})") from None
    schemes = ("https", "http") if private else ("https",)
    if url.scheme not in schemes or not _HOST.fullmatch(url.raw_host):
        raise _refused(f"write {' or '.join(f'{scheme}://' for scheme in schemes)} and a host")
    if url.port is not None and not 0 < url.port < _PORTS:
        raise _refused("there is no such port")
    if url.userinfo or url.fragment:
        raise _refused("leave out names, passwords and what follows #")
    if not private and not _may_be_public(url.host):
        raise _refused("its host is inside this machine or network")
    return url


def is_public(address: str) -> bool:
    """Tell whether an address is anybody's on the internet, also where it wraps another."""
    ip = ip_address(address)
    inner = _wrapped(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if any(ip in network for network in _ALSO_INSIDE):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """Return the old address that a new one leads to."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & _LAST_32_BITS)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)


def _may_be_public(host: str) -> bool:
    """Judge a host by its letters alone; a name is looked up when it is called."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return False
    try:
        return is_public(name)
    except ValueError:
        return True


def _refused(reason: str) -> ServiceError:
    return ServiceError("WEBHOOK_URL", pointer="/webhook_url", reason=reason)
