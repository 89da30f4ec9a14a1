#!/bin/sh
# Scenarios on a database that fails at every call in turn: sqlite.
# builds: asan
exec "$(dirname "$0")/../scenario/faults.py" sqlite
