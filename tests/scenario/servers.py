"""The program under test: its commands, and a server of it on a database."""
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

START_S, STOP_S = 60, 30
ROOT = Path(__file__).resolve().parents[2]


class Broken(Exception):
    """The program did what no program under test may do: it crashed, hung, or did not start."""


def program():
    path = os.environ.get("LINLI")
    if not path or not os.access(path, os.X_OK):
        raise SystemExit("LINLI: say the path of the program under test")
    return path


def run(*words, database=None, timeout_s=120):
    """A command of the program; (exit status, standard output, standard error)."""
    where = ["--data", str(database.folder), "--db", database.url] if database else []
    done = subprocess.run([program(), *words, *where], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=timeout_s, check=False,
                          cwd=ROOT)
    if done.returncode < 0 or "Sanitizer" in done.stderr:
        raise Broken(f"linli {' '.join(words)}: status {done.returncode}\n{done.stderr[-4000:]}")
    return done.returncode, done.stdout, done.stderr


class Server:
    """`linli serve` in test mode. Stopping it checks that it ends as it should."""

    def __init__(self, database, db=None, options=("--test",), executable=None):
        self.database = database
        self.log = Path(f"{database.folder}/server.log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [executable or program(), "serve", "--data", str(database.folder),
                 "--db", db or database.url, "--listen", "127.0.0.1:0", *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        self.port = self._wait_for_port()

    def _wait_for_port(self):
        guard = threading.Timer(START_S, self.process.kill)
        guard.start()
        try:
            for line in self.process.stdout:
                said = re.search(r"listens on https?://[\d.]+:(\d+)", line)
                if said:
                    return int(said[1])
        finally:
            guard.cancel()
        self.process.wait()
        raise Broken(f"the server did not start:\n{self.tail()}")

    def tail(self, characters=4000):
        return self.log.read_text(errors="replace")[-characters:]

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        """As an administrator would; anything but a clean end is an error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Broken(f"the server does not stop:\n{self.tail()}") from None
        finally:
            self.process.stdout.close()
        if status:
            raise Broken(f"the server ended with status {status}:\n{self.tail()}")

    def kill(self):
        """As a power cut would, for the process."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def wait_for(what, check, seconds=20):
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            raise Broken(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)
