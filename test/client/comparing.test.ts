/** Comparisons in the editor: which side is where, what the titles and groups say, and a file with a replaced routine. */
import assert from 'node:assert/strict';
import type { CompareAnswer, ComparedTexts } from '#engine';
import { hasDiff, listEntries, noFilter } from '../../client/src/comparing/differences';
import {
  describeEntry,
  explainEntry,
  grantsIn,
  nameGroup,
  printChange,
  summarize,
} from '../../client/src/comparing/print-differences';
import { findPlaces, movePlaces, replaceInFile, type Replacement } from '../../client/src/comparing/replaced-file';
import { arrangeSides, titleOf } from '../../client/src/comparing/sides';

const environments = [
  { name: 'dev', stage: 'DEVELOPMENT' },
  { name: 'uat', stage: 'TESTING' },
  { name: 'prod', stage: 'PRODUCTION' },
] as const;
const sides = { left: 'dev', right: 'workspace' };

function textsOf(given: Partial<ComparedTexts> = {}): ComparedTexts {
  const text = { version: null, place: null };
  return {
    ...{ routine: 'shop.place_order', routineKind: 'procedure', newest: '1.0.0', settings: [], isPreset: false },
    left: { ...text, text: 'old', version: '1.0.0' },
    right: { ...text, text: 'new' },
    ...given,
  };
}

type Kind = CompareAnswer['differences'][number]['kind'];

function answerOf(
  differences: readonly (readonly [string, Kind, string?])[],
  rest: Partial<CompareAnswer> = {},
): CompareAnswer {
  return {
    ...{ same: differences.length === 0, unmanaged: [] },
    differences: differences.map(([routine, kind, detail = '']) => ({
      routine,
      routineKind: 'procedure',
      kind,
      detail,
    })),
    ...rest,
  };
}

describe('the sides of a comparison', () => {
  it('have the workspace on the right and production on the left, whichever was chosen first', () => {
    const found = [
      ['workspace', 'dev'],
      ['dev', 'workspace'],
      ['registry', 'dev'],
      ['workspace', 'registry'],
      ['registry', 'registry@1.0.0'],
      ['dev', 'prod'],
      ['prod', 'uat'],
    ].map(([one = '', other = '']) => arrangeSides(one, other, environments));
    assert.deepEqual(
      found.map(({ left, right }) => `${left} ↔ ${right}`),
      [
        'dev ↔ workspace',
        'dev ↔ workspace',
        'dev ↔ registry',
        'registry ↔ workspace',
        'registry@1.0.0 ↔ registry',
        'prod ↔ dev',
        'prod ↔ uat',
      ],
    );
  });

  it('keep their order where they are alike', () =>
    assert.deepEqual(arrangeSides('registry@1.0.0', 'registry@1.1.0', environments), {
      left: 'registry@1.0.0',
      right: 'registry@1.1.0',
    }));
});

describe('the title of a diff', () => {
  it('has the versions, and says that the workspace is changed', () =>
    assert.equal(titleOf(sides, textsOf()), 'place_order · dev 1.0.0 ↔ workspace (changed)'));

  it('says nothing of a change where there is no version yet, and names a missing side', () => {
    assert.equal(titleOf(sides, textsOf({ newest: null, left: null })), 'place_order · dev (none) ↔ workspace');
    assert.equal(
      titleOf(
        { left: 'registry@1.0.0', right: 'registry' },
        textsOf({ right: { text: '', version: '1.1.0', place: null } }),
      ),
      'place_order · version 1.0.0 ↔ version 1.1.0',
    );
  });

  it('names a text that was deployed without a version', () => {
    const left = { text: 'old', version: '-', place: null };
    assert.equal(titleOf(sides, textsOf({ left })), 'place_order · dev (unregistered) ↔ workspace (changed)');
  });

  it('names the settings that differ, and the target among several', () => {
    const settings = [{ name: 'sql_mode', from: 'A', to: 'B' }];
    assert.equal(
      titleOf(sides, textsOf({ settings, target: 'db1:3306/shop' })),
      'place_order · dev 1.0.0 ↔ workspace (changed) in db1:3306/shop · sql_mode differs',
    );
  });
});

describe('differences', () => {
  const answer = answerOf([
    ['shop.a', 'body', '2 lines added'],
    ['shop.a', 'definer', 'a@% → b@%'],
    ['shop.b', 'missing-left'],
    ['shop.c', 'missing-right'],
    ['audit.d', 'modes', 'sql_mode A → B'],
    ['shop.e', 'unreadable', 'in dev: The text is hidden.'],
    ['shop.f', 'layout'],
  ]);

  it('are in groups, one entry for each routine', () =>
    assert.deepEqual(
      listEntries(answer).map((entry) => `${entry.routine}: ${nameGroup(entry.group, sides)}; ${describeEntry(entry)}`),
      [
        'shop.a: Changed; 2 lines added, definer',
        'shop.b: Only in the workspace; ',
        'shop.c: Only in dev; ',
        'audit.d: Only settings differ; settings',
        'shop.e: Cannot tell; unreadable',
        'shop.f: Changed; formatting',
      ],
    ));

  it('are left out by what is ignored, by schema, kind and name', () => {
    const shown = (filter: Partial<typeof noFilter>): string =>
      listEntries(answer, { ...noFilter, ...filter })
        .map(({ routine }) => routine)
        .join(' ');
    assert.equal(shown({ ignored: ['layout', 'modes', 'definer'] }), 'shop.a shop.b shop.c shop.e');
    assert.equal(shown({ hiddenSchemas: ['shop'] }), 'audit.d');
    assert.equal(shown({ hiddenKinds: ['procedure'] }), '');
    assert.equal(shown({ name: 'D' }), 'audit.d');
  });

  it('change their group with what is ignored', () => {
    const both = answerOf([
      ['shop.a', 'layout'],
      ['shop.a', 'modes'],
    ]);
    assert.deepEqual(
      [noFilter, { ...noFilter, ignored: ['layout'] as const }].map((filter) => listEntries(both, filter)[0]?.group),
      ['changed', 'only-settings'],
    );
  });

  it('open no pair of equal texts', () => {
    const same = { text: 'same', version: null, place: null };
    const one = answerOf([['shop.place_order', 'modes']], { texts: [textsOf({ left: same, right: same })] });
    assert.deepEqual(listEntries(one).map(hasDiff), [false]);
  });

  it('are summed up', () =>
    assert.equal(
      summarize(answer, sides),
      '2 changed, 1 only in the workspace, 1 only in dev, 1 with other settings only, 1 that cannot be compared.',
    ));

  it('name the defaults of servers once', () => {
    const change = { name: 'sql_mode', from: 'A,B', to: 'B,C' };
    const expected =
      'Same texts; 42 routines differ in server defaults only: sql_mode: only prod has A; only dev has C.';
    const between = { left: 'prod', right: 'dev' };
    assert.equal(summarize(answerOf([], { presets: [{ change, routines: 42 }] }), between), expected);
    const names = Array.from({ length: 42 }, (_, i) => `shop.p${i}`);
    const texts = names.map((routine) => textsOf({ routine, settings: [change], isPreset: true }));
    assert.equal(
      summarize(
        answerOf(
          names.map((routine) => [routine, 'modes']),
          { texts },
        ),
        between,
      ),
      expected,
    );
  });

  it('of settings that somebody chose are not called defaults', () =>
    assert.equal(summarize(answerOf([['shop.a', 'modes']]), sides), 'Same texts; 1 routine differs in settings only.'));

  it('claim nothing about what may be unseen', () => {
    const unlisted = [
      'Schema shop may have triggers that are not visible to d@%. GRANT TRIGGER ON `shop`.* TO `d`@`%`;',
    ];
    assert.equal(
      summarize(answerOf([], { unlisted }), sides),
      'No differences found between dev and the workspace. Some objects may be unseen: see Cannot tell.',
    );
    assert.deepEqual(grantsIn(unlisted[0] ?? ''), ['GRANT TRIGGER ON `shop`.* TO `d`@`%`;']);
  });

  it('explain each setting in one line', () => {
    const settings = [{ name: 'definer', from: 'a@%', to: 'b@%' }];
    const [entry] = listEntries(answerOf([['shop.place_order', 'definer']], { texts: [textsOf({ settings })] }));
    assert.deepEqual(entry && explainEntry(entry, sides), ['definer: a@% → b@%']);
    assert.equal(printChange({ name: 'sql_mode', from: "''", to: 'A' }, sides), 'sql_mode: only workspace has A');
  });
});

describe('a file with a replaced routine', () => {
  const file = '-- One\nCREATE a;\n-- Two\nCREATE b;\n';
  const place = (own: string, text: string): Replacement => {
    const start = file.indexOf(own);
    return { start, end: start + own.length, own, text };
  };

  it('differs in that routine only', () =>
    assert.equal(replaceInFile(file, [place('CREATE b', 'CREATE old')]), '-- One\nCREATE a;\n-- Two\nCREATE old;\n'));

  it('may have several, and lacks one that only the file has', () =>
    assert.equal(
      replaceInFile(file, [place('CREATE a', ''), place('CREATE b', 'CREATE old')]),
      '-- One\n;\n-- Two\nCREATE old;\n',
    ));

  it('finds a statement that has moved, and says if it is gone', () => {
    assert.deepEqual(findPlaces(`more\n${file}`, [place('CREATE b', '')])?.[0]?.start, file.indexOf('CREATE b') + 5);
    assert.equal(findPlaces('nothing', [place('CREATE b', '')]), null);
  });

  it('follows the edits of the file', () => {
    const after = (change: { readonly at: string; readonly removes?: number; readonly text: string }): string => {
      const rangeOffset = file.indexOf(change.at);
      const { removes: rangeLength = 0, text } = change;
      const edited = file.slice(0, rangeOffset) + text + file.slice(rangeOffset + rangeLength);
      return replaceInFile(edited, movePlaces([place('CREATE b', 'CREATE old')], { rangeOffset, rangeLength, text }));
    };
    assert.equal(after({ at: 'One', removes: 3, text: 'First' }), '-- First\nCREATE a;\n-- Two\nCREATE old;\n');
    assert.equal(after({ at: ' b', text: ' or replace' }), '-- One\nCREATE a;\n-- Two\nCREATE old;\n');
    assert.equal(after({ at: 'b;', removes: 1, text: 'longer' }), '-- One\nCREATE a;\n-- Two\nCREATE old;\n');
    assert.equal(after({ at: ';\n-- Two', removes: 1, text: '$$' }), '-- One\nCREATE a$$\n-- Two\nCREATE old;\n');
  });
});
