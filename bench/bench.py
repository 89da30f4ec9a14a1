"""What the programs of bench/ share: a server of its own on a free port of the loopback, requests as
a browser sends them, and what /proc says of a process."""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO_PASSWORD = "Yanshi-2026"


def need(program):
    if not shutil.which(program):
        sys.exit(f"bench: {program} is missing; scripts/setup bench installs it")


def folder():
    return tempfile.TemporaryDirectory(prefix="linli-bench-")


def compiled(source, into, *libraries):
    """A C program of this folder, built where it is used."""
    path = Path(into) / Path(source).stem
    subprocess.run([os.environ.get("CC", "cc"), "-std=gnu2x", "-O2", "-D_GNU_SOURCE", "-o", path,
                    ROOT / "bench" / source, *libraries], check=True)
    return path


def cpu_s(pid):
    """User and system time of all threads: the process's own clock, which has no ticks to miss
    (the number of such a clock is in the kernel's posix-timers.h)."""
    return time.clock_gettime(~pid << 3 | 2)


def private_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024


def load_average():
    return Path("/proc/loadavg").read_text(encoding="utf-8").split()[0]


class Server:
    """`linli serve` until the block ends."""

    def __init__(self, program, data, *options):
        self.log = Path(data) / "server.log"
        self.began = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program, "serve", "--data", data, "--listen", "127.0.0.1:0", *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        self.pid, self.port = self.process.pid, None
        for line in self.process.stdout:
            said = re.search(r"listens on http://[\d.]+:(\d+)", line)
            if said:
                self.port = int(said[1])
                break
        if not self.port:
            sys.exit(f"bench: the server did not start\n{self.said()[-2000:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.process.stdout.close()

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, event, seconds=900):
        """An event in the log."""
        end = time.monotonic() + seconds
        while event not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"bench: waited in vain for {event}\n{self.said()[-2000:]}")
            time.sleep(0.2)

    def get(self, path, headers=None):
        return self.send("GET", path, None, headers)

    def send(self, method, path, body=None, headers=None):
        """(headers, bytes) of a reply that must be a good one."""
        http_ = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        text = None if body is None else json.dumps(body)
        more = {"Content-Type": "application/json"} if text else {}
        http_.request(method, path, text, {**more, **(headers or {})})
        reply = http_.getresponse()
        data = reply.read()
        http_.close()
        if reply.status >= 300:
            sys.exit(f"bench: {method} {path}: {reply.status} {data.decode()}")
        return reply.headers, data

    def sign_in(self, login, password=DEMO_PASSWORD):
        """The headers of who is signed in, those of writes included."""
        headers, data = self.send("POST", "/api/v1/session",
                                  {"login": login, "password": password})
        return {"Cookie": headers["Set-Cookie"].split(";")[0],
                "X-CSRF-Token": json.loads(data)["csrf"]}
