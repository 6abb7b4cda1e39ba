/** An environment's ledger as people read it, newest deployment first. */
import type { HistoryAnswer } from '#engine';
import type { DescribedDeployment, DescribedHistory } from '#protocol';
import { plural } from './plural';

export function printHistory(environment: string, answer: DescribedHistory): string {
  const { deployments, prunings, chain, heads, problems, notes } = answer;
  const chainLine = chainLines[chain];
  const entries = deployments.flatMap((deployment) => ['', ...printDeployment(deployment)]);
  const none = deployments.length === 0 ? ['', 'Nothing has been deployed yet.'] : [];
  const proofs = heads
    .filter(({ sequence }) => sequence > 0)
    .map(({ target, sequence, hash }) => `${target} ends at row ${sequence}: ${hash}`);
  const notices = [...problems.map(({ message }) => message), ...notes];
  const removals = prunings.flatMap((pruning) => ['', ...printPruning(pruning)]);
  return [`History of ${environment}`, chainLine, ...notices, ...proofs, ...none, ...entries, ...removals, ''].join(
    '\n',
  );
}

const chainLines: Readonly<Record<HistoryAnswer['chain'], string>> = {
  intact: 'The chain of entries is intact.',
  accepted: 'The chain of entries is intact since it was accepted.',
  broken: 'The chain of entries is BROKEN: the ledger was changed outside Sproc.',
};

/** Returns `2025-09-07 14:03 deploy: deployed (3 routines)`, `… rollback: rolled back (1 routine)`. */
export function printDeploymentHead({ startedAt, command, steps, end }: DescribedDeployment): string {
  const routines = plural(steps.length, 'routine');
  return `${startedAt.slice(0, 16).replace('T', ' ')} ${command}: ${end} (${routines})`;
}

function printPruning({ at, deployment, by, from, reason, removed, rows }: HistoryAnswer['prunings'][number]) {
  return [
    `${at.slice(0, 16).replace('T', ' ')} gc: removed ${plural(removed.length, 'deployment')} (${plural(rows, 'row')})`,
    `    ${deployment}, by ${by} from ${from}`,
    ...(reason === null ? [] : [`    ${reason}`]),
    ...removed.map((id) => `    ${id}`),
  ];
}

function printDeployment(deployment: DescribedDeployment): readonly string[] {
  const { deployment: id, kind, by, account, from, commit, branch, reason, ticket, steps } = deployment;
  const source = commit === null ? '' : `, commit ${commit.slice(0, 10)}${branch === null ? '' : ` on ${branch}`}`;
  return [
    printDeploymentHead(deployment),
    `    ${id}, by ${by} from ${from}${account === null ? '' : `, as ${account}`}${source}${ticket === null ? '' : `, ticket ${ticket}`}`,
    ...(reason === null ? [] : [`    ${reason}`]),
    ...steps.map(
      (step) =>
        `    ${step.routine} ${step.end}: ${printVersion(step.from, 'new')} → ${printVersion(step.to, 'dropped')}${step.strategy === step.action || kind === 'adopt' ? '' : ` (${step.strategy})`}${step.error === null ? '' : `: ${step.error}`}`,
    ),
  ];
}

function printVersion(version: string | null, none: string): string {
  return version === null ? none : version === '-' ? 'unregistered' : version;
}
