/** schemas/sproc.schema.json is the engine's table as a file. Rewrite it with UPDATE=1 npx mocha test/project/project-schema.test.ts. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { projectSchema } from '../../engine/src/project/project-schema';

const file = join(__dirname, '../../schemas/sproc.schema.json');

it('the schema file equals the schema that the engine checks with', () => {
  const expected = `${JSON.stringify(projectSchema, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(file, expected);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(expected));
});

it('describes every key for the reader of a completion list', () => {
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries((node as { properties?: object }).properties ?? {})) {
      if (typeof (value as { description?: unknown }).description !== 'string') undescribed.push(`${path}.${key}`);
      visit(value, `${path}.${key}`);
    }
    const { items, additionalProperties } = node as { items?: unknown; additionalProperties?: unknown };
    visit(items, `${path}[]`);
    visit(additionalProperties, `${path}.*`);
  };
  visit(projectSchema, '$');
  assert.deepEqual(undescribed, []);
});

it('is a schema', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  assert.equal(ajv.validateSchema(projectSchema), true, JSON.stringify(ajv.errors));
});
