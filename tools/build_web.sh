#!/bin/sh
# Builds the web and packs it for the program.
#     tools/build_web.sh WEB_FOLDER WORK_FOLDER OUT.c OUT.S OUT.bin DEPFILE
# The Node.js of the web's own packages comes first: the system's may be too old for Vite.
set -eu
web=$1 work=$2 c=$3 s=$4 bin=$5 depfile=$6
here=$(cd "$(dirname "$0")" && pwd)
work=$(mkdir -p "$work" && cd "$work" && pwd)
export PATH="$web/node_modules/.bin:$PATH"

(cd "$web" && vite build --logLevel warn --outDir "$work/dist" --emptyOutDir >&2)
node "$here/embed_web.mjs" "$work/dist" "$c" "$s" "$bin"
{
	printf '%s: ' "$c"
	find "$web/src" "$web/m" "$web/portal" "$web/public" "$web/build" "$web/index.html" \
		"$web/vite.config.ts" -type f | sort | sed 's/ /\\ /g' | tr '\n' ' '
	echo
} >"$depfile"
