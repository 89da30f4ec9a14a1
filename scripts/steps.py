"""The test run: a table of steps, as many at a time as there are cores, each with its log in
b-test/logs. Called by scripts/test. A step that fails shows the end of its log; a step that crashes
or says no count has failed. The last line is "N passed, N failed".
"""
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "b-test" / "logs"
SLOTS = min(os.cpu_count() or 1, 4)
TAIL_LINES = 60

# How a step counts: COUNTS ends with a line "N passed, N failed"; a CHECK is one test; a BUILD is
# none, but one that fails is one failure.
COUNTS, CHECK, BUILD = "counts", "check", "build"


@dataclass
class Step:
    group: str
    name: str
    kind: str
    command: str
    after: tuple = ()  # names of steps that must have succeeded
    alone: bool = False  # takes all cores: it uses them, or it measures time
    minutes: int = 10
    env: dict = field(default_factory=dict)


STRICT = {
    "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    # Debian's libraries are not instrumented: what they do among themselves cannot be judged.
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1:ignore_noninstrumented_modules=1",
}


def compiled(name, compiler, options="", targets=""):
    """Builds b-test/NAME, all of it or these targets, with ccache where it is."""
    folder, said = f"b-test/{name}", f"b-test/logs/{name}-setup.log"
    return Step(name, f"{name}-build", BUILD,
                f"if command -v ccache >/dev/null; then export CC='ccache {compiler}'; "
                f"else export CC={compiler}; fi; "
                f"[ -f {folder}/build.ninja ] || meson setup {folder} {options} >{said} 2>&1 || "
                f"{{ tail -n 12 {said}; exit 1; }}; ninja --quiet -C {folder} {targets}",
                ("web-packages",), alone=True, minutes=15)


def units(name, rooms="", prefix=""):
    return Step(name, f"{name}-unit", COUNTS,
                f"{prefix} scripts/count meson b-test/{name} {rooms}",
                (f"{name}-build",), env=STRICT)


# Thread sanitizer and a randomised address space of newer kernels do not agree.
FIXED_ADDRESSES = "$(setarch -R true 2>/dev/null && echo setarch -R)"

# Clang's run-time libraries leave symbols open on purpose.
SANITIZED = "-Dweb=false -Doptimization=1 -Db_lundef=false"

# Builds take all cores and come first: what runs beside others has no build to wait for.
# Everything is compiled by both compilers: with GCC as it is shipped, with Clang under its address
# and undefined-behaviour sanitizers.
STEPS = [
    Step("tools", "tools-selftest", COUNTS, "tools/selftest"),
    Step("tools", "run-selftest", COUNTS, "scripts/selftest"),
    Step("tools", "layers", CHECK, "tools/layers"),
    Step("tools", "size", CHECK, "tools/size"),
    Step("tools", "format", CHECK, "tools/format"),
    Step("tools", "headers", CHECK, "tools/headers"),
    Step("tools", "texts", CHECK, "tools/texts"),
    Step("tools", "shape", CHECK, "tools/shape"),
    Step("tools", "plans", CHECK, "tools/plans"),
    Step("tools", "nodead", CHECK, "tools/nodead"),
    Step("tools", "docs", CHECK, "tools/docs"),
    Step("web", "web-packages", BUILD, "tools/npm_ci.sh web web/node_modules/.linli-packages"),
    compiled("gcc", "gcc"),
    compiled("asan", "clang", f"{SANITIZED} -Db_sanitize=address,undefined"),
    compiled("tsan", "gcc", f"{SANITIZED} -Db_sanitize=thread",
             " ".join(f"src/{t}" for t in ("store/test-store", "store/test-power", "http/test-http",
                                           "http/test-http-server"))),
    units("gcc"),
    units("asan"),
    units("tsan", "store http", FIXED_ADDRESSES),
    Step("web", "web-lint", CHECK, "npm --prefix web run --silent lint", ("web-packages",)),
    Step("web", "web-types", CHECK, "npm --prefix web run --silent typecheck", ("web-packages",)),
    Step("web", "web-unit", COUNTS, "scripts/count node npm --prefix web run --silent test:unit",
         ("web-packages",)),
    Step("web", "web-contract", CHECK, "scripts/contract b-test/gcc/linli",
         ("web-packages", "gcc-build")),
    Step("web", "web-e2e", COUNTS,
         "scripts/count playwright npm --prefix web run --silent e2e --", ("gcc-build",),
         alone=True, minutes=15, env={"LINLI": str(ROOT / "b-test/gcc/linli")}),
]


def suites():
    """Every executable tests/suites/*.sh is a step for each build it names; it finds the program by
    $LINLI and a PostgreSQL by $LINLI_TEST_POSTGRESQL. Comment lines at its head may say

        # builds: gcc asan      (gcc, when nothing is said)
        # minutes: 5            (10)
        # alone                 (it measures time, or uses all cores)
    """
    for path in sorted((ROOT / "tests" / "suites").glob("*.sh")):
        if not os.access(path, os.X_OK):
            continue
        said = dict(re.findall(r"^# (builds|minutes|alone)\b:? *(.*)$",
                               path.read_text(encoding="utf-8"), re.M))
        for build in said.get("builds", "gcc").split():
            yield Step("scenario", f"{path.stem}-{build}", COUNTS,
                       f"scripts/with-postgres tests/suites/{path.name}", (f"{build}-build",),
                       alone="alone" in said, minutes=int(said.get("minutes", 10)),
                       env={**STRICT, "LINLI": str(ROOT / f"b-test/{build}/linli")})


def all_steps():
    """The table, with the suites before the web's own tests."""
    first_of_web = next(i for i, s in enumerate(STEPS) if s.name == "web-lint")
    return STEPS[:first_of_web] + list(suites()) + STEPS[first_of_web:]


ALIASES = {"unit": "gcc"}


def chosen(steps, words):
    """The steps of these groups and names, and those they come after."""
    by_name = {s.name: s for s in steps}
    wanted = [s for s in steps for w in words if ALIASES.get(w, w) in (s.group, s.name)]
    unknown = [w for w in words
               if not any(ALIASES.get(w, w) in (s.group, s.name) for s in steps)]
    if unknown:
        sys.exit(f"no step or group is called {', '.join(unknown)}; scripts/test --list")
    names, todo = set(), [s.name for s in wanted]
    while todo:
        name = todo.pop()
        if name not in names:
            names.add(name)
            todo += by_name[name].after
    return [s for s in steps if s.name in names]


class Running:
    def __init__(self, step):
        self.step, self.began = step, time.monotonic()
        self.log = LOGS / f"{step.name}.log"
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(
                ["sh", "-c", step.command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, "NO_COLOR": "1", **step.env})

    def is_done(self):
        if self.process.poll() is not None:
            return True
        if self.seconds() > self.step.minutes * 60:
            with open(self.log, "a", encoding="utf-8") as out:
                out.write(f"\nnot done after {self.step.minutes} minutes\n")
            self.end()
            return True
        return False

    def seconds(self):
        return time.monotonic() - self.began

    def end(self):
        """Ends what the step started, first kindly."""
        for number, grace_s in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(grace_s)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def result(self):
        """(passed, failed, what is wrong beyond failed tests)."""
        status, text = self.process.returncode, self.log.read_text(errors="replace")
        if self.step.kind != COUNTS:
            return (int(status == 0 and self.step.kind == CHECK), int(status != 0), "")
        lines = text.split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        count = re.fullmatch(r"(\d+) passed, (\d+) failed", last.strip())
        if not count:
            return 0, 1, f"ended with status {status} and no count"
        passed, failed = map(int, count.groups())
        if status and not failed:
            return passed, 1, f"ended with status {status}"
        if not passed and not failed:
            return 0, 1, "ran no test"
        return passed, failed, ""


class Run:
    def __init__(self, steps):
        self.waiting, self.running = list(steps), []
        self.good, self.bad = set(), set()
        self.passed = self.failed = 0

    def is_ready(self, step):
        return all(name in self.good for name in step.after)

    def drop_hopeless(self):
        """What comes after a failed step cannot run, and has failed."""
        for step in [s for s in self.waiting if self.bad & set(s.after)]:
            self.waiting.remove(step)
            failed = ", ".join(sorted(self.bad & set(step.after)))
            self.finish(step, 0.0, 0, 1, f"not run: {failed}")

    def start(self):
        """Starts steps in the order of the table while there is room; nothing overtakes a step that
        waits to be alone."""
        for step in [s for s in self.waiting if self.is_ready(s)]:
            free = SLOTS - len(self.running)
            if any(r.step.alone for r in self.running) or free < (SLOTS if step.alone else 1):
                return
            self.waiting.remove(step)
            self.running.append(Running(step))

    def finish(self, step, seconds, passed, failed, why, log=None):
        self.passed += passed
        self.failed += failed
        (self.bad if failed else self.good).add(step.name)
        count = f"{passed} passed" + (f", {failed} failed" if failed else "")
        if step.kind == BUILD and not failed:
            count = ""
        line = f"{'FAIL' if failed else 'ok':4} {seconds:7.1f} s  {step.name:16} {count} {why}"
        print(line.rstrip(), flush=True)
        if failed and log:
            for text in log.read_text(errors="replace").splitlines()[-TAIL_LINES:]:
                print(f"     | {text}", flush=True)

    def collect(self):
        for r in [r for r in self.running if r.is_done()]:
            self.running.remove(r)
            self.finish(r.step, r.seconds(), *r.result(), log=r.log)

    def go(self):
        try:
            while self.waiting or self.running:
                self.drop_hopeless()
                self.start()
                time.sleep(0.05)
                self.collect()
        finally:
            for r in self.running:
                r.end()


def main(words):
    steps = all_steps()
    if words == ["--list"]:
        for s in steps:
            print(f"{s.group:9} {s.name}")
        return 0
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    run = Run(chosen(steps, words) if words else steps)
    run.go()
    print(f"     {time.monotonic() - began:7.1f} s  in all")
    print(f"{run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
