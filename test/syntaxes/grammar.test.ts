/** Runs the files beside this one: SQL whose comments say which scope each token gets. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index';

const registry = createRegistry([
  {
    path: 'syntaxes/mysql-routine.tmLanguage.json',
    scopeName: 'source.mysql-routine',
    language: 'mysql-routine',
    injectTo: [],
  },
]);

describe('the grammar', () => {
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.sql'))) {
    it(`colours ${file}`, async () => {
      const testCase = parseGrammarTestCase(readFileSync(join(__dirname, file), 'utf8'));
      const failures = await runGrammarTestCase(registry, testCase);
      const told = failures.map(
        ({ srcLine, start, end, missing, unexpected, actual }) =>
          `'${testCase.source[srcLine]?.slice(start, end) ?? ''}' misses [${missing.join(' ')}], must not have [${unexpected.join(' ')}], has [${actual.join(' ')}]`,
      );
      assert.deepEqual(told, []);
    });
  }
});
