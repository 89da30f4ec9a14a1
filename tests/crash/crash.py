#!/usr/bin/env -S python3 -B
"""Kills the program at random moments while it writes, and looks what is left: every write that was
acknowledged must be there, none may be half, `linli verify` must find nothing. The last line is
"N passed, N failed"; a round is a test.

    tests/crash/crash.py KIND ROUNDS [KIND ROUNDS …]

    sqlite        kill -9
    postgresql    kill -9, and in every fifth round of PostgreSQL's postmaster
    power         kill -9 on SQLite, and what was not synced is lost
"""
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scenario"))

import cluster  # noqa: E402
import databases  # noqa: E402
import load  # noqa: E402
import people  # noqa: E402
import servers  # noqa: E402
import whole  # noqa: E402
import world  # noqa: E402
from api import Connection, Request, Session  # noqa: E402
from contract import Contract  # noqa: E402
from play import AT_MORNING  # noqa: E402
from run import Count  # noqa: E402

SHORTEST_S, LONGEST_S = 0.1, 1.0  # from the first write to the end
KEPT_FOR_CHECKING = 400  # things of earlier rounds that are looked at again


class Crash:
    """One database through all its rounds."""

    def __init__(self, kind, built, postgres=None):
        self.kind, self.database, self.postgres = kind, built.database, postgres
        self.region = built.names["cuiyuan1"]
        self.acknowledged = load.Acknowledged()
        self.official, self.program = self.get_tokens(built)
        self.writes = 0

    def get_tokens(self, built):
        """Programs', for no session may grow old: one for estates, one for what is in them."""
        server = servers.Server(self.database, options=AT_MORNING)
        connection = Connection(server.port)
        tokens = []
        for role, permissions in [
                ("town_officer", ["read_estate", "write_estate", "delete_estate"]),
                ("machine", ["read_estate", "read_house", "write_house"])]:
            post = people.make(connection, built.people, f"{role}:crash",
                               [(role, built.names["cuiyuan"], None, "断电")]).post_id
            tokens.append(people.ask(
                connection, built.people["admin:security"].session, "POST", "/api/v1/tokens",
                {"post_id": post, "name": "断电测试", "ends_on": "2099-12-31",
                 "permissions": permissions})["token"])
        connection.close()
        server.stop()
        return [Session(bearer=t) for t in tokens]

    def serve(self, may_lose_power=False):
        executable = None
        if may_lose_power:
            executable = Path(servers.program()).parent / "tests" / "crash" / "linli-power"
        return servers.Server(self.database, options=(), executable=executable)

    def round(self, n):
        """What went wrong, if anything."""
        server = self.serve(self.kind == "power")
        try:
            writers = load.Load(server.port, self)
            time.sleep(random.uniform(SHORTEST_S, LONGEST_S))
            servers.wait_for("the first write", lambda: writers.count() or writers.wrong(), 60)
            if self.kind == "postgresql" and n % 5 == 4:
                wrong = self.lose_postgres(server, writers)
            else:
                server.kill()
                writers.stop()
                wrong = writers.wrong()
        finally:
            server.kill()
        self.writes += writers.count()
        return wrong or self.look()

    def lose_postgres(self, server, writers):
        """The database goes and comes back; the program goes on by itself."""
        self.postgres.kill()
        time.sleep(0.1)
        self.postgres.start_again()
        before = writers.count()
        try:
            servers.wait_for("writes after PostgreSQL came back",
                             lambda: writers.count() > before + 10, 30)
        except servers.Broken as e:
            return f"{e}\n{server.tail()}"
        finally:
            writers.stop()
        if not server.is_alive():
            return f"the program died with its database\n{server.tail()}"
        return writers.wrong()

    def look(self):
        server = self.serve()
        try:
            wrong = self.find_lost(server)
        finally:
            server.stop()
        wrong = wrong or "; ".join(whole.halves(self.database))
        status, out, err = servers.run("verify", database=self.database)
        return wrong or (f"linli verify: {out}{err}" if status else None)

    def find_lost(self, server):
        """All of this round, and some of earlier ones."""
        connection = Connection(server.port)
        things = list(self.acknowledged.things.items())
        recent, old = things[-KEPT_FOR_CHECKING:], things[:-KEPT_FOR_CHECKING]
        removed = self.acknowledged.removed
        for path, known in recent + random.sample(old, min(len(old), KEPT_FOR_CHECKING)):
            reply = connection.send(Request("GET", path), self.official)
            wrong = self.differs(reply, known)
            if wrong:
                return f"GET {path}: {wrong}"
        for path in random.sample(sorted(removed), min(len(removed), 50)):
            if connection.send(Request("GET", path), self.official).status != 404:
                return f"GET {path}: it was removed, and is there again"
        connection.close()
        return None

    @staticmethod
    def differs(reply, known):
        version, member, value = known
        if reply.status != 200:
            return f"an acknowledged write is lost: {reply.status} {reply.text()}"
        got = reply.json()
        if got["version"] < version:
            return f"version {version} was acknowledged, {got['version']} is there"
        if got["version"] == version and got.get(member) != value:
            return f"{member} {value!r} was acknowledged, {got.get(member)!r} is there"
        return None


def build(kind, folder, postgres):
    if postgres:
        os.environ["LINLI_TEST_POSTGRESQL"] = postgres.url
    made = databases.KINDS["postgresql" if postgres else "sqlite"](folder / "world")
    return world.build(made, Contract())


def play(kind, rounds, count):
    folder = Path(tempfile.mkdtemp(prefix=f"linli-crash-{kind}-"))
    postgres = cluster.Cluster() if kind == "postgresql" else None
    try:
        crash = Crash(kind, build(kind, folder, postgres), postgres)
        began = time.monotonic()
        for n in range(rounds):
            wrong = crash.round(n)
            if wrong:
                count.bad(f"{kind}, round {n + 1}", wrong)
                break
            count.good()
        print(f"{time.monotonic() - began:6.1f} s  {n + 1} rounds on {kind}, "
              f"{crash.writes} writes acknowledged", flush=True)
    except (servers.Broken, world.Unbuildable, people.Refused) as e:
        count.bad(kind, e)
    finally:
        if postgres:
            postgres.drop()
        shutil.rmtree(folder, ignore_errors=True)


def main(words):
    count = Count()
    for kind, rounds in zip(words[::2], words[1::2]):
        play(kind, int(rounds), count)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1:])
