/** The command line and the command palette offer the same work; each exception has its reason. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands } from '../../cli/src/commands/all';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const palette = new Map(contributes.commands.map(({ command, title }) => [command.replace(/^sproc\./, ''), title]));

/** The command of the palette for each command of the command line, where there is one. */
const counterparts: Readonly<Record<string, string>> = {
  init: 'createProjectFile',
  graph: 'showCallGraph',
  grep: 'searchRoutines',
  import: 'importRoutines',
  register: 'registerVersion',
  versions: 'showVersions',
  mark: 'markVersion',
  compare: 'compare',
  preflight: 'preflight',
  plan: 'showPlan',
  deploy: 'deploy',
  promote: 'promote',
  sync: 'sync',
  drift: 'showDrift',
  baseline: 'takeOver',
  rollback: 'rollBack',
  history: 'showHistory',
  recover: 'recover',
  ledger: 'acceptLedger',
  grants: 'showGrants',
  doctor: 'checkSetup',
  registry: 'copyRegistry',
  gc: 'cleanUp',
};

/** The commands of the command line that the editor does without the palette, with what it does instead. */
const shownElsewhere: Readonly<Record<string, string>> = {
  inspect: 'the Routines view lists what the sources define',
  check: 'the Problems view has the problems while a person types',
  status: 'the Environments view shows which version runs where',
  show: 'a click on a row opens its text',
  'language-server': 'the editor starts the server itself',
  completion: 'it prints a script for a shell',
  complete: 'the script for a shell calls it',
};

describe('the command line and the palette', () => {
  for (const { name } of commands)
    it(`has a place in the editor for "${name}"`, () => {
      const known = [counterparts[name], shownElsewhere[name]].filter((each) => each !== undefined);
      assert.equal(known.length, 1, 'Name the command of the palette, or what the editor does instead.');
      const counterpart = counterparts[name];
      if (counterpart !== undefined) assert.ok(palette.has(counterpart), `sproc.${counterpart} is not in package.json`);
    });

  it('names no command that is gone', () => {
    const names = new Set(commands.map(({ name }) => name));
    const named = [...Object.keys(counterparts), ...Object.keys(shownElsewhere)];
    assert.deepEqual(
      named.filter((name) => !names.has(name)),
      [],
    );
  });

  it('has both actions of `registry` in the palette', () => {
    assert.equal(palette.get('resolveConflict'), 'Resolve Registry Conflict…');
  });
});
