"""What the cockpit shows over HTTP, to be held against the counts."""
from collections import Counter

from api import Request
from people import Refused

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
FIGURES = ("met", "unmet", "unknown", "not_applicable")


def code(number):
    """An id as the program writes it."""
    return "".join(DIGITS[number >> 5 * i & 31] for i in range(12, -1, -1))


def number(text):
    n = 0
    for digit in text:
        n = n << 5 | DIGITS.index(digit)
    return n


def figures(shown):
    return +Counter({name: shown[name] for name in FIGURES})


def said(counter):
    return ", ".join(f"{name} {counter[name]}" for name in FIGURES)


class Asker:
    """Somebody who is signed in, on a connection of their own."""

    def __init__(self, connection, session):
        self.connection, self.session = connection, session

    def get(self, path):
        reply = self.connection.send(Request("GET", path), self.session)
        if reply.status != 200:
            raise Refused(f"GET {path}: {reply.status} {reply.text()}")
        return reply.json()

    def cockpit(self, region, pack):
        return self.get(f"/api/v1/regions/{code(region)}/cockpit?pack={pack}")

    def clause(self, region, pack, clause):
        return self.get(f"/api/v1/regions/{code(region)}/clauses/{clause}?pack={pack}")


class Clause:
    """A clause of a document as it is shown for a region."""

    def __init__(self, region, is_draft, listed, page):
        self.region, self.is_draft = region, is_draft
        self.listed, self.page = listed, page["clause"][0]
        self.has_targets = bool(page["targets"])
        self.measures = {number(m["id"]): figures(m) for m in page["measures"]}

    def light(self, counted):
        """What the light must be, for a clause that no target carries: only a clause that a document
        in force asks firmly can be a breach."""
        if counted["unmet"]:
            return "unmet" if self.listed["force"] == "must" and not self.is_draft else "short"
        if counted["unknown"] or self.listed["duties_held"] < self.listed["duties"]:
            return "unknown"
        return "met" if counted["met"] else "not_applicable"

    def wrong(self, region_name, totals):
        """How it differs from the counts; `totals`: of each measure, in this region."""
        where = f"{self.listed['id']} for {region_name}"
        for measure, shown in self.measures.items():
            if shown != totals[measure]:
                yield f"{where} shows {said(shown)}; counted {said(totals[measure])}"
        counted = sum((totals[m] for m in self.measures), Counter())
        for shown in (self.listed, self.page):
            if figures(shown) != counted:
                yield f"{where}: all its measures show {said(figures(shown))}; counted {said(counted)}"
            if not self.has_targets and shown["light"] != self.light(counted):
                yield f"{where}: its light is {shown['light']}, not {self.light(counted)}"


def clauses(asker, region, packs):
    """Every clause of these documents that measures carry, as the region's cockpit shows it."""
    for pack in packs:
        cockpit = asker.cockpit(region, pack)
        is_draft = cockpit["pack"][0]["is_draft"]
        for listed in cockpit["clauses"]:
            if figures(listed):
                yield Clause(region, is_draft, listed, asker.clause(region, pack, listed["id"]))


def lights(asker, region, pack):
    return {c["id"]: c["light"] for c in asker.cockpit(region, pack)["clauses"]}
