/** The definition of a command: its words and its action. */
import type { Failure, Result, Sproc } from '#engine';
import type { Style } from '../report/style';
import type { Host } from './host';

export interface Command<Options = unknown> {
  readonly name: string;
  /** True to leave it out of the help, because only programs call it. */
  readonly isHidden?: true;
  /** The operands in commander's notation: `<environment> [routines...]`. */
  readonly operands: string;
  /** One line in the list of commands, without a full stop. */
  readonly summary: string;
  readonly options: readonly OptionWords[];
  readonly examples: readonly string[];
  /** Lines that the help has before the examples. */
  readonly details?: string;
  run(call: Call<Options>): Promise<Result<Outcome, Failure>>;
}

export interface OptionWords {
  /** `--depth <n>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** The options, as `--adopt`, or operands, as `routines`, without which it has no effect; one of them is enough. */
  readonly needs?: readonly string[];
  /** Throws InvalidArgumentError. */
  readonly parse?: (text: string) => unknown;
}

/** One use of a command. */
export interface Call<Options> {
  readonly operands: readonly string[];
  readonly options: Options;
  readonly json: boolean;
  /** The project's folder, absolute. */
  readonly root: string;
  readonly host: Host;
  /** Opens the project; it is closed when the command has run. */
  readonly open: () => Promise<Result<Sproc, Failure>>;
}

/** The result of a command that could do its work. */
export interface Outcome {
  /**
   * The exit code: 0 nothing found, 1 something found, 2 not done, 65 an inconsistent or forged input, as the answer
   * states.
   */
  readonly exit: 0 | 1 | 2 | 65;
  /** The value that `--json` prints. */
  readonly answer: object;
  /** Returns the text for people, which ends with a line end unless it is empty. */
  readonly text: (style: Style) => string;
  /** The text is what was asked for, such as that of a routine: only a terminal is spared its control characters. */
  readonly isVerbatim?: true;
}
