"""What a scenario calls things by: `$estate`, and what can be made on the spot: `$id_number(7)`.

Values of $names come from captures; functions make valid identifiers (law.md 6.1), long texts and
days, so that a scenario need not hold what only a checksum could tell right from wrong.
"""
import base64
import datetime
import hashlib
import hmac
import re
import struct

USE = re.compile(r"\$(?:([a-z][a-z0-9_]*)\(([^()]*)\)|\{([a-z][a-z0-9_]*)\}|([a-z][a-z0-9_]*))")
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(n):
    """GB 32100-2015: an organisation's number n in 西湖区."""
    body = "91330106" + organisation_code(n)
    weights = [pow(3, i, 31) for i in range(17)]
    rest = sum(CREDIT.index(c) * w for c, w in zip(body, weights)) % 31
    return body + CREDIT[(31 - rest) % 31]


def organisation_code(n):
    """GB 11714-1997, without its dash."""
    body = f"MA{n:06d}"
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    rest = sum(int(c, 36) * w for c, w in zip(body, weights)) % 11
    return body + "0X987654321"[rest]


def id_number(n):
    """GB 11643-1999: a person born in 1980 or later, number n."""
    born = datetime.date(1980, 1, 1) + datetime.timedelta(days=n % 10000)
    body = f"330106{born:%Y%m%d}{n % 1000:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    rest = sum(int(c) * w for c, w in zip(body, weights)) % 11
    return body + "10X98765432"[rest]


def phone(n):
    return f"1380000{n:04d}"


def plate(n):
    return f"浙A{n:05d}"


def totp(secret, instant_ms, drift=0):
    """RFC 6238: six digits, thirty seconds."""
    step = instant_ms // 1000 // 30 + drift
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


FUNCTIONS = {
    "credit_code": lambda names, n: credit_code(int(n)),
    "id_number": lambda names, n: id_number(int(n)),
    "phone": lambda names, n: phone(int(n)),
    "plate": lambda names, n: plate(int(n)),
    "times": lambda names, n, text: text * int(n),
    "totp": lambda names, of, drift=0: totp(names[of], names.clock(), int(drift)),
    "day": lambda names, days: names.day(int(days)),
}


class Names(dict):
    """The names of one test. `clock` says the server's time in ms, for codes and days."""

    def __init__(self, values, clock):
        super().__init__(values)
        self.clock = clock

    def copy(self):
        return Names(self, self.clock)

    def day(self, days):
        shanghai = datetime.timezone(datetime.timedelta(hours=8))
        today = datetime.datetime.fromtimestamp(self.clock() / 1000, shanghai).date()
        return (today + datetime.timedelta(days=days)).isoformat()

    def value(self, use):
        function, arguments, braced, plain = use.groups()
        if function:
            words = [a.strip() for a in arguments.split(",")] if arguments else []
            return FUNCTIONS[function](self, *words)
        name = braced or plain
        if name not in self:
            raise KeyError(f"${name} stands for nothing yet")
        return self[name]

    def fill(self, text):
        """A text with every $name in its place."""
        return USE.sub(lambda use: str(self.value(use)), text)

    def fill_value(self, value):
        """The same in a JSON value; a text that is one name alone keeps the name's type."""
        if isinstance(value, dict):
            return {self.fill(k): self.fill_value(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill_value(v) for v in value]
        if not isinstance(value, str):
            return value
        whole = USE.fullmatch(value)
        return self.value(whole) if whole else self.fill(value)
