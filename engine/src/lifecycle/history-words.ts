/** The end of each kind of deployment and of its steps, in the past tense of its kind. */
import type { HistoryAnswer } from './answers/history';

type Deployment = HistoryAnswer['deployments'][number];

/** Returns `rolled back` for a rollback that the ledger records as deployed. */
export function printEnd({ kind, outcome }: Pick<Deployment, 'kind' | 'outcome'>): string {
  return ends[kind][outcome];
}

/** Returns `replaced` for a step that is done, `adopted` for one of an adoption, and `not run`. */
export function printStepEnd(kind: Deployment['kind'], { action, outcome }: Deployment['steps'][number]): string {
  if (outcome === 'not-run') return 'not run';
  if (outcome !== 'done') return outcome;
  return kind === 'adopt' ? 'adopted' : actionsDone[action];
}

const actionsDone: Readonly<Record<Deployment['steps'][number]['action'], string>> = {
  create: 'created',
  replace: 'replaced',
  alter: 'altered',
  drop: 'dropped',
};

const unfinished = { running: 'running', interrupted: 'interrupted' } as const;

const ends: Readonly<Record<Deployment['kind'], Readonly<Record<Deployment['outcome'], string>>>> = {
  deploy: {
    ...unfinished,
    deployed: 'deployed',
    'nothing-to-do': 'nothing to deploy',
    'rolled-back': 'failed, everything was restored',
    failed: 'failed, changes by others were left untouched',
    partial: 'failed, some changes could not be undone',
  },
  rollback: {
    ...unfinished,
    deployed: 'rolled back',
    'nothing-to-do': 'nothing to roll back',
    'rolled-back': 'failed, everything was restored',
    failed: 'failed, changes by others were left untouched',
    partial: 'failed, some changes could not be undone',
  },
  recover: {
    ...unfinished,
    deployed: 'finished the interrupted deployment',
    'nothing-to-do': 'nothing to recover',
    'rolled-back': 'restored everything',
    failed: 'ended the interrupted deployment, changes by others were left untouched',
    partial: 'failed, some changes could not be undone',
  },
  adopt: {
    ...unfinished,
    deployed: 'adopted',
    'nothing-to-do': 'nothing to adopt',
    'rolled-back': 'failed, nothing was adopted',
    failed: 'failed, nothing was adopted',
    partial: 'adopted in part',
  },
};
