/** The questions and messages for a person. Commands take this as an argument, so that tests can answer instead. */
import { window, type QuickPickItem } from 'vscode';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
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
    return window.showWarningMessage(
      message,
      detail === undefined ? { modal: true } : { modal: true, detail },
      ...answers,
    );
  },
  async pick(choices, title, placeHolder) {
    return (await window.showQuickPick(choices, { ...searchAll, title, ...optional(placeHolder) }))?.value;
  },
  async pickMany(choices, title, placeHolder) {
    const options = { ...searchAll, canPickMany: true as const, title, ...optional(placeHolder) };
    return (await window.showQuickPick(choices, options))?.map(({ value }) => value);
  },
  async ask({ title, prompt, value = '', password = false, check }) {
    return window.showInputBox({
      title,
      prompt,
      value,
      password,
      ignoreFocusOut: true,
      validateInput: (text) => check?.(text) ?? undefined,
    });
  },
  async report(kind, message, ...answers) {
    if (kind === 'error') return window.showErrorMessage(message, ...answers);
    if (kind === 'warning') return window.showWarningMessage(message, ...answers);
    return window.showInformationMessage(message, ...answers);
  },
};

const searchAll = { matchOnDescription: true, matchOnDetail: true };

function optional(placeHolder: string | undefined): { placeHolder?: string } {
  return placeHolder === undefined ? {} : { placeHolder };
}
