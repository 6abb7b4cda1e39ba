/** The fixtures of reading, each with the options it is written for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { mariadb } from './check';

export interface Fixture {
  readonly name: string;
  readonly text: string;
  readonly options: ParserOptions;
}

export const fixtures: readonly Fixture[] = [
  fixture('orders.sql'),
  fixture('dump.sql'),
  fixture('undelimited.sql'),
  // Parameters with a default value came with 11.8.
  fixture('mariadb.sql', { ...defaultParserOptions, ...mariadb, serverVersion: 110800 }),
];

function fixture(name: string, options: ParserOptions = defaultParserOptions): Fixture {
  return { name, options, text: readFileSync(join(__dirname, '../fixtures/syntax', name), 'utf8') };
}
