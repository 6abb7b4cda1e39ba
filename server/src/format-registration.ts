/** Offers formatting to the editor while the setting asks for it, so that a person can leave it to another formatter. */
import {
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type Connection,
  type Disposable,
} from 'vscode-languageserver';

export class FormatRegistration {
  readonly #connection: Connection;
  #offered: readonly Disposable[] = [];
  /** One change waits for the one before it: two at once would register twice. */
  #following: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  follow(isWanted: boolean): Promise<void> {
    this.#following = this.#following.then(() => this.#follow(isWanted));
    return this.#following;
  }

  async #follow(isWanted: boolean): Promise<void> {
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
