"""The databases that the tests run on: each can be made, copied and dropped.

A database is a URL and a folder; the folder holds the keys and, for SQLite, the file itself. A copy
is taken while no server runs on it, and costs a fraction of a second: so a world is built once, and
every file of scenarios gets one of its own.
"""
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Sqlite:
    kind = "sqlite"

    def __init__(self, folder):
        self.folder = Path(folder)
        self.url = f"sqlite:{self.folder}/linli.db"

    def make(self):
        self.folder.mkdir(parents=True)
        return self

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder)
        return Sqlite(folder)

    def drop(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text):
        """Runs statements and gives the rows of the last one, all values as text."""
        db = sqlite3.connect(f"{self.folder}/linli.db", timeout=10)
        try:
            with db:
                rows = db.execute(text).fetchall()
        finally:
            db.close()
        return [["" if v is None else str(v) for v in row] for row in rows]


class Postgres:
    """Databases of the cluster that $LINLI_TEST_POSTGRESQL names (scripts/with-postgres)."""
    kind = "postgresql"

    def __init__(self, folder, name=None):
        self.folder = Path(folder)
        self.name = name or "t_" + "".join(c if c.isalnum() else "_" for c in self.folder.name)
        base = urlsplit(cluster_url())
        self.url = f"postgresql:///{self.name}?{base.query}"

    def make(self):
        self.folder.mkdir(parents=True)
        psql(f'CREATE DATABASE "{self.name}"')
        return self

    def copy_to(self, folder):
        copy = Postgres(folder)
        shutil.copytree(self.folder, folder)
        psql(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.name}"')
        return copy

    def drop(self):
        psql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text):
        return psql(text, self.name)


def cluster_url():
    url = os.environ.get("LINLI_TEST_POSTGRESQL")
    if not url:
        sys.exit("PostgreSQL: run this below scripts/with-postgres")
    return url


def psql(text, database="postgres", url=None):
    query = parse_qs(urlsplit(url or cluster_url()).query)
    run = subprocess.run(
        ["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-F", "\t",
         "-h", query["host"][0], "-U", query["user"][0], "-d", database, "-c", text],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"psql: {run.stderr.strip()}")
    return [line.split("\t") for line in run.stdout.splitlines()]


KINDS = {"sqlite": Sqlite, "postgresql": Postgres}
