"""Breaking one fact: the only specialist of a community of 西湖区 is dismissed, and appointed again.

So that the lights of the street and of the district have something to lose, everybody whom clause XH-3
asks for is appointed first, over HTTP as everything here.
"""
import json
import time
from urllib.parse import quote

import people
import servers
from api import Request
from shown import code, lights, number

PACK, CLAUSE, MEASURE = "xihu", "XH-3", "community_specialists"
PATIENCE_S = 5
LACKING = {MEASURE: "specialist", "office_staff": "town_office"}
ONLY_SPECIALIST = """
SELECT c.id, c.name, c.parent_id, p.id, p.person_id, p.name
  FROM community c JOIN posted p ON p.home_id = c.id AND p.kind = 1
 WHERE EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id)
 GROUP BY c.id HAVING count(*) = 1 ORDER BY c.id LIMIT 1
"""


class Dismissal:
    def __init__(self, asker, ground, kept, rest):
        """`ground`: makes a District, `kept`: reads {(region, measure): figures} of all packs, `rest`:
        waits until nothing is left to evaluate."""
        self.asker, self.ground, self.kept, self.rest = asker, ground, kept, rest
        district = ground()
        self.district, self.towns = district.region_id, district.towns
        district.close()
        self.measures = {m["code"]: m["id"] for m in self.clause(self.district)["measures"]}

    def clause(self, region):
        return self.asker.clause(region, PACK, CLAUSE)

    def send(self, method, path, body=None, headers=None):
        raw = None if body is None else json.dumps(body).encode()
        reply = self.asker.connection.send(Request(method, path, headers or {}, raw),
                                           self.asker.session)
        if reply.status >= 300:
            raise people.Refused(f"{method} {path}: {reply.status} {reply.text()}")
        return reply

    def subjects(self, measure, state):
        """Of the district, all pages."""
        path = f"/api/v1/regions/{code(self.district)}/measures/{self.measures[measure]}/subjects"
        page, found = {"next": ""}, []
        while page["next"] is not None:
            after = f"&after={page['next']}" if page["next"] else ""
            page = self.asker.get(f"{path}?state={state}{after}")
            found += page["items"]
        return found

    def appoint(self, home, kind, person, name):
        self.send("POST", f"/api/v1/regions/{home}/staff",
                  {"kind": kind, "name": name, "person_id": person, "is_full_time": True,
                   "since": "2026-01-01"})

    def appoint_whoever_lacks(self):
        n = 0
        for measure, kind in LACKING.items():
            for lacking in self.subjects(measure, "unmet"):
                n, name = n + 1, "补任人员"
                person = self.send("POST", f"/api/v1/regions/{lacking['id']}/people",
                                   {"name": name, "phone": f"1549{n:07}"}).json()["id"]
                self.appoint(lacking["id"], kind, person, name)
        self.rest()
        return n

    def find(self):
        district = self.ground()
        found = district.db.execute(ONLY_SPECIALIST).fetchone()
        district.close()
        (self.community, self.name, self.town, self.staff, self.person, self.staff_name) = found

    def lights(self):
        """Of the district's own document: for the community, every street and the district."""
        return {region: lights(self.asker, region, PACK)
                for region in (self.community, self.district, *self.towns)}

    def wait_for(self, state):
        """Seconds until the community is shown so, or None."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE_S:
            shown = next(m for m in self.clause(self.community)["measures"] if m["code"] == MEASURE)
            if shown[state]:
                return time.monotonic() - began
            time.sleep(0.02)
        return None

    def dismiss(self):
        path = f"/api/v1/regions/{code(self.community)}/staff/{code(self.staff)}"
        etag = self.send("GET", path).header("ETag")
        self.send("DELETE", path, headers={"If-Match": etag, "X-Reason": quote("调离")})

    # ─── what must have come of it ───

    def only_those_figures(self, before):
        """One fewer meets it in the community, its street and the district; nothing else moves."""
        after, measure = self.kept(), number(self.measures[MEASURE])
        expected = dict(before)
        for region in (self.community, self.town, self.district):
            met, unmet, *others = expected[region, measure]
            expected[region, measure] = (met - 1, unmet + 1, *others)
        wrong = [k for k in after.keys() | expected.keys() if after.get(k) != expected.get(k)]
        return [f"region {r}, measure {m}: {after.get((r, m))}, not {expected.get((r, m))}"
                for r, m in sorted(wrong)[:5]]

    def only_those_lights(self, before):
        after, expected = self.lights(), {r: dict(all_of) for r, all_of in before.items()}
        for region in (self.community, self.town, self.district):
            expected[region][CLAUSE] = "unmet"
        return [f"{clause} for {region}: {after[region][clause]}, not {light}, before {was}"
                for region in expected for clause, light in expected[region].items()
                if (was := before[region][clause]) and after[region][clause] != light]

    def is_named(self):
        """The community, once, with the reason; and by nobody but it."""
        found = self.subjects(MEASURE, "unmet")
        if [s["name"] for s in found] == [self.name] and "物业专干" in found[0]["why"]:
            return []
        return [f"not {self.name} alone, with the reason: {found}"]

    def is_as_before(self, figures, shown):
        seconds = self.wait_for("met")
        if seconds is None:
            return [f"appointed again, and {PATIENCE_S} s later still not met"]
        self.rest()
        return [what for what, is_same in (("figures", self.kept() == figures),
                                           ("lights", self.lights() == shown))
                if not is_same] and ["something else than before: figures or lights"]


def check(dismissal, count):
    """Four tests."""
    try:
        appointed = dismissal.appoint_whoever_lacks()
        dismissal.find()
        figures, shown = dismissal.kept(), dismissal.lights()
        reds = [r for r in (dismissal.community, dismissal.town, dismissal.district)
                if shown[r][CLAUSE] != "met"]
        if reds:
            raise servers.Broken(f"{CLAUSE} is not met for {reds} with everybody appointed")
        dismissal.dismiss()
        seconds = dismissal.wait_for("unmet")
        if seconds is None:
            raise servers.Broken(f"{dismissal.name} is still met {PATIENCE_S} s after the dismissal")
        print(f"{seconds:6.2f} s  from the dismissal in {dismissal.name} to its light"
              f" ({appointed} people appointed first)", flush=True)
        dismissal.rest()
    except (servers.Broken, people.Refused) as e:
        count.bad("a specialist is dismissed", e)
        return
    judge(count, "the figures of that measure alone", dismissal.only_those_figures(figures))
    judge(count, "the lights of that clause alone", dismissal.only_those_lights(shown))
    judge(count, "the community is named", dismissal.is_named())
    dismissal.appoint(code(dismissal.community), "specialist", code(dismissal.person),
                      dismissal.staff_name)
    judge(count, "appointed again, all is as before", dismissal.is_as_before(figures, shown))


def judge(count, what, wrong):
    if wrong:
        count.bad(f"a specialist is dismissed: {what}", "\n".join(wrong))
    else:
        count.good()
