"""Writers that keep the server busy, and remember what it acknowledged."""
import http.client
import itertools
import json
import random
import threading

from api import Connection, Request
from names import phone

WRITERS = 4


class Acknowledged:
    """What was answered 2xx: for each thing its path, and the version and the text it has at least
    (another write may have come after the last one that was answered).
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.things = {}  # path: (version, member, value)
        self.removed = set()

    def note(self, path, version, member, value):
        with self.lock:
            known = self.things.get(path)
            if not known or known[0] < version:
                self.things[path] = (version, member, value)

    def forget(self, path):
        """It is about to be removed: until that is answered it may be there or not."""
        with self.lock:
            for known in [p for p in self.things if p == path or p.startswith(path + "/")]:
                del self.things[known]

    def note_removed(self, path):
        with self.lock:
            self.removed.add(path)


class Writer(threading.Thread):
    """One client: registers estates, changes them, adds buildings and people, removes some."""

    serial = itertools.count(1)

    def __init__(self, port, crash):
        super().__init__(daemon=True)
        self.connection = Connection(port, timeout_s=30)
        self.official, self.program = crash.official, crash.program
        self.region, self.acknowledged = crash.region, crash.acknowledged
        self.own = []  # (path, version) of estates
        self.wrong = None  # what should never be answered
        self.count = 0
        self.is_stopped = False

    def run(self):
        acts = [self.add_estate] * 4 + [self.change_estate] * 4 + [self.add_building] * 2 + \
            [self.add_person] * 2 + [self.remove_estate]
        try:
            self.add_estate()
            while not self.is_stopped and not self.wrong:
                random.choice(acts)()
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the server is gone, in the middle of a word perhaps

    def send(self, method, path, body=None, **headers):
        raw = None if body is None else json.dumps(body).encode()
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        who = self.program if path.endswith(("/buildings", "/people")) else self.official
        reply = self.connection.send(Request(method, path, named, raw), who)
        if reply.status in (500, 503):
            return None  # the database is away; nothing was promised
        if reply.status >= 300:
            self.wrong = f"{method} {path}: {reply.status} {reply.text()}"
            return None
        self.count += 1
        return reply

    def add_estate(self):
        n = next(self.serial)
        body = {"name": f"断电花园 {n}", "region_id": self.region, "note": f"n{n}"}
        reply = self.send("POST", "/api/v1/estates", body, Idempotency_Key=f"crash-{n}")
        if reply:
            path = reply.header("Location")
            self.acknowledged.note(path, 1, "note", f"n{n}")
            self.own.append([path, 1])

    def change_estate(self):
        if not self.own:
            return
        estate, n = random.choice(self.own), next(self.serial)
        reply = self.send("PATCH", estate[0], {"note": f"n{n}"}, If_Match=f'"{estate[1]}"')
        if reply:
            estate[1] = reply.json()["version"]
            self.acknowledged.note(estate[0], estate[1], "note", f"n{n}")
        else:
            self.own.remove(estate)  # whether it was done, nobody knows

    def add_building(self):
        if not self.own:
            return
        name = f"{next(self.serial)}幢"
        reply = self.send("POST", f"{random.choice(self.own)[0]}/buildings", {"name": name})
        if reply:
            self.acknowledged.note(reply.header("Location"), 1, "name", name)

    def add_person(self):
        if not self.own:
            return
        n = next(self.serial)
        self.send("POST", f"{random.choice(self.own)[0]}/people",
                  {"name": f"某人{n}", "phone": phone(n % 10000)})

    def remove_estate(self):
        if len(self.own) < 5:
            return
        path, version = self.own.pop(random.randrange(len(self.own)))
        self.acknowledged.forget(path)
        if self.send("DELETE", path, If_Match=f'"{version}"'):
            self.acknowledged.note_removed(path)


class Load:
    def __init__(self, port, crash):
        self.writers = [Writer(port, crash) for _ in range(WRITERS)]
        for w in self.writers:
            w.start()

    def stop(self):
        """After the server is gone, or when it has been enough."""
        for w in self.writers:
            w.is_stopped = True
        for w in self.writers:
            w.join(30)
            w.connection.close()

    def count(self):
        return sum(w.count for w in self.writers)

    def wrong(self):
        return next((w.wrong for w in self.writers if w.wrong), None)
