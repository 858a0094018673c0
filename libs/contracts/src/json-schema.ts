import { z } from 'zod';
import type { Contract } from './contract.ts';

/** A JSON Schema document, as far as this library looks into it. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** The name of a contract's schema file. */
export const schemaFile = (contract: Contract): string => `${contract.name}.v${contract.version}.json`;

/**
 * The JSON Schema (draft 2020-12) of an event's data. Unknown fields are allowed: readers ignore what they don't know,
 * so that additions are compatible.
 */
export function jsonSchemaOf(contract: Contract): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(contract.schema, { io: 'input', target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:throughline:${contract.type}`,
    title: contract.type,
    description: contract.summary,
    ...schema,
  };
}
