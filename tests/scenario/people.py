"""The accounts of a world, and how one gets in: by a one-time link, then by password."""
import json
from copy import copy
from dataclasses import dataclass, field

from api import Request, Session

PASSWORD = "Linli-2026-ok"
CODE_OF_ADMIN = {"admin:system": "sysadmin", "admin:security": "secadmin",
                 "admin:audit": "auditadmin"}


@dataclass
class Person:
    name: str  # official:cuiyuan
    login: str
    id: str = None
    post_id: str = None
    session: Session = field(default_factory=Session)


class Refused(Exception):
    """A step that a scenario takes for granted was refused."""


def login_of(name):
    return CODE_OF_ADMIN.get(name) or name.replace(":", ".").replace("_", "-")


class People:
    def __init__(self):
        self.all = {}

    def copy(self):
        """The same people; what one copy does with its sessions is not seen in another."""
        other = People()
        for name, p in self.all.items():
            other.all[name] = copy(p)
            other.all[name].session = copy(p.session)
        return other

    def __getitem__(self, name):
        if name not in self.all:
            raise Refused(f"nobody is called {name} in this world")
        return self.all[name]


def ask(connection, session, method, path, body=None):
    """A request that must succeed; its JSON."""
    raw = None if body is None else json.dumps(body).encode()
    reply = connection.send(Request(method, path, {}, raw), session)
    if reply.status >= 300:
        raise Refused(f"{method} {path}: {reply.status} {reply.text()}")
    session.learn(reply)
    return reply.json()


def sign_in(connection, login, password=PASSWORD):
    session = Session()
    ask(connection, session, "POST", "/api/v1/session", {"login": login, "password": password})
    return session


def accept(connection, link, password=PASSWORD):
    """Sets the first password by a one-time link; the session that comes of it."""
    session = Session()
    token = link.rsplit("/", 1)[1]
    ask(connection, session, "POST", f"/api/v1/invitations/{token}", {"password": password})
    return session


def is_signed_in(connection, session):
    if not session.cookie:
        return False
    return connection.send(Request("GET", "/api/v1/session"), session).status == 200


def make(connection, people, name, posts):
    """A new account with these posts (role, reach, organisation, title); signed in."""
    system, security = people["admin:system"].session, people["admin:security"].session
    made = ask(connection, system, "POST", "/api/v1/accounts",
               {"login": login_of(name), "name": name})
    person = Person(name, made["login"], made["id"])
    for role, reach, organisation, title in posts:
        post = {"role": role, "title": title}
        if reach:
            post["reach_id"] = reach
        if organisation:
            post["organisation_id"] = organisation
        granted = ask(connection, security, "POST", f"/api/v1/accounts/{person.id}/posts", post)
        person.post_id = granted["id"]
    person.session = accept(connection, made["link"])
    people.all[name] = person
    return person
