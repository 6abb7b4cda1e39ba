/**
 * The syntax of stored programs, as plain, readonly nodes that differ by `kind`. Positions are UTF-16 offsets into the
 * whole text. The statements of a body are a tree; its references (tables, routines) are a flat list in the order of
 * the text, found without the strict recogniser.
 */
import type { RoutineKind } from './routine-kind';
import type { Span } from '../base/text';
import type { SyntaxError } from './syntax-error';
import type { Tokens } from './tokens';

/** The content of a parsed file. Parsing never fails: broken text yields errors and all that could be read. */
export interface Script {
  readonly text: string;
  readonly tokens: Tokens;
  readonly definitions: readonly Definition[];
  /** Every other statement of the file, recognised by its first words and passed over. */
  readonly others: readonly OtherStatement[];
  readonly errors: readonly SyntaxError[];
  readonly warnings: readonly SyntaxError[];
  /** The differences between the command line clients; the text is read here as the client of the dialect does. */
  readonly notes: readonly SyntaxError[];
  /** The effects of statements on the definitions before them. */
  readonly later: LaterStatements;
}

export type { RoutineKind };

/** The effects of DROP, ALTER and RENAME on the definitions of the same text. */
export interface LaterStatements {
  /** The fates of definitions, by the offsets where they begin; empty for most texts. */
  readonly fates: ReadonlyMap<number, Fate>;
  /** The offsets of the statements that drop or alter stored programs that the text does not define. */
  readonly foreign: ReadonlySet<number>;
}

/** The effect of the statements after a definition on it. */
export interface Fate {
  /** The statement that drops it, or the definition that replaces it; null if it remains. */
  readonly undoneBy: Span | null;
  /** True if a later definition of the same name remains. */
  readonly isReplaced: boolean;
  /** The ALTER statements for it, in order. */
  readonly alterations: readonly Alteration[];
}

/** An ALTER of a definition in the same text. The spans of clauses are null for clauses that it leaves as they are. */
export interface Alteration {
  /** The span from ALTER to the last token. */
  readonly span: Span;
  /** The reason why it cannot be applied to the definition, as the middle of a sentence; null if it can. */
  readonly problem: string | null;
  readonly definer: DefinerClause | null;
  /** The span from ALTER to the name, and from the name to the end. */
  readonly head: Span;
  readonly rest: Span;
  readonly characteristics: readonly CharacteristicSyntax[];
  readonly event: EventClause | null;
  readonly body: Span | null;
}

export interface OtherStatement {
  readonly span: Span;
  /** Upper-case first words: `INSERT`, `CREATE TABLE`, `DROP PROCEDURE`, `SET`, `USE`, `DELIMITER`. */
  readonly verb: string;
  /** The function that CREATE FUNCTION … SONAME loads from a library; null for all other statements. */
  readonly installs: string | null;
}

/** An identifier without its quotes, and its position (quotes included). */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A possibly qualified name. */
export interface QualifiedName {
  readonly schema: Name | null;
  /** The middle one of three parts: a package (MariaDB). */
  readonly package?: Name;
  readonly name: Name;
  readonly span: Span;
}

/** One CREATE of a stored program. */
export interface Definition {
  readonly kind: RoutineKind;
  /** The span from CREATE to the last token, without the delimiter. */
  readonly span: Span;
  readonly name: QualifiedName;
  /** The written schema, otherwise the one selected by USE or by the options; null if unknown. */
  readonly schema: string | null;
  /** The schema that USE or the options select at this place; null if unknown. */
  readonly home: string | null;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly definer: DefinerClause | null;
  /** The span between the parentheses; null if there is no list. */
  readonly parameterList: Span | null;
  readonly parameters: readonly ParameterSyntax[];
  readonly returns: TypeSyntax | null;
  readonly characteristics: readonly CharacteristicSyntax[];
  /** The clauses of triggers, events and views between the name and the body. */
  readonly trigger: TriggerClause | null;
  readonly event: EventClause | null;
  /** First to last token of the body (for a view: of its SELECT); null where it is missing. */
  readonly body: Span | null;
  /** Tree of the body; null for views and bodies in another language. */
  readonly statement: Statement | null;
  readonly references: readonly Reference[];
  readonly dynamic: readonly DynamicStatement[];
  /**
   * The routines of a package body, each named `package.routine` as on its server; their references are also the
   * body's.
   */
  readonly members: readonly Definition[];
  /** The sql_mode that a SET in the file put in force; null where none did. */
  readonly sqlMode: readonly string[] | null;
  /** The time zone that a SET in the file put in force; null where none did, or where it is a variable's. */
  readonly timeZone: string | null;
  /** True where the body holds `;` although `;` is the delimiter: structure ends it here, a command line client would cut it. */
  readonly undelimited: boolean;
  /** The errors within this definition, which are also among the script's. */
  readonly errors: readonly SyntaxError[];
}

export interface DefinerClause {
  /** The span of the whole `DEFINER = user@host`. */
  readonly span: Span;
  /** The span of the account alone. */
  readonly account: Span;
  /** The user; null for CURRENT_USER. A missing host is `%`. */
  readonly user: string | null;
  readonly host: string | null;
}

export interface ParameterSyntax {
  readonly span: Span;
  readonly mode: 'in' | 'out' | 'inout';
  /** False for a function's parameter or a procedure's without a written mode. */
  readonly modeWritten: boolean;
  readonly name: Name;
  readonly type: TypeSyntax;
}

export interface TypeSyntax {
  readonly span: Span;
  /** The type as written, with whitespace and comments folded to single spaces. */
  readonly text: string;
}

export interface CharacteristicSyntax {
  readonly kind: 'comment' | 'language' | 'deterministic' | 'data-access' | 'security' | 'aggregate' | 'using';
  readonly span: Span;
  /** Normal form: the comment's value; `SQL`; `DETERMINISTIC`/`NOT DETERMINISTIC`; `READS SQL DATA`; `DEFINER`/`INVOKER`. */
  readonly value: string;
}

export interface TriggerClause {
  readonly timing: 'before' | 'after';
  readonly events: readonly ('insert' | 'update' | 'delete')[];
  readonly table: QualifiedName;
  /** FOLLOWS or PRECEDES another trigger. */
  readonly order: { readonly kind: 'follows' | 'precedes'; readonly trigger: QualifiedName } | null;
}

export interface EventClause {
  /** `EVERY 1 DAY STARTS ...` or `AT ...`, as written. */
  readonly schedule: Span | null;
  readonly preserve: boolean | null;
  readonly status: 'enable' | 'disable' | 'disable-on-replica' | null;
  readonly comment: string | null;
  /** The span of the comment's string; null if there is none. */
  readonly commentSpan: Span | null;
}

// --- statements -------------------------------------------------------------------------------

export type Statement =
  | BlockStatement
  | IfStatement
  | CaseStatement
  | LoopStatement
  | JumpStatement
  | ReturnStatement
  | CursorStatement
  | CallStatement
  | SqlStatement;

interface StatementBase {
  readonly span: Span;
}

/** BEGIN … END. */
export interface BlockStatement extends StatementBase {
  readonly kind: 'block';
  readonly label: Name | null;
  readonly declarations: readonly Declaration[];
  readonly statements: readonly Statement[];
}

export interface IfStatement extends StatementBase {
  readonly kind: 'if';
  /** The branches; `condition` is null for ELSE. */
  readonly branches: readonly Branch[];
}

export interface CaseStatement extends StatementBase {
  readonly kind: 'case';
  /** The operand; null for a searched CASE. */
  readonly operand: Span | null;
  readonly branches: readonly Branch[];
}

export interface Branch {
  readonly span: Span;
  readonly condition: Span | null;
  readonly statements: readonly Statement[];
}

export interface LoopStatement extends StatementBase {
  readonly kind: 'loop';
  readonly form: 'loop' | 'while' | 'repeat' | 'for';
  readonly label: Name | null;
  readonly condition: Span | null;
  /** The variable that FOR declares (MariaDB). */
  readonly variable: Name | null;
  readonly statements: readonly Statement[];
}

/** LEAVE, ITERATE; in ORACLE mode EXIT, CONTINUE, GOTO. */
export interface JumpStatement extends StatementBase {
  readonly kind: 'jump';
  readonly form: 'leave' | 'iterate' | 'goto';
  readonly label: Name | null;
}

export interface ReturnStatement extends StatementBase {
  readonly kind: 'return';
  readonly value: Span | null;
}

export interface CursorStatement extends StatementBase {
  readonly kind: 'cursor';
  readonly form: 'open' | 'fetch' | 'close';
  readonly cursor: Name;
  /** FETCH targets. */
  readonly into: readonly Name[];
}

export interface CallStatement extends StatementBase {
  readonly kind: 'call';
  readonly callee: QualifiedName;
  /** The span of the arguments; null if no parentheses are written, which the server reads as an empty list. */
  readonly argumentList: Span | null;
  readonly arguments: readonly Argument[];
}

/** An argument of a call. `variable` is set if the whole argument is one name or one @variable, as OUT requires. */
export interface Argument {
  readonly span: Span;
  readonly variable: string | null;
}

/** Every other statement: SELECT, INSERT, SET, PREPARE, SIGNAL, COMMIT, ... */
export interface SqlStatement extends StatementBase {
  readonly kind: 'sql';
  /** Upper-case first word, with the second where it decides: `SELECT`, `SET`, `CREATE TABLE`, `START TRANSACTION`. */
  readonly verb: string;
  /** The names after INTO (SELECT … INTO a, b) and the left sides of SET, in the order of the text. */
  readonly assigns: readonly Name[];
}

export type Declaration =
  | {
      readonly kind: 'variable';
      readonly span: Span;
      readonly names: readonly Name[];
      readonly type: TypeSyntax;
      readonly defaultValue: Span | null;
    }
  | {
      readonly kind: 'cursor';
      readonly span: Span;
      readonly name: Name;
      readonly query: Span;
      readonly parameters: readonly Name[];
    }
  | { readonly kind: 'condition'; readonly span: Span; readonly name: Name; readonly value: string }
  | {
      readonly kind: 'handler';
      readonly span: Span;
      readonly action: 'continue' | 'exit' | 'undo';
      /** Normal forms: `SQLSTATE '45000'`, `1062`, `NOT FOUND`, `SQLEXCEPTION`, `SQLWARNING`, or a condition's name. */
      readonly conditions: readonly string[];
      readonly statement: Statement | null;
    };

// --- references -------------------------------------------------------------------------------

/**
 * A use of an object outside the body. Excluded are aliases, CTEs, derived tables, cursors, variables, NEW and OLD, and
 * built-in functions.
 */
export interface Reference {
  readonly kind: 'call' | 'function' | 'read' | 'write' | 'ddl' | 'temporary';
  /** The schema as written, without quotes; null if none is written. */
  readonly schema: string | null;
  readonly name: string;
  /**
   * The package of the routine, if the text determines it: `schema.package.routine`, or a neighbour in the same package
   * (MariaDB).
   */
  readonly package: string | null;
  /** The span of the (qualified) name. */
  readonly span: Span;
  /** The span of the name without its schema, for renaming by token. */
  readonly nameSpan: Span;
  /** The span of the written schema, for mapping by token. */
  readonly schemaSpan: Span | null;
  /**
   * The verb of a `ddl`: CREATE, ALTER, DROP, RENAME. DROP for a `temporary` that is only dropped here: a caller or dynamic
   * SQL may have created it, so other uses of the name stay in their lists. TYPE for a `read` of a type instead of rows:
   * TYPE OF t.a (MariaDB).
   */
  readonly verb: string | null;
  /** The arguments of a `call` or `function`. */
  readonly arguments: readonly Argument[];
}

/** PREPARE or EXECUTE IMMEDIATE. */
export interface DynamicStatement {
  readonly span: Span;
  /** The text if it is known, otherwise null. */
  readonly sql: string | null;
  readonly certainty: 'certain' | 'possible' | 'unknown';
  /** The references of the known text, with the spans of the PREPARE. */
  readonly references: readonly Reference[];
  /**
   * The source of the PREPARE: a literal, a user variable, or an expression that the server rejects (a local variable).
   */
  readonly from: 'literal' | 'user-variable' | 'expression';
}
