// Writes the C table of pinyin initials: for each character from U+4E00 on a bit for every letter
// that one of its readings begins with (polyphones have several).
//
//     node tools/pinyin.mjs OUTPUT.c
//
// The readings come from the npm package pinyin-pro, installed with the web's packages.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../web/package.json', import.meta.url));
const { pinyin } = require('pinyin-pro');

const FIRST = 0x4e00;
const LAST = 0x9fff;

function initialBits(character) {
	const readings = pinyin(character, { multiple: true, toneType: 'none', type: 'array' });
	let bits = 0;
	for (const reading of readings) {
		const letter = reading.codePointAt(0) - 'a'.codePointAt(0);
		if (reading !== character && letter >= 0 && letter < 26) bits |= 1 << letter;
	}
	return bits;
}

const rows = [];
for (let c = FIRST; c <= LAST; c++) rows.push(`0x${initialBits(String.fromCodePoint(c)).toString(16)}`);
const lines = [];
for (let i = 0; i < rows.length; i += 12) lines.push(`\t${rows.slice(i, i + 12).join(', ')},`);
writeFileSync(
	process.argv[2],
	`#include "place/search.h"\n\nconst uint32_t pinyin_initials[] = {\n${lines.join('\n')}\n};\n` +
		`const uint32_t pinyin_initials_n = ${rows.length};\n`,
);
