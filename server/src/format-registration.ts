/** Offers formatting to the editor while the setting asks for it, so that other formatters are not stood in the way of. */
import {
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type Connection,
  type Disposable,
} from 'vscode-languageserver';

export class FormatRegistration {
  readonly #connection: Connection;
  #offered: readonly Disposable[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async follow(isWanted: boolean): Promise<void> {
    if (isWanted === this.#offered.length > 0) return;
    if (isWanted) {
      const { client } = this.#connection;
      const options = { documentSelector: null };
      this.#offered = await Promise.all([
        client.register(DocumentFormattingRequest.type, options),
        client.register(DocumentRangeFormattingRequest.type, options),
      ]);
      return;
    }
    for (const one of this.#offered) one.dispose();
    this.#offered = [];
  }
}
