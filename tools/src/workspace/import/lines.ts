import { createReadStream } from 'node:fs';

/** The lines of a UTF-8 file, one after the other, without line ends and byte order mark; the last may lack its end. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    // Not readline: it also splits at U+2028, which may stand in JSON.
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield plain(line);
  }
  if (plain(rest) !== '') yield plain(rest);
}

const plain = (line: string): string => line.replace(/^\uFEFF/, '').replace(/\r$/, '');
