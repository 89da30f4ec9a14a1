#!/usr/bin/env -S python3 -B
"""Kills the program while an import is read, checked, brought over and taken back. What stands in the
register right after is all of it or none; started again, the program goes on with it by itself, and
what comes of it is what would have come of it anyway. The last line is "N passed, N failed".

    tests/crash/imports.py KIND ROUNDS [KIND ROUNDS …]      sqlite, postgresql
"""
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scenario"))

import databases  # noqa: E402
import people  # noqa: E402
import servers  # noqa: E402
import world  # noqa: E402
from api import Connection, Request, Session  # noqa: E402
from contract import Contract  # noqa: E402
from play import AT_MORNING  # noqa: E402
from run import Count  # noqa: E402

ROWS = 6000
SHORTEST_S, LONGEST_S = 0.02, 0.6
BOUNDARY = "linli-crash-boundary"

STANDING = "SELECT count(*) FROM estate WHERE deleted_at IS NULL AND outside_key LIKE 'c{}-%'"
# What must not be there when the job of a phase is done; {} is the round.
WRONG = {
    "imported estates without their first version":
        "SELECT count(*) FROM estate e WHERE e.outside_key LIKE 'c{}-%' AND e.version <> (SELECT"
        " count(*) FROM version v WHERE v.home_id = e.home_id AND v.kind = 'estate'"
        " AND v.id = e.id)",
    "imported estates that the search does not find, or finds though removed":
        "SELECT count(*) FROM estate e WHERE e.outside_key LIKE 'c{}-%'"
        " AND (e.deleted_at IS NULL) <> EXISTS (SELECT 1 FROM search_entry s"
        " WHERE s.home_id = e.home_id AND s.kind = 'estate')",
    "imported estates out of reach of their region":
        "SELECT count(*) FROM estate e WHERE e.outside_key LIKE 'c{}-%' AND NOT EXISTS (SELECT 1"
        " FROM reach r WHERE r.reach_id = e.region_id AND r.thing_id = e.home_id"
        " AND r.kind = CASE WHEN e.deleted_at IS NULL THEN 1 ELSE 3 END)",
}
STAGED = "SELECT (SELECT count(*) FROM stage_estate) + (SELECT count(*) FROM stage_search)"


def rows_of(n):
    """A list that is large enough to be read by a job."""
    lines = [f"崩溃{n}第{i:05}苑,测试路{i}号院内东侧第{i}排平房旁边,c{n}-{i},{i % 900 + 1}户"
             for i in range(ROWS)]
    return "小区名称,小区地址,来源标识,总户数\n" + "\n".join(lines) + "\n"


class Wrong(Exception):
    """What stands in the database is not what it must be."""


class Crash:
    def __init__(self, built):
        self.database, self.region = built.database, built.names["cuiyuan1"]
        self.server = servers.Server(self.database, options=AT_MORNING)
        self.connection = Connection(self.server.port)
        self.session = self.get_token(built)
        self.restart()

    def get_token(self, built):
        post = people.make(self.connection, built.people, "town_officer:crash",
                           [("town_officer", built.names["cuiyuan"], None, "断电")]).post_id
        made = people.ask(self.connection, built.people["admin:security"].session, "POST",
                          "/api/v1/tokens", {"post_id": post, "name": "断电导入",
                                             "ends_on": "2099-12-31",
                                             "permissions": ["be_self", "import", "read_estate",
                                                             "write_estate"]})
        return Session(bearer=made["token"])

    def restart(self):
        """After it was killed; its hold on the jobs would run out by itself, a little later."""
        self.server.kill()
        self.connection.close()
        self.database.sql("DELETE FROM lease RETURNING name")
        self.server = servers.Server(self.database, options=())
        self.connection = Connection(self.server.port)

    def ask(self, method, path, body=b"", kind="application/json"):
        headers = {"Content-Type": kind} if body else {}
        reply = self.connection.send(Request(method, path, headers, body or None), self.session)
        if reply.status >= 300:
            raise Wrong(f"{method} {path}: {reply.status} {reply.text()}")
        return reply.json()

    def upload(self, n):
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in (("kind", "estates"), ("region_id", self.region))]
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
                     f'filename="c{n}.csv"\r\n\r\n{rows_of(n)}\r\n--{BOUNDARY}--\r\n')
        return self.ask("POST", "/api/v1/imports", "".join(parts).encode(),
                        f"multipart/form-data; boundary={BOUNDARY}")

    def count(self, statement, n):
        return int(self.database.sql(statement.replace("{}", str(n)))[0][0])

    def kill_and_wait(self, n, job):
        """The program dies in the midst of it; what is visible is all or nothing."""
        time.sleep(random.uniform(SHORTEST_S, LONGEST_S))
        self.server.kill()
        standing = self.count(STANDING, n)
        if standing not in (0, ROWS):
            raise Wrong(f"{standing} of {ROWS} estates stand")
        self.restart()
        servers.wait_for("the job's end", lambda: self.ended(job), 120)

    def ended(self, job):
        found = self.ask("GET", f"/api/v1/jobs/{job}")
        if found["state"] in ("failed", "cancelled"):
            raise Wrong(json.dumps(found, ensure_ascii=False))
        return found["state"] == "done"

    def must_be(self, what, n, wanted):
        found = self.count(STANDING, n)
        if found != wanted:
            raise Wrong(f"after {what} {found} estates stand, not {wanted}")
        for what_is_wrong, statement in WRONG.items():
            if self.count(statement, n):
                raise Wrong(f"after {what}: {what_is_wrong}")

    def round(self, n):
        one = self.upload(n)
        path = f"/api/v1/imports/{one['id']}"
        self.kill_and_wait(n, one["job_id"])
        self.kill_and_wait(n, self.ask("POST", f"{path}/check")["job_id"])
        shown = self.ask("GET", path)
        if (shown["n_rows"], shown["n_new"], shown["n_bad"]) != (ROWS, ROWS, 0):
            raise Wrong(f"checked: {json.dumps(shown, ensure_ascii=False)[:600]}")
        self.kill_and_wait(n, self.ask("POST", f"{path}/commit")["job_id"])
        self.must_be("the commit", n, ROWS)
        self.kill_and_wait(n, self.ask("POST", f"{path}/undo")["job_id"])
        self.must_be("the undoing", n, 0)
        if self.count(STAGED, n):
            raise Wrong("something is left in the stage")
        status, out, err = servers.run("verify", database=self.database)
        if status:
            raise Wrong(f"linli verify: {out}{err}")


def play(kind, rounds, count):
    folder = Path(tempfile.mkdtemp(prefix=f"linli-crash-import-{kind}-"))
    crash = None
    try:
        built = world.build(databases.KINDS[kind](folder / "world"), Contract())
        crash = Crash(built)
        began = time.monotonic()
        for n in range(rounds):
            crash.round(n)
            count.good()
        print(f"{time.monotonic() - began:6.1f} s  {rounds} imports on {kind}, each killed four "
              "times", flush=True)
    except (Wrong, servers.Broken, world.Unbuildable, people.Refused) as e:
        count.bad(f"an import killed on {kind}", e)
    finally:
        if crash:
            crash.server.kill()
            crash.database.drop()
        shutil.rmtree(folder, ignore_errors=True)


def main(words):
    count = Count()
    for kind, rounds in zip(words[::2], words[1::2]):
        play(kind, int(rounds), count)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1:])
