import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { closure, entryFile, fontsOf } from './closure.ts';

export interface WorkerSettings {
  entry: string;
  source: string;
  output: string;
  pages: string[];
}

/** Writes the service worker with the list of files that its entry needs to start offline, and a
 * version that changes when any of them does. */
export function serviceWorker({ entry, source, output, pages }: WorkerSettings): Plugin {
  return {
    name: 'linli-service-worker',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const { files } = closure(bundle, entryFile(bundle, entry));
        const all = [...pages, ...[...files, ...fontsOf(bundle, files)].map((file) => `/${file}`)].sort();
        const code = readFileSync(source, 'utf8').replace('__FILES__', JSON.stringify(all));
        const version = createHash('sha256').update(code).digest('hex').slice(0, 12);
        this.emitFile({ type: 'asset', fileName: output, source: code.replace('__VERSION__', version) });
      },
    },
  };
}
