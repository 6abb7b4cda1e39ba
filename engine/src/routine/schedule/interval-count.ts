/** The number of units of an interval, computed from literals as servers do: `60*24`, `'90'`, `1.5`, `-(-2)`. */

/**
 * Returns the count as servers print it; null if it does not consist of literals alone. The expression is without
 * formatting.
 */
export function readCount(expression: string, unit: string): string | null {
  const fields = fieldsOf[unit];
  if (fields !== undefined) return readFields(expression, fields);
  const text = /^'\s*(\d+)(?![\deE])[^']*'$/.exec(expression)?.[1];
  if (text !== undefined) return String(BigInt(text));
  const value = new Arithmetic(expression).read();
  return value === null ? null : String(rounded(value));
}

/** The number of units of each field that make one of the field before, and the separators that servers print. */
interface Fields {
  readonly sizes: readonly number[];
  readonly print: readonly string[];
}

const fieldsOf: Readonly<Record<string, Fields>> = {
  year_month: { sizes: [12], print: ['-'] },
  day_hour: { sizes: [24], print: [' '] },
  day_minute: { sizes: [24, 60], print: [' ', ':'] },
  day_second: { sizes: [24, 60, 60], print: [' ', ':', ':'] },
  hour_minute: { sizes: [60], print: [':'] },
  hour_second: { sizes: [60, 60], print: [':', ':'] },
  minute_second: { sizes: [60], print: [':'] },
};

/** Returns `'2:30'` for `'1:90'` of HOUR_MINUTE; fewer numbers than fields are the last ones. */
function readFields(expression: string, { sizes, print }: Fields): string | null {
  const literal = /^'([^'\\]*)'$|^(\d+(?:\.\d+)?)$/.exec(expression);
  const numbers = (literal?.[1] ?? literal?.[2] ?? '').match(/\d+/g) ?? [];
  const isNegative = /^\s*-/.test(literal?.[1] ?? '');
  if (numbers.length === 0 || numbers.length > sizes.length + 1 || isNegative) return null;
  const counts = [...Array<string>(sizes.length + 1 - numbers.length).fill('0'), ...numbers].map(BigInt);
  let rest = counts.reduce((sum, count, i) => sum * BigInt(sizes[i - 1] ?? 1) + count);
  let printed = '';
  for (let i = sizes.length - 1; i >= 0; i--) {
    const size = BigInt(sizes[i] ?? 1);
    printed = `${print[i] ?? ''}${rest % size}${printed}`;
    rest /= size;
  }
  return `'${rest}${printed}'`;
}

/** `15` with one decimal is 1.5. */
interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/** Rounds half away from zero. */
function rounded({ digits, decimals }: Decimal): bigint {
  const one = 10n ** BigInt(decimals);
  const half = digits < 0n ? -one : one;
  return (digits * 2n + half) / (one * 2n);
}

/** Sums and products of numbers, computed exactly; the server computes everything else, because its rules differ. */
class Arithmetic {
  readonly #pieces: readonly string[];
  #at = 0;

  constructor(expression: string) {
    this.#pieces = expression.split(' ');
  }

  read(): Decimal | null {
    const value = this.#sum();
    return this.#at === this.#pieces.length ? value : null;
  }

  #sum(): Decimal | null {
    let value = this.#product();
    for (let sign = this.#take('+', '-'); value !== null && sign !== null; sign = this.#take('+', '-')) {
      const next = this.#product();
      value = next === null ? null : add(value, sign === '-' ? negative(next) : next);
    }
    return value;
  }

  #product(): Decimal | null {
    let value = this.#single();
    while (value !== null && this.#take('*') !== null) {
      const next = this.#single();
      value = next === null ? null : { digits: value.digits * next.digits, decimals: value.decimals + next.decimals };
    }
    return value;
  }

  #single(): Decimal | null {
    const sign = this.#take('-', '+');
    if (sign !== null) {
      const value = this.#single();
      return value === null || sign === '+' ? value : negative(value);
    }
    if (this.#take('(') === null) return readNumber(this.#pieces[this.#at++] ?? '');
    const value = this.#sum();
    return this.#take(')') === null ? null : value;
  }

  #take(...pieces: readonly string[]): string | null {
    const piece = this.#pieces[this.#at];
    if (piece === undefined || !pieces.includes(piece)) return null;
    this.#at++;
    return piece;
  }
}

function readNumber(piece: string): Decimal | null {
  if (/^true$/i.test(piece)) return { digits: 1n, decimals: 0 };
  if (/^0x[\da-f]+$/i.test(piece)) return { digits: BigInt(piece), decimals: 0 };
  const [, whole = '', part = ''] = /^(\d*)(?:\.(\d*))?$/.exec(piece) ?? [];
  return whole + part === '' ? null : { digits: BigInt(whole + part), decimals: part.length };
}

function negative({ digits, decimals }: Decimal): Decimal {
  return { digits: -digits, decimals };
}

function add(left: Decimal, right: Decimal): Decimal {
  const decimals = Math.max(left.decimals, right.decimals);
  const digitsOf = (value: Decimal): bigint => value.digits * 10n ** BigInt(decimals - value.decimals);
  return { digits: digitsOf(left) + digitsOf(right), decimals };
}
