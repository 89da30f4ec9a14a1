// Holds the files of a pack against policies/schema with a JSON Schema validator: as an editor would.
//
//     node tests/policy/validate.mjs DIR
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const [pack] = process.argv.slice(2);
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020').default;
const yaml = require('js-yaml');

const ajv = new Ajv({ allErrors: true, strict: false });
for (const file of readdirSync(pack).filter((name) => name.endsWith('.yaml'))) {
  const schema = new URL(`../../policies/schema/${file.replace('.yaml', '.json')}`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  const tree = yaml.load(readFileSync(`${pack}/${file}`, 'utf8'), { schema: yaml.CORE_SCHEMA });
  if (validate(tree)) continue;
  console.log(file, ajv.errorsText(validate.errors));
  process.exitCode = 1;
}
