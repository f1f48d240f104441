"""Which addresses a webhook may go to: none inside the machine or its network, unless it is let."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

import httpx

from api.http.errors import ServiceError

MOST_LETTERS = 2000
_HOST = re.compile(rb"[A-Za-z0-9._:-]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_PORTS = 1 << 16
_LAST_32_BITS = 0xFFFFFFFF
_NAT64 = IPv6Network("64:ff9b::/96")
"""Leads to any address of the old kind; a network without such resolves every name to it."""
_UNICAST = IPv6Network("2000::/3")
"""All that was ever given to anybody on the internet, of the new kind."""
_SPECIAL_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by a provider's customers
            "127.0.0.0/8",  # this machine
            "168.63.129.16/32",  # a cloud's own services, at a public address
            "169.254.0.0/16",  # link-local, and the clouds' metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # multicast tunnels
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_SPECIAL_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which leads to an address of the old kind by a relay
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
"""The special-purpose registries of IANA, whatever the interpreter's tables say."""
_INSIDE = ("localhost", "local", "internal", "home.arpa", "onion", "invalid")
"""Endings of names that are nobody's on the internet."""


def check_url(text: str, *, private: bool) -> httpx.URL:
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
    authority = _AUTHORITY.match(text)
    if url.userinfo or url.fragment or authority is None or "@" in authority[1] or "\\" in text:
        raise _refused("leave out names, passwords, what follows # and backslashes")
    if not private:
        _check_host(url.host)
    return url


def is_public(address: str) -> bool:
    """Tell whether an address is anybody's on the internet, also where it wraps another."""
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_4)
    inner = IPv4Address(int(ip) & _LAST_32_BITS) if ip in _NAT64 else ip.ipv4_mapped
    if inner is not None:
        return is_public(str(inner))
    return ip.scope_id is None and ip in _UNICAST and not any(ip in one for one in _SPECIAL_6)


def _check_host(host: str) -> None:
    """Judge a host by its letters alone; a name is looked up when it is called."""
    name = host.removesuffix(".").lower()
    labels = name.split(".")
    try:
        public = is_public(name)
    except ValueError:
        # Such a name is an address too, for those who look names up: 127.1, 2130706433, 0x7f.1.
        if _NUMBER.fullmatch(labels[-1]):
            raise _refused("write an address as four numbers from 0 to 255") from None
        if ":" in name or "" in labels:
            raise _refused("its host is no name and no address") from None
        public = len(labels) > 1 and not f".{name}".endswith(tuple(f".{one}" for one in _INSIDE))
    if not public:
        raise _refused("its host is inside a machine or network; name one on the internet")


def _refused(reason: str) -> ServiceError:
    return ServiceError("WEBHOOK_URL", pointer="/webhook_url", reason=reason)
