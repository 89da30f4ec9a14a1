#!/bin/sh
# Imports whose program is killed in each of their phases.
# builds: gcc
exec "$(dirname "$0")/../crash/imports.py" sqlite 2 postgresql 1
