import assert from 'node:assert/strict';
import type { StepWork } from '../../engine/src/lifecycle/execution/step-work';
import { canBePacked } from '../../engine/src/lifecycle/execution/run-packed';
import { planScene, type Scene } from '../support/plan-facts';

function packable(scene: Scene): readonly string[] {
  return planScene(scene)
    .targets.flatMap(({ steps }) => steps)
    .filter((step) => canBePacked({ step } as StepWork))
    .map(({ key }) => key.name);
}

describe('a packet of several creations', () => {
  it('takes blocks, behind which MySQL keeps no semicolon', () => {
    const files = [
      'CREATE PROCEDURE a() BEGIN SELECT 1; END',
      'CREATE PROCEDURE b() l: BEGIN LEAVE l; END l',
      'CREATE PROCEDURE c() SELECT 1',
      'CREATE PROCEDURE d() IF 1 THEN SELECT 1; END IF',
      'CREATE FUNCTION e() RETURNS INT NO SQL RETURN 1',
      'CREATE FUNCTION f() RETURNS INT NO SQL BEGIN RETURN 1; END',
    ];
    assert.deepEqual(packable({ files }), ['a', 'b', 'f']);
  });

  it('takes nothing that is replaced', () => {
    const live = ['CREATE DEFINER=`root`@`localhost` PROCEDURE `a`() SELECT 1'];
    assert.deepEqual(packable({ files: ['CREATE PROCEDURE a() BEGIN SELECT 2; END'], live, deployed: live }), []);
  });
});
