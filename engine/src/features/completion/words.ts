/** The words that can be written at a place. */
import type { MentionedKind } from './mentioned-names';

/** The kinds of words that can be written at a place. */
export interface WordsAt {
  readonly keywords: readonly string[];
  /**
   * The names that can be written there: of values, which are variables, columns and calls; of columns alone; of columns
   * that both sides of a join have; of conditions; of variables in which a value can be stored; or those that other
   * statements create.
   */
  readonly names: 'values' | 'columns' | 'shared' | 'conditions' | 'targets' | 'windows' | MentionedKind | 'none';
  /** Error codes and SQLSTATEs that can be written there. */
  readonly errors?: 'all' | 'states';
}
