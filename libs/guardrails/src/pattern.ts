import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A pattern is wrong, or too large; the message says what to write instead. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Time grows with the text times this: far more than a person writes, and a second for the longest of messages. */
const largest = 500;

const patterns = new Map<string, RE2JS>();

/**
 * The compiled pattern, in RE2's syntax as CEL has it. Whatever the text, its `test` takes time in proportion to the
 * text's length. Throws {@link PatternError}. Compiled once: there are as many as policies have.
 */
export function patternOf(source: string): RE2JS {
  const known = patterns.get(source);
  if (known) return known;
  const pattern = compile(source);
  const size = pattern.programSize();
  if (size > largest)
    throw new PatternError(`the pattern comes to ${size} steps, the most is ${largest}: use smaller counts in {…}`);
  patterns.set(source, pattern);
  return pattern;
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new PatternError(`${error.message}; what can be written: https://github.com/google/re2/wiki/Syntax`);
  }
}
