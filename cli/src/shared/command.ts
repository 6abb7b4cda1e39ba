/** What a command is: its words, and what it does with them. */
import type { Failure, Result, Sproc } from '#engine';
import type { Style } from '../report/style';
import type { Host } from './host';

export interface Command<Options = unknown> {
  readonly name: string;
  /** Not in the help: programs call it. */
  readonly isHidden?: true;
  /** As commander writes them: `<environment> [routines...]`. */
  readonly operands: string;
  /** One line in the list of commands, without a full stop. */
  readonly summary: string;
  readonly options: readonly OptionWords[];
  readonly examples: readonly string[];
  run(call: Call<Options>): Promise<Result<Outcome, Failure>>;
}

export interface OptionWords {
  /** `--depth <n>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
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

/** What a command that could do its work says. */
export interface Outcome {
  /** 0: nothing found, 1: something found, 2: not done, 65: an input contradicts itself or is forged, as the answer says. */
  readonly exit: 0 | 1 | 2 | 65;
  /** What `--json` prints. */
  readonly answer: object;
  /** What people read; ends with a line end unless it is empty. */
  readonly text: (style: Style) => string;
  /** The text is what was asked for, such as that of a routine: only a terminal is spared its control characters. */
  readonly isVerbatim?: true;
}
