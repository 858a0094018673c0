// Not part of the library's entry: its tables take 44 MB of heap, and triage alone has use for them.
import { eld } from 'eld/small';
import { words } from './text.ts';

const FEWEST_WORDS = 4;
const FEWEST_LETTERS = 16;
// Far enough above English that a few names or typing errors don't make a foreign text of an English one.
const MARGIN = 0.12;
// Characters that are looked at: time grows with their square where there are no spaces.
const MOST = 4_000;

/**
 * The language of a text: ISO 639-1, or `und` where it is too short, or could be more than one. It would rather say `und`
 * than call an English text foreign.
 */
export function detectLanguage(text: string): string {
  // Addresses and order numbers belong to no language.
  const plain = text.slice(0, MOST).replace(/\S*(?:@|:\/\/|\d)\S*/g, ' ');
  const { language, ...found } = eld.detect(plain);
  if (language === 'en') return 'en';
  const letters = plain.replace(/[^\p{L}]/gu, '').length;
  // Scripts other than Latin tell by themselves, and some of them don't put spaces between words.
  const latin = /\p{Script=Latin}/u.test(plain);
  if (!language || (latin && (letters < FEWEST_LETTERS || words(plain).length < FEWEST_WORDS))) return 'und';
  const scores = found.getScores();
  return latin && (!found.isReliable() || scores[language]! - (scores['en'] ?? 0) < MARGIN) ? 'und' : language;
}
