/** The steps of a form as VS Code's own inputs, with the number of the step and a Back button. */
import { QuickInputButtons, window, type Disposable, type QuickInput } from 'vscode';
import { visible, visibleItem } from '#protocol';
import {
  fillForm,
  type Answers,
  type ChoiceField,
  type Earlier,
  type Field,
  type Step,
  type StepResult,
  type TextField,
} from './form';

export function showForm(title: string, fields: readonly Field[], earlier?: Earlier): Promise<Answers | undefined> {
  return fillForm(fields, (step) => showStep(title, step), earlier);
}

function showStep(title: string, step: Step): Promise<StepResult> {
  const { field } = step;
  return field.kind === 'text' ? showText(title, step, field) : showChoices(title, step, field);
}

function showText(title: string, step: Step, { prompt, password = false, check }: TextField): Promise<StepResult> {
  const input = window.createInputBox();
  Object.assign(input, { value: step.value, prompt: visible(prompt), password });
  const validate = (): boolean => {
    const error = check?.(input.value) ?? null;
    input.validationMessage = visible(error ?? '');
    return error === null;
  };
  return showInput(input, title, step, (resolve) => [
    input.onDidChangeValue(validate),
    input.onDidTriggerButton(() => resolve('back')),
    input.onDidAccept(() => {
      if (validate()) resolve({ answer: input.value });
    }),
  ]);
}

function showChoices(title: string, step: Step, { prompt, choices }: ChoiceField): Promise<StepResult> {
  const list = window.createQuickPick<ChoiceField['choices'][number]>();
  list.placeholder = visible(prompt);
  list.items = choices.map(visibleItem);
  // The first choice is harmless: Enter takes it, unless another was chosen before.
  list.activeItems = [list.items.find(({ value }) => value === step.value) ?? list.items[0]].flatMap(
    (one) => one ?? [],
  );
  return showInput(list, title, step, (resolve) => [
    list.onDidTriggerButton(() => resolve('back')),
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (chosen !== undefined) resolve({ answer: chosen.value });
    }),
  ]);
}

function showInput(
  input: QuickInput & { buttons: readonly unknown[] },
  title: string,
  { number, total }: Step,
  listen: (resolve: (result: StepResult) => void) => readonly Disposable[],
): Promise<StepResult> {
  // A person may copy a host or a password from elsewhere meanwhile.
  Object.assign(input, { title: visible(title), step: number, totalSteps: total, ignoreFocusOut: true });
  if (number > 1) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const finish = (result: StepResult): void => {
      resolve(result);
      for (const each of listening) each.dispose();
      input.dispose();
    };
    const listening = [...listen(finish), input.onDidHide(() => finish(undefined))];
    input.show();
  });
}
