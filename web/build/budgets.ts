import { brotliCompressSync } from 'node:zlib';
import type { Logger, Plugin } from 'vite';
import { type Bundle, closure, entryFile, fontsOf } from './closure.ts';

export interface Budget {
  route: number;
  /** For routes whose page stands in a folder `dashboards/`. */
  dashboards?: number;
}

function sizer(bundle: Bundle): (files: Set<string>) => number {
  const known = new Map<string, number>();
  const size = (file: string): number => {
    const asset = bundle[file]!;
    const bytes = asset.type === 'chunk' ? asset.code : asset.source;
    if (!known.has(file)) known.set(file, brotliCompressSync(bytes).length);
    return known.get(file)!;
  };
  return (files) => [...files].reduce((sum, file) => sum + size(file), 0);
}

function union(bundle: Bundle, ...sets: Set<string>[]): Set<string> {
  const files = new Set(sets.flatMap((set) => [...set]));
  return new Set([...files, ...fontsOf(bundle, files)]);
}

/** Adds up, in brotli, what each route of each entry loads when it is the first page opened, prints
 * the largest and fails the build above the budget. */
export function budgets(table: Record<string, Budget>): Plugin {
  let logger: Logger;
  return {
    name: 'linli-budgets',
    enforce: 'post',
    configResolved(config) {
      ({ logger } = config);
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const sizeOf = sizer(bundle);
        for (const [name, budget] of Object.entries(table)) {
          const shell = closure(bundle, entryFile(bundle, name));
          const routes = [...shell.dynamic].map((file) => ({
            name: file.replace(/^assets\//, ''),
            bytes: sizeOf(union(bundle, shell.files, closure(bundle, file).files)),
            isDashboard: /dashboards\//.test(bundle[file]?.type === 'chunk' ? (bundle[file].facadeModuleId ?? '') : ''),
          }));
          routes.push({ name: 'shell', bytes: sizeOf(union(bundle, shell.files)), isDashboard: false });
          routes.sort((a, b) => b.bytes - a.bytes);
          const [largest] = routes;
          logger.info(`${name}: largest route ${largest!.name} ${kib(largest!.bytes)}, shell ${kib(routes.at(-1)!.bytes)}`);
          for (const route of routes) {
            const limit = (route.isDashboard && budget.dashboards) || budget.route;
            if (route.bytes > limit) this.error(`${name}: ${route.name} is ${kib(route.bytes)}, above ${kib(limit)}`);
          }
        }
      },
    },
  };
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB br`;
}
