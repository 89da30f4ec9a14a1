#!/usr/bin/env -S python3 -B
"""What scenarios cannot say: thousands of connections, clients that dawdle, files that are traps.
Each has its defined answer (docs/testing.md), and all the while whoever behaves is served. The last
line is "N passed, N failed".

    LINLI=b/linli tests/scenario/hostile.py sqlite|postgresql
"""
import io
import resource
import shutil
import socket
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import databases
import people
import servers
import world
from api import Connection, Request
from contract import Contract
from play import AT_MORNING
from run import Count

MANY = 10000
HEADER_S = 10  # until when a head must have come
PAGE_S = 3.0  # on a machine that does other things too
BOUNDARY = "grenze"

# The least that is a workbook of one sheet.
BOOK = {
    "_rels/.rels": "<Relationships><Relationship Id='a' Type='http://x/officeDocument'"
                   " Target='xl/workbook.xml'/></Relationships>",
    "xl/workbook.xml": "<workbook xmlns:r='r'><sheets><sheet name='a' sheetId='1' r:id='a'/>"
                       "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels":
        "<Relationships><Relationship Id='a' Type='http://x/worksheet'"
        " Target='worksheets/sheet1.xml'/></Relationships>",
}


class Hostile:
    def __init__(self, server, built):
        self.server, self.port = server, server.port
        self.session = self.sign_in(built.people["official:cuiyuan"].login)
        self.names = built.names
        self.folder = built.database.folder

    def sign_in(self, login):
        connection = Connection(self.port)
        session = people.sign_in(connection, login)
        connection.close()
        return session

    def dial(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def send(self, method, path, body=None, **headers):
        connection = Connection(self.port)
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        reply = connection.send(Request(method, path, named, body), self.session)
        connection.close()
        return reply

    def is_served(self):
        """What is wrong with a page for somebody who behaves."""
        began = time.monotonic()
        reply = self.send("GET", "/api/v1/estates")
        took = time.monotonic() - began
        if reply.status != 200:
            return f"a page is answered {reply.status}"
        return f"a page takes {took:.1f} s" if took > PAGE_S else None

    def private_bytes(self):
        status = Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines()
                    if line.startswith("RssAnon"))

    # ─── connections ───

    def ten_thousand_connections(self):
        """All are answered, and held while somebody else is served."""
        said = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        held = []
        try:
            for _ in range(MANY):
                held.append(self.dial())
                held[-1].sendall(said)
            for i, s in enumerate(held):
                if not s.recv(20).startswith(b"HTTP/1.1 200"):
                    return f"connection {i} is not answered"
            return self.is_served()
        finally:
            for s in held:
                s.close()

    def slow_clients(self):
        """A byte now and then keeps no connection open past the deadline, nor anybody waiting."""
        slow, began, wrong = [self.dial() for _ in range(300)], time.monotonic(), None
        for s in slow:
            s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            s.setblocking(False)
        while slow and not wrong and time.monotonic() - began < 3 * HEADER_S:
            slow = [s for s in slow if not self.is_closed_after_a_byte(s)]
            wrong = self.is_served()
            time.sleep(0.25)
        took = time.monotonic() - began
        if not wrong and slow:
            wrong = f"{len(slow)} are still open after {took:.0f} s"
        if not wrong and took < HEADER_S - 1:
            wrong = f"all are closed after {took:.1f} s: sooner than is said"
        return wrong

    @staticmethod
    def is_closed_after_a_byte(s):
        try:
            s.send(b"x")
            return s.recv(4000) is not None  # 408, or the end
        except BlockingIOError:
            return False
        except OSError:
            return True

    # ─── files ───

    def upload(self, name, content, close=f"\r\n--{BOUNDARY}--\r\n"):
        head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nestates\r\n'
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
                f'filename="{name}"\r\n\r\n')
        return self.send("POST", "/api/v1/imports",
                         head.encode() + content + close.encode(),
                         Content_Type=f"multipart/form-data; boundary={BOUNDARY}")

    def zip_bomb(self):
        """A sheet of 300 MB in 300 KB is refused before it is unpacked."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
            for part, text in BOOK.items():
                book.writestr(part, text)
            book.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 300_000_000)
        before, began = self.private_bytes(), time.monotonic()
        reply = self.upload("bomb.xlsx", packed.getvalue())
        if reply.status != 202:
            return f"it is answered {reply.status} {reply.text()[:400]}"
        job = self.wait_for_job(reply.json()["job_id"])
        took, grown = time.monotonic() - began, self.private_bytes() - before
        if job["state"] != "failed" or "300" not in job.get("error", ""):
            return f"it becomes {job}"
        if grown > 64 << 20 or took > 10:
            return f"it takes {grown >> 20} MB and {took:.1f} s"
        return self.is_served()

    def wait_for_job(self, job):
        end = time.monotonic() + 60
        while True:
            shown = self.send("GET", f"/api/v1/jobs/{job}").json()
            if shown["state"] not in ("waiting", "running") or time.monotonic() > end:
                return shown
            time.sleep(0.05)

    def path_tricks(self):
        """Of a file's name only its last part is taken, for showing; nothing is written by it."""
        outside = set(self.folder.parent.iterdir())
        for name, shown in (("../../../etc/passwd.csv", "passwd.csv"),
                            ("/etc/cron.d/x.csv", "x.csv"), ("C:\\\\windows\\\\y.csv", "y.csv"),
                            ("..\\\\..\\\\z.csv", "z.csv"), ("a/./b/../c.csv", "c.csv")):
            reply = self.upload(name, "小区名称,地址\n路径花园,文三路\n".encode())
            got = (reply.json() or {}).get("file_name")
            if reply.status not in (201, 202) or got != shown:
                return f"{name!r}: {reply.status}, {got!r} is not {shown!r}"
        for path in ("/../../../etc/passwd", "/console/..%2f..%2fetc/passwd",
                     "/console/%2e%2e/%2e%2e/etc/passwd", "/assets/..\\..\\keys"):
            reply = self.send("GET", path)
            if b"root:" in reply.body or reply.status not in (200, 400, 404) \
                    or (reply.status == 200 and reply.type != "text/html"):
                return f"{path}: {reply.status} {reply.text()[:200]}"
        made = set(self.folder.parent.iterdir()) - outside
        return f"outside the data: {made}" if made else None

    def broken_forms(self):
        """Each says what is wrong with it, and leaves no file."""
        good = "小区名称\n花园\n".encode()
        cases = {
            "cut off": self.upload("a.csv", good, close=""),
            "another boundary": self.upload("a.csv", good, close="\r\n--other--\r\n"),
            "no boundary": self.send("POST", "/api/v1/imports", b"--x\r\n",
                                     Content_Type="multipart/form-data"),
            "no form": self.send("POST", "/api/v1/imports", b"{}",
                                 Content_Type="application/json"),
            "invalid UTF-8 in the name": self.send(
                "POST", "/api/v1/imports",
                b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\xff.csv\""
                b"\r\n\r\nx\r\n--b--\r\n", Content_Type="multipart/form-data; boundary=b"),
        }
        wrong = [f"{what}: {reply.status}" for what, reply in cases.items()
                 if reply.status not in (400, 415)]
        return "; ".join(wrong) or self.is_served()


TRIALS = [Hostile.ten_thousand_connections, Hostile.slow_clients, Hostile.zip_bomb,
          Hostile.path_tricks, Hostile.broken_forms]


def allow_many_files():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < MANY + 500:
        most = MANY + 500  # only root may; anybody else is told so
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def play(kind, folder, count):
    built = world.build(databases.KINDS[kind](folder / "world"), Contract())
    server = servers.Server(built.database, options=AT_MORNING)
    try:
        hostile = Hostile(server, built)
        for trial in TRIALS:
            wrong = trial(hostile)
            if wrong:
                count.bad(trial.__name__.replace("_", " "), wrong)
            else:
                count.good()
        server.stop()
    finally:
        if server.is_alive():
            server.kill()


def main(kind):
    count, folder = Count(), Path(tempfile.mkdtemp(prefix="linli-hostile-"))
    allow_many_files()
    try:
        play(kind, folder, count)
    except (servers.Broken, world.Unbuildable, people.Refused, OSError) as e:
        count.bad("the server", repr(e))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1])
