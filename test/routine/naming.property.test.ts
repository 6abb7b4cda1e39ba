/** Every definition of the example and of the fixtures under the names of an environment, and back. */
import assert from 'node:assert/strict';
import { makeEnvironmentNaming } from '../../engine/src/lifecycle/target/environment-naming';
import type { Environment, Target } from '../../engine/src/project/environment';
import { renameRoutine } from '../../engine/src/routine/rename-routine';
import type { Routine } from '../../engine/src/routine/routine';
import { op, tokenKind } from '../../engine/src/syntax/tokens';
import { readFixtures } from '../support/fixture-routines';

for (const dialect of ['mysql', 'mariadb'] as const)
  describe(`the fixtures, read for ${dialect}`, () => {
    const files = readFixtures(dialect);

    it('are many', () => assert.ok(files.flatMap(({ routines }) => routines).length > 150));

    for (const { file, routines } of files)
      it(`${file} comes back from another schema and a prefix as it was`, () => {
        const schemas = [...new Set(routines.flatMap(listSchemas))];
        const environment = {
          ...{ prefix: 'jo_', definers: {} },
          schemas: Object.fromEntries(schemas.map((schema) => [schema, `dev_${schema}`])),
        } as unknown as Environment;
        const naming = makeEnvironmentNaming(environment, { schema: 'dev_shop' } as Target, {
          config: { schema: 'shop' },
          own: routines.map(({ key }) => key),
        });
        for (const routine of routines.filter(hasKnownModes)) {
          const there = renameRoutine(routine, naming.toPhysical);
          assert.equal(there.key.name, `jo_${routine.key.name}`);
          assert.deepEqual(listQualifiers(there, schemas), [], there.text);
          const back = renameRoutine(there, naming.toLogical);
          // A name like 1st, which needs no quotes, gets some.
          if (!/^\d/.test(routine.key.name)) assert.equal(back.text, routine.text);
          assert.deepEqual(back.checksums, routine.checksums, routine.text);
        }
      });
  });

/** Returns the schemas that a definition names, as far as its references have them. */
function listSchemas({ key, origin }: Routine): readonly string[] {
  return [key.schema, ...origin.definition.references.flatMap(({ schema }) => (schema === null ? [] : [schema]))];
}

/** Returns the names of schemas before a dot after the definition's name, read from the tokens alone. */
function listQualifiers({ origin }: Routine, schemas: readonly string[]): readonly string[] {
  const { script, definition } = origin;
  const { kind, id, start, end, count } = script.tokens;
  const found: string[] = [];
  for (let i = 0; i < count; i++) {
    if ((start[i] ?? 0) < definition.name.span.end || (end[i] ?? 0) > definition.span.end) continue;
    if (kind[i] !== tokenKind.word && kind[i] !== tokenKind.quotedName) continue;
    const name = script.text.slice(start[i], end[i]).replaceAll('`', '');
    if (id[i + 1] === op.dot && id[i - 1] !== op.dot && schemas.includes(name)) found.push(name);
  }
  return found;
}

/** Returns false for a text in double quotes of an unknown sql_mode. */
function hasKnownModes({ origin: { script, definition, parserOptions } }: Routine): boolean {
  const modes = definition.sqlMode ?? parserOptions.sqlMode;
  return script.text[definition.name.name.span.start] !== '"' || modes.includes('ANSI_QUOTES');
}
