#!/bin/sh
# Turns the packs of policies/ into one C table: embed_packs.sh OUTPUT DEPFILE FOLDER
# A folder with a pack.yaml is a pack. Folders and files stand in the depfile, so that a new one is
# noticed.
set -eu
output=$1 depfile=$2 folder=$3

name_of() { # a C name for the file: as good as any, as long as no two are alike
	printf '%s' "$1" | sed 's/[^A-Za-z0-9]/_/g'
}

packs=
for file in "$folder"/*/pack.yaml; do
	[ -f "$file" ] && packs="$packs $(basename "$(dirname "$file")")"
done
for pack in $packs; do
	for file in "$folder/$pack"/*.yaml; do # what is built in is the file, byte by byte
		if [ -n "$(tail -c 1 "$file")" ] || grep -q "$(printf '\r')" "$file"; then
			echo "embed_packs: lines of $file must end in a line feed, the last one too" >&2
			exit 1
		fi
	done
done
{
	echo '/* Made from policies/ by tools/embed_packs.sh. */'
	echo '#include "policy/pack_read.h"'
	for pack in $packs; do
		for file in "$folder/$pack"/*.yaml; do
			echo "static const char text_$(name_of "$pack/$(basename "$file")")[] ="
			sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
			echo '"";'
		done
		echo "static const struct pack_file files_$(name_of "$pack")[] = {"
		for file in "$folder/$pack"/*.yaml; do
			text=text_$(name_of "$pack/$(basename "$file")")
			echo "{\"$(basename "$file")\", $text, sizeof $text - 1},"
		done
		echo '};'
	done
	echo 'const struct pack_files pack_builtin[] = {'
	for pack in $packs; do
		files=files_$(name_of "$pack")
		echo "{\"$pack\", $files, sizeof $files / sizeof *$files},"
	done
	echo '{0}};'
} >"$output.new"
mv "$output.new" "$output"
{
	printf '%s: %s' "$output" "$folder"
	for pack in $packs; do
		printf ' %s' "$folder/$pack" "$folder/$pack"/*.yaml
	done
	echo
} >"$depfile"
