"""Every reply against the program's own description (`linli --openapi`): a status that it does not
mention, a member that it does not name, a value of another type is an error. Counts which routes
were asked, by `linli --routes`.
"""
import json
import re
from datetime import date, datetime

import servers

JSON_TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict,
              "null": type(None)}


def is_of(value, types):
    for name in [types] if isinstance(types, str) else types:
        if isinstance(value, JSON_TYPES[name]) and not (name == "integer" and
                                                         isinstance(value, bool)):
            return True
    return False


def is_date(text):
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_instant(text):
    try:
        return text.endswith("Z") and bool(datetime.fromisoformat(text[:-1]))
    except ValueError:
        return False


FORMATS = {"date": is_date, "date-time": is_instant,
           "int64": lambda v: -2**63 <= v < 2**63, "binary": lambda v: True}


class Schemas:
    """The part of JSON Schema that the description uses; members beyond it are refused."""

    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        while "$ref" in schema:
            at = self.document
            for word in schema["$ref"].lstrip("#/").split("/"):
                at = at[word]
            schema = at
        return schema

    def check(self, schema, value, path=""):
        """Yields what is wrong, with its path."""
        schema = self.resolve(schema)
        if "type" in schema and not is_of(value, schema["type"]):
            yield f"{path}: {value!r} is no {schema['type']}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{path}: {value!r} is none of its values"
        if isinstance(value, dict):
            yield from self.check_object(schema, value, path)
        elif isinstance(value, list):
            yield from self.check_list(schema, value, path)
        elif value is not None:
            yield from self.check_scalar(schema, value, path)

    def check_object(self, schema, value, path):
        members = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}.{name} is missing"
        for name, inner in value.items():
            if name in members:
                yield from self.check(members[name], inner, f"{path}.{name}")
            elif "properties" in schema:
                yield f"{path}.{name} is not in the description"

    def check_list(self, schema, value, path):
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{path}: {len(value)} members are too many"
        for i, inner in enumerate(value):
            yield from self.check(schema.get("items", {}), inner, f"{path}[{i}]")

    def check_scalar(self, schema, value, path):
        if isinstance(value, str):
            if "pattern" in schema and not re.search(schema["pattern"], value):
                yield f"{path}: {value!r} does not match {schema['pattern']}"
            if len(value) > schema.get("maxLength", len(value)):
                yield f"{path}: {len(value)} characters are too many"
        elif value < schema.get("minimum", value) or value > schema.get("maximum", value):
            yield f"{path}: {value} is out of range"
        form = FORMATS.get(schema.get("format"))
        if form and not form(value):
            yield f"{path}: {value!r} is no {schema['format']}"


class Route:
    def __init__(self, line):
        self.method, self.path, self.permission, self.scope, *self.roles = line.split()
        self.pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(self.path)) + "$")
        self.literal = self.path.count("/") - self.path.count("{")

    def __str__(self):
        return f"{self.method} {self.path}"


class Contract:
    def __init__(self):
        self.document = json.loads(servers.run("--openapi")[1])
        self.schemas = Schemas(self.document)
        self.routes = [Route(line) for line in servers.run("--routes")[1].splitlines()]
        self.hit = set()

    def route(self, method, path):
        path = path.split("?")[0]
        method = "GET" if method == "HEAD" else method
        fits = [r for r in self.routes if r.method == method and r.pattern.match(path)]
        return max(fits, key=lambda r: r.literal, default=None)

    def operation(self, route):
        return self.document["paths"][route.path][route.method.lower()]

    def check(self, request, reply):
        """What of the reply the description does not foresee."""
        route = self.route(request.method, request.path)
        if not route:
            return []
        self.hit.add(str(route))
        said = self.operation(route)["responses"]
        status = str(reply.status)
        if status not in said and reply.status < 400:
            return [f"the status {status} is not in the description of {route}"]
        if request.method == "HEAD":
            return ["a reply to HEAD has a body"] if reply.body else []
        if status in said:
            return list(self.check_body(said[status], reply))
        return list(self.check_problem(said["default"], reply))

    def check_body(self, response, reply):
        content = self.schemas.resolve(response).get("content", {})
        if "*/*" in content:
            return
        if not content:
            if reply.body:
                yield "the description says that there is no body"
        elif reply.type not in content:
            yield f"the type {reply.type} is not in the description"
        elif reply.type.endswith("json"):
            yield from self.schemas.check(content[reply.type]["schema"], reply.json(), "reply")

    def check_problem(self, response, reply):
        yield from self.check_body(response, reply)
        problem = reply.json() or {}
        if problem.get("status") != reply.status:
            yield "the problem's status is not the reply's"

    def never_hit(self):
        return [str(r) for r in self.routes if str(r) not in self.hit]
