/** The files in schemas/ are the engine's table. Rewrite them with UPDATE=1 npx mocha test/project/project-schema.test.ts. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { projectSchema } from '../../engine/src/project/project-schema';

/** The keywords of a schema that explain it to people. */
const explaining = new Set(['$schema', 'title', 'description', 'default', 'examples']);

for (const [what, name, schema] of [
  ['the schema that the engine checks with', 'sproc.schema.json', projectSchema],
  ['what it explains, without what it demands', 'sproc.hints.schema.json', withoutDemands(projectSchema)],
] as const)
  it(`the file ${name} equals ${what}`, () => {
    const file = join(__dirname, '../../schemas', name);
    const expected = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env['UPDATE'] === '1') writeFileSync(file, expected);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(expected));
  });

it('demands nothing where an editor only completes and explains', () => {
  const validate = new Ajv({ strict: false }).compile(withoutDemands(projectSchema));
  for (const text of [null, 1, [], { sources: 1, nothing: 2, environments: { '': { stage: 'x', port: 'y' } } }])
    assert.equal(validate(text), true, JSON.stringify(validate.errors));
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

type Schema = Readonly<Record<string, unknown>>;

/**
 * Returns the schema for VS Code without requirements, which Sproc reports better than its JSON support; possible
 * values are offered nevertheless.
 */
function withoutDemands(schema: Schema): Schema {
  const { properties, items, additionalProperties: others, enum: choices, type } = schema;
  const offered = choices ?? (type === 'boolean' ? [true, false] : undefined);
  const inside = (value: unknown): Schema => withoutDemands(value as Schema);
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => explaining.has(key))),
    ...(offered !== undefined && { examples: offered }),
    ...(typeof properties === 'object' &&
      properties !== null && {
        properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, inside(value)])),
      }),
    ...(items !== undefined && { items: inside(items) }),
    ...(typeof others === 'object' && { additionalProperties: inside(others) }),
  };
}
