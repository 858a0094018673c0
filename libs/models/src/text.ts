import { stemmer } from 'stemmer';

// Function words only: 'not', 'no', 'how', 'when', 'where', 'before', 'after' carry meaning in support questions.
const STOP_WORDS = new Set(
  `a an the this that these those and or but if so as of at by for with from to in on into is are was were be been being am
  do does did have has had having i me my mine we us our ours you your yours he him his she her it its they them their
  there here will would shall should can could may might must just also very really please thanks thank hi hello dear
  hey regards some any what which who s t m re ve ll d`.split(/\s+/),
);

/** Lower-case words of a text: letters and digits, without accents; `don't` gives `don` and `t`. */
export function words(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What a word is searched by: its stem (Porter 1980); null for words that say nothing about the matter. */
export function term(word: string): string | null {
  return STOP_WORDS.has(word) ? null : stemmer(word);
}

/** Stems of the words of a text that say something, in order, with repeats. */
export function terms(text: string): string[] {
  return words(text).flatMap((word) => term(word) ?? []);
}

/** The sentences of a text; line breaks end a sentence too. */
export function sentences(text: string): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return text
    .split(/\n+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /\p{L}/u.test(sentence));
}
