"""Files are sent whole: parts of one that is made anew for each request would not fit together."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class WholeFiles:
    """Leaves ``Range`` unheard, as RFC 9110 (section 14.2) lets a server, and says so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without its range."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def whole(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "accept-ranges" in headers:
                    headers["accept-ranges"] = "none"
            await send(message)

        # Others write into the scope, so it must stay the same one.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await self.app(scope, receive, whole)
