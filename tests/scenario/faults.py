#!/usr/bin/env -S python3 -B
"""Fault runs: scenarios on a database whose n-th call fails. Every write is sent with n = 1, 2, 3 …
until it passes untouched; each failure must be said (500 or 503), must leave the database as it was
and the process alive; and what the scenario expects must come true in the end. The last line is
"N passed, N failed".

    tests/scenario/faults.py sqlite|postgresql [FILE.scn…]
"""
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import databases
import language
import servers
import world
from api import Request
from contract import Contract
from play import AT_MORNING, Player, Wrong
from run import HERE, Count, play_tests

# The writes of these are many and quick; on PostgreSQL each failure costs a digest.
FILES = {
    "sqlite": ["duplicates", "erase", "estates", "houses", "idempotency", "merge", "parts",
               "people_data", "regions", "scope", "tokens"],
    "postgresql": ["merge", "people_data"],
}
MOST_CALLS, TRIES = 2000, 4


class Commits:
    """Tells without reading it all whether a database may have changed: SQLite counts commits."""

    def __init__(self, database):
        self.db = None
        if database.kind == "sqlite":
            self.db = sqlite3.connect(f"{database.folder}/linli.db")

    def mark(self):
        """Equal marks, equal data; None: unknown."""
        return self.db and self.db.execute("PRAGMA data_version").fetchone()

    def close(self):
        if self.db:
            self.db.close()


class FaultPlayer(Player):
    def __init__(self, server, contract, built):
        super().__init__(server, contract, built)
        self.commits = Commits(server.database)
        self.failures = self.writes = 0

    def deliver(self, step, request):
        if request.method in ("GET", "HEAD"):
            return self.exchange(request)
        self.writes += 1
        self.before = self.commits.mark(), self.digest()
        for n in range(1, MOST_CALLS):
            for _ in range(TRIES):
                reply = self.exchange(self.failing(request, n))
                if reply.status not in (500, 503):
                    return reply
                self.failures += 1
                if self.is_as_before():
                    break
            else:
                raise Wrong(f"after the failure of call {n} the database is another")
        raise Wrong(f"it fails with every n up to {MOST_CALLS}")

    @staticmethod
    def failing(request, n):
        return Request(request.method, request.path, {**request.headers, "Fault-At": str(n)},
                       request.body)

    def is_as_before(self):
        """Otherwise the clockwork may have sealed something, or measures been evaluated: that is let
        come to its end, and it is tried again."""
        mark = self.commits.mark()
        if mark is not None and mark == self.before[0]:
            return True
        digest = self.digest()
        is_same = digest == self.before[1]
        if not is_same:
            self.do_clockwork(None)
            digest = self.digest()
        self.before = self.commits.mark(), digest
        return is_same

    def do_same(self, _step):
        """Seen to after each failure; the clockwork has done its own meanwhile."""

    def close(self):
        self.commits.close()
        super().close()


def play_file(path, built, contract, count):
    tests = language.read(path)
    copy = built.copy_to(built.database.folder.parent / path.stem)
    began = time.monotonic()
    server = servers.Server(copy.database, db=f"fault:{copy.database.url}",
                            options=AT_MORNING)
    try:
        player = FaultPlayer(server, contract, copy)
        play_tests(path, tests, player, count)
        server.stop()
        status, out, err = servers.run("verify", database=copy.database)
        if status:
            count.bad(path.name, f"linli verify: {out}{err}")
        print(f"{time.monotonic() - began:6.1f} s  {path.name}: {player.failures} failures in "
              f"{player.writes} writes", flush=True)
    finally:
        server.kill()
        copy.database.drop()


def main(kind, files):
    folder = Path(tempfile.mkdtemp(prefix=f"linli-faults-{kind}-"))
    count, contract = Count(), Contract()
    try:
        built = world.build(databases.KINDS[kind](folder / "world"), contract)
        for path in files or [HERE / f"{name}.scn" for name in FILES[kind]]:
            try:
                play_file(path, built, contract, count)
            except servers.Broken as e:
                count.bad(path.name, e)
        built.database.drop()
    except (servers.Broken, world.Unbuildable) as e:
        count.bad(kind, e)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1], [Path(w) for w in sys.argv[2:]])
