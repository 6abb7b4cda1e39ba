import assert from 'node:assert/strict';
import { withoutReported } from '../../client/src/workbench/json-syntax';

const syntax = { source: 'Sproc', code: 'json-syntax' };
const other = { source: 'Sproc', code: 'project-file' };

describe('a mistake of JSON in sproc.json', () => {
  for (const [what, told, shown] of [
    ['is told where nobody else tells it', [], [syntax, other]],
    ['is left to VS Code where it tells of one', [{ source: 'jsonc', code: 0x202 }], [other]],
    [
      'is told where VS Code only warns of a comma that is allowed',
      [{ source: 'jsonc', code: 0x207 }],
      [syntax, other],
    ],
    ['is told where VS Code only holds the file against a schema', [{ source: 'jsonc', code: 1 }], [syntax, other]],
    ['is told where VS Code could not read a schema', [{ source: 'jsonc', code: 0x300 }], [syntax, other]],
    ['is told where another extension has a problem', [{ source: 'spelling', code: 0x202 }], [syntax, other]],
  ] as const)
    it(what, () => {
      const own = [syntax, other];
      assert.deepEqual(withoutReported(own, [...own, ...told]), shown);
    });
});
