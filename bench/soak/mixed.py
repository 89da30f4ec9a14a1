#!/usr/bin/env -S python3 -B
"""Everything at once for a while: readers, writers, files, event streams and clients that do not
behave, on one server, perhaps under a tool that watches it. The server must answer all who behave
without an error of its own, stop cleanly, and leave a database in which `linli verify` finds
nothing; what the tool finds ends the server with a status, and so fails. The last line is
"N passed, N failed".

    LINLI=b/linli bench/soak/mixed.py SECONDS [TOOL WORDS …]

bench/soak/memcheck and bench/soak/threads call it under valgrind and with ThreadSanitizer.
"""
import collections
import http.client
import itertools
import json
import os
import random
import shlex
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "scenario"))

import databases  # noqa: E402
import people  # noqa: E402
import servers  # noqa: E402
import world  # noqa: E402
from api import Connection, Request, Session  # noqa: E402
from contract import Contract  # noqa: E402
from names import id_number, phone  # noqa: E402
from play import AT_MORNING  # noqa: E402
from run import Count  # noqa: E402

CALM = (200, 201, 204, 304, 404, 409, 412, 422, 429, 503)  # of who behaves; 503: too much at once
PATIENCE_S = 120

READ = [
    "/api/v1/estates?size=50", "/api/v1/estates?sort=-name&total=1", "/api/v1/estates?q=花园",
    "/api/v1/estates?removed=1", "/api/v1/search?q=hp", "/api/v1/search?q=湖畔",
    "/api/v1/regions?q=翠苑", "/api/v1/organisations?kind=company&total=1",
    "/api/v1/estates/{hupan}",
    "/api/v1/estates/{hupan}/versions", "/api/v1/estates/{hupan}?as_of=2026-03-02",
    "/api/v1/jobs", "/api/v1/session",
]
READ_INSIDE = [
    "/api/v1/estates/{hupan}/houses?total=1", "/api/v1/estates/{hupan}/houses?as_of=2026-03-02",
    "/api/v1/estates/{hupan}/people?q=王", "/api/v1/estates/{hupan}/people/duplicates",
    "/api/v1/estates/{hupan}/people/{wang}", "/api/v1/estates/{hupan}/ownerships",
    "/api/v1/estates/{hupan}/occupancies?as_of=2026-03-02", "/api/v1/estates/{hupan}/bindings",
    "/api/v1/estates/{hupan}/committees", "/api/v1/estates/{hupan}/facilities",
    "/api/v1/estates/{hupan}/staff",
]
OPEN = ["/", "/console/", "/api/public/estates", "/healthz", "/api/v1/no-such-thing"]


class Client(threading.Thread):
    """One who does an act after another until it is enough."""

    serial = itertools.count(1)

    def __init__(self, soak):
        super().__init__(daemon=True)
        self.soak = soak
        self.connection = Connection(soak.port, PATIENCE_S)
        self.own = []  # [path, version] of estates

    def run(self):
        acts = [self.read] * 12 + [self.read_inside] * 8 + [self.read_open] * 4 + \
            [self.add_estate] * 3 + [self.change_estate] * 4 + [self.furnish] * 4 + \
            [self.remove_and_restore, self.merge_people, self.look, self.sign_in, self.export,
             self.upload, self.hear, self.misbehave, self.misbehave]
        while not self.soak.is_over():
            act = random.choice(acts)
            try:
                act()
            except (OSError, http.client.HTTPException) as e:
                self.soak.note_wrong(f"{act.__name__}: {e!r}")
                self.connection = Connection(self.soak.port, PATIENCE_S)

    def send(self, who, method, path, body=None, **headers):
        raw = body if isinstance(body, (bytes, type(None))) else self.soak.text(body)
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        session = self.soak.session(who)
        reply = self.connection.send(Request(method, self.soak.path(path), named, raw), session)
        self.soak.note(reply.status)
        if reply.status not in CALM:
            problem = reply.json() or {}
            self.soak.note_wrong(f"{who} {method} {path}: {reply.status} {problem.get('detail')}")
        return reply

    # ─── who reads ───

    def read(self):
        self.send(random.choice(["official:cuiyuan", "official:xihu", "community:cuiyuan1"]),
                  "GET", random.choice(READ),
                  Accept_Language=random.choice(["zh", "en"]))

    def read_inside(self):
        self.send(random.choice(["community:cuiyuan1", "company:green"]), "GET",
                  random.choice(READ_INSIDE))

    def read_open(self):
        reply = self.connection.send(Request("GET", random.choice(OPEN),
                                             {"Accept-Encoding": "gzip, br"}))
        self.soak.note(reply.status)

    # ─── who writes ───

    def add_estate(self):
        n = next(self.serial)
        reply = self.send("official:cuiyuan", "POST", "/api/v1/estates",
                          {"name": f"久跑花园 {n}", "region_id": "{cuiyuan1}"},
                          Idempotency_Key=f"soak-{n}")
        if reply.status == 201:
            self.own.append([reply.header("Location"), 1])

    def change_estate(self):
        if not self.own:
            return self.add_estate()
        estate = random.choice(self.own)
        reply = self.send("official:cuiyuan", "PATCH", estate[0],
                          {"note": f"第 {next(self.serial)} 次"}, If_Match=f'"{estate[1]}"')
        if reply.status == 200:
            estate[1] = reply.json()["version"]
        return None

    def furnish(self):
        """A building with a house, and somebody who owns it."""
        if not self.own:
            return self.add_estate()
        estate, n = random.choice(self.own)[0], next(self.serial)
        who = "community:cuiyuan1"
        building = self.send(who, "POST", f"{estate}/buildings", {"name": f"{n}幢"})
        if building.status != 201:
            return None
        house = self.send(who, "POST", f"{estate}/houses",
                          {"building_id": building.json()["id"], "name": "101", "kind": "home",
                           "use": "lived_in", "area_dm2": 9000})
        person = self.send(who, "POST", f"{estate}/people",
                           {"name": f"久跑{n}", "id_kind": "resident",
                            "id_number": id_number(n % 900), "phone": phone(n % 10000)})
        if house.status == 201 and person.status in (200, 201):
            self.send(who, "POST", f"{estate}/ownerships",
                      {"house_id": house.json()["id"], "person_id": person.json()["id"],
                       "share_num": 1, "share_den": 1, "since": "2020-01-01"})
        return None

    def remove_and_restore(self):
        if self.own:
            path, version = self.own.pop()
            self.send("official:cuiyuan", "DELETE", path, If_Match=f'"{version}"')
            self.send("official:cuiyuan", "POST", f"{path}/restore")

    def merge_people(self):
        who, made = "community:cuiyuan1", []
        for _ in range(2):
            reply = self.send(who, "POST", "/api/v1/estates/{hupan}/people", {"name": "久跑重名"})
            if reply.status != 201:
                return
            made.append(reply.json()["id"])
            self.send(who, "POST", "/api/v1/estates/{hupan}/occupancies",
                      {"house_id": "{house2}", "person_id": made[-1], "kind": "other",
                       "since": "2020-01-01", "until": "2020-12-31"})
        self.send(who, "POST", f"/api/v1/estates/{{hupan}}/people/{made[0]}/merge",
                  {"into_id": made[1]})
        self.send(who, "POST", f"/api/v1/estates/{{hupan}}/people/{made[1]}/erase",
                  {"reason": "久跑之后"})

    def look(self):
        self.send("community:cuiyuan1", "POST", "/api/v1/estates/{hupan}/people/{wang}/reveal",
                  {"reason": "久跑核对"})
        self.send("resident:wang", "GET", "/api/v1/me/looks")
        self.send("resident:wang", "GET", "/api/v1/me/houses")
        self.send("official:xihu", "GET", "/api/v1/organisations/duplicates")

    def sign_in(self):
        """Rarely: a password takes 64 MiB and some time."""
        if random.random() < 0.2:
            reply = self.connection.send(Request(
                "POST", "/api/v1/session", {"Content-Type": "application/json"},
                json.dumps({"login": "leader.xihu", "password": people.PASSWORD}).encode()))
            self.soak.note(reply.status)

    # ─── files and streams ───

    def export(self):
        self.send("official:cuiyuan", "POST", "/api/v1/exports",
                  {"list": "/api/v1/estates", "format": random.choice(["csv", "xlsx"])})
        jobs = self.send("official:cuiyuan", "GET", "/api/v1/jobs").json() or {}
        done = [j for j in jobs.get("items", []) if j.get("state") == "done"
                and j.get("kind", "").startswith("export")]
        if done:
            self.send("official:cuiyuan", "GET", f"/api/v1/exports/{random.choice(done)['id']}")

    def upload(self):
        n = next(self.serial)
        rows = "小区名称,地址\n" + "".join(f"久跑导入 {n} {i},文三路 {i} 号\n" for i in range(20))
        parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in (("kind", "estates"), ("region_id", self.soak.names["cuiyuan1"]))]
        parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
                     f"{rows}\r\n--b--\r\n")
        self.send("official:cuiyuan", "POST", "/api/v1/imports", "".join(parts).encode(),
                  Content_Type="multipart/form-data; boundary=b")

    def hear(self):
        """An event stream, left without a word."""
        connection = http.client.HTTPConnection("127.0.0.1", self.soak.port, timeout=5)
        connection.request("GET", "/api/v1/events",
                           headers=self.soak.session("official:xihu").headers("GET"))
        try:
            connection.getresponse().read1(100)
        except TimeoutError:
            pass
        connection.close()

    # ─── who does not behave ───

    def misbehave(self):
        said = random.choice([
            b"GET / HTTP/1.1\r\n", b"GET /api/v1/estates HTTP/1.1\r\nHost: x\r\nCookie: ",
            b"POST /api/v1/estates HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{",
            b"POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n",
            os.urandom(300), b"A" * 20000 + b"\r\n\r\n",
            b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n\xff\xfe{\"a\":1}",
            b"GET /api/v1/estates/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"])
        with socket.create_connection(("127.0.0.1", self.soak.port), timeout=5) as s:
            try:
                s.sendall(said[:random.randrange(1, len(said) + 1)])
                if random.random() < 0.5:
                    s.settimeout(0.2)
                    s.recv(1000)
            except OSError:
                pass  # it closed first
        self.soak.note("rude")


class Soak:
    def __init__(self, built, server, seconds):
        self.port, self.names, self.people = server.port, built.names, built.people
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.wrong = []
        self.server = server

    def is_over(self):
        return time.monotonic() > self.end or not self.server.is_alive()

    def session(self, who):
        return self.people[who].session if who else Session()

    def path(self, path):
        return http_quote(path.format_map(self.names))

    def text(self, body):
        """A JSON body, in which {house} stands for the world's house."""
        text = json.dumps(body)
        for name, there in self.names.items():
            text = text.replace("{" + name + "}", str(there))
        return text.encode()

    def note(self, status):
        with self.lock:
            self.counts[status] += 1

    def note_wrong(self, text):
        with self.lock:
            self.wrong.append(text)


def http_quote(path):
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


def serve(database, folder, tool):
    """The program, under the tool if there is one: a script that starts both."""
    if not tool:
        return servers.Server(database, options=AT_MORNING)
    script = folder / "under"
    script.write_text(f"#!/bin/sh\nexec {shlex.join(tool)} {shlex.quote(servers.program())} \"$@\"\n")
    script.chmod(0o755)
    return servers.Server(database, options=AT_MORNING, executable=str(script))


def watch(soak, clients):
    threads = [Client(soak) for _ in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(soak.end - time.monotonic() + PATIENCE_S)
    return "a client hangs" if any(t.is_alive() for t in threads) else None


def sign_everybody_in(server, built):
    """Anew, and with a password just given: what was built may be slower than a session lives."""
    connection = Connection(server.port, PATIENCE_S)
    for person in built.people.all.values():
        person.session = people.sign_in(connection, person.login)
    connection.close()


def play(seconds, tool, folder, count):
    built = world.build(databases.KINDS["sqlite"](folder / "world"), Contract())
    server = serve(built.database, folder, tool)
    try:
        sign_everybody_in(server, built)
        soak = Soak(built, server, seconds)
        wrong = watch(soak, 8)
        print(f"{sum(soak.counts.values())} requests in {seconds} s: "
              + ", ".join(f"{n} × {s}" for s, n in sorted(soak.counts.items(), key=str)), flush=True)
        server.stop()
        if wrong or soak.wrong:
            count.bad("answers", wrong or "\n".join(sorted(set(soak.wrong))[:20]))
        else:
            count.good()
    finally:
        if server.is_alive():
            server.kill()
    status, out, err = servers.run("verify", database=built.database)
    if status:
        count.bad("linli verify", f"{out}{err}")
    else:
        count.good()


def main(words):
    servers.START_S = servers.STOP_S = 300
    count, folder = Count(), Path(tempfile.mkdtemp(prefix="linli-soak-"))
    try:
        play(int(words[0]), words[1:], folder, count)
    except (servers.Broken, world.Unbuildable, people.Refused) as e:
        count.bad("the server", e)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1:])
