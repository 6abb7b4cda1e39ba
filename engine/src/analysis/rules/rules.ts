/** Every rule, in the order in which findings at one place are told. */
import type { Rule } from '../rule';
import { argumentCount } from './argument-count';
import { callCycle } from './call-cycle';
import { duplicateDefinition } from './duplicate-definition';
import { missingRoutine } from './missing-routine';
import { outArgument } from './out-argument';
import { recursiveFunction } from './recursive-function';
import { unpreparableStatement } from './unpreparable-statement';

export const rules: readonly Rule[] = [
  duplicateDefinition,
  missingRoutine,
  argumentCount,
  outArgument,
  callCycle,
  recursiveFunction,
  unpreparableStatement,
];
