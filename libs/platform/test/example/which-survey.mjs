// A program that existed before: a reply's author comes in, the name of a survey goes out. It knows nothing of events.
import { text } from 'node:stream/consumers';

const author = (await text(process.stdin)).trim();
if (author === '') process.exit(2);
process.stdout.write(author === 'human' ? 'personal' : 'short');
