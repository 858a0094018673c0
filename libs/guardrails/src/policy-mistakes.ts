import { builtInRules } from './built-in-rules.ts';
import { CelError, compile } from './cel.ts';
import { nearest } from './nearest.ts';
import type { PolicyDocument, RuleDocument } from './policy-document.ts';
import type { Policy } from './policy.ts';
import type { PolicyProblem } from './policy-error.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** What is wrong in a document that has the right shape: names that lead nowhere, expressions that can't be. */
export function mistakes(document: PolicyDocument, yaml: YamlSource): PolicyProblem[] {
  return [
    ...queueMistakes(document, yaml),
    ...builtInMistakes(document, yaml),
    ...document.rules.flatMap((rule, i) => [
      ...idMistakes(rule, i, document, yaml),
      ...expressionMistakes(rule, ['rules', i], yaml),
    ]),
  ];
}

/** What a policy says of intents that the taxonomy does not have: `known` are the ids that it has. */
export function unknownIntents({ document, source }: Policy, known: ReadonlySet<string>): PolicyProblem[] {
  const yaml = readYaml(source);
  return Object.keys(document.highStakes.intents).flatMap((id) => {
    if (known.has(id)) return [];
    const message = `'${id}' is in no entry of taxonomy.yaml; correct it or add the entry`;
    return [yaml.problem(['highStakes', 'intents', id], message, { atKey: true })];
  });
}

function queueMistakes({ humanQueues, highStakes, rules }: PolicyDocument, yaml: YamlSource): PolicyProblem[] {
  const queues = [humanQueues.default, ...humanQueues.others];
  const named: [PropertyKey[], string | undefined][] = [
    ...Object.entries(highStakes.intents).map(([k, q]): [string[], string] => [['highStakes', 'intents', k], q]),
    ...Object.entries(highStakes.signals).map(([k, q]): [string[], string] => [['highStakes', 'signals', k], q]),
    ...rules.map(({ queue }, i): [PropertyKey[], string | undefined] => [['rules', i, 'queue'], queue]),
  ];
  return named.flatMap(([path, queue]) => {
    if (queue === undefined || queues.includes(queue)) return [];
    const meant = nearest(queue, queues);
    const fix = meant ? `did you mean '${meant}'?` : 'add it to humanQueues.others';
    return yaml.problem(path, `there is no queue '${queue}'; ${fix}`);
  });
}

function builtInMistakes({ builtIn }: PolicyDocument, yaml: YamlSource): PolicyProblem[] {
  return Object.entries(builtIn).flatMap(([id, mode]) => {
    const rule = builtInRules.get(id);
    const meant = nearest(id, builtInRules.keys());
    if (!rule) {
      const fix = meant ? `did you mean '${meant}'?` : `known: ${[...builtInRules.keys()].join(', ')}`;
      return yaml.problem(['builtIn', id], `there is no built-in rule '${id}'; ${fix}`, { atKey: true });
    }
    if (rule.floor && mode === 'observe') {
      return yaml.problem(['builtIn', id], `'${id}' can't be turned off; take this line out`);
    }
    return [];
  });
}

function idMistakes({ id }: RuleDocument, i: number, { rules }: PolicyDocument, yaml: YamlSource): PolicyProblem[] {
  const path = ['rules', i, 'id'];
  if (builtInRules.has(id) || id.startsWith('signal.') || id === 'gate-failed') {
    return [yaml.problem(path, `'${id}' is a rule of the library; choose another id, or tune it under builtIn`)];
  }
  if (rules.findIndex((other) => other.id === id) < i) {
    return [yaml.problem(path, `there is another rule '${id}'; choose another id`)];
  }
  return [];
}

function expressionMistakes(rule: RuleDocument, path: PropertyKey[], yaml: YamlSource): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const attempt = <T>(field: 'when' | 'evidence', compiled: () => T): T | undefined => {
    try {
      return compiled();
    } catch (error) {
      const { message, offset } = error as CelError;
      problems.push(yaml.problem([...path, field], `not a valid expression: ${message}`, { offset }));
      return undefined;
    }
  };
  const when = attempt('when', () => compile(rule.when, 'bool'));
  const { evidence } = rule;
  if (evidence !== undefined) attempt('evidence', () => compile(evidence, 'string'));
  if (!rule.authors.includes('human') || rule.effect === 'observe') return problems;
  // Else the person would get the same reply back for ever, whatever they write.
  if (rule.effect === 'review') {
    problems.push(yaml.problem([...path, 'effect'], "a person has decided already; use 'block' or authors: [agent]"));
  } else if (when && !when.names.has('reply')) {
    problems.push(
      yaml.problem(
        [...path, 'when'],
        'no text that a person writes can put this right; look at reply.… or use authors: [agent]',
      ),
    );
  }
  return problems;
}
