"""Valid requests made from the description: for each route a path with things that are there, the
headers and the body it asks for. What a schema cannot tell stands in the small tables below.
"""
import itertools
import re

import names
import people
from api import Request

# Texts that have a form of their own; any other text is a word and a number.
TEXTS = {
    "plate": names.plate,
    "login": lambda n: f"probe.{n}",
    "password": lambda n: people.PASSWORD,
    "current": lambda n: people.PASSWORD,
    "reason": lambda n: "抽查权限之用",
    "phone": lambda n: names.phone(5000 + n),
    "code": lambda n: "000000",
    "list": lambda n: "/api/v1/estates",
    "secret": lambda n: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "label": lambda n: f"权限楼 {n} 室",
}
DATES = {"ends_on": "2026-12-31", "since": "2020-01-01", "until": "2026-12-31"}


class NoBody(Exception):
    """The tables below lack something."""


class Form(bytes):
    """A body of multipart/form-data."""
    BOUNDARY = "linli-probe-boundary"
    TYPE = f"multipart/form-data; boundary={BOUNDARY}"

    @classmethod
    def of(cls, texts, file_name, content):
        parts = [f'--{cls.BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                 f"{value}\r\n" for name, value in texts.items()]
        parts.append(f'--{cls.BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
                     f'filename="{file_name}"\r\n\r\n{content}\r\n--{cls.BOUNDARY}--\r\n')
        return cls("".join(parts).encode())


class Maker:
    """Makes things and requests in a place: a dict of ids (`estate`, `house` …) that a request may
    name, and of people who may make such things there.
    """

    def __init__(self, stage):
        self.stage = stage
        self.count = itertools.count(1)

    # ─── bodies ───

    def body(self, route, place, actor):
        operation = self.stage.contract.operation(route)
        if "requestBody" not in operation:
            return None
        special = BODIES.get(str(route))
        if special:
            return special(self, place, actor)
        content = operation["requestBody"]["content"]
        if "application/json" not in content:
            raise NoBody(f"{route}: bodies.py must say what to send")
        return self.value(content["application/json"]["schema"], "", place)

    def value(self, schema, name, place):
        schema = self.stage.contract.schemas.resolve(schema)
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind == "object":
            return {member: self.value(schema["properties"][member], member, place)
                    for member in schema.get("required", [])}
        if kind == "array":
            return [self.value(schema["items"], name, place)]
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "integer":
            return max(schema.get("minimum", 1), 1)
        return kind == "boolean" or self.text(schema, name, place)

    def text(self, schema, name, place):
        if schema.get("pattern"):
            return self.reference(name.removesuffix("_id"), place)
        if schema.get("format") == "date":
            return DATES.get(name, "2026-03-01")
        n = next(self.count)
        return TEXTS[name](n) if name in TEXTS else f"权限{n}"

    def reference(self, name, place):
        """The id of a thing; a house is a new one each time, for its shares are soon given away."""
        if name in FRESH:
            return FRESH[name](self, place)
        if name not in place:
            raise NoBody(f"bodies.py must say which {name} is meant")
        return place[name]

    # ─── paths ───

    def request(self, route, place, actor, is_spent):
        """A valid request; `is_spent`: it may do what it asks, so its thing must be a new one."""
        path, version = self.path(route, place, actor, is_spent)
        headers = {"If-Match": f'"{version}"'} if self.needs_match(route) else {}
        body = self.body(route, place, actor)
        if isinstance(body, Form):
            headers["Content-Type"] = Form.TYPE
        elif body is not None:
            body = self.stage.encoded(body)
        return Request(route.method, path + QUERIES.get(str(route), ""), headers, body)

    def needs_match(self, route):
        wanted = self.stage.contract.operation(route)["parameters"]
        return any(p["name"] == "If-Match" for p in wanted)

    def path(self, route, place, actor, is_spent):
        special = PATHS.get(str(route))
        if special and (is_spent or special in ALWAYS):
            place = {**place, **special(self, place, actor)}
            return fill(route.path, place), place.get("version", 1)
        words, version = route.path.split("/"), 1
        last = max((i for i, w in enumerate(words) if w.startswith("{")), default=0)
        name = words[last].strip("{}")
        if is_spent and route.method != "GET" and name not in ("", "estate", *KEPT):
            made = self.make("/".join(words[:last]), place)
            place = {**place, name: made["id"]}
            version = made.get("version", 1)
        return fill("/".join(words), place), version

    def make(self, collection, place):
        """A new thing of a collection, by somebody of the place who may make it."""
        route = self.stage.contract.route("POST", fill(collection, place))
        if not route:
            raise NoBody(f"bodies.py must say how something of {collection} is made")
        maker = next((place["people"][r] for r in route.roles if r in place["people"]), None)
        if not maker:
            raise NoBody(f"nobody of the place may POST {collection}")
        body = self.body(route, place, maker)
        return self.stage.ask(maker.session, "POST", fill(collection, place), body)

    def ask(self, place, role, method, path, body=None):
        return self.stage.ask(place["people"][role].session, method, fill(path, place), body)


def fill(path, place):
    for name, value in place.items():
        if isinstance(value, str):
            path = path.replace("{" + name + "}", value)
    return path


# ─── things that are not made by a POST to their collection alone ───

def new_house(maker, place):
    return maker.make("/api/v1/estates/{estate}/houses", place)["id"]


def new_estate(maker, place):
    return maker.ask(place, "town_officer", "POST", "/api/v1/estates",
                     {"name": f"权限小区 {next(maker.count)}", "region_id": place["region"]})["id"]


def removed_estate(maker, place, _actor=None):
    estate = new_estate(maker, place)
    maker.stage.delete(place["people"]["town_officer"].session, f"/api/v1/estates/{estate}")
    return {"estate": estate}


def removed_organisation(maker, place, _actor=None):
    made = maker.ask(place, "town_officer", "POST", "/api/v1/organisations",
                     {"kind": "other", "name": f"待恢复 {next(maker.count)}",
                      "region_id": place["region"]})
    maker.stage.delete(place["people"]["town_officer"].session,
                       f"/api/v1/organisations/{made['id']}")
    return {"organisation": made["id"]}


def removed_part(maker, place, collection, name):
    made = maker.make(collection, place)
    path = fill(f"{collection}/{made['id']}", place)
    makers = maker.stage.contract.route("DELETE", path).roles
    who = next(place["people"][r] for r in makers if r in place["people"])
    maker.stage.delete(who.session, path)
    return {name: made["id"]}


def known_person(maker, place, _actor=None, **more):
    person = maker.make("/api/v1/estates/{estate}/people", place)["id"]
    maker.ask(place, "community_leader", "POST", "/api/v1/estates/{estate}/occupancies",
              {"house_id": new_house(maker, place), "person_id": person, "kind": "tenant",
               "since": "2020-01-01", **more})
    return {"person": person}


def past_person(maker, place, _actor=None):
    return known_person(maker, place, until="2020-12-31")


def house_with_area(maker, place, _actor=None):
    house = maker.ask(place, "community_leader", "POST", "/api/v1/estates/{estate}/houses",
                      {"building_id": place["building"], "name": f"分{next(maker.count)}",
                       "kind": "shop", "use": "let", "area_dm2": 200})
    return {"house": house["id"]}


def asked_binding(maker, place, _actor=None):
    asker = maker.stage.new_resident(place)
    made = maker.stage.ask(asker.session, "POST", "/api/v1/me/bindings",
                           {"way": "request", "estate_id": place["estate"],
                            "house_id": place["house"], "tie": "tenant"})
    return {"binding": made["items"][0]["id"], "asker": asker}


def house_code(maker, place, _actor=None):
    made = maker.ask(place, "community_leader", "POST", "/api/v1/estates/{estate}/house-codes",
                     {"house_ids": [place["house"]], "ends_on": "2026-12-31"})
    return {"code": made["items"][0]["id"]}


def own_member(maker, place, actor):
    made = maker.stage.ask(actor.session, "POST",
                           fill("/api/v1/me/houses/{estate}/{house}/members", place),
                           {"name": "权限住户", "tie": "member"})
    return {"member": made["id"]}


def own_binding(maker, place, actor):
    made = maker.stage.ask(actor.session, "POST", "/api/v1/me/bindings",
                           {"way": "request", "estate_id": place["estate"],
                            "label": TEXTS["label"](next(maker.count))})
    return {"binding": made["items"][0]["id"]}


def own_new_phone(maker, _place, actor):
    """A number, and the code that was sent to it."""
    number = names.phone(next(maker.count))
    if not actor.name.startswith("resident"):
        return {"phone": number, "code": "000000"}
    maker.stage.ask(actor.session, "POST", "/api/v1/me/phone/codes", {"phone": number})
    sent = maker.stage.ask(actor.session, "GET", "/test/outbox")["items"]
    text = next(m["body"] for m in sent if m["address"] == number)
    return {"phone": number, "code": re.search(r"\d{6}", text)[0]}


def own_session(maker, place, actor):
    session = people.sign_in(maker.stage.connection, actor.login)
    shown = maker.stage.ask(session, "GET", "/api/v1/session")
    return {"session": shown["session_id"]}


def new_account(maker, place, _actor=None):
    return {"account": maker.make("/api/v1/accounts", place)["id"]}


def accepted_account(maker, place, _actor=None):
    made = maker.make("/api/v1/accounts", place)
    people.accept(maker.stage.connection, made["link"])
    return {"account": made["id"]}


def account_with_post(maker, place, _actor=None):
    account = new_account(maker, place)
    post = maker.make("/api/v1/accounts/{account}/posts", {**place, **account})
    return {**account, "post": post["id"]}


def account_with_totp(maker, place, _actor=None):
    """Somebody who has set up a second factor."""
    made = maker.make("/api/v1/accounts", place)
    session = people.accept(maker.stage.connection, made["link"])
    secret = maker.stage.ask(session, "POST", "/api/v1/account/totp")["secret"]
    maker.stage.ask(session, "PUT", "/api/v1/account/totp",
                    {"secret": secret, "code": names.totp(secret, maker.stage.now_ms())})
    return {"account": made["id"]}


def latest_act(maker, _place, actor):
    items = maker.stage.ask(actor.session, "GET", "/api/v1/audit?sort=-id&size=1")["items"]
    return {"act": items[0]["id"]}


def export_list(_maker, _place, actor):
    """A list that the actor may read."""
    own = {"admin:system": "accounts", "admin:security": "tokens", "admin:audit": "audit"}
    return {"list": f"/api/v1/{own.get(actor.name, 'estates')}", "format": "csv"}


def new_region(maker, place, _actor=None):
    return {"region": maker.make("/api/v1/regions", place)["id"]}


def export_job(maker, place, actor):
    made = maker.stage.ask(actor.session, "POST", "/api/v1/exports",
                           export_list(maker, place, actor))
    maker.stage.wait_for_job(actor.session, made["job_id"])
    return {"job": made["job_id"]}


def import_form(maker, place, actor):
    """A list of a kind that the actor may import, with titles and a row that says little."""
    try:
        kinds = maker.stage.ask(actor.session, "GET", "/api/v1/import-kinds")["items"]
    except people.Refused:
        return Form.of({"kind": "estates"}, "probe.csv", "小区名称\n权限小区")
    kind = next((k for k in kinds if k["needs_estate"]), kinds[0])
    titles = [c["label"] for c in kind["columns"] if c["key"] not in ("id", "version")]
    where = ({"estate_id": place["estate"]} if kind["needs_estate"]
             else {"region_id": place["region"]})
    return Form.of({"kind": kind["name"], **where}, "probe.csv",
                   ",".join(titles) + "\n" + ",".join("权限" for _ in titles))


def import_kind(maker, _place, actor):
    return {"kind": maker.stage.ask(actor.session, "GET", "/api/v1/import-kinds")["items"][0]["name"]}


def own_import(maker, place, actor):
    form = import_form(maker, place, actor)
    reply = maker.stage.connection.send(
        Request("POST", "/api/v1/imports", {"Content-Type": Form.TYPE}, form), actor.session)
    if reply.status != 201:
        raise people.Refused(f"POST /api/v1/imports: {reply.status} {reply.text()}")
    return {"import": reply.json()["id"]}


def after(*steps):
    """An import that has come so far."""
    def make(maker, place, actor):
        one = own_import(maker, place, actor)
        for step in steps:
            begun = maker.stage.ask(actor.session, "POST",
                                    fill(f"/api/v1/imports/{{import}}/{step}", one))
            maker.stage.wait_for_job(actor.session, begun["job_id"])
        return one
    return make


def region_staff(maker, place, _actor=None):
    """Somebody posted to the region itself."""
    made = maker.make("/api/v1/regions/{region}/staff", place)
    return {"staff": made["id"], "version": made["version"]}


def small_pack(maker, _place, _actor):
    """A pack of one clause, for a district that has none."""
    both = f"{{zh: 权限 {next(maker.count)}, en: Probe}}"
    return {"name": "probe", "files": [
        {"path": "pack.yaml", "text":
            f"format: 1\nname: probe\ntitle: {both}\n"
            "document: {title: 意见, issuer: 区政府, issued_on: 2026-01-01}\n"
            "region: \"370303\"\nextends: national\nin_force: {from: 2026-01-01}\n"
            "levels:\n  - {level: authority, title: {zh: 区, en: District}}\n"
            "bodies:\n  - {id: housing, title: {zh: 房管局, en: Housing}, level: authority}\n"},
        {"path": "clauses.yaml", "text":
            f"parts:\n  - {{id: p1, title: {both}}}\nclauses:\n  - id: T-1\n    part: p1\n"
            f"    cites: 一\n    title: {both}\n    gist: {both}\n    kind: duty\n"
            f"    force: may\n    lead: [housing]\n    awaits:\n"
            f"      - engine: procedure\n        what: {both}\n"},
    ]}


FRESH = {"house": new_house, "into": new_estate}
KEPT = ("key", "job")  # parameters that name nothing that can be made

E, ME = "/api/v1/estates/{estate}", "/api/v1/me/houses/{estate}/{house}"
PATHS = {
    f"PATCH {E}": lambda m, p, a: {"estate": new_estate(m, p)},
    f"DELETE {E}": lambda m, p, a: {"estate": new_estate(m, p)},
    f"POST {E}/merge": lambda m, p, a: {"estate": new_estate(m, p)},
    f"POST {E}/restore": removed_estate,
    f"PATCH {E}/people/{{person}}": known_person,
    f"POST {E}/people/{{person}}/reveal": known_person,
    f"POST {E}/people/{{person}}/merge": known_person,
    f"POST {E}/people/{{person}}/erase": past_person,
    f"POST {E}/houses/{{house}}/split": house_with_area,
    f"POST {E}/bindings/{{binding}}/decision": asked_binding,
    f"POST {E}/bindings/{{binding}}/reveal": asked_binding,
    f"DELETE {E}/house-codes/{{code}}": house_code,
    f"GET {ME}/members/{{member}}": own_member,
    f"DELETE {ME}/members/{{member}}": own_member,
    f"POST {ME}/members": lambda m, p, a: {},
    "DELETE /api/v1/me/bindings/{binding}": own_binding,
    "PUT /api/v1/me/consents/{purpose}": lambda m, p, a: {"purpose": "contact"},
    "DELETE /api/v1/sessions/{session}": own_session,
    "PATCH /api/v1/accounts/{account}": accepted_account,
    "GET /api/v1/accounts/{account}": new_account,
    "POST /api/v1/accounts/{account}/invitation": new_account,
    "DELETE /api/v1/accounts/{account}/totp": account_with_totp,
    "GET /api/v1/audit/{act}": latest_act,
    "POST /api/v1/organisations/{organisation}/restore": removed_organisation,
    "POST /api/v1/accounts/{account}/posts": new_account,
    "DELETE /api/v1/accounts/{account}/posts/{post}": account_with_post,
    "PATCH /api/v1/regions/{region}": new_region,
    "GET /api/v1/exports/{job}": export_job,
    "GET /api/v1/import-kinds/{kind}/template": import_kind,
    "POST /api/v1/imports/{import}/commit": after("check"),
    "POST /api/v1/imports/{import}/undo": after("check", "commit"),
    **{f"{method} /api/v1/imports/{{import}}{rest}": own_import for method, rest in [
        ("GET", ""), ("DELETE", ""), ("PUT", "/mapping"), ("POST", "/check"), ("GET", "/errors"),
        ("GET", "/rows"), ("GET", "/questions"), ("PUT", "/questions/{question}"),
        ("GET", "/report")]},
}
R = "/api/v1/regions/{region}"
PATHS |= {f"{method} {R}/staff/{{staff}}{rest}": region_staff
          for method, rest in [("GET", ""), ("GET", "/versions")]}
PATHS[f"POST {R}/staff/{{staff}}/restore"] = lambda m, p, a: removed_part(m, p, f"{R}/staff", "staff")
for noun, name in [("buildings", "building"), ("houses", "house"), ("ownerships", "ownership"),
                   ("occupancies", "occupancy"), ("parking-spaces", "space"),
                   ("vehicles", "vehicle"), ("facilities", "facility"),
                   ("committees", "committee"), ("committee-members", "member"),
                   ("party-organisations", "party"), ("staff", "staff")]:
    PATHS[f"POST {E}/{noun}/{{{name}}}/restore"] = (
        lambda m, p, a, noun=noun, name=name: removed_part(m, p, f"{E}/{noun}", name))

# Even a request that is to be refused needs its thing in this state.
ALWAYS = (removed_estate, removed_organisation)

BODIES = {
    "POST /api/v1/policies": small_pack,
    "POST /api/v1/policies/check": small_pack,
    "POST /api/v1/exports": export_list,
    f"POST {E}/houses/{{house}}/split":
        lambda m, p, a: {"parts": [{"name": f"拆{next(m.count)}", "area_dm2": 100} for _ in "ab"]},
    f"POST {E}/people/{{person}}/merge": lambda m, p, a: {"into_id": known_person(m, p)["person"]},
    "POST /api/v1/organisations/{organisation}/merge":
        lambda m, p, a: {"into_id": m.make("/api/v1/organisations", p)["id"]},
    f"POST {E}/house-codes":
        lambda m, p, a: {"house_ids": [p["house"]], "ends_on": "2026-12-31"},
    "POST /api/v1/accounts/{account}/posts":
        lambda m, p, a: {"role": "leader", "title": "权限", "reach_id": p["region"]},
    "POST /api/v1/organisations":
        lambda m, p, a: {"kind": "other", "name": f"权限单位 {next(m.count)}",
                         "region_id": p["region"]},
    "POST /api/v1/regions":
        lambda m, p, a: {"level": "community", "name": f"权限社区 {next(m.count)}",
                         "parent_id": p["street"]},
    "POST /api/v1/imports": import_form,
    "PUT /api/v1/imports/{import}/mapping": lambda m, p, a: {"sheet": 0, "header_row": 1},
    "POST /api/v1/tokens":
        lambda m, p, a: {"post_id": p["machine_post"], "name": "权限令牌",
                         "ends_on": "2026-12-31", "permissions": ["read_estate"]},
    "PUT /api/v1/session/post": lambda m, p, a: {"post_id": a.post_id or m.stage.names["absent"]},
    "PUT /api/v1/account/totp":
        lambda m, p, a: {"secret": TEXTS["secret"](0),
                         "code": names.totp(TEXTS["secret"](0), m.stage.now_ms())},
    "PUT /api/v1/settings/{key}": lambda m, p, a: {"value": "30"},
    "PUT /api/v1/me/phone": own_new_phone,
    f"POST {ME}/members": lambda m, p, a: {"name": "权限住户", "tie": "member"},
    "POST /api/v1/me/bindings":
        lambda m, p, a: {"way": "request", "estate_id": p["estate"], "label": "权限楼 1 室"},
}

QUERIES = {}
