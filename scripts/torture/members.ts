/** The members of the tortured schema: programs of every kind, each in a few variants, some of them only at times. */

export type Kind = 'PROCEDURE' | 'FUNCTION' | 'TRIGGER' | 'EVENT' | 'VIEW';

export interface Member {
  readonly kind: Kind;
  readonly name: string;
  /** Comes and goes with the deployments. */
  readonly isGuest: boolean;
  readonly text: (variant: number) => string;
}

/** The variants by name; a member that is left out does not exist. */
export type State = ReadonlyMap<string, number>;

export const variants = [0, 1, 2] as const;

export const tables = ['CREATE TABLE item (id INT PRIMARY KEY, price INT, note VARCHAR(99))'];

function member(kind: Kind, name: string, text: (variant: number) => string): Member {
  return { kind, name, text, isGuest: name.startsWith('guest') };
}

export const members: readonly Member[] = [
  member(
    'PROCEDURE',
    'total',
    (v) => `CREATE PROCEDURE total(IN a INT, OUT b INT)\nBEGIN\n  -- variant ${v}\n  SET b = a + ${v};\nEND`,
  ),
  member(
    'PROCEDURE',
    'order_placed',
    (v) =>
      `CREATE PROCEDURE order_placed(IN a INT)\nBEGIN\n  CALL total(a, @t);\n  SELECT @t, 'it''s ${v} € "😀"';\nEND`,
  ),
  member(
    'PROCEDURE',
    'long_one',
    (v) =>
      `CREATE PROCEDURE long_one()\nBEGIN\n${Array.from({ length: 200 }, (_, i) => `  SELECT ${i}, '${v}';`).join('\n')}\nEND`,
  ),
  member('PROCEDURE', 'noted', (v) => `CREATE PROCEDURE noted() COMMENT 'variant ${v}' SELECT 1`),
  member(
    'FUNCTION',
    'price_of',
    (v) => `CREATE FUNCTION price_of(a INT) RETURNS INT DETERMINISTIC RETURN a * ${v + 1}`,
  ),
  member(
    'FUNCTION',
    'tax_of',
    (v) => `CREATE FUNCTION tax_of(a INT) RETURNS INT DETERMINISTIC\nBEGIN\n  RETURN price_of(a) + ${v};\nEND`,
  ),
  member(
    'TRIGGER',
    'first_in',
    (v) => `CREATE TRIGGER first_in BEFORE INSERT ON item FOR EACH ROW SET NEW.price = tax_of(${v})`,
  ),
  member(
    'TRIGGER',
    'second_in',
    (v) => `CREATE TRIGGER second_in BEFORE INSERT ON item FOR EACH ROW SET NEW.note = 'note ${v}'`,
  ),
  // Where it is replaced beside the one that it names, it passes the next.
  member(
    'TRIGGER',
    'before_first',
    (v) => `CREATE TRIGGER before_first BEFORE INSERT ON item FOR EACH ROW PRECEDES first_in SET @before = ${v}`,
  ),
  member(
    'TRIGGER',
    'between_both',
    (v) => `CREATE TRIGGER between_both BEFORE INSERT ON item FOR EACH ROW FOLLOWS before_first SET @between = ${v}`,
  ),
  member(
    'EVENT',
    'nightly',
    (v) =>
      `CREATE EVENT nightly ON SCHEDULE EVERY ${v + 1} DAY STARTS '2035-01-01 00:00:00' DISABLE DO CALL total(${v}, @x)`,
  ),
  member('VIEW', 'overview', (v) => `CREATE VIEW overview AS SELECT id + ${v} AS shifted, price FROM item`),
  member('PROCEDURE', 'guest_caller', (v) => `CREATE PROCEDURE guest_caller() CALL order_placed(${v})`),
  member('PROCEDURE', 'guest_alone', (v) => `CREATE PROCEDURE guest_alone() SELECT 'guest ${v}'`),
  member('FUNCTION', 'guest_sum', (v) => `CREATE FUNCTION guest_sum() RETURNS INT DETERMINISTIC RETURN ${v}`),
  member('TRIGGER', 'guest_out', (v) => `CREATE TRIGGER guest_out BEFORE DELETE ON item FOR EACH ROW SET @gone = ${v}`),
  member('VIEW', 'guest_view', (v) => `CREATE VIEW guest_view AS SELECT id, ${v} AS variant FROM item`),
  ...makeCrowd(Number(process.env['SPROC_TORTURE_CROWD'] ?? 0)),
];

/**
 * Creates further members: with `SPROC_TORTURE_CROWD=210` a deployment takes several batches. Half of them exist at a
 * time.
 */
function makeCrowd(size: number): readonly Member[] {
  return Array.from({ length: size }, (_, i) =>
    member(
      'PROCEDURE',
      `guest_of_crowd_${i}`,
      (v) => `CREATE PROCEDURE guest_of_crowd_${i}()\nBEGIN\n  SELECT ${i}, ${v};\nEND`,
    ),
  );
}

/** Returns the state with every member in one variant. */
export function uniformState(variant: number): State {
  return new Map(members.map(({ name }) => [name, variant]));
}

/** Returns another state: most members change, some guests are added or removed. Never the same one. */
export function nextState(state: State, random: (below: number) => number): State {
  const next = new Map<string, number>();
  for (const { name, isGuest } of members) {
    const known = state.get(name);
    if (isGuest && random(2) === 0) continue;
    const isKept = known !== undefined && random(4) === 0;
    next.set(name, isKept ? known : ((known ?? random(3)) + 1 + random(2)) % variants.length);
  }
  return members.every(({ name }) => next.get(name) === state.get(name)) ? nextState(state, random) : next;
}

/** Returns the project's files for a state. */
export function listFiles(state: State): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { name, text } of members) {
    const variant = state.get(name);
    if (variant !== undefined) files[`${name}.sql`] = `DELIMITER $$\n${text(variant)}$$\n`;
  }
  return files;
}
