#!/usr/bin/env -S python3 -B
"""Permissions: the golden list of routes, and one valid request for each route, role and place, in
scope and out of it. What the golden list says is what must happen: allowed, 403, or 404 as for
what does not exist. The last line is "N passed, N failed".

    tests/scenario/probe.py sqlite|postgresql
"""
import difflib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import bodies
import databases
import people
import servers
import world
from api import Connection, Request, Session
from contract import Contract, Route
from play import AT_MORNING, MORNING, instant_ms, iso
from run import Count

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "routes.txt"

# What a post of a role reaches; a region, where nothing is said.
REACH = {
    "system_admin": None, "security_admin": None, "audit_admin": None,
    "company_manager": "company", "developer_agent": "company",
    "appointed_official": "estate", "project_manager": "estate", "company_clerk": "estate",
    "company_worker": "estate", "committee_chair": "estate", "committee_member": "estate",
    "party_secretary": "estate", "resident": "person",
}
ADMINS = {"system_admin": "admin:system", "security_admin": "admin:security",
          "audit_admin": "admin:audit"}
# Whose reach is no region is in the scope of none; an administrator's is no estate.
NEVER_IN = {"region": {r for r, of in REACH.items() if of}, "estate": {r for r, of in REACH.items() if not of}}
PLACED = ("estate", "removed_estate", "region", "organisation", "removed_organisation", "house", "owned_house")

# Answers other than success that show, too, that a request was allowed, each with the reason.
ANSWERS = {
    "PUT /api/v1/account/password": (422, "the password that is sent was used before"),
    "GET /api/v1/jobs/{job}": (404, "nobody's job: jobs.scn asks for one's own"),
    "DELETE /api/v1/jobs/{job}": (404, "nobody's job"),
    "GET /api/v1/outbox/{message}": (403, "what a message says is shown in a demo alone"),
    "PUT /api/v1/imports/{import}/questions/{question}":
        (404, "nobody's question: import_steps.scn asks those of a doubtful row"),
    "PATCH /api/v1/me/person": (412, "an owner's version changes as others write"),
}
# Public routes that need more than a request: the scenarios ask them.
PUBLIC_ELSEWHERE = {"POST /api/v1/session", "POST /api/v1/residents",
                    "GET /api/v1/invitations/{token}", "POST /api/v1/invitations/{token}"}
# Not asked: a stream that never ends, and what would end the one who asks.
NOT_ASKED = {"GET /api/v1/events", "DELETE /api/v1/me/account"}


class Stage:
    """A server with a world in which every role has somebody."""

    def __init__(self, server, contract, built):
        self.server, self.contract = server, contract
        self.connection = Connection(server.port)
        self.people = built.people.copy()
        self.names = built.names
        self.maker = bodies.Maker(self)
        self.residents = 0
        self.reset_clock()

    def now_ms(self):
        return instant_ms(MORNING)

    def reset_clock(self):
        """So that no session grows old, however long this takes."""
        people.ask(self.connection, Session(), "POST", "/test/clock", {"now": iso(self.now_ms())})

    @staticmethod
    def encoded(body):
        return json.dumps(body, ensure_ascii=False).encode()

    def ask(self, session, method, path, body=None):
        return people.ask(self.connection, session, method, path, body)

    def delete(self, session, path):
        reply = self.connection.send(Request("DELETE", path, {"If-Match": '"1"'}), session)
        if reply.status != 204:
            raise people.Refused(f"DELETE {path}: {reply.status} {reply.text()}")

    def new_person(self, role, reach=None, organisation=None):
        self.residents += 1
        name = f"{role}:probe{self.residents}"
        return people.make(self.connection, self.people, name, [(role, reach, organisation, name)])

    def new_resident(self, place):
        """Somebody with an account who has nothing to do with any house yet."""
        person = self.maker.make("/api/v1/estates/{estate}/people", place)["id"]
        return self.new_person("resident", person)

    def wait_for_job(self, session, job):
        servers.wait_for("a job's end", lambda: self.ask(
            session, "GET", f"/api/v1/jobs/{job}")["state"] in ("done", "failed"))


def place_in(stage):
    """翠苑街道, where everybody acts."""
    n, p = stage.names, stage.people
    return {
        "street": n["cuiyuan"], "region": n["cuiyuan1"], "estate": n["hupan"],
        "building": n["building"], "house": n["house"], "person": n["wang"], "company": n["green"],
        "people": {"town_officer": p["official:cuiyuan"],
                   "community_leader": p["community:cuiyuan1"],
                   "system_admin": p["admin:system"], "security_admin": p["admin:security"]},
    }


def place_out(stage):
    """北山街道, which is none of theirs."""
    n, p = stage.names, stage.people
    return {
        "street": n["beishan"], "region": n["baoshi"], "estate": n["baoshan"],
        "people": {"town_officer": p["official:beishan"],
                   "community_leader": stage.new_person("community_leader", n["baoshi"]),
                   "system_admin": p["admin:system"], "security_admin": p["admin:security"]},
    }


def furnish(stage, place):
    """Something of every kind in a place, for requests that leave it as it is."""
    m = stage.maker
    e = "/api/v1/estates/{estate}"
    for name, collection in [("building", f"{e}/buildings"), ("house", f"{e}/houses"),
                             ("organisation", "/api/v1/organisations")]:
        if name not in place:
            place[name] = m.make(collection, place)["id"]
    if "person" not in place:
        place["person"] = bodies.known_person(m, {**place, "person": ""})["person"]
    for name, noun in [("ownership", "ownerships"), ("occupancy", "occupancies"),
                       ("space", "parking-spaces"), ("vehicle", "vehicles"),
                       ("facility", "facilities"), ("committee", "committees"),
                       ("member", "committee-members"), ("party", "party-organisations"),
                       ("staff", "staff")]:
        place[name] = m.make(f"{e}/{noun}", place)["id"]
    place.update(bodies.asked_binding(m, place))
    place.update(bodies.house_code(m, place))
    place.update(policies_of(stage, place))
    absent = stage.names["absent"]
    place.update({"session": absent, "job": absent, "account": absent, "post": absent,
                  "token": absent, "import": absent, "question": absent, "kind": "estates",
                  "key": "session.idle_minutes"})
    return place


def policies_of(stage, place):
    """A version of a pack, a clause of the one that governs, a measure that carries it."""
    officer = place["people"]["town_officer"].session
    kept = stage.ask(officer, "GET", "/api/v1/policies")["items"]
    clause = stage.ask(officer, "GET", f"/api/v1/regions/{place['region']}/clauses/XH-3")
    return {"policy": kept[0]["hash"], "clause": "XH-3", "measure": clause["measures"][0]["id"]}


def everybody(stage, place):
    """Somebody of every role, who reaches the place."""
    found = {"nobody": people.Person("nobody", None)}
    for role in sorted({r for route in stage.contract.routes for r in route.roles}):
        if role in ("everybody", "everyone-signed-in"):
            continue
        if role in ADMINS:
            found[role] = stage.people[ADMINS[role]]
        else:
            found[role] = stage.new_person(role, place[REACH.get(role, "street")])
    machine = found["machine"]
    place["machine_post"] = machine.post_id
    machine.session = Session(bearer=token_for(stage, machine))
    return found


def token_for(stage, machine):
    shown = stage.ask(machine.session, "GET", "/api/v1/session")
    made = stage.ask(stage.people["admin:security"].session, "POST", "/api/v1/tokens",
                     {"post_id": machine.post_id, "name": "权限程序", "ends_on": "2026-12-31",
                      "permissions": shown["permissions"]})
    return made["token"]


def expected(route, operation, role, is_within):
    """"allowed", or the status of the refusal. A machine has a token and no session, and never a
    password that was just given."""
    if "everybody" in route.roles:
        return "allowed"
    if role == "nobody":
        return 401
    if "everyone-signed-in" not in route.roles and role not in route.roles:
        return 403
    if role == "machine" and operation.get("x-session"):
        return 403
    if not is_within:
        return 404
    return 401 if role == "machine" and operation.get("x-fresh-password") else "allowed"


class Probe:
    def __init__(self, stage, count):
        self.stage, self.count = stage, count
        self.within = furnish(stage, place_in(stage))
        self.without = furnish(stage, place_out(stage))
        self.actors = everybody(stage, self.within)
        self.without["machine_post"] = self.within["machine_post"]

    def route(self, route):
        self.stage.reset_clock()
        if "everybody" in route.roles:
            if str(route) not in PUBLIC_ELSEWHERE:
                self.one(route, "nobody", True)
            return
        for role in self.actors:
            self.one(route, role, True)
            if route.scope in PLACED and role != "nobody":
                self.one(route, role, False)

    def one(self, route, role, is_within):
        is_within = is_within and role not in NEVER_IN.get(route.scope, ())
        is_within = is_within or (route.scope == "region" and role in ADMINS)
        wanted = expected(route, self.stage.contract.operation(route), role, is_within)
        where = f"{route} as {role}, {'in' if is_within else 'out of'} scope"
        place = self.within if is_within else self.without
        try:
            request = self.stage.maker.request(route, place, self.actors[role],
                                               wanted == "allowed")
            reply = self.stage.connection.send(request, self.session(route, role, wanted))
        except (bodies.NoBody, people.Refused, KeyError) as e:
            self.count.bad(where, f"no valid request could be made: {e!r}")
            return
        self.judge(route, where, wanted, request, reply)

    def session(self, route, role, wanted):
        """The actor's own, unless it is to be ended."""
        actor = self.actors[role]
        if str(route) == "DELETE /api/v1/session" and wanted == "allowed":
            return people.sign_in(self.stage.connection, actor.login)
        return actor.session

    def judge(self, route, where, wanted, request, reply):
        if wanted == "allowed":
            wanted, _ = ANSWERS.get(str(route), (200, ""))
            is_right = reply.status == wanted or 200 <= reply.status < 300
        else:
            is_right = reply.status == wanted
        if is_right:
            self.count.good()
        else:
            self.count.bad(where, f"{wanted} is expected\n{request.method} {request.path} "
                           f"{(request.body or b'').decode()}\n=> {reply.status} {reply.text()}")


def check_golden(count):
    """The list as it was agreed on, against the program's."""
    was, now = GOLDEN.read_text(), servers.run("--routes")[1]
    if was == now:
        count.good()
        return
    changes = "".join(difflib.unified_diff(was.splitlines(True), now.splitlines(True),
                                           "tests/golden/routes.txt", "linli --routes", n=0))
    count.bad("permissions", f"{changes}\nwho may do what has changed. If that is meant, say so: "
              "LINLI=… tests/golden/renew, and look at the difference before you commit it")


def main(kind):
    count, contract = Count(), Contract()
    check_golden(count)
    contract.routes = [Route(line) for line in GOLDEN.read_text().splitlines()]
    folder = Path(tempfile.mkdtemp(prefix=f"linli-probe-{kind}-"))
    server = None
    try:
        built = world.build(databases.KINDS[kind](folder / "world"), contract)
        server = servers.Server(built.database, options=AT_MORNING)
        probe = Probe(Stage(server, contract, built), count)
        began = time.monotonic()
        for route in contract.routes:
            if str(route) not in NOT_ASKED:
                probe.route(route)
        print(f"{time.monotonic() - began:6.1f} s  {len(contract.routes)} routes, "
              f"{len(probe.actors)} actors, on {kind}")
        server.stop()
        built.database.drop()
    except (servers.Broken, world.Unbuildable, people.Refused) as e:
        count.bad(kind, e)
    finally:
        if server:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1])
