"""Ask whether an address answers, without ever asking a private one.

Pure of the framework: the standard library's HTTP, one connection an address. The
name is resolved here, every address of it must be public, and the connection goes to
the very address that was looked at, so that no second answer of a name server and no
redirect leads inside.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

REDIRECTS_MAX = 5
SECONDS_A_STEP = 8.0
SECONDS_IN_ALL = 20.0
GONE = {404, 410}
AGENT = "careersite-link-check/1.0"
# Addresses that carry another one inside: it is looked at, too.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


class Outcome(StrEnum):
    """What came of asking."""

    FINE = "fine"
    GONE = "gone"
    SILENT = "silent"  # no answer, or an error of the other side
    UNCLEAR = "unclear"  # answers, but not to a program
    REFUSED = "refused"  # not an address that we ask


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking, with the status where there was one, and why."""

    outcome: Outcome
    status: int | None = None
    detail: str = ""


class RefusedError(Exception):
    """Raised where an address is not one that may be asked."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever it is wrapped in."""
    found: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if found.teredo:
            return False
        found = inner or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolve_public(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raises RefusedError if one is not public."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    inside = [address for address in found if not is_public(address)]
    if inside:
        raise RefusedError(f"{host} leads to a private address.")
    return found


def ask(url: str, *, resolve: Resolve = resolve_public) -> Answer:
    """Ask for `url`, follow its redirects, and say what came of it; never raises."""
    try:
        for _ in range(REDIRECTS_MAX + 1):
            status, place = _ask_once(url, resolve)
            if place is None:
                return _judged(status)
            url = urljoin(url, place)
    except RefusedError as error:
        return Answer(Outcome.REFUSED, detail=str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(Outcome.SILENT, detail=f"{type(error).__name__}: {error}"[:200])
    return Answer(Outcome.SILENT, detail="It redirects without end.")


def _judged(status: int) -> Answer:
    if status in GONE:
        return Answer(Outcome.GONE, status)
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(Outcome.SILENT, status)
    if status >= http.HTTPStatus.BAD_REQUEST:
        return Answer(Outcome.UNCLEAR, status)
    return Answer(Outcome.FINE, status)


def _ask_once(url: str, resolve: Resolve) -> tuple[int, str | None]:
    """Return the status, and where it leads if it is a redirect."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("Only http and https are asked.")
    if parts.username or parts.password:
        raise RefusedError("The address holds a name or password.")
    connection = _connected(parts, resolve)
    # A server that sends a byte now and then never meets the socket's own limit.
    limit = Timer(SECONDS_IN_ALL, _cut, [connection])
    limit.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request("GET", _ascii(target), headers=headers)
        answer = connection.getresponse()  # the body is never read
        is_redirect = answer.status in {301, 302, 303, 307, 308}
        return answer.status, answer.headers.get("Location") if is_redirect else None
    finally:
        limit.cancel()
        connection.close()


def _connected(parts: SplitResult, resolve: Resolve) -> http.client.HTTPConnection:
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = resolve(host, port)[0]
    opened: socket.socket = socket.create_connection((address, port), SECONDS_A_STEP)
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            opened = context.wrap_socket(opened, server_hostname=host)
    except (OSError, ValueError):
        opened.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_A_STEP)
    if parts.scheme == "https":
        connection.default_port = 443  # so that the header Host names no port
    connection.sock = opened
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _ascii(target: str) -> str:
    """Return a target whose other characters are escaped."""
    return "".join(
        one if "!" <= one <= "~" else "".join(f"%{b:02X}" for b in one.encode())
        for one in target
    )
