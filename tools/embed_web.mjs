// Packs the built web into what the program serves: every file plain, by brotli and by gzip, one
// behind the other in one file of bytes, with a C table over it.
//
//   node tools/embed_web.mjs DIST OUT.c OUT.S OUT.bin [DEPFILE]
//
// OUT.c holds web_files[], sorted by path (src/http/static.h); OUT.S takes OUT.bin into the program
// by .incbin, which costs the compiler nothing. The same files give the same bytes.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
// A compressed copy is kept where it saves this much; pictures and fonts are compressed already.
const WORTH = 0.95;

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function worth(packed, plain) {
  return packed.length < plain.length * WORTH ? packed : undefined;
}

function describe(dist, file) {
  const path = `/${file.slice(dist.length + 1).replaceAll('\\', '/')}`;
  const type = TYPES[extname(file)];
  if (!type) throw new Error(`${path}: no type is known for ${extname(file)}`);
  if (!/^[\w./-]+$/.test(path)) throw new Error(`${path}: a name that needs escaping`);
  const plain = readFileSync(file);
  return {
    path,
    type,
    etag: createHash('sha256').update(plain).digest('hex').slice(0, 16),
    isImmutable: path.startsWith('/assets/'),
    copies: { plain, brotli: worth(brotli(plain), plain), gzip: worth(gzipSync(plain, { level: 9 }), plain) },
  };
}

function layOut(files) {
  const chunks = [];
  let at = 0;
  for (const file of files) {
    file.at = {};
    for (const [name, bytes] of Object.entries(file.copies)) {
      if (!bytes) continue;
      file.at[name] = at;
      chunks.push(bytes);
      at += bytes.length;
    }
  }
  return Buffer.concat(chunks);
}

function row(file) {
  const copies = Object.keys(file.copies).filter((name) => file.at[name] !== undefined);
  const members = copies.map((name) => `\t .${name} = web_bytes + ${file.at[name]}, .${name}_size = ${file.copies[name].length}`);
  const flags = file.isImmutable ? ', .is_immutable = true' : '';
  return `\t{.path = "${file.path}", .type = "${file.type}", .etag = "\\"${file.etag}\\""${flags},\n${members.join(',\n')}},`;
}

function cText(files) {
  return `/* Made by tools/embed_web.mjs. */
#include "http/static.h"

extern const unsigned char web_bytes[];
extern const struct static_file web_files[];
extern const size_t web_files_n;

const struct static_file web_files[] = {
${files.map(row).join('\n')}
\t{0},
};
const size_t web_files_n = ${files.length};
`;
}

function assemblerText(bin) {
  return `/* Made by tools/embed_web.mjs. */
\t.section .rodata
\t.global web_bytes
\t.balign 64
web_bytes:
\t.incbin "${resolve(bin)}"
\t.byte 0
\t.section .note.GNU-stack,"",%progbits
`;
}

const [dist, outC, outS, outBin, depfile] = process.argv.slice(2);
if (!outBin) throw new Error('usage: embed_web.mjs DIST OUT.c OUT.S OUT.bin [DEPFILE]');
const sources = filesBelow(dist);
// By bytes, as the server's search compares them.
const files = sources.map((file) => describe(dist, file)).sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(outBin, layOut(files));
writeFileSync(outC, cText(files));
writeFileSync(outS, assemblerText(outBin));
if (depfile) writeFileSync(depfile, `${outC}: ${sources.sort().join(' ')}\n`);
