import { isOutage } from '@throughline/messaging';
import { duplicatesIn } from '../src/bulk.ts';

/** As the driver makes them. */
const bulkError = (writeErrors: object[], message = 'E11000') =>
  Object.assign(new Error(message), { name: 'MongoBulkWriteError', writeErrors });

const thrownBy = (error: unknown): unknown => {
  try {
    return duplicatesIn(error);
  } catch (thrown) {
    return thrown;
  }
};

it('says which writes met a document that was there', () => {
  const errors = [1, 4].map((index) => ({ code: 11000, index }));
  expect(duplicatesIn(bulkError(errors))).toEqual([1, 4]);
  expect(duplicatesIn(Object.assign(new Error('E11000'), { writeErrors: errors[0] }))).toEqual([1]);
});

it('never takes a broken connection for success: the driver names no write then', () => {
  const thrown = thrownBy(bulkError([], 'connection 3 to 127.0.0.1 closed'));
  expect(isOutage(thrown)).toBe(true);
  expect((thrown as Error).message).toContain('connection 3');
});

it('throws what is anything else', () => {
  const mixed = bulkError([
    { code: 11000, index: 0 },
    { code: 121, index: 1 },
  ]);
  const network = Object.assign(new Error('closed'), { name: 'MongoNetworkError' });
  for (const error of [mixed, network, 'text']) expect(thrownBy(error)).toBe(error);
});
