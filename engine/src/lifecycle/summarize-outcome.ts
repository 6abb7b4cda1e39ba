/** The result of a deployment, a rollback or a recovery: summarized once, and printed by each front. */
import type { DeployAnswer, StepOutcome } from './answers/deploy';
import type { OutcomeSummary } from './answers/outcome-summary';

/**
 * Summarizes an answer. `isRecovery` if an interrupted deployment was to be completed or undone: then undoing
 * everything is a success.
 */
export function summarizeOutcome(answer: DeployAnswer, isRecovery = false): OutcomeSummary {
  const { outcome, steps } = answer;
  const count = (kind: StepOutcome['outcome']): number => steps.filter((step) => step.outcome === kind).length;
  const left = steps.filter((step) => step.left !== undefined).length;
  const isWanted = isRecovery || (steps.length > 0 && count('done') === steps.length);
  const end = outcome === 'rolled-back' ? (isWanted ? 'restored' : 'undone') : outcome;
  return {
    end,
    isSuccess:
      ['deployed', 'nothing-to-do', 'restored'].includes(end) ||
      (end === 'would-deploy' && count('failed') === 0 && left === 0),
    steps: steps.length,
    done: count('done'),
    failed: count('failed'),
    restored: count('restored'),
    notRun: count('not-run'),
    because: steps.find(({ error }) => error !== null)?.error ?? null,
    left,
  };
}
