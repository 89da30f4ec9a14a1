// Replies against the API's own description: each must have its operation, its status and its shape.

import { execFileSync } from 'node:child_process';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
}
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const program = process.env.LINLI ?? '../b/linli';
const description = JSON.parse(execFileSync(program, ['--openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Description;
// In the test's copy a member that is not described is an error: it may be one that leaks.
for (const schema of Object.values(description.components.schemas)) {
  if (schema.properties) schema.additionalProperties ??= false;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(description, 'api');
const compiled = new Map<string, ValidateFunction>();

const paths = Object.keys(description.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

const escape = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

function validatorAt(pointer: string): ValidateFunction {
  const known = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
  compiled.set(pointer, known);
  return known;
}

function schemaPointer(path: string, method: string, status: number, type: string): string | undefined {
  if (type === 'application/problem+json') return '/components/schemas/Problem';
  const reply = description.paths[path]?.[method]?.responses[status];
  if (!reply?.content?.[type]) return undefined;
  return ['', 'paths', path, method, 'responses', String(status), 'content', type, 'schema'].map(escape).join('/');
}

/** What is off the contract, in words; undefined: nothing. */
export function offContract(method: string, url: string, status: number, type: string, body: string): string | undefined {
  const { pathname } = new URL(url);
  // POST /policies/check is not a way to /policies/{policy}, which has no POST.
  const operationAt = (path: string) => description.paths[path]?.[method.toLowerCase()];
  const found = paths.find(({ path, pattern }) => pattern.test(pathname) && operationAt(path));
  const operation = found && operationAt(found.path);
  const where = `${method} ${pathname} ${status}`;
  if (!found || !operation) return `${where}: not described`;
  if (status === 204 || status === 304) return undefined;
  const pointer = schemaPointer(found.path, method.toLowerCase(), status, type);
  if (!pointer) return operation.responses[status]?.content?.['*/*'] ? undefined : `${where}: ${type} is not described`;
  const validate = validatorAt(pointer);
  return validate(JSON.parse(body)) ? undefined : `${where}: ${ajv.errorsText(validate.errors)}`;
}
