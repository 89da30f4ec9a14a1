#!/bin/sh
# Every scenario on sqlite, each reply against the program's own description.
# builds: asan
exec "$(dirname "$0")/../scenario/run.py" sqlite
