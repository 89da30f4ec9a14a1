#!/usr/bin/env -S python3 -B
"""Plays scenarios against the program at $LINLI; the last line is "N passed, N failed".

    tests/scenario/run.py sqlite|postgresql [FILE.scn…]      without files: all
"""
import shutil
import sys
import tempfile
import time
from pathlib import Path

import databases
import language
import servers
import world
from contract import Contract
from play import AT_MORNING, Player

HERE = Path(__file__).resolve().parent

# Routes that no scenario asks, each with the reason.
NOT_ASKED = {
    "GET /api/v1/events": "a stream: tests/http/stream_test.c",
}


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def good(self):
        self.passed += 1

    def bad(self, where, what):
        self.failed += 1
        print(f"FAIL {where}")
        for line in str(what).split("\n"):
            print(f"     {line}")
        sys.stdout.flush()

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def play_file(path, built, contract, count):
    """One file on a server of its own. A setting-up (`given`) that fails, fails its tests."""
    tests = language.read(path)
    copy = built.copy_to(built.database.folder.parent / path.stem)
    server = servers.Server(copy.database, options=AT_MORNING)
    try:
        play_tests(path, tests, Player(server, contract, copy), count)
        server.stop()
    finally:
        server.kill()
        copy.database.drop()


def play_tests(path, tests, player, count):
    broken = None
    for test in tests:
        where = f"{path.name}:{test.line}: {test.title or 'given'}"
        wrong = broken or player.play(test)
        if wrong:
            count.bad(where, f"{path.name}:{wrong[0]}: {wrong[1]}")
            broken = broken or (wrong if test.is_given else None)
        elif not test.is_given:
            count.good()
    player.close()


def check_coverage(contract, count):
    for route in contract.never_hit():
        if route in NOT_ASKED:
            continue
        count.bad(route, "no scenario asks this route: write one, or say in NOT_ASKED why not")
    for route in NOT_ASKED:
        if route in contract.hit:
            count.bad(route, "stands in NOT_ASKED, yet a scenario asks it")
    count.good()


def main(words):
    kind, files = words[0], [Path(w) for w in words[1:]]
    all_files = sorted(p for p in HERE.glob("*.scn") if p.name != "world.scn")
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix=f"linli-{kind}-"))
    count, contract = Count(), Contract()
    try:
        built = world.build(databases.KINDS[kind](folder / "world"), contract)
        print(f"{time.monotonic() - began:6.1f} s  the world, on {kind}")
        for path in files or all_files:
            since = time.monotonic()
            try:
                play_file(path, built, contract, count)
            except servers.Broken as e:
                count.bad(path.name, e)
            print(f"{time.monotonic() - since:6.1f} s  {path.name}", flush=True)
        built.database.drop()
    except (servers.Broken, world.Unbuildable, language.Unreadable) as e:
        count.bad(kind, e)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not files:
        check_coverage(contract, count)
    count.end()


if __name__ == "__main__":
    main(sys.argv[1:])
