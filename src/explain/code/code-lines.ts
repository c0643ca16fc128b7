/** Code while it is written: lines with their indentation. */

/** Lines of code, indented by the blocks that they stand in. */
export class CodeLines {
  readonly #lines: string[] = [];
  #depth = 0;

  /** A line, with a comment behind it if there is one to make. */
  push(line: string, comment = ''): void {
    const note = comment === '' ? '' : `  // ${comment}`;
    this.#lines.push(`${'  '.repeat(this.#depth)}${line}${note}`);
  }

  /** A block: `head {`, what `body` writes, `}`. */
  block(head: string, comment: string, body: () => void): void {
    this.push(`${head} {`, comment);
    this.#depth += 1;
    body();
    this.#depth -= 1;
    this.push('}');
  }

  /** All lines as one text. */
  toString(): string {
    return this.#lines.join('\n');
  }
}
