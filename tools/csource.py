"""Reads C as the tools need it: tokens, functions, prototypes, calls. Not a compiler: it relies on
the source having been formatted and compiled, and looks only at shape.

    for f in functions(tokens(text)):
        print(f.name, f.lines, f.parameters, f.nesting)
"""
import re
from collections import namedtuple
from pathlib import Path

Token = namedtuple("Token", "kind text line")
Function = namedtuple("Function", "name line lines parameters nesting is_static body")
Prototype = namedtuple("Prototype", "name line parameters")

PATTERN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\\n|/\*.*?\*/|[^\n])*)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.|[^'\\\n])*')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\d(?:[\w.]|'(?=\w))*)
  | (?P<blank>\s+)
  | (?P<punct>.)
""", re.S | re.M | re.X)

OPENING, CLOSING = set("({["), set(")}]")
LOOPS = {"if", "for", "while", "switch"}
NO_LOOPS = {"return", "sizeof", "case", "default", "goto", "break", "continue"}


def tokens(text, keep=("string", "char", "word", "number", "punct")):
    out, line = [], 1
    for m in PATTERN.finditer(text):
        if m.lastgroup in keep:
            out.append(Token(m.lastgroup, m.group(), line))
        line += m.group().count("\n")
    return out


def directives(text):
    return tokens(text, ("directive",))


def close_of(toks, i):
    """The index of the bracket that closes the one at i."""
    depth = 0
    for j in range(i, len(toks)):
        t = toks[j].text
        if toks[j].kind == "punct":
            depth += (t in OPENING) - (t in CLOSING)
            if depth == 0:
                return j
    return len(toks) - 1


def split_at_commas(toks):
    """The parts of an argument list, brackets inside left whole."""
    parts, depth = [[]], 0
    for t in toks:
        if t.kind == "punct":
            depth += (t.text in OPENING) - (t.text in CLOSING)
        if t.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts if parts != [[]] else []


def without_attributes(toks):
    out, i = [], 0
    while i < len(toks):
        if toks[i].text == "__attribute__":
            i = close_of(toks, i + 1) + 1
        elif [t.text for t in toks[i:i + 2]] == ["[", "["]:
            i = close_of(toks, i) + 1
        else:
            out.append(toks[i])
            i += 1
    return out


def count_parameters(toks):
    parts = split_at_commas(toks)
    return 0 if len(parts) == 1 and [t.text for t in parts[0]] == ["void"] else len(parts)


def signature(declaration):
    """(name token, parameters) of a function's declaration, or None if it declares no function."""
    d = without_attributes(declaration)
    for i in range(1, len(d)):
        if d[i].text in ("=", "typedef"):
            return None
        if d[i].text == "(":
            named = d[i - 1].kind == "word" and (i + 1 == len(d) or d[i + 1].text != "*")
            return (d[i - 1], count_parameters(d[i + 1:close_of(d, i)])) if named else None
    return None


class Body:
    """Walks the statements of a function's body to find how deep they nest."""

    def __init__(self, toks):
        self.toks, self.i, self.deepest = toks, 0, 0

    def text(self):
        return self.toks[self.i].text if self.i < len(self.toks) else ""

    def is_loop_macro(self):
        """NAME(…) before a block or a statement: a loop spelt as a macro."""
        if self.toks[self.i].kind != "word" or self.text() in NO_LOOPS:
            return False
        if self.i + 1 >= len(self.toks) or self.toks[self.i + 1].text != "(":
            return False
        after = close_of(self.toks, self.i + 1) + 1
        return after < len(self.toks) and (
            self.toks[after].text == "{" or self.toks[after].kind == "word")

    def is_label(self):
        here = self.toks[self.i:self.i + 2]
        return len(here) == 2 and here[0].kind == "word" and here[1].text == ":"

    def block(self, depth):
        self.i += 1
        while self.i < len(self.toks) and self.text() != "}":
            self.statement(depth)
        self.i += 1

    def inner(self, depth):
        self.deepest = max(self.deepest, depth)
        self.statement(depth)

    def statement(self, depth):
        if self.text() == "{":
            self.block(depth)
        elif self.is_label():
            self.i += 2
        elif self.text() in LOOPS or self.is_loop_macro():
            self.i = close_of(self.toks, self.i + 1) + 1
            self.inner(depth + 1)
            self.otherwise(depth)
        elif self.text() == "do":
            self.i += 1
            self.inner(depth + 1)
            self.simple()
        else:
            self.simple()

    def otherwise(self, depth):
        if self.text() != "else":
            return
        self.i += 1
        if self.text() == "if":
            self.statement(depth)
        else:
            self.inner(depth + 1)

    def simple(self):
        """To the `;` that ends it, or past a label's `:`."""
        is_label = self.text() in ("case", "default")
        while self.i < len(self.toks):
            t = self.text()
            if t in OPENING and self.toks[self.i].kind == "punct":
                self.i = close_of(self.toks, self.i)
            self.i += 1
            if t == ";" or (is_label and t == ":"):
                return


def nesting(body):
    walker = Body(body)
    walker.block(0)
    return walker.deepest


def top_level(toks):
    """(declaration, opening, closing) of everything at file scope; the last two are indexes of the
    braces of a body or an initialiser, or None."""
    start, i = 0, 0
    while i < len(toks):
        t = toks[i].text
        if t in ("(", "["):
            i = close_of(toks, i)
        elif t == "{":
            end = close_of(toks, i)
            yield toks[start:i], i, end
            declaration = toks[start:i]
            i = end
            if is_function(declaration):
                start = end + 1
        elif t == ";":
            yield toks[start:i], None, None
            start = i + 1
        i += 1


def is_function(declaration):
    d = without_attributes(declaration)
    return bool(d) and d[-1].text == ")" and signature(d) is not None


def functions(toks):
    for declaration, opening, closing in top_level(toks):
        if opening is None or not is_function(declaration):
            continue
        name, parameters = signature(declaration)
        first, last = declaration[0].line, toks[closing].line
        body = toks[opening:closing + 1]
        yield Function(name.text, first, last - first + 1, parameters, nesting(body),
                       any(t.text == "static" for t in declaration), body)


def prototypes(toks):
    for declaration, opening, _ in top_level(toks):
        if opening is None and declaration and declaration[0].text not in ("typedef", "static"):
            found = signature(declaration)
            if found:
                yield Prototype(found[0].text, declaration[0].line, found[1])


def table_lines(toks):
    """Lines that constant tables take at file scope."""
    n = 0
    for declaration, opening, closing in top_level(toks):
        words = [t.text for t in declaration]
        if opening is not None and "const" in words and "=" in words:
            n += toks[closing].line - toks[opening].line
    return n


def calls(toks, name):
    """(line, arguments) of every NAME(…)."""
    for i, t in enumerate(toks[:-1]):
        if t.kind == "word" and t.text == name and toks[i + 1].text == "(":
            yield t.line, split_at_commas(toks[i + 2:close_of(toks, i + 1)])


def literal(toks):
    """The text of adjacent string literals, or None if there is anything else."""
    if not toks or any(t.kind != "string" for t in toks):
        return None
    raw = "".join(t.text[1:-1] for t in toks)
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), raw)


def files(root, *patterns):
    """Files under root by glob, sorted, as (path relative to root, text)."""
    root = Path(root)
    found = sorted({p for pattern in patterns for p in root.glob(pattern) if p.is_file()})
    return [(p.relative_to(root).as_posix(), p.read_text(encoding="utf-8", errors="replace"))
            for p in found]
