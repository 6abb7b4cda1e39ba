import assert from 'node:assert/strict';
import type { StepTask } from '../../engine/src/lifecycle/execution/step-task';
import { canShareQuery } from '../../engine/src/lifecycle/execution/run-multi-statement';
import { planScene, type Scene } from '../support/plan-facts';

function packable(scene: Scene): readonly string[] {
  return planScene(scene)
    .targets.flatMap(({ steps }) => steps)
    .filter((step) => canShareQuery({ step } as StepTask))
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

  it('takes blocks whatever their label is, and however comments divide their words', () => {
    const files = [
      'CREATE PROCEDURE a() `my label`: BEGIN LEAVE `my label`; END `my label`',
      'CREATE PROCEDURE b() l /* why */ : /* that */ BEGIN SELECT 1; END /* of it */ l',
      'CREATE PROCEDURE c() begin_it: LOOP LEAVE begin_it; END LOOP begin_it',
    ];
    assert.deepEqual(packable({ files }), ['a', 'b']);
  });

  it('takes those beside which COLLATE is only in a comment or a string, and none whose types lean on their schema', () => {
    const files = [
      "CREATE PROCEDURE a() BEGIN /* COLLATE */ SELECT 'VARCHAR(20000)'; END",
      'CREATE PROCEDURE b() BEGIN DECLARE x VARCHAR/* long */(20000); END',
    ];
    assert.deepEqual(packable({ files }), ['a']);
  });

  it('takes nothing that is replaced', () => {
    const live = ['CREATE DEFINER=`root`@`localhost` PROCEDURE `a`() SELECT 1'];
    assert.deepEqual(packable({ files: ['CREATE PROCEDURE a() BEGIN SELECT 2; END'], live, deployed: live }), []);
  });
});
