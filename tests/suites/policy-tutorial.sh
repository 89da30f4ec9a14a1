#!/bin/sh
# The tutorial of docs/policy-packs.md, as it stands there, on SQLite and on PostgreSQL.
# builds: gcc
exec "$(dirname "$0")/../policy/tutorial.py" sqlite postgresql
