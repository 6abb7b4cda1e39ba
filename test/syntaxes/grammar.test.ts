/** Runs the files in this folder: SQL whose comments name the scope of each token. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { tokenKind } from '../../engine/src/syntax/tokens';
import { fixtures } from '../syntax/fixtures';
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

  const folder = join(__dirname, '../../examples/shop');
  const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8'), options: defaultParserOptions }));
  // A grammar cannot know the effect of SET sql_mode on quotes and backslashes.
  const plain = fixtures.filter(({ text }) => !/sql_mode/i.test(text));
  for (const { name, text, options } of [...plain, ...examples]) {
    it(`takes for texts and comments of ${name} what the tokenizer takes for them`, async () => {
      const grammar = await registry.loadGrammar('source.mysql-routine');
      assert.ok(grammar);
      const scopes: string[] = [];
      let state: Parameters<typeof grammar.tokenizeLine>[1] = null;
      for (const line of text.split('\n')) {
        const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
        state = ruleStack;
        for (const { startIndex, endIndex, scopes: named } of tokens)
          for (let i = startIndex; i < Math.min(endIndex, line.length); i++) scopes.push(named.join(' '));
        scopes.push('');
      }
      const { count, kind, start, end } = tokenize(text, options);
      const wrong: string[] = [];
      for (let i = 0; i < count; i++) {
        if (kind[i] === tokenKind.delimiterCommand) continue;
        const isText = kind[i] === tokenKind.string;
        for (const at of [start[i] ?? 0, (end[i] ?? 1) - 1]) {
          const scope = scopes[at] ?? '';
          if (/\bstring\b/.test(scope) !== isText || /\bcomment\.(?:line|block)/.test(scope))
            wrong.push(`${text.slice(start[i], end[i])} at ${at}: ${scope}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }
});
