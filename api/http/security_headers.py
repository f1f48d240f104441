"""Headers on every answer, and names that an open service answers to."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'{}; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
STRICT = _OWN.format("")
DOCS = _OWN.format(" 'unsafe-inline'")
"""The documentation's program styles its elements one by one."""

_ALWAYS = {
    "Content-Security-Policy": STRICT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class SecurityHeaders:
    """Adds what browsers should hold to; kept data stays out of shared caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the answer's headers."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/v1"):
                    headers.setdefault("Cache-Control", "private, no-cache")
                for name, value in scope.get("rate_headers", {}).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completed if scope["type"] == "http" else send)


def is_foreign(request: Request) -> bool:
    """Tell whether a browser was led here by another site: by a false name, or from its page."""
    headers = Headers(scope=request.scope)
    host = headers.get("host", "")
    origin = headers.get("origin")
    if not _local(host) or (origin is not None and origin.partition("://")[2] != host):
        return True
    # Browsers say where a request comes from, also where they name no origin: pictures, scripts.
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "")
    followed = mode == "navigate" and request.method in {"GET", "HEAD"}
    return site not in {"none", "same-origin"} and not followed


def _local(host: str) -> bool:
    """Tell whether a ``Host`` header names this machine."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]")
    if name in {"localhost", ""}:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
