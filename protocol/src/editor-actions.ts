/** Names the actions that the engine advises by commands of the editor, and in words where it has none. */
import type { Action, ActionId, Advice, OptionName } from '#engine';

/** A command of the editor that does an action, with what is known already. */
export interface EditorCommand {
  readonly command: string;
  /** The same as in the palette. */
  readonly title: string;
  readonly argument: Readonly<Record<string, unknown>>;
}

/** An action in a sentence, with the command that does it; null where the editor has none. */
interface EditorAction {
  readonly words: string;
  readonly command: EditorCommand | null;
}

/** Returns the advice as a sentence. */
export function printForEditor(advice: Advice): string {
  if (typeof advice === 'string') return advice;
  return advice.advice.map((part) => (typeof part === 'string' ? part : describeAction(part).words)).join('');
}

/** Returns the commands for what is advised, each once. */
export function commandsFor(...advice: readonly Advice[]): readonly EditorCommand[] {
  const actions = advice.flatMap((each) => (typeof each === 'string' ? [] : each.advice));
  const commands = actions.flatMap((part) => (typeof part === 'string' ? [] : (describeAction(part).command ?? [])));
  return commands.filter(({ title }, i) => commands.findIndex((each) => each.title === title) === i);
}

export function describeAction(action: Action): EditorAction {
  // Each description is given the action of its own id.
  return (descriptions[action.id] as (action: Action) => EditorAction)(action);
}

type Descriptions = { readonly [I in ActionId]: (action: Extract<Action, { readonly id: I }>) => EditorAction };

const descriptions: Descriptions = {
  'accept-ledger': (action) => byCommand('acceptLedger', 'Accept Changed Ledger…', argumentOf(action)),
  check: ({ environment }) => (environment === undefined ? inWords('the Problems view') : onCommandLine('check')),
  compare: () => byCommand('compare', 'Compare…'),
  'copy-registry': () => byCommand('copyRegistry', 'Copy Registry…'),
  deploy: (action) => byCommand('deploy', 'Deploy…', argumentOf(action)),
  drift: (action) => byCommand('showDrift', 'Show Drift…', argumentOf(action)),
  gc: (action) => byCommand('cleanUp', 'Clean Up…', argumentOf(action)),
  grants: (action) => byCommand('showGrants', 'Show Privileges…', argumentOf(action)),
  history: (action) => byCommand('showHistory', 'Show History…', argumentOf(action)),
  import: (action) => byCommand('importRoutines', 'Import from Environment…', argumentOf(action)),
  init: () => byCommand('createProjectFile', 'Create sproc.json'),
  inspect: () => inWords('the Routines view'),
  mark: (action) => byCommand('markVersion', 'Mark Version…', argumentOf(action)),
  option: ({ name }) => inWords(options[name]),
  plan: (action) => byCommand('showPlan', 'Show Plan…', argumentOf(action)),
  promote: (action) => byCommand('promote', 'Promote…', argumentOf(action)),
  recover: (action) => byCommand('recover', 'Recover Interrupted Deployment…', argumentOf(action)),
  register: (action) => byCommand('registerVersion', 'Register Version…', argumentOf(action)),
  'resolve-conflict': (action) => byCommand('resolveConflict', 'Resolve Registry Conflict…', argumentOf(action)),
  'restore-file': ({ side }) =>
    inWords(side === undefined ? 'discard its changes in git' : side === 'ours' ? 'take your side' : 'take the other'),
  'roll-back': (action) => byCommand('rollBack', 'Roll Back…', argumentOf(action)),
  'select-project': () => byCommand('selectProject', 'Select Project'),
  'set-ledger-key': (action) => byCommand('setLedgerKey', 'Set Ledger Key…', argumentOf(action)),
  'set-password': (action) => byCommand('setPassword', 'Set Password…', argumentOf(action)),
  show: (action) => byCommand('showVersions', 'Show Versions…', argumentOf(action)),
  status: () => inWords('the Environments view'),
  sync: () => byCommand('sync', 'Sync Environments…'),
  versions: (action) => byCommand('showVersions', 'Show Versions…', argumentOf(action)),
};

/** Words for options of the command line, which the editor asks for in dialogs. */
const options: Readonly<Record<OptionName, string>> = {
  adopt: '"Adopt"',
  'allow-warnings': '"promote" on the command line',
  confirm: 'its name',
  fixed: '"grep" on the command line',
  head: '"recover" on the command line',
  overwrite: '"Overwrite…"',
  prune: 'pruning',
  reason: 'the input box',
  revert: '"Revert"',
  version: '"register" on the command line',
  'with-callees': 'with their callees',
};

function byCommand(name: string, title: string, argument: EditorCommand['argument'] = {}): EditorAction {
  return { words: `"Sproc: ${title}"`, command: { command: `sproc.${name}`, title, argument } };
}

function inWords(words: string): EditorAction {
  return { words, command: null };
}

function onCommandLine(command: string): EditorAction {
  return inWords(`"${command}" on the command line`);
}

/** Returns all but the id: an action and a command have the same names for their arguments. */
function argumentOf({ id: _id, ...argument }: Action): EditorCommand['argument'] {
  return argument;
}
