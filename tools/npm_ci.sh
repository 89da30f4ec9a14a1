#!/bin/sh
# Installs the web's npm packages unless they are there already, and touches the stamp.
#     tools/npm_ci.sh WEB_FOLDER STAMP
# Several builds may ask at once: one installs, the others wait.
set -eu
web=$1
stamp=$2

# npm leaves out optional packages that want a newer Node.js than it runs on itself, and the bundler
# is one: an old system's npm runs on the Node.js that package.json pins.
npm_ci() {
	if [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
		npm ci --prefix "$web" --no-audit --no-fund
	else
		pinned=$(node -p 'require(process.argv[1]).devDependencies.node' "$(realpath "$web")/package.json")
		npm exec --yes --package="node@$pinned" -- npm ci --prefix "$web" --no-audit --no-fund
	fi
}

(
	flock 9
	if ! cmp -s "$web/package-lock.json" "$web/node_modules/.linli-lock"; then
		npm_ci >&2
		cp "$web/package-lock.json" "$web/node_modules/.linli-lock"
	fi
) 9>"$web/.npm.lock"
touch "$stamp"
