#!/bin/sh
# Turns schema/NNNN_name.sql into one C table: embed_schema.sh OUTPUT DEPFILE FOLDER
# The folder itself stands in the depfile, so that a new file is noticed.
set -eu
output=$1 depfile=$2 folder=$3

number_before=0
{
	echo '/* Made from schema/ by tools/embed_schema.sh. */'
	echo '#include "store/store_priv.h"'
	echo 'const struct migration store_migrations[] = {'
	for file in "$folder"/[0-9][0-9][0-9][0-9]_*.sql; do
		name=$(basename "$file" .sql)
		number=$(expr "${name%%_*}" + 0)
		if [ "$number" -le "$number_before" ]; then
			echo "embed_schema: two files have the number $number: $file" >&2
			exit 1
		fi
		number_before=$number
		echo "{$number, \"$name\","
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
		echo '},'
	done
	echo '{0}};'
} >"$output.new"
mv "$output.new" "$output"
echo "$output: $folder" "$folder"/*.sql >"$depfile"
