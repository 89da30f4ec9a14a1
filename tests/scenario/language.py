"""The language of scenarios. docs/testing.md describes it; this file reads it.

A file is a list of tests; a test is a list of steps. A step is one line, except a request, which
goes on with headers, a body and what is expected:

    test a stale version is refused
    as official:cuiyuan
    PATCH /api/v1/estates/$hupan
    If-Match: "1"
    {"alias":"湖畔"}
    => 412 {"code":"stale"}
"""
import ast
import json
import re
from dataclasses import dataclass, field

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*): ?(.*)$")
UPLOAD = re.compile(r"upload (\w+)=(\S+)(?: as (.+))?$")
WORDS = ("as", "account", "clock", "clockwork", "outbox", "digest", "same", "verify", "sql",
         "linli", "let", "job", "sheet", "keep", "rows", "title",
         "edit")


class Unreadable(Exception):
    pass


@dataclass
class Expectation:
    status: int = 0
    body: object = None  # JSON, or a text "~regex"
    headers: list = field(default_factory=list)  # (name, wanted; None: absent)
    like: str = None  # as the remembered reply of this name
    otherwise: int = None  # of a parallel request: all but one answer so


@dataclass
class Step:
    line: int
    word: str
    rest: str = ""
    # of a request
    headers: list = field(default_factory=list)
    body: object = None  # JSON
    raw: bytes = None
    uploads: list = field(default_factory=list)  # (field, path, name)
    form: list = field(default_factory=list)
    expect: Expectation = None
    times: int = 1
    is_parallel: bool = False
    remember: str = None


@dataclass
class Test:
    title: str
    line: int
    is_given: bool = False
    steps: list = field(default_factory=list)


class Reader:
    def __init__(self, path, text):
        self.path, self.lines, self.at = path, text.split("\n"), 0
        self.pending = {}

    def fail(self, what):
        raise Unreadable(f"{self.path}:{self.at + 1}: {what}")

    def peek(self):
        return self.lines[self.at].strip() if self.at < len(self.lines) else None

    def take(self):
        self.at += 1
        return self.lines[self.at - 1].strip()

    def skip_blank(self):
        while self.peek() is not None and (not self.peek() or self.peek().startswith("#")):
            self.at += 1

    def json(self, text):
        """A JSON value that begins with this text and may go on for lines."""
        start = self.at
        while True:
            try:
                return json.loads(text)
            except json.JSONDecodeError as e:
                if self.at >= len(self.lines) or self.at - start > 200 or not self.peek():
                    self.fail(f"no JSON: {e}")
                text += "\n" + self.take()

    def tests(self):
        found = []
        self.skip_blank()
        while self.peek() is not None:
            word, _, title = self.peek().partition(" ")
            if word not in ("test", "given"):
                self.fail(f"a test begins with `test TITLE` or `given`, not with {word!r}")
            line = self.at + 1
            self.at += 1
            found.append(Test(title, line, word == "given", list(self.steps())))
        return found

    def steps(self):
        self.skip_blank()
        while self.peek() is not None and self.peek().split(" ")[0] not in ("test", "given"):
            step = self.step()
            if step:
                yield step
            self.skip_blank()

    def step(self):
        line = self.at + 1
        word, _, rest = self.peek().partition(" ")
        if word in ("times", "parallel", "remember"):
            self.at += 1
            self.pending[word] = rest
            return None
        if word in METHODS:
            return self.request(line, word, rest)
        if word not in WORDS:
            self.fail(f"what is {word!r}?")
        self.at += 1
        step = Step(line, word, rest)
        if word == "outbox":
            step.body = self.json(rest)
        if word == "linli":
            step.expect = self.expectation()
        if word == "rows":
            step.rest, _, text = rest.partition(" ")
            step.body = self.json(text)
        if word == "sheet":
            step.body = list(self.table())
        return step

    def table(self):
        while (self.peek() or "").startswith("|"):
            yield self.take()

    def request(self, line, word, rest):
        self.at += 1
        step = Step(line, word, rest)
        if "times" in self.pending:
            step.times = int(self.pending["times"])
        if "parallel" in self.pending:
            step.times, step.is_parallel = int(self.pending["parallel"]), True
        step.remember = self.pending.get("remember")
        self.pending = {}
        while not (self.peek() or "").startswith("=>"):
            if not self.peek():
                self.fail("a request ends with `=> STATUS`")
            self.request_line(step)
        step.expect = self.expectation()
        return step

    def request_line(self, step):
        text = self.peek()
        upload, header = UPLOAD.match(text), HEADER.match(text)
        if text[0] in "{[":
            step.body = self.json(self.take())
            return
        self.at += 1
        if upload:
            step.uploads.append(upload.groups())
        elif text.startswith("form "):
            name, _, value = text[5:].partition("=")
            step.form.append((name, value))
        elif text.startswith("bytes "):
            step.raw = b"".join(self.bytes(part) for part in text[6:].split(" + "))
        elif text.startswith("reason "):
            step.headers.append(("X-Reason", text[7:]))
        elif header:
            step.headers.append(header.groups())
        else:
            self.at -= 1
            self.fail(f"neither header nor body: {text!r}")

    def bytes(self, text):
        """b'…' or b'…' * N"""
        literal, _, times = text.partition(" * ")
        return ast.literal_eval(literal) * int(times or 1)

    def expectation(self):
        if not (self.peek() or "").startswith("=>"):
            self.fail("`=> STATUS` is expected")
        text = self.take()[2:].strip()
        e = Expectation()
        like = re.fullmatch(r"like (\w+)", text)
        said = re.fullmatch(r"(\d+)(?: once, else (\d+))?(?:\s+(.*))?", text, re.S)
        if like:
            e.like = like[1]
        elif not said:
            self.fail(f"no expectation: {text!r}")
        else:
            e.status, e.otherwise = int(said[1]), said[2] and int(said[2])
            if said[3]:
                e.body = said[3] if said[3][0] == "~" else self.json(said[3])
        self.expected_headers(e)
        return e

    def expected_headers(self, e):
        while (self.peek() or "").startswith(("header ", "no header ")):
            text = self.take()
            if text.startswith("no header "):
                e.headers.append((text[10:], None))
            else:
                e.headers.append(tuple(text[7:].split(": ", 1)))


def read(path):
    return Reader(path, path.read_text(encoding="utf-8")).tests()
