#!/bin/sh
# What `linli policy` says: of a pack with every kind of mistake, of broken circumstances, of the packs
# that come with the program. tests/policy/*.expected are whole outputs; a change of wording renews them:
#
#     tests/suites/policy.sh renew
# builds: asan
set -u
cd "$(dirname "$0")/../.." || exit 1
linli=${LINLI:-b/linli}
case $linli in /*) ;; *) linli=$PWD/$linli ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

result() { # result STATUS WHAT
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $2"
	fi
}

says() { # says NAME STATUS COMMAND…: output and exit status are those expected
	name=$1 status=$2
	shift 2
	"$@" >"$work/$name" 2>&1
	got=$?
	[ "${renew:-}" != renew ] || cp "$work/$name" "tests/policy/$name.expected"
	diff -u "tests/policy/$name.expected" "$work/$name"
	result $? "$name says something else"
	[ "$got" = "$status" ]
	result $? "$name ends with $got, not $status"
}
renew=${1:-}

says thirty 1 "$linli" policy check tests/policy/thirty
says thirty_en 1 "$linli" policy check tests/policy/thirty --lang en
says circle 1 "$linli" policy check tests/policy/circle/one tests/policy/circle/two --lang en
says nowhere 1 "$linli" policy check tests/policy/nothing/here --lang en
says coverage 0 "$linli" policy coverage tests/policy/sixth/hill --lang en
says diff 0 "$linli" policy diff tests/policy/sixth/hill tests/policy/sixth/valley --lang en

# The packs that come with the program are right, and each is the same built in as in its folder.
for pack in policies/*/pack.yaml; do
	pack=$(dirname "$pack")
	"$linli" policy check "$pack" >"$work/out" 2>&1
	result $? "$pack: $(cat "$work/out")"
	"$linli" policy diff "$(basename "$pack")" "$pack" --lang en >"$work/out" 2>&1
	[ "$(cat "$work/out")" = "0 added, 0 removed, 0 changed" ]
	result $? "$pack differs from what is built in: $(cat "$work/out")"
done

mkdir "$work/schema"
"$linli" policy schema "$work/schema" && diff -ru policies/schema "$work/schema"
result $? "policies/schema: renew it with linli policy schema policies/schema"

mkdir "$work/big" && truncate -s 50M "$work/big/pack.yaml"
timeout 5 "$linli" policy check "$work/big" >"$work/out" 2>&1
[ $? = 1 ] && grep -q 4194304 "$work/out"
result $? "a pack of 50 MB: $(cat "$work/out")"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
