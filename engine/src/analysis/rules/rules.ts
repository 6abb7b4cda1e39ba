/** Every rule, in the order in which findings at one place are told. */
import type { Rule } from '../rule';
import { argumentCount } from './argument-count';
import { callCycle } from './call-cycle';
import { duplicateDefinition } from './duplicate-definition';
import { endlessCursorLoop } from './endless-cursor-loop';
import { insertColumnCount } from './insert-column-count';
import { missingRoutine } from './missing-routine';
import { outArgument } from './out-argument';
import { recursiveFunction } from './recursive-function';
import { schemaLessLookup } from './schema-less-lookup';
import { severalRowsInto } from './several-rows-into';
import { shadowedColumn } from './shadowed-column';
import { transactionAroundDdl } from './transaction-around-ddl';
import { unpreparableStatement } from './unpreparable-statement';
import { unreachableCode } from './unreachable-code';
import { unquotedParameter } from './unquoted-parameter';
import { unusedVariable } from './unused-variable';
import { versionAsText } from './version-as-text';

export const rules: readonly Rule[] = [
  duplicateDefinition,
  missingRoutine,
  argumentCount,
  outArgument,
  callCycle,
  recursiveFunction,
  unpreparableStatement,
  shadowedColumn,
  severalRowsInto,
  transactionAroundDdl,
  versionAsText,
  schemaLessLookup,
  unquotedParameter,
  insertColumnCount,
  endlessCursorLoop,
  unreachableCode,
  unusedVariable,
];
