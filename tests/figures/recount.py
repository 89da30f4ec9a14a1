"""Counts made independently of the program: measures/PACK.sql on top of ground.sql, over the register's
own tables. Nothing here knows what the program evaluated, nor how.
"""
import re
import sqlite3
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATES = ("met", "unmet", "not_applicable", "unknown")  # in the order of measure_state.state

# Whether it applies may itself be unknown: then nobody knows how the subject stands.
STATE = """
WITH counted (id, applies, meets) AS ({})
SELECT id, CASE WHEN NOT applies THEN 'not_applicable' WHEN applies AND meets THEN 'met'
                WHEN applies AND NOT meets THEN 'unmet' ELSE 'unknown' END FROM counted
"""


def read_counts():
    """{(pack, measure): SQL}, as the headings `-- pack/measure` have it."""
    counts = {}
    for path in sorted((HERE / "measures").glob("*.sql")):
        parts = re.split(r"^-- (\w+)/(\w+)\b.*\n", path.read_text(encoding="utf-8"), flags=re.M)
        for pack, measure, sql in zip(parts[1::3], parts[2::3], parts[3::3]):
            if (pack, measure) in counts or pack != path.stem:
                raise SystemExit(f"{path.name}: {pack}/{measure} stands twice, or in the wrong file")
            counts[pack, measure] = sql.strip().rstrip(";")
    return counts


class Place:
    def __init__(self, region_id, name):
        self.region_id, self.name = region_id, name


class District:
    """One district as the register has it on a day. Reads one state of the database: what is
    written meanwhile is not seen, so that counts and kept figures can be compared."""

    def __init__(self, file, region_id, day):
        self.db = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
        self.db.execute("PRAGMA temp_store = MEMORY")
        self.db.execute("CREATE TEMP TABLE here AS SELECT ? AS region, ? AS today", (region_id, day))
        self.db.execute("BEGIN")
        for statement in statements((HERE / "ground.sql").read_text(encoding="utf-8")):
            self.db.execute(statement)
        self.region_id, self.day = region_id, day
        self.regions = dict(self.db.execute("SELECT id, name FROM area"))
        self.parents = dict(self.db.execute("SELECT id, parent_id FROM area"))
        self.places = {i: Place(r, n) for i, r, n in self.db.execute("SELECT * FROM place")}
        self.towns = [i for i, in self.db.execute(
            "SELECT t.id FROM town t JOIN below b ON b.top = t.id JOIN home ON home.region_id = b.id"
            " GROUP BY t.id ORDER BY count(*) DESC, t.id")]

    def close(self):
        self.db.close()

    def count(self, sql):
        """{subject: state}, every subject of the kind in it."""
        rows = self.db.execute(STATE.format(sql)).fetchall()
        found = dict(rows)
        if len(found) < len(rows):
            raise ValueError("a subject is counted twice")
        return found

    def totals(self, states):
        """{region: Counter of states}, each subject in its region and in all above it."""
        totals = {region: Counter() for region in self.regions}
        for subject, state in states.items():
            region = self.places[subject].region_id
            while region in totals:
                totals[region][state] += 1
                region = self.parents[region]
        return totals

    def name(self, subject):
        place = self.places.get(subject)
        return f"{place.name}（{self.regions[place.region_id]}）" if place else f"id {subject}"


def statements(text):
    """Of a file, one by one: sqlite3's executescript() would end the transaction."""
    so_far = ""
    for line in text.splitlines(keepends=True):
        so_far += line
        if sqlite3.complete_statement(so_far):
            yield so_far
            so_far = ""


class Kept:
    """What the program keeps of one district's measures: to be compared, never to count with."""

    def __init__(self, db, pack):
        self.db = db
        self.measures = {(owner, code): number for number, owner, code in db.execute(
            "SELECT id, owner, code FROM policy_measure WHERE pack = ?", (pack,))}

    def states(self, measure):
        return {subject: (STATES[state - 1], region) for subject, state, region in self.db.execute(
            "SELECT subject_id, state, region_id FROM measure_state WHERE measure_id = ?",
            (measure,))}

    def totals(self, measure):
        return {region: Counter(dict(zip(("met", "unmet", "unknown", "not_applicable"), figures)))
                for region, *figures in self.db.execute(
                    "SELECT home_id, met, unmet, unknown, not_applicable FROM measure_total"
                    " WHERE measure_id = ?", (measure,))}
