#!/usr/bin/env -S python3 -B
"""Holds every figure of the demo's cockpit against a count made independently in SQL: a test for each
measure of each district. Then breaks one fact and looks that what hangs on it changes, and nothing
else. And then shakes the whole register and counts again, for the demo is tidier than any district.
The last line is "N passed, N failed".

    tests/figures/figures.py        the program is $LINLI
"""
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scenario"))

import databases  # noqa: E402
import people  # noqa: E402
import servers  # noqa: E402
from api import Connection  # noqa: E402
from dismissal import Dismissal, check  # noqa: E402
from recount import District, Kept, read_counts  # noqa: E402
from run import Count  # noqa: E402
from shake import shake  # noqa: E402
from shown import Asker, clauses, said  # noqa: E402

PASSWORD = "Yanshi-2026"  # of every account of the demo
FILL_S, REST_S = 100, 60
FEW = 3  # of what differs, so many are named
STREETS = 2


class Demo:
    """The demo on SQLite, filled as far as that goes in some time, and its server."""

    def __init__(self, folder):
        self.database = databases.Sqlite(folder).make()
        self.file = f"{self.database.folder}/linli.db"
        self.server = servers.Server(self.database, options=("--demo",))

    def sql(self, text, *values):
        db = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)
        try:
            return db.execute(text, values).fetchall()
        finally:
            db.close()

    def fill(self):
        """Until all houses are there. Where that takes too long, the houses that are there must do:
        a server that is no demo fills no more."""
        end = time.monotonic() + FILL_S
        while time.monotonic() < end and "demo.houses" not in self.server.tail():
            time.sleep(0.1)
        if "demo.houses" not in self.server.tail():
            self.start_again(lambda: None)
        self.rest()

    def start_again(self, between):
        """As no demo."""
        self.server.stop()
        between()
        self.server = servers.Server(self.database, options=())

    def shake(self):
        (day,), = self.sql("SELECT max(day) FROM measure_run")
        self.start_again(lambda: shake(self.file, day))
        self.rest()

    def rest(self):
        servers.wait_for("everything is evaluated", self.is_at_rest, REST_S)

    def is_at_rest(self):
        return self.sql(
            "SELECT NOT EXISTS (SELECT 1 FROM touched) AND min(ended_at IS NOT NULL) = 1 AND count(*) ="
            " (SELECT count(DISTINCT pack) FROM policy_version WHERE region_key IS NOT NULL)"
            " AND min(day) = date('now', '+8 hours') AND max(day) = min(day) FROM measure_run"
        ) == [(1,)]

    def districts(self):
        """(pack, region, day)."""
        return self.sql(
            "SELECT DISTINCT v.pack, r.id, m.day FROM policy_version v JOIN measure_run m USING (pack)"
            " JOIN region r ON v.region_key IN (r.division_code, r.outside_key) ORDER BY 1")

    def asker(self, login):
        connection = Connection(self.server.port)
        return Asker(connection, people.sign_in(connection, login, PASSWORD))

    def all_totals(self):
        return {(r, m): tuple(figures) for r, m, *figures in self.sql(
            "SELECT home_id, measure_id, met, unmet, unknown, not_applicable FROM measure_total"
            " WHERE met + unmet + unknown + not_applicable > 0")}


class Comparison:
    """One district: what is counted, kept and shown."""

    def __init__(self, demo, pack, region, day, counts):
        self.pack, self.counts = pack, counts
        self.district = District(demo.file, region, day)
        self.kept = Kept(self.district.db, pack)
        asker = demo.asker(f"{pack}.fangguan")
        self.shown = [clause for where in (region, *self.district.towns[:STREETS])
                      for clause in clauses(asker, where, (pack, "national"))]
        self.counted = {m: self.count(*name) for name, m in self.kept.measures.items()}
        self.totals = {m: self.district.totals(states) for m, states in self.counted.items()}

    def count(self, owner, measure):
        """Without an SQL there is nothing: every figure then differs, and that is said first."""
        sql = self.counts.get((owner, measure))
        return self.district.count(sql) if sql else {}

    def wrong(self, owner, measure):
        """What is wrong with a measure: the first reasons."""
        number = self.kept.measures[owner, measure]
        if (owner, measure) not in self.counts:
            return ["nobody counts it: write its SQL in tests/figures/measures"]
        return (self.wrong_states(number) + self.wrong_totals(number) + self.wrong_clauses(number))

    def wrong_states(self, measure):
        counted, kept = self.counted[measure], self.kept.states(measure)
        wrong = [f"{self.district.name(s)}: {kept.get(s, ['nothing'])[0]} is kept,"
                 f" {counted.get(s, 'nothing')} is counted"
                 for s in sorted(counted.keys() | kept.keys())
                 if kept.get(s, [None])[0] != counted.get(s)]
        wrong += [f"{self.district.name(s)} counts in region {region}" for s, (_, region) in kept.items()
                  if s in counted and region != self.district.places[s].region_id]
        return wrong[:FEW] + ([f"… and {len(wrong) - FEW} more"] if len(wrong) > FEW else [])

    def wrong_totals(self, measure):
        kept = self.kept.totals(measure)
        wrong = [f"{self.district.regions.get(r, r)}: {said(kept.get(r, Counter()))} is kept,"
                 f" {said(self.totals[measure].get(r, Counter()))} is counted"
                 for r in sorted(kept.keys() | self.totals[measure].keys())
                 if +kept.get(r, Counter()) != self.totals[measure].get(r, Counter())]
        return wrong[:FEW]

    def wrong_clauses(self, measure):
        clauses_of = [c for c in self.shown if measure in c.measures]
        if not clauses_of:
            return ["no clause shows it"]
        return [what for c in clauses_of for what in c.wrong(
            self.district.regions[c.region], {m: self.totals[m][c.region] for m in c.measures})][:FEW]


def compare(demo, count, how=""):
    counts, known = read_counts(), set()
    for pack, region, day in demo.districts():
        comparison = Comparison(demo, pack, region, day, counts)
        known |= comparison.kept.measures.keys()
        for owner, measure in sorted(comparison.kept.measures):
            wrong = comparison.wrong(owner, measure)
            if wrong:
                count.bad(f"{pack}: {owner}/{measure}{how}", "\n".join(wrong))
            else:
                count.good()
        comparison.district.close()
    for owner, measure in sorted(counts.keys() - known):
        count.bad(f"{owner}/{measure}", "it is counted, and no pack has it")


def dismiss(demo, count):
    (region, day), = [(r, d) for pack, r, d in demo.districts() if pack == "xihu"]
    check(Dismissal(demo.asker("xihu.fangguan"), lambda: District(demo.file, region, day),
                    demo.all_totals, demo.rest), count)


def play(folder, count):
    began = time.monotonic()
    demo = Demo(folder / "demo")
    try:
        demo.fill()
        (houses,), = demo.sql("SELECT count(*) FROM house")
        print(f"{time.monotonic() - began:6.1f} s  filled and evaluated, {houses} houses", flush=True)
        compare(demo, count)
        dismiss(demo, count)
        demo.shake()
        compare(demo, count, ", shaken")
        demo.server.stop()
    finally:
        demo.server.kill()
    print(f"{time.monotonic() - began:6.1f} s  in all", flush=True)


def main():
    count = Count()
    folder = Path(tempfile.mkdtemp(prefix="linli-figures-"))
    try:
        play(folder, count)
    except (servers.Broken, people.Refused) as e:
        count.bad("the demo", e)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    count.end()


if __name__ == "__main__":
    main()
