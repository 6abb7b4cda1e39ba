/**
 * All names in the text of a definition that belong to its schema or to its project, so that they can be changed by
 * token: schemas, routines and views, wherever they are written, also before a column.
 */
import { append } from '../../base/long-lists';
import type { ParserOptions } from '../../syntax/dialect';
import { firstTokenFrom } from '../../syntax/find-token';
import { kw } from '../../syntax/keywords';
import type { Definition, Reference, Script } from '../../syntax/nodes';
import { readTableSuffix } from '../../syntax/table-names';
import { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { listAdministeredNames } from './administered-names';
import { lengthOf, readChain, type NameChain } from './name-chain';
import type { NamePart } from './name-part';
import { listStatementStarts } from './statement-starts';
import { TableScope } from './table-scope';

/** Returns the names after the definition's own, in the order of the text, each once. */
export function listNames(script: Script, definition: Definition, parserOptions: ParserOptions): readonly NamePart[] {
  const lister = new NameLister(script, definition, parserOptions);
  const parts = [...listTriggerNames(definition), ...definition.references.flatMap(partsOfReference), ...lister.list()];
  const unique = new Map<number, NamePart>();
  for (const part of parts) if (!unique.has(part.span.start)) unique.set(part.span.start, part);
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Returns the names of a trigger's table, and of the trigger that it follows or precedes. */
function listTriggerNames({ trigger }: Definition): readonly NamePart[] {
  const neighbour = trigger?.order?.trigger ?? null;
  const schemas = [trigger?.table.schema, neighbour?.schema].flatMap((schema): readonly NamePart[] =>
    schema == null ? [] : [{ ...schema, kind: 'schema', schema: null }],
  );
  if (neighbour === null) return schemas;
  return [...schemas, { ...neighbour.name, kind: 'trigger', schema: neighbour.schema?.text ?? null }];
}

function partsOfReference(reference: Reference): readonly NamePart[] {
  const { kind, schema, schemaSpan, name, nameSpan } = reference;
  const isRoutine = kind === 'call' || kind === 'function';
  const parts: NamePart[] = [];
  if (schemaSpan !== null && schema !== null) {
    const mayBePackage = isRoutine && reference.package === null;
    parts.push({ span: schemaSpan, text: schema, kind: mayBePackage ? 'schema-or-package' : 'schema', schema: null });
  }
  if (isRoutine && reference.package === null)
    parts.push({ span: nameSpan, text: name, kind: kind === 'call' ? 'procedure' : 'function', schema });
  else if (!isRoutine && kind !== 'temporary') parts.push({ span: nameSpan, text: name, kind: 'view', schema });
  return parts;
}

/** Finds the names that are not references: those before columns, and those of statements that manage objects. */
class NameLister {
  readonly #r: TokenCursor;
  readonly #definition: Definition;
  readonly #starts: ReadonlyMap<number, 'statement' | 'part'>;
  readonly #references: ReadonlyMap<number, Reference>;
  readonly #temporary: ReadonlySet<string>;
  readonly #parts: NamePart[] = [];
  /** The scopes of the open parentheses, outermost first; those of no query have that of the query around them. */
  #open: TableScope[] = [];
  #scope = new TableScope(null);
  /** True between DELETE and the tables from which it takes rows. */
  #inTargets = false;
  #index = 0;

  constructor(script: Script, definition: Definition, parserOptions: ParserOptions) {
    this.#r = new TokenCursor(script.text, script.tokens, parserOptions);
    this.#definition = definition;
    this.#starts = listStatementStarts(definition);
    this.#references = new Map(definition.references.map((one) => [one.span.start, one]));
    const made = definition.references.filter(({ kind, verb }) => kind === 'temporary' && verb !== 'DROP');
    this.#temporary = new Set(made.map(({ name }) => name.toLowerCase()));
  }

  list(): readonly NamePart[] {
    const { name, span } = this.#definition;
    const { tokens } = this.#r;
    const end = firstTokenFrom(tokens, span.end);
    this.#index = firstTokenFrom(tokens, name.span.end);
    while (this.#index < end) this.#step();
    this.#closeAll();
    return this.#parts;
  }

  #step(): void {
    const r = this.#r;
    const index = this.#index;
    const start = this.#starts.get(r.start(index));
    if (start !== undefined) {
      this.#closeAll();
      if (start === 'statement') append(this.#parts, listAdministeredNames(r, index));
    }
    const id = r.id(index);
    if (id === op.openParenthesis) this.#openParenthesis();
    else if (id === op.closeParenthesis) this.#closeParenthesis();
    else if (r.isName(index) && !r.isAfterDot(index)) return this.#readName();
    this.#index++;
  }

  #openParenthesis(): void {
    this.#open.push(this.#scope);
    const next = this.#r.id(this.#index + 1);
    if (next === kw.SELECT || next === kw.WITH || next === kw.VALUES || next === kw.TABLE)
      this.#scope = new TableScope(this.#scope);
  }

  #closeParenthesis(): void {
    const outer = this.#open.pop();
    if (outer === undefined) return;
    if (outer !== this.#scope) append(this.#parts, this.#scope.close());
    this.#scope = outer;
    if (outer.inTables) this.#readDerivedAlias();
  }

  /** Reads the alias after a derived table or a table function. */
  #readDerivedAlias(): void {
    const r = this.#r;
    const as = r.id(this.#index + 1) === kw.AS;
    const at = this.#index + (as ? 2 : 1);
    if (r.isName(at) && (as || r.id(at) === 0) && r.id(at + 1) !== op.dot) this.#scope.addAlias(r.name(at).text);
  }

  #readName(): void {
    const r = this.#r;
    const chain = readChain(r, this.#index);
    this.#index = chain.end;
    if (lengthOf(chain) === 1 && this.#readWord(chain.first)) return;
    const reference = this.#references.get(r.start(chain.first));
    if (reference !== undefined) this.#readReference(reference, chain);
    else this.#readQualifier(chain);
  }

  /** Reads a word that begins a clause; false if the word is a name. */
  #readWord(index: number): boolean {
    const r = this.#r;
    switch (r.id(index)) {
      case kw.UNION:
      case kw.EXCEPT:
      case kw.INTERSECT:
        append(this.#parts, this.#scope.close());
        return true;
      case kw.DELETE:
        this.#inTargets = r.id(index - 1) !== kw.ON;
        return true;
      case kw.FROM:
        this.#inTargets = this.#inTargets && r.id(index - 1) === kw.DELETE;
        this.#scope.inTables = true;
        return true;
      case kw.USING:
      case kw.JOIN:
      case kw.UPDATE:
        this.#inTargets = false;
        this.#scope.inTables = true;
        return true;
      case kw.SELECT:
      case kw.WHERE:
      case kw.SET:
      case kw.GROUP:
      case kw.ORDER:
      case kw.HAVING:
      case kw.LIMIT:
        this.#inTargets = this.#scope.inTables = false;
        return true;
      default:
        this.#readExpressionName(index);
        return false;
    }
  }

  /** Adds the name of a common table expression, `WITH a AS (`. */
  #readExpressionName(index: number): void {
    const r = this.#r;
    const before = r.id(index - 1);
    if (before !== kw.WITH && before !== kw.RECURSIVE && before !== op.comma) return;
    const isNamed = r.id(index + 1) === kw.AS && r.id(index + 2) === op.openParenthesis;
    if (isNamed || before !== op.comma) this.#scope.addAlias(r.name(index).text);
  }

  #readReference(reference: Reference, chain: NameChain): void {
    const { kind, name, schema } = reference;
    if (kind === 'call' || kind === 'function') return this.#readPackage(reference, chain);
    const r = this.#r;
    r.position = firstTokenFrom(r.tokens, reference.span.end);
    const alias = readTableSuffix(r);
    if (alias === null) this.#scope.addTable(name, schema);
    else this.#scope.addAlias(alias);
  }

  /** Reads the package before a routine: `package.routine`, `schema.package.routine`. */
  #readPackage({ package: owner, schema }: Reference, { names }: NameChain): void {
    const name = names.at(-2);
    if (owner !== null && name !== undefined && names.length === (schema === null ? 2 : 3))
      this.#parts.push({ ...name, kind: 'package', schema });
  }

  #readQualifier(chain: NameChain): void {
    const [first, second] = chain.names;
    if (first === undefined) return;
    const length = lengthOf(chain);
    const namesTable = this.#inTargets || this.#isLocked(chain.first);
    if (second !== undefined && (length > 2 || namesTable || this.#isTemporary(chain))) {
      this.#parts.push({ ...first, kind: 'schema', schema: null });
      if (!this.#temporary.has(second.text.toLowerCase())) this.#scope.addQualifier({ ...second, schema: first.text });
    } else if (length > 1 || namesTable) {
      this.#scope.addQualifier({ ...first, schema: null });
    }
  }

  /** Returns true for a table of FOR UPDATE OF a, b. */
  #isLocked(index: number): boolean {
    const r = this.#r;
    let at = index - 1;
    while (r.id(at) === op.comma) at = this.#firstBefore(at) - 1;
    if (r.id(at) !== kw.OF) return false;
    return r.id(at - 1) === kw.UPDATE || r.isWord(at - 1, 'SHARE');
  }

  /** Returns the first token of the names before a comma. */
  #firstBefore(comma: number): number {
    let at = comma - 1;
    while (this.#r.isAfterDot(at)) at -= 2;
    return at;
  }

  /** Returns true for a temporary table, which is in no list of references, with a schema. */
  #isTemporary({ names, first }: NameChain): boolean {
    const [, name] = names;
    if (name === undefined || !this.#temporary.has(name.text.toLowerCase())) return false;
    switch (this.#r.id(first - 1)) {
      case kw.FROM:
      case kw.JOIN:
      case kw.INTO:
      case kw.UPDATE:
      case kw.TABLE:
      case kw.EXISTS:
        return true;
      default:
        return this.#scope.inTables;
    }
  }

  #closeAll(): void {
    for (let outer = this.#open.pop(); outer !== undefined; outer = this.#open.pop()) {
      if (outer !== this.#scope) append(this.#parts, this.#scope.close());
      this.#scope = outer;
    }
    append(this.#parts, this.#scope.close());
    this.#scope = new TableScope(null);
    this.#inTargets = false;
  }
}
