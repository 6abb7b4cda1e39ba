/** The commands of the views themselves: their filters, their arrangement, and what they leave out. */
import { commands as vscodeCommands, window, type Disposable } from 'vscode';
import { commands, contextKeys } from '../workbench/contributions';
import type { Choice, Dialogs } from '../workbench/dialogs';
import { groupings, sortings, type Arrangement } from './model/arrangement';
import type { Tree } from './tree';
import type { Filter, ViewOptions } from './model/view-options';

interface Views {
  readonly routines: Tree;
  readonly environments: Tree;
  readonly options: ViewOptions;
}

export function registerViewCommands(views: Views, dialogs: Dialogs): readonly Disposable[] {
  const { routines, environments, options } = views;
  const filter = (which: 'routines' | 'environments', words: string): void => {
    const key = { routines: contextKeys.routinesFiltered, environments: contextKeys.environmentsFiltered }[which];
    options[which].set(words);
    setContext(key, options[which].words !== '');
    views[which].refresh();
  };
  const showOnlyDiffering = async (isOn: boolean): Promise<void> => {
    await options.showOnlyDiffering(isOn);
    setContext(contextKeys.onlyDiffering, isOn);
    environments.refresh();
  };
  setContext(contextKeys.onlyDiffering, options.onlyDiffering);
  const register = (id: string, run: (given: unknown) => unknown): Disposable =>
    vscodeCommands.registerCommand(id, run);
  return [
    register(commands.filterRoutines, (words) =>
      askFilter(options.routines, words, routinesPrompt, (text) => filter('routines', text)),
    ),
    register(commands.clearRoutinesFilter, () => filter('routines', '')),
    register(commands.filterEnvironments, (words) =>
      askFilter(options.environments, words, environmentsPrompt, (text) => filter('environments', text)),
    ),
    register(commands.clearEnvironmentsFilter, () => filter('environments', '')),
    register(commands.arrangeRoutines, async () => {
      const wanted = await askArrangement(dialogs, options.arrangement);
      if (wanted === undefined) return;
      await options.arrange(wanted);
      routines.refresh();
    }),
    register(commands.showOnlyDiffering, () => showOnlyDiffering(true)),
    register(commands.showAllStates, () => showOnlyDiffering(false)),
  ];
}

function setContext(key: string, value: boolean): void {
  void vscodeCommands.executeCommand('setContext', key, value);
}

const routinesPrompt = 'Words of a name, schema, kind, status, state, or of a table used. Enter keeps the filter.';
const environmentsPrompt = 'Words of a name, schema, kind, version or state. Enter keeps the filter.';

/** Asks for the words, while the view already shows what they find; Escape restores the previous filter. */
async function askFilter(
  filter: Filter,
  given: unknown,
  prompt: string,
  apply: (words: string) => void,
): Promise<void> {
  if (typeof given === 'string') {
    apply(given);
    return;
  }
  const before = filter.words;
  const box = window.createInputBox();
  Object.assign(box, { title: 'Filter', value: before, prompt, placeholder: 'place_order, drifted, orders…' });
  box.onDidChangeValue(apply);
  const isKept = await new Promise<boolean>((resolve) => {
    box.onDidAccept(() => resolve(true));
    box.onDidHide(() => resolve(false));
    box.show();
  });
  box.dispose();
  if (!isKept) apply(before);
}

/** Asks for the grouping or the order: one pick, since each of them changes alone. */
async function askArrangement(dialogs: Dialogs, now: Arrangement): Promise<Arrangement | undefined> {
  const choices: readonly Choice<Arrangement>[] = [
    ...groupings.map((group) => choiceOf(`Group by ${group}`, group === now.group, { ...now, group })),
    ...sortings.map((sort) => choiceOf(`Sort by ${sort}`, sort === now.sort, { ...now, sort })),
  ];
  return dialogs.pick(choices, 'Group and Sort Routines', 'Select a grouping or an order');
}

function choiceOf(label: string, isNow: boolean, value: Arrangement): Choice<Arrangement> {
  return { label: `${isNow ? '$(check) ' : ''}${label}`, value };
}
