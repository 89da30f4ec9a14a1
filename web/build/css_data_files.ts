import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const TYPES: Record<string, string> = {
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'font/woff2': 'woff2',
  'application/font-woff2': 'woff2',
};
// A data: URI inside url(…), with either quote or none.
const DATA = /url\((["']?)data:([\w/+.-]+)((?:;[\w=-]+)*),(.*?)\1\)/g;
// Vant's icon font names a host of its maker as the second source.
const FOREIGN = /,\s*url\((["']?)(?:https?:)?\/\/[^)]*\)\s*format\((["']?)\w+\2\)/g;

function decode(parameters: string, body: string): Buffer {
  return parameters.includes(';base64') ? Buffer.from(body, 'base64') : Buffer.from(decodeURIComponent(body));
}

/** Moves the data: URIs of style sheets into files of their own and drops fonts of other hosts, so
 * that the policy needs neither font-src data: nor anybody else's server. */
export function cssDataFiles(): Plugin {
  return {
    name: 'linli-css-data-files',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        const css = String(file.source).replace(FOREIGN, '');
        file.source = css.replace(DATA, (_all, _quote, type: string, parameters: string, body: string) => {
          const source = decode(parameters, body);
          const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
          const fileName = `assets/data-${hash}.${TYPES[type] ?? this.error(`data: URI of ${type}`)}`;
          if (!bundle[fileName]) this.emitFile({ type: 'asset', fileName, source });
          return `url(/${fileName})`;
        });
        if (/url\(["']?(data:|https?:|\/\/)/.test(String(file.source))) {
          this.error(`${file.fileName}: an address that the policy forbids is left`);
        }
      }
    },
  };
}
