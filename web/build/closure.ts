import type { Rolldown } from 'vite';

export type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } };

function chunkAt(bundle: Bundle, file: string): Chunk | undefined {
  const found = bundle[file];
  return found?.type === 'chunk' ? found : undefined;
}

/** The files that a browser loads for a chunk: itself, its static imports, their styles. Dynamic
 * imports are collected apart. */
export function closure(bundle: Bundle, start: string): { files: Set<string>; dynamic: Set<string> } {
  const files = new Set<string>();
  const dynamic = new Set<string>();
  const visit = (file: string): void => {
    const chunk = chunkAt(bundle, file);
    if (!chunk || files.has(file)) return;
    files.add(file);
    chunk.viteMetadata?.importedCss.forEach((css) => files.add(css));
    chunk.dynamicImports.forEach((next) => dynamic.add(next));
    chunk.imports.forEach(visit);
  };
  visit(start);
  return { files, dynamic };
}

/** The fonts that style sheets among `files` name: they load with them. */
export function fontsOf(bundle: Bundle, files: Iterable<string>): Set<string> {
  const fonts = new Set<string>();
  for (const file of files) {
    const asset = bundle[file];
    if (asset?.type !== 'asset' || !file.endsWith('.css')) continue;
    for (const [, font] of String(asset.source).matchAll(/url\(\/(assets\/[\w.-]+\.woff2)\)/g)) fonts.add(font!);
  }
  return fonts;
}

export function entryFile(bundle: Bundle, name: string): string {
  const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === name);
  if (!entry) throw new Error(`no entry named ${name}`);
  return entry.fileName;
}
