/** The option of commands whose answer may become a comment on a pull request. */
import type { OptionWords } from './command';

export interface FormatOptions {
  readonly format?: 'text' | 'markdown';
}

export const formatOption: OptionWords = {
  flags: '--format <name>',
  summary: 'Output format; markdown is for comments on pull requests.',
  choices: ['text', 'markdown'],
};
