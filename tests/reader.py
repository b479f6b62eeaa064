"""A reader without a browser: speaks to a dashboard by websocket, protobuf and HTTP, as one does.

What a run of a page draws is kept by the keys of its widgets, so that buttons can be pressed,
files handed over and forms sent.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from dashboard.state.pages import PAGES

_PATIENCE = 120  # seconds until an answer is taken for one that never comes
_XSRF = "_streamlit_xsrf"
BROWSER = "wenmai_browser"  # the cookie that names a browser


def proof_of(key: str, cookie: str) -> str:
    """Return what stands beside the key of a workspace that a browser took on; as in `state`."""
    return hmac.new(cookie.encode(), key.encode(), hashlib.sha256).hexdigest()[:24]


class AnswerError(RuntimeError):
    """The server answered with an error; the message says where."""


@dataclass
class Element:
    """One thing that a page drew.

    Attributes:
        kind: as the protocol calls it.
        proto: what it is made of.
        fragment: the part of the page that it belongs to; empty for the page.
    """

    kind: str
    proto: Any
    fragment: str = ""

    @property
    def id(self) -> str:
        """Names a widget to the server."""
        return str(getattr(self.proto, "id", ""))


@dataclass
class Reader:
    """A tab of a browser that has opened the dashboard.

    Attributes:
        address: of the dashboard.
        query: what stands in the address of the page.
        socket: the connection.
        elements: what the last run drew.
        cookies: by name.
        session: as the server names it.
        leads_to: where the last run sent the browser to; empty where it stays.
    """

    address: str
    query: str
    socket: ClientConnection
    cookies: dict[str, str]
    elements: list[Element] = field(default_factory=list)
    session: str = ""
    leads_to: str = ""

    async def run(
        self,
        page: str = PAGES[0],
        *,
        press: Element | None = None,
        states: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> float:
        """Run a page and wait for its end; return the seconds that took.

        Args:
            page: which.
            press: the button that is pressed.
            states: what other widgets hold by their keys, as the protocol calls it.

        Raises:
            AnswerError: the page failed.
        """
        ask = BackMsg()
        asked = ask.rerun_script
        asked.query_string = self.query  # the server knows the script of a page by its name
        asked.page_name = "" if page == PAGES[0] else page
        asked.context_info.locale, asked.context_info.timezone = "zh-TW", "Asia/Taipei"
        asked.context_info.url = f"{self.address}/{asked.page_name}"
        for key, held in (states or {}).items():
            asked.widget_states.widgets.append(WidgetState(id=self.find(key).id, **held))
        if press:
            asked.widget_states.widgets.append(WidgetState(id=press.id, trigger_value=True))
            asked.fragment_id = press.fragment
        self.leads_to = ""
        start = time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        await self._take(keep=bool(asked.fragment_id))
        return time.perf_counter() - start

    async def upload(self, name: str, data: bytes) -> tuple[dict[str, Any], float]:
        """Hand a file over as the page's form does; return what the form then holds, and seconds.

        Raises:
            AnswerError: the server refused it.
        """
        ask = BackMsg()
        ask.file_urls_request.request_id = uuid.uuid4().hex
        ask.file_urls_request.file_names.append(name)
        ask.file_urls_request.session_id = self.session
        await self.socket.send(ask.SerializeToString())
        while True:
            message = await self._next()
            if message.WhichOneof("type") == "file_urls_response":
                break
        [place] = message.file_urls_response.file_urls
        start = time.perf_counter()
        status = await asyncio.to_thread(self._put, place.upload_url, name, data)
        if status >= 300:
            raise AnswerError(f"upload: {status}")
        told = {"file_id": place.file_id, "name": name, "size": len(data), "file_urls": place}
        held = {"file_uploader_state_value": {"uploaded_file_info": [told]}}
        return held, time.perf_counter() - start

    def find(self, key: str) -> Element:
        """Return the widget with a key of ours, or with an end of its own."""
        for element in self.elements:
            if element.id.endswith(f"-{key}"):
                return element
        raise AnswerError(f"no widget: {key}")

    def texts(self) -> list[str]:
        """Return all that is said on the page."""
        found = (
            getattr(e.proto, "body", "") or getattr(e.proto, "code_text", "") for e in self.elements
        )
        return [text for text in found if text]

    async def _take(self, *, keep: bool) -> None:
        if not keep:
            self.elements = []
        failed = ""
        while True:
            message = await self._next()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "auth_redirect":
                self.leads_to = message.auth_redirect.url
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                drawn = message.delta.new_element
                name = drawn.WhichOneof("type")
                proto = getattr(drawn, name)
                if name == "exception" or (name == "alert" and "代號" in proto.body):
                    failed = failed or f"a page: {name}"
                self.elements.append(Element(name, proto, message.delta.fragment_id))
            elif kind == "script_finished":
                ended = message.script_finished
                if ended == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if ended == ForwardMsg.FINISHED_WITH_COMPILE_ERROR or failed:
                    raise AnswerError(failed or "a page did not run")
                return

    async def _next(self) -> ForwardMsg:
        data = await asyncio.wait_for(self.socket.recv(), _PATIENCE)
        assert isinstance(data, bytes)
        return ForwardMsg.FromString(data)

    def _put(self, place: str, name: str, data: bytes) -> int:
        border = uuid.uuid4().hex
        named = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        head = f"--{border}\r\n{named}\r\nContent-Type: application/octet-stream\r\n\r\n"
        body = head.encode() + data + f"\r\n--{border}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "X-Xsrftoken": self.cookies.get(_XSRF, ""),
        }
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=_PATIENCE)
        try:
            connection.request("PUT", place, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


@asynccontextmanager
async def reading(
    address: str, query: str = "lang=zh_Hant", cookies: Mapping[str, str] | None = None
) -> AsyncIterator[Reader]:
    """Open the dashboard as a browser does; nothing is drawn before the first run.

    Args:
        address: of the dashboard.
        query: what stands in the address.
        cookies: those that the browser has already.
    """
    held = {**await asyncio.to_thread(_first_cookies, address), **(cookies or {})}
    parts = urlsplit(address)
    async with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        # Who signed in is believed to be the browser that was given the token.
        subprotocols=["streamlit", held[_XSRF]],  # type: ignore[list-item]
        max_size=None,
        origin=f"{parts.scheme}://{parts.netloc}",  # type: ignore[arg-type]
        additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in held.items())},
        open_timeout=_PATIENCE,
    ) as socket:
        yield Reader(address, query, socket, held)


def _first_cookies(address: str) -> dict[str, str]:
    """Return what a browser is given with the page and before its first upload."""
    found: dict[str, str] = {}
    for path in ("/", "/_stcore/health"):
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE)
        connection.request("GET", parts.path + path)
        answer = connection.getresponse()
        for line in answer.msg.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            found[name.strip()] = value
        answer.read()
        connection.close()
    return found
