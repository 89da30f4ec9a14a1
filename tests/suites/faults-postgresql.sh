#!/bin/sh
# Scenarios on a database that fails at every call in turn: postgresql.
# builds: gcc
exec "$(dirname "$0")/../scenario/faults.py" postgresql
