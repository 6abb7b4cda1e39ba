/** Quick fixes: what can be done about a diagnostic at a press. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { addArguments } from './add-arguments';
import { addDelimiter } from './add-delimiter';
import { addSchema } from './add-schema';
import { nothingRead } from '../../routine/live-routines';
import { changeName } from './change-name';
import { createRoutine } from './create-routine';
import { declareVariable } from './declare-variable';
import { limitToOneRow } from './limit-to-one-row';
import { qualifyColumn } from './qualify-column';
import { quoteParameter } from './quote-parameter';
import { removeVariable } from './remove-variable';
import { renameLocal } from './rename-local';
import { suppress } from './suppress';
import { writeSchema } from './write-schema';
import type { ReportedDiagnostic, MakeFix, QuickFix } from './fix';

/** All fixes in the order of the menu; suppression is the last resort. */
const fixes: readonly MakeFix[] = [
  createRoutine,
  addArguments,
  declareVariable,
  removeVariable,
  qualifyColumn,
  renameLocal,
  limitToOneRow,
  quoteParameter,
  addSchema,
  writeSchema,
  addDelimiter,
  suppress,
];

export function findQuickFixes(
  index: SourceIndex,
  file: string,
  reported: readonly ReportedDiagnostic[],
  live = nothingRead,
): readonly QuickFix[] {
  const facts = index.facts(file);
  if (facts === null) return [];
  return reported.flatMap((diagnostic) => {
    const context = { index, facts, diagnostic, live };
    const names = changeName(context);
    const others = fixes.map((fix) => fix(context)).filter((fix) => fix !== null);
    // Only one fix of a diagnostic is preferred.
    const isNamed = names.some(({ isPreferred }) => isPreferred);
    return [...names, ...(isNamed ? others.map((fix) => ({ ...fix, isPreferred: false })) : others)];
  });
}
