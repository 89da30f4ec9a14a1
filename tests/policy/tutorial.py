#!/usr/bin/env -S python3 -B
"""Plays the tutorial of docs/policy-packs.md on a fresh database: every command that the manual shows is
run as it stands there, and must answer what stands below it; every excerpt of a file must stand in that
file. Between them the cockpit is asked, whose figures are worked out by hand below. The last line is
"N passed, N failed".

    tests/policy/tutorial.py sqlite|postgresql…
    tests/policy/tutorial.py show          what the commands answer, to write it into the manual
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "scenario"))

# pylint: disable=wrong-import-position
import databases  # noqa: E402
import people  # noqa: E402
import servers  # noqa: E402
from api import Connection, Request, Session  # noqa: E402

MANUAL = ROOT / "docs" / "policy-packs.md"
FILES = ROOT / "tests" / "policy" / "tutorial"
SOON_S = 5  # within which a change must be seen
TODAY = "2026-10-08T01:00:00.000Z"
FIRST, SECOND = "first", "second"  # loadings of the pack

# The county, by hand (estates.csv, staff.csv, committees.csv, members.csv, organisations.csv): clause,
# light, carried, met, not met, unknown.
COUNTY = """
JC-1   unknown        whole    0 0 0   5 duties, the department of 市监 is not registered
JC-2   unmet          whole    2 1 0   云台 2, 石渡 1, 梅岭 2 full time; the third of 云台 is not
JC-3   unmet          whole    2 1 0   云台 3120 ≤ 2 × 2000, 石渡 2330 > 2000, 梅岭 530
JC-4   not_yet        not_yet  0 0 0
JC-5   short          whole    5 7 0   云台 4 of 5, 石渡 1 of 4, 梅岭 0 of 3 (the term of 岭下家园 is over)
JC-6   unmet          whole    2 2 0   桥头 3/5, 竹园 2/5; 东街花园 2/7, 渡口 1/5; 东街旧楼 has another body
JC-7   unmet          whole    6 1 0   filed 3 of 4 (not 竹园); in time 3 of 3 (39, 19, 30 days)
JC-8   short          whole    2 1 0   航运 0.85, 茶场 0.80; 东街旧楼 0.60
JC-9   unmet          partly   7 1 0   8 have a company; the contract of 东街花园 ended 2026-06-30
JC-9.1 met            whole    7 0 0   the other seven run until 2039
JC-10  not_yet        not_yet  0 0 0
JC-11  not_applicable whole    0 0 0
JC-12  short          whole    5 6 1   沙洲 says nothing
"""
# 石渡镇 alone.
SHIDU = {"JC-2": ("unmet", 0, 1, 0), "JC-3": ("unmet", 0, 1, 0), "JC-5": ("met", 1, 3, 0),
         "JC-6": ("unmet", 0, 1, 0), "JC-8": ("met", 1, 0, 0), "JC-12": ("short", 1, 2, 1)}


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, is_good, what, found=""):
        if is_good:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED: {what}")
        for line in str(found).splitlines()[:30]:
            print(f"    {line}")
        sys.stdout.flush()

    def same(self, found, wanted, what):
        self.check(found == wanted, what, f"found  {found!r}\nwanted {wanted!r}")


# ─── the manual ───

def blocks_of(section):
    """Its indented blocks, each with the file that the paragraph above names, or None."""
    path, block = None, []
    for line in [*section.split("\n"), ""]:
        if line.startswith("    ") or (block and not line):
            block.append(line[4:])
            continue
        while block and not block[-1]:
            block.pop()
        if block:
            yield path, block
            path, block = None, []
        said = re.fullmatch(r"`([\w./-]+\.\w+)`:", line)
        path = said[1] if said else path if not line else None


def read_manual():
    """(excerpts: file and lines, commands: line and the lines below it)"""
    text = MANUAL.read_text(encoding="utf-8")
    section = text[text.index("\n## Tutorial"):]
    section = section[:section.index("\n## ", 1)]
    excerpts, commands = [], []
    for path, block in blocks_of(section):
        if path:
            excerpts.append((path, block))
            continue
        for line in block:
            if line.startswith("$ "):
                commands.append((line[2:], []))
            elif commands:
                commands[-1][1].append(line)
    return excerpts, commands


def pattern_of(lines):
    """"…" stands for anything within a line; a line of its own, for any lines."""
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*")
        else:
            parts.append(".*".join(re.escape(p) for p in line.split("…")) + r"\n")
    return re.compile("".join(parts))


def check_excerpts(count, excerpts):
    for path, block in excerpts:
        text = (FILES / path).read_text(encoding="utf-8")
        count.check("\n".join(block) + "\n" in text, f"the manual quotes {path} otherwise than it is",
                    "\n".join(block))


# ─── the reader at work ───

class Reader:
    def __init__(self, kind, count, folder):
        self.kind, self.count = kind, count
        self.database = databases.KINDS[kind](folder / f"tutorial_{kind}").make()
        self.folder = folder / f"work-{kind}"
        self.folder.mkdir()
        self.server = self.connection = self.me = None
        self.links, self.n_loads, self.versions, self.shown = {}, 0, {}, []
        self.env = {**os.environ, "PATH": f"{self.program(folder)}:{os.environ['PATH']}"}

    def program(self, folder):
        """A `linli` that works on the database of the test."""
        at = folder / f"bin-{self.kind}"
        at.mkdir()
        (at / "linli").write_text(f"#!/bin/sh\nexec '{servers.program()}' \"$@\" --data "
                                  f"'{self.database.folder}' --db '{self.database.url}'\n")
        (at / "linli").chmod(0o755)
        return at

    def run(self, line):
        done = subprocess.run(["sh", "-c", line.replace("SOURCE", str(ROOT))], cwd=self.folder,
                              env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    def do(self, line, wanted):
        if line.startswith("linli serve"):
            status, said = 0, self.serve()
        else:
            status, said = self.run(line)
        self.shown.append((line, said))
        self.count.check(pattern_of(wanted).fullmatch(said), f"{self.kind}: $ {line}", said)
        if line.startswith("linli init"):
            self.links = dict(x.split("\t") for x in said.splitlines())
        if re.fullmatch(r"linli policy load (?!.*--dry-run).*", line):
            self.n_loads += 1
            [self.loaded, self.changed, self.refused][self.n_loads - 1](status)

    # ─── the server, and what the reader does in the browser ───

    def serve(self):
        self.server = servers.Server(self.database)
        self.connection = Connection(self.server.port)
        self.make_accounts()
        return "Linli listens on http://127.0.0.1:8080\n"

    def make_accounts(self):
        c = self.connection
        for link in self.links.values():
            people.accept(c, link)
        people.ask(c, Session(), "POST", "/test/clock", {"now": TODAY})
        system, security = people.sign_in(c, "sysadmin"), people.sign_in(c, "secadmin")
        for session in (system, security):
            people.ask(c, session, "GET", "/api/v1/session")
        [self.county] = [r["id"] for r in people.ask(c, system, "GET", "/api/v1/regions")["items"]
                         if r["name"] == "霁川县"]
        made = people.ask(c, system, "POST", "/api/v1/accounts",
                          {"login": "lin.housing", "name": "林经办"})
        people.ask(c, security, "POST", f"/api/v1/accounts/{made['id']}/posts",
                   {"role": "housing_officer", "title": "物业科", "reach_id": self.county})
        self.me = people.accept(c, made["link"])
        people.ask(c, self.me, "GET", "/api/v1/session")

    def get(self, path):
        return people.ask(self.connection, self.me, "GET", f"/api/v1/{path}")

    def cockpit(self, region=None):
        return self.get(f"regions/{region or self.county}/cockpit")

    def soon(self, what, check):
        """Waits for what must be seen within SOON_S."""
        since = time.monotonic()
        while not check() and time.monotonic() - since < SOON_S:
            time.sleep(0.05)
        self.count.check(check(), f"{self.kind}: within {SOON_S} s: {what}")

    def clause(self, code):
        return {c["id"]: c for c in self.cockpit()["clauses"]}[code]

    def figures(self, code):
        c = self.clause(code)
        return c["light"], c["met"], c["unmet"], c["unknown"]

    # ─── what must be seen ───

    def versions_of(self):
        return {v["hash"]: v["is_in_force"] for v in self.get("policies")["items"]
                if v["pack"] == "jichuan"}

    def remember(self, name):
        [new] = set(self.versions_of()) - set(self.versions.values())
        self.versions[name] = new

    def has_pack(self):
        reply = self.connection.send(Request("GET", f"/api/v1/regions/{self.county}/cockpit"), self.me)
        return reply.status == 200 and not reply.json()["is_measuring"]

    def loaded(self, status):
        same, kind = self.count.same, self.kind
        same(status, 0, f"{kind}: the pack loads")
        self.soon("the pack is in force and evaluated", self.has_pack)
        shown = self.cockpit()
        same([(x["name"], x["title"]) for x in shown["levels"]],
             [("authority", "县"), ("subdistrict", "乡镇"), ("community", "村居")], f"{kind}: levels")
        same([x["name"] for x in shown["packs"]], ["jichuan", "national"], f"{kind}: packs")
        wanted = [line.split()[:6] for line in COUNTY.strip().splitlines()]
        same([c["id"] for c in shown["clauses"]], [w[0] for w in wanted], f"{kind}: every clause")
        for w, c in zip(wanted, shown["clauses"]):
            found = [c["id"], c["light"], c["carried"], *map(str, (c["met"], c["unmet"], c["unknown"]))]
            same(found, w, f"{kind}: {w[0]} of the county")
        self.check_details()
        self.remember(FIRST)

    def check_details(self):
        same, kind = self.count.same, self.kind
        c = self.clause("JC-1")
        same((c["duties"], c["duties_held"]), (5, 4), f"{kind}: duties of JC-1")
        c = self.clause("JC-5")
        same((c["targets_reached"], c["targets_on_track"], c["targets_behind"], c["targets_missed"]),
             (1, 1, 1, 0), f"{kind}: how the townships stand to the target")
        [shidu] = [r["region_id"] for r in self.get(f"regions/{self.county}/cockpit/regions")["items"]
                   if r["region"] == "石渡镇"]
        there = {c["id"]: (c["light"], c["met"], c["unmet"], c["unknown"])
                 for c in self.cockpit(shidu)["clauses"]}
        for code, wanted in SHIDU.items():
            same(there[code], wanted, f"{kind}: {code} of 石渡镇")
        one = self.get(f"regions/{self.county}/clauses/JC-3")
        who = self.get(f"regions/{self.county}/measures/{one['measures'][0]['id']}/subjects")["items"]
        same([w["name"] for w in who], ["石渡镇"], f"{kind}: who does not meet JC-3")
        self.count.check("2330" in who[0]["why"].replace(",", ""), f"{kind}: why", who[0]["why"])
        for code, figure in (("JC-9.1", "120 日"), ("JC-7", "45 日"), ("JC-8", "0.8000 元/㎡·月")):
            values = [p["value"] for p in self.get(f"regions/{self.county}/clauses/{code}")["parameters"]]
            self.count.check(figure in values, f"{kind}: {code} shows {figure}", values)

    def changed(self, status):
        self.count.same(status, 0, f"{self.kind}: the changed pack loads")
        self.soon("JC-3 says 1 of 3", lambda: self.figures("JC-3") == ("unmet", 1, 2, 0))
        self.count.same(len(self.versions_of()), 2, f"{self.kind}: both versions are listed")
        self.remember(SECOND)
        self.check_in_force(SECOND)
        old = self.get(f"policies/{self.versions[FIRST]}")
        text = {f["path"]: f["text"] for f in old["files"]}["pack.yaml"]
        self.count.check("value: 2000" in text, f"{self.kind}: the old version is kept as it was", text)

    def check_in_force(self, name):
        self.count.same({h for h, is_in in self.versions_of().items() if is_in}, {self.versions[name]},
                        f"{self.kind}: the {name} version is in force")

    def refused(self, status):
        self.count.same(status, 1, f"{self.kind}: a pack with a mistake does not load")
        self.count.same(len(self.versions_of()), 2, f"{self.kind}: it is no version")
        self.check_in_force(SECOND)
        self.count.same(self.figures("JC-3"), ("unmet", 1, 2, 0), f"{self.kind}: JC-3 stands")

    # ─── beyond the manual ───

    def go_back(self):
        status, said = self.run("linli policy load before/jichuan --quiet")
        self.count.check(status == 0, f"{self.kind}: the old folder loads again", said)
        self.soon("JC-3 says 2 of 3 again", lambda: self.figures("JC-3") == ("unmet", 2, 1, 0))
        self.check_in_force(FIRST)

    def end_a_contract_soon(self):
        """In 100 days: within the county's 120, beyond the nation's 90."""
        [estate] = [e["id"] for e in self.get("estates?q=%E8%8C%B6%E5%9C%BA%E5%AE%BF%E8%88%8D")["items"]]
        shown = self.connection.send(Request("GET", f"/api/v1/estates/{estate}"), self.me)
        patch = Request("PATCH", f"/api/v1/estates/{estate}", {"If-Match": shown.header("ETag")},
                        json.dumps({"contract_until": "2027-01-16"}).encode())
        reply = self.connection.send(patch, self.me)
        self.count.check(reply.status == 200, f"{self.kind}: PATCH", reply.text())
        self.soon("JC-9.1 is short of it", lambda: self.figures("JC-9.1") == ("short", 6, 1, 0))

    def register_the_department(self):
        (self.folder / "more.csv").write_text("名称,类别,所在辖区,职能\n霁川县市场监督管理局,部门,霁川县,市监\n",
                                              encoding="utf-8")
        status, said = self.run("linli import organisations more.csv --as lin.housing --quiet")
        self.count.check(status == 0 and "1 new" in said, f"{self.kind}: a department", said)
        self.soon("JC-1 is in force", lambda: self.figures("JC-1")[0] == "in_force")

    def leave_the_tree(self):
        pack = self.folder / "policies/jichuan/pack.yaml"
        text = pack.read_text(encoding="utf-8")
        pack.write_text(text.replace("region: jichuan", "region: nowhere"), encoding="utf-8")
        status, said = self.run("linli policy load policies/jichuan --dry-run --lang en --quiet")
        self.count.check(status == 0 and "no region has the division code or key “nowhere”" in said,
                         f"{self.kind}: a region that is not there is told", said)

    def end(self):
        if self.server:
            self.server.stop()

    def drop(self):
        if self.server and self.server.is_alive():
            self.server.kill()
        self.database.drop()


def play(kind, count, commands, folder):
    reader = Reader(kind, count, folder)
    try:
        for line, wanted in commands:
            reader.do(line, wanted)
        count.same(reader.n_loads, 3, f"{kind}: loadings of the manual")
        reader.go_back()
        reader.end_a_contract_soon()
        reader.register_the_department()
        reader.leave_the_tree()
        reader.end()
    except (servers.Broken, people.Refused, OSError, KeyError, ValueError, IndexError) as e:
        count.check(False, f"{kind}: {type(e).__name__}", e)
    finally:
        reader.drop()
    return reader


def check_schema(count):
    """Its files are what the forms for editors say, if a validator is installed (web/node_modules)."""
    if not (ROOT / "web/node_modules/ajv/dist/2020.js").exists():
        print("no ajv in web/node_modules: the forms for editors are not tried")
        return
    done = subprocess.run(["node", str(ROOT / "tests/policy/validate.mjs"),
                           str(FILES / "policies/jichuan")], capture_output=True, text=True, check=False)
    count.check(done.returncode == 0, "the forms for editors", done.stdout + done.stderr)


def main(words):
    count = Count()
    excerpts, commands = read_manual()
    folder = Path(tempfile.mkdtemp(prefix="linli-tutorial-"))
    kinds = ["sqlite"] if words == ["show"] else words
    try:
        check_excerpts(count, excerpts)
        check_schema(count)
        readers = [play(kind, count, commands, folder) for kind in kinds]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if words == ["show"]:
        for line, said in readers[0].shown:
            print(f"    $ {line}\n" + "".join(f"    {x}\n" for x in said.splitlines()), end="")
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
