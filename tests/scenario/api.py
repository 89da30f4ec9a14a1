"""HTTP as a browser and as a program speak it: cookies, CSRF, bearer tokens; one connection each."""
import http.client
import json
import select
from dataclasses import dataclass, field


@dataclass
class Reply:
    status: int
    headers: list  # (name, value)
    body: bytes

    def header(self, name):
        found = [v for n, v in self.headers if n.lower() == name.lower()]
        return found[0] if found else None

    @property
    def type(self):
        return (self.header("Content-Type") or "").split(";")[0]

    def json(self):
        return json.loads(self.body) if self.body and self.type.endswith("json") else None

    def text(self):
        return self.body.decode("utf-8", "replace")


@dataclass
class Session:
    """Who speaks: a browser's session, a bearer token, or nobody."""
    cookie: str = None
    csrf: str = None
    bearer: str = None

    def headers(self, method):
        if self.bearer:
            return {"Authorization": f"Bearer {self.bearer}"}
        if not self.cookie:
            return {}
        if method in ("GET", "HEAD"):
            return {"Cookie": self.cookie}
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf or ""}

    def learn(self, reply):
        """Takes the cookie of a reply, and the CSRF token of one that shows the session."""
        cookie = reply.header("Set-Cookie")
        if cookie:
            self.cookie = cookie.split(";")[0]
            if self.cookie.endswith("="):
                self.cookie = None
        shown = reply.json() if reply.status == 200 else None
        if isinstance(shown, dict) and "csrf" in shown:
            self.csrf = shown["csrf"]


@dataclass
class Request:
    method: str
    path: str
    headers: dict = field(default_factory=dict)
    body: bytes = None


class Connection:
    """One kept-alive connection. A request is sent once: a connection that breaks is an error."""

    def __init__(self, port, timeout_s=60):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)

    def _was_closed(self):
        sock = self.http.sock
        return sock is not None and bool(select.select([sock], [], [], 0)[0])

    def send(self, request, session=None):
        headers = dict(session.headers(request.method)) if session else {}
        if request.body is not None and "Content-Type" not in request.headers:
            headers["Content-Type"] = "application/json"
        headers.update(request.headers)
        if self._was_closed():
            self.http.close()
        self.http.request(request.method, request.path, request.body, headers)
        got = self.http.getresponse()
        return Reply(got.status, got.getheaders(), got.read())

    def close(self):
        self.http.close()
