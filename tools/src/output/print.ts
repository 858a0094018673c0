import { once } from 'node:events';

/** Writes a line, as fast as whoever reads it takes it. */
export async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** Writes a value as JSON for programs. */
export const printJson = (value: unknown): Promise<void> => print(JSON.stringify(value, undefined, 2));
