"""How a tool speaks: one line a finding, then one line that sums up; exit status 1 if any."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def root():
    """The tree to check: the first argument, or the one this tool stands in."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT


def report(findings, summary):
    for line in findings:
        print(line)
    name = Path(sys.argv[0]).name
    print(f"{name}: {summary}, {len(findings)} finding{'' if len(findings) == 1 else 's'}")
    sys.exit(1 if findings else 0)
