import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileRules, rules } from '../../engine/src/analysis/rules/rules';
import { ruleCodes } from '../../engine/src/project/rule-codes';
import { readGoldenMessages } from '../support/golden-messages';

describe('the codes that sproc.json may name', () => {
  // `missing-table` needs a server, and is found where there is one.
  it('are those of all rules', () =>
    assert.deepEqual([...ruleCodes], [...[...rules, ...fileRules].map(({ code }) => code), 'missing-table'].sort()));

  it('have a page each', () => {
    const pages = readdirSync(join(__dirname, '../../docs/rules')).map((page) => page.replace(/\.md$/, ''));
    assert.deepEqual([...ruleCodes], pages.filter((page) => page !== 'README' && page !== 'syntax').sort());
  });

  it('have pages that quote their messages', () => {
    const files = readGoldenMessages('engine');
    for (const code of ruleCodes) {
      const page = readFileSync(join(__dirname, `../../docs/rules/${code}.md`), 'utf8');
      const quoted = [...page.matchAll(/^> (.+)$/gm)].map(([, message = '']) => message);
      const messages = files.get(placesOf[code] ?? `engine/src/analysis/rules/${code}.ts`);
      assert.notEqual(quoted.length, 0, code);
      const known = (messages ?? []).filter((message) => message.endsWith('.')).map(patternOf);
      for (const message of quoted)
        assert.ok(
          known.some((pattern) => pattern.test(message)),
          `${code}: ${message}`,
        );
    }
  });
});

/** Messages that no file of the rules' folder holds. */
const placesOf: Readonly<Record<string, string>> = {
  'missing-table': 'engine/src/use-cases/shared/check-against-environment.ts',
};

/** Matches a message with any values for its placeholders. */
function patternOf(message: string): RegExp {
  const parts = message.split(/\{[^{}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}
