import { z } from 'zod';
import { nearest } from './nearest.ts';
import { PolicyDocument } from './policy-document.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { YamlSource } from './yaml-source.ts';

/** What zod found, located in the text and told to a person. */
export const shapeProblems = (error: z.ZodError, yaml: YamlSource): PolicyProblem[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const missing = valueAt(yaml.value, issue.path) === undefined;
      return yaml.problem(issue.path, missing ? `is missing. ${issue.message}` : issue.message);
    }
    return issue.keys.map((key) => {
      const meant = nearest(key, fieldNames);
      const message = `unknown field; ${meant ? `did you mean '${meant}'?` : 'take it out'}`;
      return yaml.problem([...issue.path, key], message, { atKey: true });
    });
  });

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);

const fieldNames = new Set(propertiesOf(z.toJSONSchema(PolicyDocument, { io: 'input' })));

function* propertiesOf(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema) yield* Object.keys(schema.properties as object);
  for (const part of Object.values(schema)) yield* propertiesOf(part);
}
