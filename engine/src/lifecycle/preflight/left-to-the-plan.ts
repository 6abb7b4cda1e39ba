/** The findings of `sproc check` about which a plan says more itself, or which do not hold on the target. */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import { resolveRoutine } from '../../analysis/program/resolve';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { ruleCodes } from '../../project/rule-codes';
import { renameKey } from '../../routine/naming';
import { identify } from '../../routine/routine';
import type { TargetFacts } from '../planning/target-facts';

/** A finding with the text that it is in; null outside of all routines. */
export interface FoundInSource {
  readonly diagnostic: Diagnostic;
  readonly source: SourceRoutine | null;
}

export interface KnownOfPlan {
  readonly index: SourceIndex;
  /** The texts that the server rejects, by identity of the project's key. */
  readonly rejected: ReadonlySet<string>;
  /** The texts that are deployed, by identity of the project's key. */
  readonly coming: ReadonlySet<string>;
  readonly facts: TargetFacts;
}

/** The target decides which routines exist there, and checks of the plan report these with more of the target. */
const reportedByPlan: ReadonlySet<string> = new Set(['missing-routine', 'lossy-text', 'duplicate-definition']);

/** Returns true for a finding that the plan has already, and for one that does not hold on the target. */
export function isLeftToThePlan({ diagnostic, source }: FoundInSource, known: KnownOfPlan): boolean {
  const { code, severity } = diagnostic;
  if ((severity !== 'error' && severity !== 'warning') || reportedByPlan.has(code)) return true;
  if (source === null) return false;
  if (known.rejected.has(source.identity) && isFoundByServer(code)) return true;
  return isAboutCallee(code) && hasOtherCallee(source, diagnostic, known);
}

const all: ReadonlySet<string> = new Set(ruleCodes);

/** Returns true for what a server finds while it compiles: all that the parser finds, and what it does not have. */
function isFoundByServer(code: string): boolean {
  return !all.has(code) || code === 'server-lacks' || code === 'removed-feature' || code === 'undeclared-name';
}

function isAboutCallee(code: string): boolean {
  return code === 'argument-count' || code === 'out-argument';
}

/** Returns true if the callee is not deployed and takes other arguments on the target than in the project. */
function hasOtherCallee(source: SourceRoutine, { span }: Diagnostic, { index, coming, facts }: KnownOfPlan): boolean {
  const reference = source.definition.references.find(
    (one) => one.span.start <= span.start && span.start <= one.span.end,
  );
  const callee = reference === undefined ? null : resolveRoutine(index, source.key, reference);
  if (callee === null || coming.has(callee.within ?? callee.identity)) return false;
  const live = facts.deployed.get(identify(renameKey(callee.key, facts.naming.toPhysical)))?.live.routine;
  if (live === undefined) return false;
  const takes = ({ parameters }: typeof live.signature): readonly unknown[] => parameters.map(({ mode }) => mode);
  return JSON.stringify(takes(live.signature)) !== JSON.stringify(takes(callee.signature));
}
