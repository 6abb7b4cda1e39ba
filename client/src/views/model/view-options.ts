/** The choices of a person for the views: filters for the session, the rest for the workspace. */
import type { Memento } from 'vscode';
import { groupings, sortings, usualArrangement, type Arrangement } from './arrangement';
import { printFilter, type FilterCount } from './filter';

export class ViewOptions {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  readonly routines = new Filter();
  readonly environments = new Filter();

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  get arrangement(): Arrangement {
    const { group, sort } = this.#memento.get<Partial<Arrangement>>('arrangement') ?? {};
    return {
      group: groupings.find((each) => each === group) ?? usualArrangement.group,
      sort: sortings.find((each) => each === sort) ?? usualArrangement.sort,
    };
  }

  async arrange(arrangement: Arrangement): Promise<void> {
    await this.#memento.update('arrangement', arrangement);
  }

  /** True if environments show only the routines that differ. */
  get onlyDiffering(): boolean {
    return this.#memento.get<boolean>('onlyDiffering') ?? false;
  }

  async showOnlyDiffering(isOn: boolean): Promise<void> {
    await this.#memento.update('onlyDiffering', isOn);
  }
}

/** The filter of a view, with the number of routines that it shows in each list. */
export class Filter {
  readonly #counts = new Map<string, FilterCount>();
  #words = '';

  /** Empty without a filter. */
  get words(): string {
    return this.#words;
  }

  set(words: string): void {
    this.#words = words.trim();
    this.#counts.clear();
  }

  count(list: string, count: FilterCount): void {
    this.#counts.set(list, count);
  }

  /** Returns the sentence above the view; null without a filter. */
  print(): string | null {
    return this.#words === '' ? null : printFilter(this.#words, [...this.#counts.values()]);
  }
}
