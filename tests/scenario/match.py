"""Does a JSON value look as a scenario says?

    {"name":"湖畔"}      at least these members            "*"      anything but null
    "$e"                the value of $e; binds it at first  null     absent, or null
    "~^湖"              a regular expression; its named groups bind too
    [{"id":"$a"}]       these among the members, in any order
    "=items":[…]        exactly these, in this order       "!items":[…]   none of these
"""
import re

NAME = re.compile(r"\$([a-z][a-z0-9_]*)$")


class Mismatch(Exception):
    pass


def differ(path, wanted, got):
    raise Mismatch(f"{path or 'the reply'}: {got!r} is not {wanted!r}")


def match_text(path, wanted, got, names):
    name = NAME.match(wanted)
    if name and name[1] not in names:
        if got is None:
            differ(path, wanted, got)
        names[name[1]] = got
    elif wanted == "*":
        if got is None:
            differ(path, "something", got)
    elif wanted.startswith("~"):
        found = re.search(names.fill(wanted[1:]), got, re.S) if isinstance(got, str) else None
        if not found:
            differ(path, wanted, got)
        names.update({k: v for k, v in found.groupdict().items() if v is not None})
    elif got != names.fill_value(wanted):
        differ(path, names.fill_value(wanted), got)


def match_object(path, wanted, got, names, is_exact=False):
    if not isinstance(got, dict):
        differ(path, wanted, got)
    if is_exact and set(got) != set(wanted):
        differ(path, wanted, got)
    for key, value in wanted.items():
        name = key.lstrip("=!")
        inner = f"{path}.{name}" if path else name
        if key.startswith("="):
            match(inner, value, got.get(name), names, True)
        elif key.startswith("!"):
            match_none(inner, value, got.get(name) or [], names)
        else:
            match(inner, value, got.get(name), names)


def does_match(wanted, got, names):
    trial = names.copy()
    try:
        match("", wanted, got, trial)
    except Mismatch:
        return False
    names.update(trial)
    return True


def match_none(path, wanted, got, names):
    for one in wanted:
        for member in got:
            if does_match(one, member, names.copy()):
                raise Mismatch(f"{path}: {member!r} should not be there")


def match_list(path, wanted, got, names, is_exact):
    if not isinstance(got, list):
        differ(path, wanted, got)
    if is_exact:
        if len(wanted) != len(got):
            raise Mismatch(f"{path}: {len(got)} members, not {len(wanted)}: {got!r}")
        for i, one in enumerate(wanted):
            match(f"{path}[{i}]", one, got[i], names)
        return
    left = list(got)
    for one in wanted:
        found = next((m for m in left if does_match(one, m, names)), None)
        if found is None and (one is not None or None not in left):
            raise Mismatch(f"{path}: no member looks like {one!r}: {got!r}")
        left.remove(found)


def match(path, wanted, got, names, is_exact=False):
    """Raises Mismatch, or binds the names that the wanted value introduces."""
    if isinstance(wanted, dict):
        match_object(path, wanted, got, names, is_exact)
    elif isinstance(wanted, list):
        match_list(path, wanted, got, names, is_exact)
    elif isinstance(wanted, str):
        match_text(path, wanted, got, names)
    elif type(wanted) is not type(got) or wanted != got:
        differ(path, wanted, got)
