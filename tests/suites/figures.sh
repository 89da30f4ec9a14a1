#!/bin/sh
# Each figure of the demo's cockpit against a count made in SQL, and what one dismissal changes.
# builds: gcc
exec "$(dirname "$0")/../figures/figures.py"
