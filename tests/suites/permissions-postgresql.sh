#!/bin/sh
# The agreed list of permissions, and one request for each route, role and place, on postgresql.
# builds: gcc
exec "$(dirname "$0")/../scenario/probe.py" postgresql
