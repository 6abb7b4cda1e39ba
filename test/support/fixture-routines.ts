/** The definitions of the example and of the fixtures of files that clients write. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lowerDefinition } from '../../engine/src/routine/lower-definition';
import type { Routine } from '../../engine/src/routine/routine';
import { defaultParserOptions, type Dialect, type ParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';

export interface FixtureFile {
  readonly file: string;
  readonly routines: readonly Routine[];
}

const root = join(__dirname, '../..');
const folders = ['examples/shop/routines', 'examples/shop/draft', 'test/fixtures/client-files', 'test/fixtures/syntax'];

/** Returns the files with definitions that are read without an error; names without a schema belong to `shop`. */
export function readFixtures(dialect: Dialect): readonly FixtureFile[] {
  const options: ParserOptions = {
    ...defaultParserOptions,
    ...{ dialect, schema: 'shop', serverVersion: dialect === 'mysql' ? 90700 : 101118 },
  };
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
    )
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => ({ file: relative(root, path), routines: readRoutines(readFileSync(path, 'utf8'), options) }))
    .filter(({ routines }) => routines.length > 0);
}

function readRoutines(text: string, parserOptions: ParserOptions): readonly Routine[] {
  const script = parseScript(text, parserOptions);
  return script.definitions
    .filter(({ errors }) => errors.length === 0)
    .map((definition) => lowerDefinition(script, definition, { parserOptions, schema: 'shop' }));
}
