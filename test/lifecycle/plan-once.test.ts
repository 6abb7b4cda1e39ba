import assert from 'node:assert/strict';
import { Memory } from '../../engine/src/base/memory';
import { parsePrivileges } from '../../engine/src/database/read-privileges';
import type { PlanInput } from '../../engine/src/lifecycle/planning/make-plan';
import { planOnce } from '../../engine/src/lifecycle/planning/plan-once';
import type { TargetFacts } from '../../engine/src/lifecycle/planning/target-facts';
import { sceneParts, type Scene } from '../support/plan-facts';
import { routineOf } from '../support/routine-of';

const live = 'CREATE DEFINER=`root`@`localhost` PROCEDURE `pay`() SELECT 1';
const scene: Scene = { files: ['CREATE PROCEDURE pay() SELECT 2'], live: [live], deployed: [live] };

/** Returns the facts as read again: equal, but other objects; only the naming remains as long as the conversation. */
function readAgain(change: Partial<Scene> = {}): TargetFacts {
  return { ...sceneParts({ ...scene, ...change }).facts, naming: first.facts.naming };
}

const first = sceneParts(scene);

/** Returns true if the second plan is the first one. */
function staysFor(input: PlanInput, facts: TargetFacts): boolean {
  const memory = new Memory();
  return planOnce(memory, first.input, [first.facts]) === planOnce(memory, input, [facts]);
}

describe('a plan that is made again', () => {
  it('stands where nothing has changed', () => {
    assert.equal(staysFor({ ...first.input, records: new Map() }, readAgain()), true);
  });

  it('stands where the ledger was made meanwhile', () => {
    assert.equal(staysFor(first.input, { ...readAgain(), hasLedger: false }), true);
  });

  it('is another one in another conversation', () => {
    const plan = planOnce(new Memory(), first.input, [first.facts]);
    assert.notEqual(planOnce(new Memory(), first.input, [first.facts]), plan);
  });

  const facts: Readonly<Record<string, TargetFacts>> = {
    'what stands there': readAgain({ live: [live.replace('1', '3')] }),
    'a grant on it': readAgain({
      grants: [
        {
          key: { schema: 'shop', kind: 'procedure', name: 'pay' },
          user: 'app',
          host: '%',
          privileges: ['EXECUTE'],
          grantOption: false,
        },
      ],
    }),
    'what was deployed last': readAgain({ deployed: [] }),
    'a privilege': { ...readAgain(), privileges: parsePrivileges(['GRANT USAGE ON *.* TO `deployer`@`%`']) },
    'an account': { ...readAgain(), accounts: new Set(['deployer@%']) },
    'a setting of the server': readAgain({ binaryLog: true }),
    'the collation of the schema': {
      ...readAgain(),
      catalogs: new Map([...first.facts.catalogs].map(([name, one]) => [name, { ...one, defaultCollation: 'x' }])),
    },
  };
  for (const [what, changed] of Object.entries(facts))
    it(`is made anew where ${what} has changed`, () => assert.equal(staysFor(first.input, changed), false));

  const [desired] = first.input.desired;
  const record = {
    key: { schema: 'shop', kind: 'procedure', name: 'pay' } as const,
    versions: [],
    conflict: null,
    changes: [
      { version: '1.0.0', from: null, to: 'DEVELOPMENT', by: 'ann', at: '2026-01-01T00:00:00Z', reason: '' } as const,
    ],
  };
  const inputs: Readonly<Record<string, PlanInput>> = {
    'the text': sceneParts({ ...scene, files: ['CREATE PROCEDURE pay() SELECT 9'] }).input,
    'another file': { ...first.input, workspace: [...first.input.workspace, routineOf('CREATE PROCEDURE b() DO 1')] },
    'the version': { ...first.input, desired: desired === undefined ? [] : [{ ...desired, version: '2.0.0' }] },
    'a status': { ...first.input, records: new Map([['procedure shop.pay', record]]) },
    'an option': { ...first.input, options: { ...first.input.options, prune: true } },
  };
  for (const [what, changed] of Object.entries(inputs))
    it(`is made anew where ${what} has changed`, () => assert.equal(staysFor(changed, readAgain()), false));
});
