import type { z } from 'zod';
import { check, type Located, type Problem } from './problems.ts';

/** Parses JSON Lines and checks each; blank lines are skipped, every mistake goes to `problems`. */
export function readJsonLines<T>(schema: z.ZodType<T>, text: string, file: string, problems: Problem[]): Located<T>[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const place = { file, line: i + 1 };
    try {
      return check(schema, JSON.parse(line), () => place, problems) ?? [];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push({ ...place, field: 'JSON', message: `${error.message}; each line must be one JSON object` });
      return [];
    }
  });
}
