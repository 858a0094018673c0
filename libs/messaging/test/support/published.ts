import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, contracts, type JsonSchema, schemaFile } from '@throughline/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = join(__dirname, '../../../contracts/published');

/** A contract as it is today, and as it was published. */
export interface Published {
  readonly contract: Contract;
  readonly schema: JsonSchema;
  /** As a program of that time checks data: fields that it doesn't know are no mistake. */
  readonly check: ValidateFunction;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

/** Everything that was published. @throws where its contract is gone */
export const published: readonly Published[] = readdirSync(folder).map((file) => {
  const contract = (contracts as readonly Contract[]).find((c) => schemaFile(c) === file);
  if (!contract) throw new Error(`${file} was published, and its contract is gone.`);
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonSchema;
  return { contract, schema, check: ajv.compile(schema) };
});
