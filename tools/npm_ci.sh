#!/bin/sh
# Installs the web's npm packages unless they are there already, and touches the stamp.
#     tools/npm_ci.sh WEB_FOLDER STAMP
# Several builds may ask at once: one installs, the others wait.
set -eu
web=$1
stamp=$2
(
	flock 9
	if ! cmp -s "$web/package-lock.json" "$web/node_modules/.linli-lock"; then
		npm ci --prefix "$web" --no-audit --no-fund >&2
		cp "$web/package-lock.json" "$web/node_modules/.linli-lock"
	fi
) 9>"$web/.npm.lock"
touch "$stamp"
