/** Writes the actions that the engine advises as commands that can be pasted into a shell. */
import { ledgerKeyVariable, passwordVariable, printAdvice, type Action, type ActionId, type Advice } from '#engine';

/** Returns the sentence with each action as a command in backticks. */
export function adviceText(advice: Advice): string {
  return printAdvice(advice, (action) => `\`${printAction(action)}\``);
}

/** Returns what a person writes for an action: a command, an option of the command that was run, or a variable. */
export function printAction(action: Action): string {
  // Each writer is given the action of its own id.
  return (writers[action.id] as (action: Action) => string)(action);
}

type Writers = { readonly [I in ActionId]: (action: Extract<Action, { readonly id: I }>) => string };

const writers: Writers = {
  'accept-ledger': ({ environment }) => shell`sproc ledger accept-broken ${environment} --reason "..."`,
  check: ({ environment }) => (environment === undefined ? 'sproc check' : shell`sproc check --env ${environment}`),
  compare: () => 'sproc compare',
  'copy-registry': () => 'sproc registry copy FROM TO',
  deploy: ({ environment }) => shell`sproc deploy ${environment}`,
  drift: ({ environment, routine, way }) =>
    [
      shell`sproc drift ${environment}`,
      ...(routine === undefined ? [] : [quoteForShell(routine)]),
      ...(way === undefined ? [] : [waysOfDrift[way]]),
    ].join(' '),
  gc: ({ environment }) => shell`sproc gc ${environment}`,
  grants: ({ environment }) => shell`sproc grants ${environment}`,
  history: ({ environment, verify }) => `${shell`sproc history ${environment}`}${verify === true ? ' --verify' : ''}`,
  import: ({ environment, routine, overwrite }) =>
    routine === undefined || overwrite !== true
      ? shell`sproc import ${environment}`
      : shell`sproc import ${environment} ${routine} --overwrite`,
  init: () => 'sproc init',
  inspect: () => 'sproc inspect',
  mark: ({ routine, version, status }) => shell`sproc mark ${`${routine}@${version}`} ${status} --reason "..."`,
  option: ({ name, value }) => (value === undefined ? `--${name}` : `--${name} ${quoteForShell(value)}`),
  plan: ({ environment }) => shell`sproc plan ${environment}`,
  promote: ({ environment, routine, version }) =>
    routine === undefined
      ? shell`sproc promote ROUTINE --to ${environment}`
      : shell`sproc promote ${version === undefined ? routine : `${routine}@${version}`} --to ${environment}`,
  recover: ({ environment }) => shell`sproc recover ${environment}`,
  register: ({ routine }) => (routine === undefined ? 'sproc register' : shell`sproc register ${routine}`),
  // Quoted, so that a shell that is given it unread makes no pipe of it.
  'resolve-conflict': ({ routine }) =>
    routine === undefined
      ? 'sproc registry resolve ROUTINE'
      : shell`sproc registry resolve ${routine} --keep 'ours|theirs' --statuses 'carry|drop' --reason "..."`,
  'restore-file': ({ file, side }) =>
    side === undefined ? shell`git checkout -- ${file}` : `git checkout --${side} -- ${quoteForShell(file)}`,
  'roll-back': ({ environment, deployment }) =>
    deployment === undefined
      ? shell`sproc rollback ${environment} ROUTINE`
      : shell`sproc rollback ${environment} --deployment ${deployment}`,
  'select-project': () => '--project DIR',
  'set-ledger-key': ({ environment }) => ledgerKeyVariable(environment),
  'set-password': ({ environment }) => passwordVariable(environment),
  show: ({ routine, version }) => shell`sproc show ${`${routine}@${version}`}`,
  status: () => 'sproc status',
  sync: ({ from }) => (from === undefined ? 'sproc sync FROM ENVIRONMENT' : shell`sproc sync ${from} ENVIRONMENT`),
  versions: ({ routine }) => (routine === undefined ? 'sproc versions' : shell`sproc versions ${routine}`),
};

const waysOfDrift = { adopt: '--adopt', revert: '--revert' } as const;

/** Makes one word of the shell of each value that is put in. */
function shell(texts: TemplateStringsArray, ...words: readonly string[]): string {
  return String.raw({ raw: texts.raw }, ...words.map(quoteForShell));
}

/** Returns a name as one word of a POSIX shell, whatever it holds. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
