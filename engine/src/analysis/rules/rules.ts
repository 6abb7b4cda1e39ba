/** All rules, in the order in which findings at one place are reported. */
import type { FileRule, Rule } from './rule';
import { argumentCount } from './argument-count';
import { callCycle } from './call-cycle';
import { deprecatedCall } from './deprecated-call';
import { duplicateDefinition } from './duplicate-definition';
import { endlessCursorLoop } from './endless-cursor-loop';
import { insertColumnCount } from './insert-column-count';
import { laterStatement } from './later-statement';
import { lossyText } from './lossy-text';
import { lowerStatusCall } from './lower-status-call';
import { missingDelimiter } from './missing-delimiter';
import { missingHandler } from './missing-handler';
import { missingRoutine } from './missing-routine';
import { missingColumnValue } from './missing-column-value';
import { notCarriedOut } from './not-carried-out';
import { outArgument } from './out-argument';
import { recursiveFunction } from './recursive-function';
import { removedFeature } from './removed-feature';
import { schemaLessLookup } from './schema-less-lookup';
import { serverLacks } from './server-lacks';
import { severalRowsInto } from './several-rows-into';
import { sharedHandler } from './shared-handler';
import { shadowedColumn } from './shadowed-column';
import { transactionAroundDdl } from './transaction-around-ddl';
import { undeclaredName } from './undeclared-name';
import { unknownColumn } from './unknown-column';
import { unpreparableStatement } from './unpreparable-statement';
import { unreachableCode } from './unreachable-code';
import { unquotedParameter } from './unquoted-parameter';
import { unusedVariable } from './unused-variable';
import { versionAsText } from './version-as-text';
import { viewSchema } from './view-schema';

export const rules: readonly Rule[] = [
  duplicateDefinition,
  missingRoutine,
  argumentCount,
  outArgument,
  undeclaredName,
  callCycle,
  recursiveFunction,
  deprecatedCall,
  lowerStatusCall,
  serverLacks,
  removedFeature,
  lossyText,
  unpreparableStatement,
  shadowedColumn,
  severalRowsInto,
  transactionAroundDdl,
  versionAsText,
  schemaLessLookup,
  viewSchema,
  unquotedParameter,
  insertColumnCount,
  unknownColumn,
  missingColumnValue,
  endlessCursorLoop,
  missingHandler,
  sharedHandler,
  unreachableCode,
  unusedVariable,
  missingDelimiter,
];

export const fileRules: readonly FileRule[] = [laterStatement, notCarriedOut];
