/** The request and the answer of reading one table of an environment. */
export interface ShowTableRequest {
  readonly environment: string;
  /** The schema and the table as the project names them. */
  readonly schema: string;
  readonly name: string;
}

export interface ShowTableAnswer {
  /** The CREATE TABLE or CREATE VIEW as the server writes it, with a semicolon. */
  readonly text: string;
}
