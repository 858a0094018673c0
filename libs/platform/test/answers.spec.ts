import { Answers, answersOf, ZodPipe } from '@throughline/platform';
import { z } from 'zod';

const Schema = z.object({ count: z.int() });

class Routes {
  @Answers('Counts.', Schema, { 404: 'Nothing to count.' })
  right() {
    return Promise.resolve({ count: 1 });
  }

  // @ts-expect-error -- the compiler refuses an answer that the schema doesn't take
  @Answers('Counts.', Schema)
  wrong() {
    return { count: 'one' };
  }
}

it('keeps what a route answers, for the documents', () => {
  const answers = { summary: 'Counts.', schema: Schema, others: { 404: 'Nothing to count.' }, headers: {} };
  expect(answersOf(Routes.prototype.right)).toEqual(answers);
  expect(answersOf(Routes)).toBeUndefined();
});

it('lets the documents show the very schema that a body is checked with', () => {
  expect(new ZodPipe(Schema).schema).toBe(Schema);
});
