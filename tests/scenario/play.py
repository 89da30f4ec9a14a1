"""Plays the steps of a scenario against a server, and says what was not as expected."""
import datetime
import json
import re
import shlex
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

import match
import people
import servers
import sheets
from api import Connection, Request, Session
from names import Names

MORNING = "2026-03-02T09:00"  # a Monday; when every test begins
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
UNITS_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
ROOT = Path(__file__).resolve().parents[2]
JOB_WAITS = 600  # of 50 ms
BOUNDARY = "linli-scenario-boundary"


class Wrong(Exception):
    """A test has failed."""


def instant_ms(text):
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def iso(ms):
    at = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


# A server whose clock begins there: nothing that it does by itself is done on another day.
AT_MORNING = (f"--test={iso(instant_ms(MORNING))}",)


class Player:
    """One server, one world; the tests of a file one after another."""

    def __init__(self, server, contract, world):
        self.server, self.contract = server, contract
        self.people = world.people.copy()
        self.values = dict(world.names)  # what every test of the file knows
        self.connection = Connection(server.port)
        self.session = Session()
        self.remembered = {}
        self.files = {}  # spreadsheets of the file's tests, by name
        self.last = None
        self.kept_digest = None
        self.shown = ""  # the last exchange, for a message

    # ─── the clock ───

    def set_clock(self, ms):
        self.ask_test("POST", "/test/clock", {"now": iso(ms)})
        self.clock_ms = ms

    def now_ms(self):
        return self.clock_ms

    def ask_test(self, method, path, body=None):
        raw = None if body is None else json.dumps(body).encode()
        reply = self.connection.send(Request(method, path, {}, raw))
        if reply.status != 200:
            raise Wrong(f"{method} {path}: {reply.status} {reply.text()}\n{self.server.tail()}")
        return reply

    # ─── a test ───

    def play(self, test):
        """None, or what went wrong and where."""
        self.set_clock(instant_ms(MORNING))
        self.names = Names(self.values, self.now_ms)
        self.session, self.remembered, self.shown = Session(), {}, ""
        for step in test.steps:
            try:
                self.step(step)
            except (Wrong, match.Mismatch, people.Refused, KeyError, ValueError,
                    RuntimeError) as e:
                return step.line, f"{e}\n{self.shown}" if self.shown else str(e)
            except (OSError, HTTPException) as e:
                alive = "lives" if self.server.is_alive() else "is dead"
                return step.line, f"{e}; the server {alive}\n{self.server.tail()}"
        if test.is_given:
            self.values.update(self.names)
        return None

    def step(self, step):
        if step.word.isupper():
            self.request(step)
        else:
            getattr(self, f"do_{step.word}")(step)

    # ─── requests ───

    def headers_of(self, step):
        headers = {}
        for name, value in step.headers:
            value = self.names.fill(value)
            headers[name] = quote(value) if name == "X-Reason" else value
        return headers

    def body_of(self, step, headers):
        if step.uploads or step.form:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            return self.multipart(step)
        if step.raw is not None:
            return step.raw
        if step.body is not None:
            return json.dumps(self.names.fill_value(step.body), ensure_ascii=False).encode()
        return None

    def multipart(self, step):
        parts = []
        for name, value in step.form:
            parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                         f"{self.names.fill(value)}\r\n".encode())
        for name, path, shown in step.uploads:
            parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
                         f'filename="{shown or Path(path).name}"\r\n'
                         "Content-Type: application/octet-stream\r\n\r\n".encode() +
                         self.upload_of(path) + b"\r\n")
        return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()

    def upload_of(self, path):
        """A file of the project, or one that the test has made: `upload file=@NAME`."""
        return self.files[path[1:]] if path[0] == "@" else (ROOT / path).read_bytes()

    def prepared(self, step):
        headers = self.headers_of(step)
        body = self.body_of(step, headers)
        path = quote(self.names.fill(step.rest), safe="/?&=%-._~:,")
        return Request(step.word, path, headers, body)

    def exchange(self, request, connection=None):
        reply = self.last = (connection or self.connection).send(request, self.session)
        self.shown = (f"{request.method} {request.path}\n"
                      f"{(request.body or b'')[:1000].decode('utf-8', 'replace')}\n"
                      f"=> {reply.status} {reply.text()[:3000]}")
        complaints = self.contract.check(request, reply)
        if complaints:
            raise Wrong("not as described by linli --openapi: " + "; ".join(complaints[:5]))
        return reply

    def request(self, step):
        request = self.prepared(step)
        if step.is_parallel:
            self.many(step, request)
            return
        for _ in range(step.times):
            reply = self.deliver(step, request)
            self.session.learn(reply)
            self.judge(step, reply)

    def deliver(self, step, request):
        """Sends a request of a scenario; the fault runs do more here."""
        return self.exchange(request)

    def many(self, step, request):
        """The same at once from several connections; with `once, else N` all but one get N."""
        def one(_):
            connection = Connection(self.server.port)
            try:
                return self.exchange(request, connection)
            finally:
                connection.close()

        with ThreadPoolExecutor(step.times) as pool:
            replies = list(pool.map(one, range(step.times)))
        statuses = sorted(r.status for r in replies)
        wanted = [step.expect.status] * step.times
        if step.expect.otherwise:
            wanted = [step.expect.status] + [step.expect.otherwise] * (step.times - 1)
        if statuses != sorted(wanted):
            raise Wrong(f"{statuses} is not {sorted(wanted)}")
        for reply in replies:
            if reply.status == step.expect.status:
                self.judge(step, reply)

    # ─── what is expected ───

    def judge(self, step, reply):
        e = step.expect
        if e.like:
            self.compare(self.remembered[e.like], self.remarkable(reply), e.like)
            return
        if reply.status != e.status:
            raise Wrong(f"status {reply.status} is not {e.status}")
        if isinstance(e.body, str):
            match.match_text("the reply", e.body, reply.text(), self.names)
        elif e.body is not None:
            match.match("", e.body, reply.json(), self.names)
        for name, wanted in e.headers:
            self.judge_header(reply, name, wanted)
        if step.remember:
            self.remembered[step.remember] = self.remarkable(reply)

    def judge_header(self, reply, name, wanted):
        got = reply.header(name)
        if wanted is None and got is not None:
            raise Wrong(f"the header {name} is there: {got}")
        if wanted is not None and got is None:
            raise Wrong(f"the header {name} is missing")
        if wanted is not None:
            match.match_text(f"the header {name}", wanted, got, self.names)

    @staticmethod
    def remarkable(reply):
        """All of a reply that may tell one refusal from another."""
        body = re.sub(rb'"request_id":"[^"]*"', b'"request_id":""', reply.body)
        headers = [(n, v) for n, v in reply.headers if n.lower() not in ("date", "request-id")]
        return reply.status, headers, body

    @staticmethod
    def compare(was, now, name):
        for what, a, b in zip(("status", "headers", "body"), was, now):
            if a != b:
                raise Wrong(f"the {what} differs from {name}'s: {b!r} is not {a!r}")

    # ─── other steps ───

    def do_as(self, step):
        word, *more = self.names.fill(step.rest).split()
        if word == "nobody":
            self.session = Session()
        elif word == "bearer":
            self.session = Session(bearer=more[0])
        elif more == ["again"]:
            self.session = people.sign_in(self.connection, self.people[word].login)
        else:
            self.session = self.session_of(self.people[word])

    def session_of(self, person):
        """The one that the world made, or a new one where that has ended."""
        if not people.is_signed_in(self.connection, person.session):
            person.session = people.sign_in(self.connection, person.login)
        return person.session

    def do_account(self, step):
        """account ROLE:NAME role REACH [of ORGANISATION] [, role REACH …]: somebody new."""
        name, _, rest = self.names.fill(step.rest).partition(" ")
        posts = []
        for post in filter(None, rest.split(",")):
            role, *words = post.split()
            organisation = words[words.index("of") + 1] if "of" in words else None
            reach = words[0] if words and words[0] != "of" else None
            posts.append((role, reach, organisation, name))
        for admin in ("admin:system", "admin:security"):
            self.freshen(self.people[admin])
        made = people.make(self.connection, self.people, name, posts)
        key = name.split(":")[1].replace("-", "_")
        self.names.update({f"{key}_account": made.id, f"{key}_login": made.login})
        if made.post_id:
            self.names[f"{key}_post"] = made.post_id

    def freshen(self, person):
        session = self.session_of(person)
        people.ask(self.connection, session, "POST", "/api/v1/session/fresh",
                   {"password": people.PASSWORD})

    def do_clock(self, step):
        moved = re.fullmatch(r"([+-]\d+)([smhd])", step.rest)
        self.set_clock(self.clock_ms + int(moved[1]) * UNITS_MS[moved[2]] if moved
                       else instant_ms(step.rest))

    def do_clockwork(self, _step):
        self.ask_test("GET", "/test/clockwork")

    def do_outbox(self, step):
        match.match("outbox", step.body, self.ask_test("GET", "/test/outbox").json()["items"],
                    self.names)

    def digest(self):
        return self.ask_test("GET", "/test/digest").json()["sha256"]

    def settle(self):
        """Lets the clockwork do all that it has to do, so that it does nothing for a while."""
        self.set_clock(self.clock_ms + 10_000)
        self.ask_test("GET", "/test/clockwork")

    def do_digest(self, _step):
        self.settle()
        self.kept_digest = self.digest()

    def do_same(self, _step):
        if self.digest() != self.kept_digest:
            raise Wrong("the database is not what it was")

    def do_job(self, step):
        """job ID [failed]: waits until it has ended, and well."""
        job, _, wanted = self.names.fill(step.rest).partition(" ")
        for _ in range(JOB_WAITS):
            reply = self.exchange(Request("GET", f"/api/v1/jobs/{job}", {}, None))
            state = reply.json().get("state")
            if state not in ("waiting", "running"):
                break
            time.sleep(0.05)
        if state != (wanted or "done"):
            raise Wrong(f"the job is {state}")

    def do_sheet(self, step):
        """sheet NAME, then its rows as a table."""
        self.files[step.rest] = sheets.xlsx(
            [(name, [[self.names.fill(c) for c in row] for row in rows])
             for name, rows in sheets.from_lines(step.body)])

    def do_keep(self, step):
        """keep NAME: the file that was just fetched."""
        self.files[step.rest] = self.last.body

    def do_rows(self, step):
        """rows NAME [{…}]: what stands in the file, by its titles."""
        match.match(step.rest, step.body, sheets.items(self.files[step.rest]), self.names)

    def do_title(self, step):
        """title NAME TEXT: what stands above the header, among it this."""
        name, _, wanted = step.rest.partition(" ")
        title = sheets.title(self.files[name])
        if self.names.fill(wanted) not in title:
            raise Wrong(f"the title is {title!r}")

    def do_edit(self, step):
        """edit NAME ROW TITLE = VALUE: in the data row counted from 1."""
        name, row, rest = step.rest.split(" ", 2)
        title, _, value = rest.partition(" = ")
        self.files[name] = sheets.edited(self.files[name], int(row), title,
                                         self.names.fill(value))

    def do_let(self, step):
        name, _, value = step.rest.partition(" ")
        self.names[name] = self.names.fill(value)

    def do_sql(self, step):
        self.server.database.sql(self.names.fill(step.rest))

    def do_verify(self, _step):
        status, out, err = servers.run("verify", database=self.server.database)
        if status:
            raise Wrong(f"linli verify: {out}{err}")

    def do_linli(self, step):
        words = shlex.split(self.names.fill(step.rest))
        status, out, err = servers.run(*words, database=self.server.database)
        self.shown = f"linli {step.rest}\n{out}{err}"
        if status != step.expect.status:
            raise Wrong(f"exit status {status} is not {step.expect.status}")
        if step.expect.body:
            match.match_text("the output", step.expect.body, out + err, self.names)

    def close(self):
        self.connection.close()
