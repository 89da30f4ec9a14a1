"""The register shaken: what the demo never has, written past the program while no server runs. Things
are removed, end yesterday, today or tomorrow, are not recorded, or stand right at a limit; which ones
is drawn with a seed.
"""
import random
import sqlite3

SEED = 7
DAYS = ("-1 day", "+0 day", "+1 day")

# Of every estate; each is forgotten in some, and a flag is turned in others.
FORGOTTEN = """service_mode kind built_year house_count building_count floor_dm2 housing_dm2 fee_low_e4
 fee_unit service_grade charging_form company_id contract_since contract_until preliminary_since
 security_maintainer courier_dm2 motor_spaces bicycle_spaces visitor_spaces shared_bicycle_spaces""".split()


def on(column):
    """The column on a day about today."""
    return [f"{column} = date(:today, '{day}')" for day in DAYS]


def any_of(column, most):
    return [f"{column} = {n}" for n in range(1, most + 1)]


# (table, of how many in a thousand, which of them, one of these)
SHAKES = [
    ("estate", 100, "1", any_of("fee_unit", 8)),
    ("estate", 50, "1", any_of("kind", 8) + any_of("service_mode", 5)),
    ("estate", 50, "1", on("contract_since") + on("contract_until")),
    ("estate", 50, "is_preliminary = 1", [f"preliminary_since = date(:today, '-5 years', '{day}')"
                                          for day in DAYS]),
    ("estate", 50, "1", ["courier_dm2 = 3999", "courier_dm2 = 4000", "house_count = 0",
                         "house_count = 99", "house_count = 100", "bicycle_spaces = 0"]),
    ("estate", 30, "1", ["deleted_at = 1"]),
    *((table, 50, "1", ["deleted_at = 1"] + on("since") + on("until"))
      for table in ("staff", "committee", "committee_member", "party_organisation")),
    ("committee", 100, "1", ["until = NULL", "filed_on = NULL", "has_party_branch = NULL",
                             "filed_on = date(since, '+30 days')", "filed_on = date(since, '+31 days')",
                             "since = '2024-02-29', until = '2029-02-28'",
                             "since = '2024-02-29', until = '2029-03-01'"]),
    ("committee", 100, "1", any_of("kind", 3) + any_of("state", 4)),
    ("committee_member", 400, "1", ["trained_on = since", "trained_on = NULL",
                                    "is_party_member = NULL", "is_cross_appointed = NULL"]),
    ("committee_member", 100, "1", any_of("duty", 4)),
    ("party_organisation", 200, "1", any_of("form", 4) + ["is_secretary_of_community = NULL"]),
    ("staff", 200, "1", any_of("kind", 10) + ["is_full_time = NULL", "is_full_time = 0"]),
    ("person", 100, "1", any_of("public_role", 4) + ["deleted_at = 1"]),
    ("facility", 300, "1", any_of("state", 4) + any_of("kind", 19)),
    ("facility", 300, "1", ["deleted_at = 1", "inspect_due_on = NULL", "maintained_on = NULL",
                            "operated_by = NULL", "maintain_every_days = NULL"] + on("inspect_due_on")),
    ("parking_space", 800, "holding = 4", ["deleted_at = 1", "completed_on = NULL"]
     + [f"completed_on = date(:today, '-2 years', '{day}')" for day in DAYS]),
    ("house", 30, "1", any_of("use", 4) + any_of("kind", 6) + ["deleted_at = 1"]),
    ("ownership", 1, "1", ["deleted_at = 1"] + on("since") + on("until")),
    ("occupancy", 100, "1", any_of("kind", 3) + ["deleted_at = 1"] + on("since") + on("until")),
    ("organisation", 100, "kind <> 3", ["deleted_at = 1", "phone = NULL"] + on("since") + on("until")),
    ("organisation", 300, "kind = 3", ["phone = NULL", "credit_code = NULL", "legal_person = NULL",
                                       "has_trade_union = NULL", "is_association_member = 1",
                                       "has_party_organisation = NULL"]),
    ("post", 300, "account_id NOT IN (SELECT id FROM account WHERE login LIKE '%.fangguan')",
     on("since") + on("until")),
]


class Shaking:
    def __init__(self, db, today):
        self.db, self.today, self.dice = db, today, random.Random(SEED)

    def some(self, table, permille, which, changes):
        keys = self.db.execute(f"SELECT rowid FROM {table} WHERE {which} ORDER BY rowid").fetchall()
        for key, in keys:
            if self.dice.randrange(1000) < permille:
                self.db.execute(f"UPDATE {table} SET {self.dice.choice(changes)} WHERE rowid = :key",
                                {"key": key, "today": self.today})

    def all(self):
        flags = [name for _, name, *_ in self.db.execute("PRAGMA table_info (estate)")
                 if name.startswith(("has_", "is_"))]
        for name in flags:
            self.some("estate", 100, "1", [f"{name} = NULL", f"{name} = 1 - {name}"])
        for name in FORGOTTEN:
            self.some("estate", 50, "1", [f"{name} = NULL"])
        for shake in SHAKES:
            self.some(*shake)

    def tell(self):
        """The program is told of each home, as whoever writes past it has to."""
        for table in ("estate", "region", "organisation"):
            self.db.execute("INSERT INTO touched (home_id, kind, id, at)"
                            f" SELECT home_id, 'home', home_id, 1 FROM {table}")


def shake(file, today):
    db = sqlite3.connect(file)
    with db:
        shaking = Shaking(db, today)
        shaking.all()
        shaking.tell()
    db.close()
