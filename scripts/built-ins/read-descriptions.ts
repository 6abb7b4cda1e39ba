/** Reads `descriptions.txt`: what each function is for in our own words, and what the help tables do not hold. */
import type { Flavor } from '../servers/flavor';

export interface Description {
  readonly name: string;
  readonly group: string;
  /** One sentence. */
  readonly about: string;
  /** Forms that take the place of the help tables', for both servers or for one. */
  readonly forms: Readonly<Partial<Record<Flavor | 'both', readonly string[]>>>;
  /** The function of which this is another name; null for all others. */
  readonly same: string | null;
  /** The version from which on a server deprecates it, as MMmmpp, and its replacement. */
  readonly deprecated: Readonly<Partial<Record<Flavor, readonly [since: number, instead: string]>>>;
}

export function readDescriptions(text: string): readonly Description[] {
  const found = new Map<string, Description>();
  let group = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    if (line.startsWith('# ')) group = line.slice(2);
    else if (group === 'deprecated') deprecate(found, line);
    else {
      const described = readLine(line, group);
      if (found.has(described.name)) throw new Error(`${described.name} is described twice`);
      found.set(described.name, described);
    }
  }
  return [...found.values()];
}

function readLine(line: string, group: string): Description {
  const alias = /^(\w+) = (\w+)$/.exec(line);
  if (alias?.[1] !== undefined && alias[2] !== undefined)
    return { name: alias[1], group, about: '', forms: {}, same: alias[2], deprecated: {} };
  const [, name, written, about] = /^([A-Z0-9_]+)(.*?): (\S.*\.)$/.exec(line) ?? [];
  if (name === undefined || written === undefined || about === undefined) throw new Error(`not readable: ${line}`);
  const forms: Partial<Record<Flavor | 'both', string[]>> = {};
  for (const form of written === '' ? [] : `${name}${written}`.split(' / ')) {
    const own = /^(mysql|mariadb) (.*)$/.exec(form);
    const key = own === null ? 'both' : (own[1] as Flavor);
    (forms[key] ??= []).push(own?.[2] ?? form);
  }
  return { name, group, about, forms, same: null, deprecated: {} };
}

function deprecate(found: Map<string, Description>, line: string): void {
  const [, name = '', flavor, version = '', instead = ''] =
    /^(\w+) (mysql|mariadb) (\d+\.\d+\.\d+): (.*)$/.exec(line) ?? [];
  const described = found.get(name);
  if (described === undefined) throw new Error(`not readable: ${line}`);
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const since = major * 10_000 + minor * 100 + patch;
  found.set(name, {
    ...described,
    deprecated: { ...described.deprecated, [flavor as Flavor]: [since, instead] },
  });
}
