/** The lengths of an editor's messages: after a wrong one nobody can say where the next message begins. */

const headerEnd = '\r\n\r\n';
/** A header has at most two short fields. */
const longestHeader = 4096;

/** Follows the messages of a stream by their headers. */
export class FrameCheck {
  /** Bytes of the present message that are still to come. */
  #missing = 0;
  #header = '';

  /** Takes the next bytes; returns false once a header has no valid `Content-Length`. */
  isValid(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length;) {
      const skipped = Math.min(this.#missing, chunk.length - at);
      this.#missing -= skipped;
      at += skipped;
      for (; at < chunk.length && !this.#header.endsWith(headerEnd); at++)
        this.#header += String.fromCharCode(chunk[at] ?? 0);
      if (!this.#header.endsWith(headerEnd)) return this.#header.length <= longestHeader;
      const length = /^content-length:[ \t]*(\d{1,10})[ \t]*\r$/im.exec(this.#header)?.[1];
      if (length === undefined) return false;
      this.#missing = Number(length);
      this.#header = '';
    }
    return true;
  }
}
