/** One mistake in a policy document. `line` and `column` count from 1; `field` is a path like `rules[2].when`, or `document`. */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** The document can't be a policy; lists every mistake at once, in the order of the document. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(readonly problems: readonly PolicyProblem[]) {
    const list = problems.map((p) => `  ${p.line}:${p.column} ${p.field}: ${p.message}`);
    super(`The policy has ${problems.length} mistake${problems.length === 1 ? '' : 's'}:\n${list.join('\n')}`);
  }
}
