/** Quick fixes: what can be done about a diagnostic at a press. */
import type { SourceIndex } from '../analysis/source-index';
import { addArguments } from './fixes/add-arguments';
import { createRoutine } from './fixes/create-routine';
import type { ToldDiagnostic, MakeFix, QuickFix } from './fixes/fix';
import { suppress } from './fixes/suppress';

/** In the order in which a menu lists them; silencing is the last resort. */
const fixes: readonly MakeFix[] = [createRoutine, addArguments, suppress];

export function findQuickFixes(index: SourceIndex, file: string, told: readonly ToldDiagnostic[]): readonly QuickFix[] {
  const facts = index.facts(file);
  if (facts === null) return [];
  return told.flatMap((diagnostic) =>
    fixes.map((fix) => fix({ index, facts, diagnostic })).filter((fix) => fix !== null),
  );
}
