#!/bin/sh
# Thousands of connections, clients that dawdle, files that are traps.
# builds: gcc
# minutes: 5
# alone
exec "$(dirname "$0")/../scenario/hostile.py" sqlite
