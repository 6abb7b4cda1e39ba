/** The questions and messages for a person. Commands take this as an argument, so that tests can answer instead. */
import { window, type QuickPickItem } from 'vscode';
import { visible, visibleItem, visibleLines } from '#protocol';
import { answerAmong } from './answer-among';
import type { Answers, Earlier, Field } from './form';
import { showForm } from './form-inputs';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
  /** True if Enter alone must not choose it: the person has to move to it or to type. */
  readonly isDeliberate?: boolean;
}

interface Question {
  readonly message: string;
  /** The text shown in smaller letters beneath; it may have many lines. */
  readonly detail?: string;
  /** Labels of the buttons; Cancel is added by VS Code. */
  readonly answers: readonly string[];
}

/** Every answer is undefined where the person turned away. */
export interface Dialogs {
  /** Shows a modal question, which blocks everything else until it is answered. */
  confirm(question: Question): Promise<string | undefined>;
  pick<T>(choices: readonly Choice<T>[], title: string, placeHolder?: string): Promise<T | undefined>;
  pickMany<T>(choices: readonly Choice<T>[], title: string, placeHolder?: string): Promise<readonly T[] | undefined>;
  ask(input: TextQuestion): Promise<string | undefined>;
  /** Asks the fields one after the other, with a way back; `earlier` has known answers and the first field. */
  fill(title: string, fields: readonly Field[], earlier?: Earlier): Promise<Answers | undefined>;
  report(kind: 'information' | 'warning' | 'error', message: string, ...answers: string[]): Promise<string | undefined>;
}

interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly password?: boolean;
  /** Returns the error of a text, as a sentence; null if it is valid. */
  readonly check?: (text: string) => string | null;
}

export const vscodeDialogs: Dialogs = {
  async confirm({ message, detail, answers }) {
    const options = detail === undefined ? { modal: true } : { modal: true, detail: visibleLines(detail) };
    return answerAmong(answers, (labels) => window.showWarningMessage(visibleLines(message), options, ...labels));
  },
  async pick(choices, title, placeHolder) {
    const [picked] = (await showList(choices, { title, placeHolder, canSelectMany: false })) ?? [];
    return picked?.value;
  },
  async pickMany(choices, title, placeHolder) {
    return (await showList(choices, { title, placeHolder, canSelectMany: true }))?.map(({ value }) => value);
  },
  async ask({ title, prompt, value = '', password = false, check }) {
    return window.showInputBox({
      title: visible(title),
      prompt: visible(prompt),
      value,
      password,
      ignoreFocusOut: true,
      validateInput: (text) => visible(check?.(text) ?? '') || undefined,
    });
  },
  fill: showForm,
  async report(kind, sentence, ...answers) {
    const message = visibleLines(sentence);
    return answerAmong(answers, (labels) => {
      if (kind === 'error') return window.showErrorMessage(message, ...labels);
      if (kind === 'warning') return window.showWarningMessage(message, ...labels);
      return window.showInformationMessage(message, ...labels);
    });
  },
};

interface ListOptions {
  readonly title: string;
  readonly placeHolder: string | undefined;
  readonly canSelectMany: boolean;
}

/** Returns what the person chose: at least one; undefined if the person turned away. */
function showList<C extends Choice<unknown>>(
  choices: readonly C[],
  { title, placeHolder, canSelectMany }: ListOptions,
): Promise<readonly C[] | undefined> {
  const list = window.createQuickPick<C>();
  Object.assign(list, { title: visible(title), canSelectMany, matchOnDescription: true, matchOnDetail: true });
  list.placeholder = placeHolder === undefined ? undefined : visible(placeHolder);
  const items = choices.map(visibleItem);
  list.items = items;
  if (canSelectMany) list.selectedItems = items.filter(({ picked }) => picked === true);
  else if (choices[0]?.isDeliberate === true) list.activeItems = [];
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      const chosen = [...list.selectedItems];
      if (chosen.length === 0) list.title = visible(`${title}: ${canSelectMany ? 'tick at least one' : 'select one'}`);
      else finish(chosen);
    });
    list.onDidHide(() => finish(undefined));
    list.show();

    function finish(chosen: readonly C[] | undefined): void {
      resolve(chosen);
      list.dispose();
    }
  });
}
