#!/bin/sh
# The program killed while it writes; bench/soak/crash is the long run.
# builds: gcc
exec "$(dirname "$0")/../crash/crash.py" sqlite 20 postgresql 5 power 20
