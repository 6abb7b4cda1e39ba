/** The menus of routines in an environment, by state. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RoutineSnapshot } from '#protocol';
import { liveRowKind } from '../../client/src/views/model/live-row-kind';
import { kindIcon } from '../../client/src/views/model/state-appearance';

interface Manifest {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly { command: string; when: string; group: string }[]>>;
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Returns true if the condition holds for one row of the kind. */
function isFor(when: string, kind: string): boolean {
  const [asked = ''] = when.split(' && ');
  const [, pattern] = /^viewItem =~ \/(.*)\/$/.exec(asked) ?? [];
  return pattern === undefined ? asked === `viewItem == ${kind}` : new RegExp(pattern).test(kind);
}

function menuOf(shown: RoutineSnapshot['shown'], isChangedOutside = false): string {
  const state = shown === 'not-deployed' ? 'missing' : shown === 'different' ? 'drifted' : shown;
  const snapshot = { routine: 'shop.a', kind: 'procedure', version: null, state, shown, words: shown } as const;
  const kind = liveRowKind(isChangedOutside ? { ...snapshot, isChangedOutside } : snapshot);
  const items = contributes.menus['view/item/context'] ?? [];
  return items
    .filter(({ when, group }) => isFor(when, kind) && !group.startsWith('inline'))
    .map(({ command }) => command.replace('sproc.', ''))
    .join(' ');
}

describe('the menu of a routine in an environment', () => {
  it('deploys only what a source defines and the environment lacks', () => {
    for (const shown of ['behind', 'ahead', 'unregistered', 'different'] as const)
      assert.equal(menuOf(shown), 'deploy compareWithWorkspace openText showHistory copyName', shown);
    for (const shown of ['missing', 'not-deployed'] as const)
      assert.equal(menuOf(shown), 'deploy showHistory copyName', shown);
  });

  it('only looks at what is in sync', () =>
    assert.equal(menuOf('in-sync'), 'compareWithWorkspace openText showVersions showHistory copyName'));

  it('adopts or reverts what changed outside, also where the version is behind', () => {
    for (const menu of [menuOf('drifted'), menuOf('behind', true)])
      assert.equal(menu, 'adopt revert compareWithWorkspace openText showHistory copyName');
    assert.equal(menuOf('missing', true), 'adopt putBack showHistory copyName');
  });

  it('imports what is unmanaged', () => assert.equal(menuOf('unmanaged'), 'importRoutine openText copyName'));

  it('reads again what could not be read', () => {
    for (const shown of ['unreadable', 'unknown'] as const) assert.equal(menuOf(shown), 'tryAgain copyName', shown);
  });
});

describe('the icons of routines', () => {
  it('differ by kind', () => {
    const icons = ['procedure', 'function', 'trigger', 'event', 'view', 'package'].map(kindIcon);
    assert.equal(new Set(icons).size, icons.length);
    // VS Code draws these alike.
    assert.ok(!(icons.includes('symbol-method') && icons.includes('symbol-function')));
  });
});
