"""A PostgreSQL of the crash tests' own, which writes to the disk in earnest and can be killed."""
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path


def programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda p: int(p.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL's server is not installed")
    return found[-1].parent


class Cluster:
    def __init__(self):
        self.bin = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="linli-crash-pg-"))
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.url = f"postgresql:///postgres?host={self.folder}&user=linli"
        self.run("initdb", "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
        self.start()

    def run(self, name, *words):
        """One of PostgreSQL's programs, as its own user, for it refuses to run as root."""
        user = "postgres" if os.geteuid() == 0 else None
        return subprocess.run([self.bin / name, "-D", self.folder / "data", *words], check=True,
                              cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, user=user, group=user,
                              extra_groups=[] if user else None)

    def start(self):
        self.run("pg_ctl", "-l", self.folder / "log", "-w", "-o",
                 f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
                 " -c fsync=on -c synchronous_commit=on", "start")

    def pid(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n")[0])

    def kill(self):
        """The postmaster ends at once; its children notice and end too."""
        os.kill(self.pid(), signal.SIGKILL)

    def start_again(self, seconds=30):
        """As soon as what the dead one held is free."""
        end = time.monotonic() + seconds
        while True:
            try:
                self.start()
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def drop(self):
        try:
            self.run("pg_ctl", "-m", "immediate", "stop")
        except subprocess.CalledProcessError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)
