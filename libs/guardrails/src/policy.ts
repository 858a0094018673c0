import { createHash } from 'node:crypto';
import { firstRules, lastRules, type RuleSource, signalRules } from './built-in-rules.ts';
import { PolicyDocument } from './policy-document.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';
import { mistakes } from './policy-mistakes.ts';
import { compileRule, type Rule } from './rule.ts';
import { readYaml } from './yaml-source.ts';
import { shapeProblems } from './shape-problems.ts';

/** A policy that can be asked. Made by {@link parsePolicy} only. */
export interface Policy {
  /** The first 16 hex digits of the SHA-256 of `source`. */
  readonly version: string;
  /** The normalised YAML text. */
  readonly source: string;
  /** The document with its defaults filled in. */
  readonly document: PolicyDocument;
  /** Every rule, most serious first: signals, high-stakes intents, an open review, the document's own, the library's. */
  readonly rules: readonly Rule[];
}

/** The same text on every system: no byte order mark, LF, no white space at line ends, one line feed at the end. */
const normaliseSource = (source: string): string =>
  `${source
    .replace(/^\uFEFF/, '')
    .replace(/[^\S\n]*\r?\n/g, '\n')
    .trimEnd()}\n`;

/** The version of a policy text: the first 16 hex digits of the SHA-256 of the normalised text. */
export const policyVersion = (source: string): string =>
  createHash('sha256').update(normaliseSource(source)).digest('hex').slice(0, 16);

/**
 * Reads a policy document (YAML). Throws {@link PolicyError} with every mistake, its line, column and field and what to
 * write instead; a mistake in a CEL expression (syntax, unknown fact, wrong type) is one of them.
 */
export function parsePolicy(text: string): Policy {
  const source = normaliseSource(text);
  const yaml = readYaml(source);
  if (yaml.problems.length > 0) throw new PolicyError(yaml.problems);
  const parsed = PolicyDocument.safeParse(yaml.value ?? {});
  const problems = parsed.success ? mistakes(parsed.data, yaml) : shapeProblems(parsed.error, yaml);
  if (!parsed.success || problems.length > 0) throw new PolicyError(inOrder(problems));
  const document = parsed.data;
  const modes = new Map(Object.entries(document.builtIn));
  const rules = [...signalRules(document), ...firstRules, ...ownRules(document), ...lastRules];
  return {
    version: policyVersion(source),
    source,
    document,
    rules: rules.map((rule) => compileRule({ ...rule, mode: modes.get(rule.id) ?? rule.mode })),
  };
}

const ownRules = ({ rules }: PolicyDocument): RuleSource[] =>
  rules.map((rule) => ({ ...rule, floor: false, queue: rule.queue && JSON.stringify(rule.queue) }));

const inOrder = (problems: readonly PolicyProblem[]): PolicyProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
