/** A form of several steps, one question each: Back returns to the one before, and Esc leaves nothing. */

/** The answers so far, by the name of the field. */
export type Answers = Readonly<Record<string, string>>;

interface Named {
  readonly name: string;
  readonly prompt: string;
}

export interface TextField extends Named {
  readonly kind: 'text';
  /** The text at the beginning. */
  readonly value?: (answers: Answers) => string;
  readonly password?: boolean;
  /** Returns the error of a text, as a sentence; null if it is valid. */
  readonly check?: (text: string) => string | null;
}

export interface ChoiceField extends Named {
  readonly kind: 'choice';
  readonly choices: readonly { readonly label: string; readonly detail: string; readonly value: string }[];
}

export type Field = TextField | ChoiceField;

/** The result of a step: an answer, the wish to go back, or undefined if the person turned away. */
export type StepResult = { readonly answer: string } | 'back' | undefined;

export interface Step {
  readonly field: Field;
  /** The number of the step, from 1. */
  readonly number: number;
  readonly total: number;
  /** The text at the beginning, or the value that was chosen before. */
  readonly value: string;
}

/** The answers of an earlier round, and the field to begin with. */
export interface Earlier {
  readonly answers: Answers;
  readonly from?: string;
}

/** Asks all fields in their order; returns undefined if the person turned away. */
export async function fillForm(
  fields: readonly Field[],
  ask: (step: Step) => Promise<StepResult>,
  { answers: known, from }: Earlier = { answers: {} },
): Promise<Answers | undefined> {
  let answers = known;
  let at = Math.max(
    0,
    fields.findIndex(({ name }) => name === from),
  );
  for (let field = fields[at]; field !== undefined; field = fields[at]) {
    const proposed = field.kind === 'text' ? (field.value?.(answers) ?? '') : '';
    const value = answers[field.name] ?? proposed;
    const result = await ask({ field, number: at + 1, total: fields.length, value });
    if (result === undefined) return undefined;
    if (result === 'back') {
      at = Math.max(0, at - 1);
      continue;
    }
    answers = { ...answers, [field.name]: result.answer };
    at++;
  }
  return answers;
}
