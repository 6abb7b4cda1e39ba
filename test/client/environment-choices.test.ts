/** The order of environments in a list: by stage, the selected one first, production last and never by Enter alone. */
import assert from 'node:assert/strict';
import type { EnvironmentState } from '#protocol';
import { makeEnvironmentChoices } from '../../client/src/commands/environment-choices';

const state = (name: string, stage: EnvironmentState['stage']): EnvironmentState => ({
  ...{ name, stage, protected: stage === 'PRODUCTION', targets: [`${name}:3306/shop`], audience: [], observed: null },
});
const environments = [state('prod', 'PRODUCTION'), state('qa', 'TESTING'), state('dev', 'DEVELOPMENT')];
const orderOf = (chosen: string | null, given: readonly EnvironmentState[] = environments): readonly string[] =>
  makeEnvironmentChoices(given, chosen).map(
    ({ value, isDeliberate }) => `${value.name}${isDeliberate === true ? ' (deliberate)' : ''}`,
  );

describe('the list of environments', () => {
  it('is ordered by stage', () => assert.deepEqual(orderOf(null), ['dev', 'qa', 'prod (deliberate)']));

  it('begins with the selected one', () => assert.deepEqual(orderOf('qa'), ['qa', 'dev', 'prod (deliberate)']));

  it('ends with production, selected or not', () =>
    assert.deepEqual(orderOf('prod'), ['dev', 'qa', 'prod (deliberate)']));

  it('begins with the selected one of two productions', () =>
    assert.deepEqual(orderOf('west', [state('east', 'PRODUCTION'), state('west', 'PRODUCTION')]), [
      ...['west (deliberate)', 'east (deliberate)'],
    ]));
});
