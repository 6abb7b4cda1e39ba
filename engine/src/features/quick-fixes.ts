/** Quick fixes: what can be done about a diagnostic at a press. */
import type { SourceIndex } from '../analysis/source-index';
import { addArguments } from './fixes/add-arguments';
import { addDelimiter } from './fixes/add-delimiter';
import { addSchema } from './fixes/add-schema';
import { createRoutine } from './fixes/create-routine';
import { declareVariable } from './fixes/declare-variable';
import { limitToOneRow } from './fixes/limit-to-one-row';
import { qualifyColumn } from './fixes/qualify-column';
import { quoteParameter } from './fixes/quote-parameter';
import { removeVariable } from './fixes/remove-variable';
import { renameLocal } from './fixes/rename-local';
import { suppress } from './fixes/suppress';
import { writeSchema } from './fixes/write-schema';
import type { ToldDiagnostic, MakeFix, QuickFix } from './fixes/fix';

/** In the order in which a menu lists them; silencing is the last resort. */
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

export function findQuickFixes(index: SourceIndex, file: string, told: readonly ToldDiagnostic[]): readonly QuickFix[] {
  const facts = index.facts(file);
  if (facts === null) return [];
  return told.flatMap((diagnostic) =>
    fixes.map((fix) => fix({ index, facts, diagnostic })).filter((fix) => fix !== null),
  );
}
