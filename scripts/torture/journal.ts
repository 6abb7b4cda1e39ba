/** The content of the ledger, read from its tables directly: the definitions, and the unfinished deployments. */
import type { Administrator, Row } from './administrator';

interface StepRow {
  readonly sequence: number;
  readonly routine: string;
  readonly outcome: string;
  /** The digest of the definition afterwards. */
  readonly after: string | null;
}

export class Journal {
  readonly #administrator: Administrator;
  readonly #ledger: string;
  #read = 0;
  readonly #open = new Set<string>();
  /** The last outcome by deployment and step. */
  readonly #steps = new Map<string, StepRow>();

  constructor(administrator: Administrator, schema: string) {
    this.#administrator = administrator;
    this.#ledger = `${schema}_ledger`;
  }

  /** Reads what was written since it was last asked. */
  async refresh(): Promise<void> {
    const rows = await this.#administrator.run(
      `SELECT sequence, kind, deployment, step, routine, outcome, JSON_UNQUOTE(JSON_EXTRACT(payload, '$.after')) AS after
        FROM ${this.#ledger}.journal WHERE sequence > ${this.#read} ORDER BY sequence`,
    );
    for (const row of rows) this.#take(row);
  }

  /** The deployments that were started and neither ended nor recovered. */
  get unsettled(): readonly string[] {
    return [...this.#open];
  }

  /**
   * Returns the existing text according to the ledger, by its name for the routine, `procedure schema.name`; null for
   * none.
   */
  async readTexts(): Promise<ReadonlyMap<string, string | null>> {
    const last = new Map<string, StepRow>();
    for (const step of this.#steps.values()) {
      if (step.outcome !== 'done') continue;
      const known = last.get(step.routine);
      if (known === undefined || known.sequence < step.sequence) last.set(step.routine, step);
    }
    const saved = await this.#administrator.run(`SELECT digest, definition FROM ${this.#ledger}.saved_definition`);
    const definitions = new Map(saved.map((row) => [row['digest'], String(row['definition'])]));
    return new Map(
      [...last.values()].map(({ routine, after }) => [
        routine,
        after === null ? null : (definitions.get(after) ?? `${after} is missing from saved_definition`),
      ]),
    );
  }

  #take(row: Row): void {
    this.#read = Number(row['sequence']);
    const deployment = String(row['deployment']);
    if (row['kind'] === 'deployment-started') this.#open.add(deployment);
    if (row['kind'] === 'deployment-finished' && row['outcome'] !== 'partial') this.#open.delete(deployment);
    if (row['kind'] !== 'step-finished') return;
    this.#steps.set(`${deployment} ${String(row['step'])}`, {
      sequence: this.#read,
      routine: String(row['routine']),
      outcome: String(row['outcome']),
      after: typeof row['after'] === 'string' && row['after'] !== 'null' ? row['after'] : null,
    });
  }
}
