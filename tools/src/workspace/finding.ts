import { fieldName, type Located, type Path, type Problem } from '@throughline/workspace';

/** Something to put right in a workspace, or to better. */
export interface Finding extends Problem {
  /** A mistake stops the workspace from being used; a warning is a weak spot. */
  readonly severity: 'mistake' | 'warning';
  /** Which check found it. */
  readonly rule: Rule;
}

/** The checks: `mistake` stands for all that stops a workspace, the others are weak spots. */
export type Rule =
  | 'mistake'
  | 'unread-field'
  | 'unknown-queue'
  | 'few-examples'
  | 'no-article'
  | 'no-expect'
  | 'overlap'
  | 'bound'
  | 'out-of-reach';

/** A warning at a field of something that was read. */
export const warning = (rule: Rule, { at }: Located<unknown>, path: Path, message: string): Finding => ({
  severity: 'warning',
  rule,
  ...at(path),
  field: fieldName(path),
  message,
});
