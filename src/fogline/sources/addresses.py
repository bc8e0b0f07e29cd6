"""Which network addresses may be connected to.

In: an IPv4 or IPv6 address. Out: None where it is a public one, else why it is refused. Refused: this machine, private
and link-local networks, cloud metadata, multicast, reserved ranges, and every IPv6 form that carries one of these
within it. Networks that the user names are let through, by an `Access`.

The tables follow IANA's special-purpose registries (RFC 6890 and its successors). `ipaddress.is_global` alone is not
enough: it lets pass 2002:7f00:1::, 64:ff9b::7f00:1, ::127.0.0.1, fec0::1 and 224.0.0.1.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from fogline.model.errors import QueryError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_V4 = {
    "0.0.0.0/8": "this machine",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud's own service",
    "169.254.0.0/16": "a link-local address, where clouds keep their keys",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a reserved range",
    "192.0.2.0/24": "a range for examples",
    "192.88.99.0/24": "a tunnel",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "a range for tests of networks",
    "198.51.100.0/24": "a range for examples",
    "203.0.113.0/24": "a range for examples",
    "224.0.0.0/4": "a multicast address",
    "240.0.0.0/4": "a reserved range",
}
# Within 2000::/3, the only range of public IPv6 addresses; all that is outside it is refused by `_outside`.
_V6 = {
    "2001::/32": "a tunnel",
    "2001::/23": "a reserved range",
    "2001:db8::/32": "a range for examples",
    "2002::/16": "a tunnel",
    "3fff::/20": "a range for examples",
}
_OUTSIDE = {
    "::/128": "this machine",
    "::1/128": "this machine",
    "::/96": "an IPv4 address within an IPv6 one",
    "::ffff:0:0:0/96": "an IPv4 address within an IPv6 one",
    "64:ff9b:1::/48": "a private network",
    "fc00::/7": "a private network",
    "fe80::/10": "a link-local address",
    "fec0::/10": "a private network",
    "ff00::/8": "a multicast address",
}
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)  # bits 64 to 95 of an address that tunnels IPv4 within one site (RFC 5214)


def _networks(table: dict[str, str]) -> tuple[tuple[Network, str], ...]:
    return tuple((ipaddress.ip_network(written), why) for written, why in table.items())


_TABLE_V4, _TABLE_V6, _TABLE_OUTSIDE = _networks(_V4), _networks(_V6), _networks(_OUTSIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What may be connected to beyond public addresses at ports 80 and 443."""

    networks: tuple[Network, ...] = ()  # the user's own; within them any port
    ports: frozenset[int] = frozenset({80, 443})  # of public addresses

    @classmethod
    def of(cls, written: Iterable[str]) -> Access:
        """Networks and ports as typed: "127.0.0.0/8", "10.1.2.3", ":8080".

        >>> Access.of(["127.0.0.1"]).lets(ipaddress.ip_address("127.0.0.1"))
        True
        >>> Access.of(["intranet"])
        Traceback (most recent call last):
        fogline.model.errors.QueryError: intranet: no network. Write one as 10.1.0.0/16 or 127.0.0.1, a port as :8080.
        """
        networks, ports = [], {80, 443}
        for one in written:
            if re.fullmatch(r":\d{1,5}", one.strip()):
                ports.add(int(one.strip()[1:]))
                continue
            try:
                networks.append(ipaddress.ip_network(one.strip(), strict=False))
            except ValueError:
                raise QueryError(
                    f"{one}: no network. Write one as 10.1.0.0/16 or 127.0.0.1, a port as :8080."
                ) from None
        return cls(networks=tuple(networks), ports=frozenset(ports))

    def lets(self, address: Address) -> bool:
        """Whether the address lies in a network that the user named."""
        return any(address.version == network.version and address in network for network in self.networks)


def refusal(address: Address) -> str | None:
    """Why an address may not be connected to; None for a public one.

    >>> refusal(ipaddress.ip_address("::ffff:192.168.0.1"))
    'a private network'
    >>> refusal(ipaddress.ip_address("2606:4700::1111"))
    """
    plain = unwrapped(address)
    if isinstance(plain, ipaddress.IPv4Address):
        return _first(plain, _TABLE_V4)
    if plain.scope_id is not None:
        return "a link-local address"
    if plain not in _PUBLIC_V6:
        return _first(plain, _TABLE_OUTSIDE) or "a reserved range"
    if (int(plain) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "a tunnel"
    return _first(plain, _TABLE_V6)


def unwrapped(address: Address) -> Address:
    """The IPv4 address within an IPv6 one, for the two forms by which IPv4 hosts are reached; else the address.

    >>> unwrapped(ipaddress.ip_address("64:ff9b::7f00:1"))
    IPv4Address('127.0.0.1')
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _first(address: Address, table: tuple[tuple[Network, str], ...]) -> str | None:
    return next((why for network, why in table if address in network), None)
