import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packName, readFiles } from '../src/console/pages/policies/files.ts';

const file = (name: string, text: string, within = '') => Object.assign(new File([text], name), { webkitRelativePath: within });

test('a pack is named by its folder, or by its head', async () => {
  const folder = await readFiles([file('pack.yaml', 'name: other\n', 'xihu/pack.yaml'), file('notes.txt', '', 'xihu/notes.txt')]);
  assert.deepEqual(folder, { name: 'xihu', files: [{ path: 'pack.yaml', text: 'name: other\n' }] });
  const files = await readFiles([file('pack.yaml', 'format: 1\nname: "xihu"\n'), file('clauses.yaml', '')]);
  assert.deepEqual([files.name, files.files.map(({ path }) => path)], ['xihu', ['clauses.yaml', 'pack.yaml']]);
  assert.equal(packName([]), '');
});

test('what lies in a folder of the pack keeps its place', async () => {
  const { files } = await readFiles([file('complaint.yaml', '', 'xihu/procedures/complaint.yaml')]);
  assert.equal(files[0]?.path, 'procedures/complaint.yaml');
});
