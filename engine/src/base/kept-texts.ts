/** The port to texts that are kept between two runs. */

/** Texts that are kept on this machine outside the project, each under a name. They can be deleted at any time. */
export interface KeptTexts {
  /** Returns null if there is none; one that cannot be read is empty. */
  read(name: string): Promise<string | null>;
  /** Replaces a text, completely or not at all. A failure is harmless: the text is only missed later. */
  write(name: string, text: string): Promise<void>;
}
