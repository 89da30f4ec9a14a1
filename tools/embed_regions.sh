#!/bin/sh
# Turns data/regions/*.csv into one C table: embed_regions.sh OUTPUT DEPFILE FOLDER
# xixian-mapping.csv is tools/regions.mjs' own. The folder stands in the depfile, so that a new file
# is noticed.
set -eu
output=$1 depfile=$2 folder=$3

{
	echo '/* Made from data/regions/ by tools/embed_regions.sh. */'
	echo '#include "app/regions_import.h"'
	echo 'const struct regions_file regions_files[] = {'
	for file in "$folder"/*.csv; do
		name=$(basename "$file" .csv)
		[ "$name" != xixian-mapping ] || continue
		echo "{\"$name\","
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
		echo '},'
	done
	echo '{0}};'
} >"$output.new"
mv "$output.new" "$output"
echo "$output: $folder" "$folder"/*.csv >"$depfile"
