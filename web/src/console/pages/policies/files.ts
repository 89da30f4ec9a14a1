// The files of a pack, as they are chosen in the browser.

import type { PolicyFile } from '../../api/policy.ts';

export interface Chosen {
  /** What the pack calls itself, or its folder is called. */
  name: string;
  files: PolicyFile[];
}

const ENDING = /\.ya?ml$/i;

/** A folder's files are named from within it. */
function pathOf(file: File): string {
  const within = file.webkitRelativePath;
  return within ? within.slice(within.indexOf('/') + 1) : file.name;
}

export function packName(files: PolicyFile[]): string {
  const head = files.find(({ path }) => path === 'pack.yaml')?.text ?? '';
  return /^name:\s*['"]?([\w-]+)/m.exec(head)?.[1] ?? '';
}

export async function readFiles(list: Iterable<File>): Promise<Chosen> {
  const chosen = [...list].filter((file) => ENDING.test(file.name));
  const files = await Promise.all(chosen.map(async (file) => ({ path: pathOf(file), text: await file.text() })));
  files.sort((a, b) => a.path.localeCompare(b.path));
  const folder = chosen[0]?.webkitRelativePath.split('/')[0];
  return { name: folder || packName(files), files };
}
