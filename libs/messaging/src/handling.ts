/** One try of a handler on one record: which it is, and the signal that calls it off. */
export class Handling {
  private controller: AbortController | undefined;
  private reason: Error | undefined;

  /** @param attempt the how-manyeth try this is, from 1 */
  constructor(readonly attempt: number) {}

  /** Aborted when the deadline is over or the record is no longer ours. Made when first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reason) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.reason ??= reason;
    this.controller?.abort(this.reason);
  }
}
