#!/bin/sh
# Every scenario on postgresql, each reply against the program's own description.
# builds: gcc
exec "$(dirname "$0")/../scenario/run.py" postgresql
