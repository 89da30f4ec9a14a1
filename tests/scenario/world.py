"""The world in which scenarios play: built once a run by `world.scn`, through the API; every file
of scenarios gets a copy of its own (databases.py).
"""
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import language
import people
import servers
from api import Connection
from play import AT_MORNING, Player

HERE = Path(__file__).resolve().parent
REGIONS = HERE.parents[1] / "data" / "regions"


class Unbuildable(Exception):
    pass


@dataclass
class World:
    database: object
    people: people.People
    names: dict

    def copy_to(self, folder):
        return World(self.database.copy_to(folder), self.people, self.names)


def administrators(database):
    """Makes the three by `linli init`: name to one-time link."""
    status, out, err = servers.run("init", database=database)
    links = dict(line.split("\t") for line in out.splitlines() if "\t" in line)
    if status or set(links) != set(people.CODE_OF_ADMIN.values()):
        raise Unbuildable(f"linli init: {out}{err}")
    return {name: links[login] for name, login in people.CODE_OF_ADMIN.items()}


def import_regions(database, *names):
    files = [str(REGIONS / f"{n}.csv") for n in names]
    status, out, err = servers.run("import", "regions", *files, database=database)
    if status:
        raise Unbuildable(f"linli import regions: {out}{err}")


def load_packs(database, *names):
    status, out, err = servers.run("policy", "load", *names, database=database)
    if status:
        raise Unbuildable(f"linli policy load: {out}{err}")


def let_in(server, links):
    """The administrators by their links, which are good for three days from the day they were made."""
    everybody = people.People()
    connection = Connection(server.port)
    for name, link in links.items():
        people.accept(connection, link)
    for name in links:
        login = people.CODE_OF_ADMIN[name]
        session = people.sign_in(connection, login)
        shown = people.ask(connection, session, "GET", "/api/v1/session")
        everybody.all[name] = people.Person(name, login, shown["account_id"], shown["post_id"],
                                            session)
    connection.close()
    return everybody


def build(database, contract, story="world.scn"):
    links = administrators(database.make())
    import_regions(database, "xihu", "zhangdian")
    load_packs(database, "xihu")
    server = servers.Server(database, options=AT_MORNING)
    try:
        world = World(database, let_in(server, links), {"absent": "0" * 12 + "1"})
        player = Player(server, contract, world)
        for test in language.read(HERE / story):
            wrong = player.play(test)
            if wrong:
                raise Unbuildable(f"{story}:{wrong[0]}: {wrong[1]}")
        player.close()
        server.stop()
    except (OSError, HTTPException) as e:
        raise servers.Broken(f"{e!r}\n{server.tail()}") from e
    finally:
        server.kill()
    return World(database, player.people, {**player.values})
