const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam)\.?$/i;

/** Greeting, the passages word for word, and a closing that promises nothing. */
export function compose(name: string | undefined, quotes: readonly string[]): string {
  const first = firstName(name);
  return [
    first ? `Hello ${first},` : 'Hello,',
    ...quotes,
    'If this does not answer your question, please reply to this message.',
    'Kind regards',
  ].join('\n\n');
}

/** `Ada` of `Ada Lovelace`, `Dr. Ada Lovelace` and `Lovelace, Ada`; undefined if no name can be told. */
export function firstName(name: string | undefined): string | undefined {
  const [last = '', given] = (name ?? '').split(',').map((part) => part.trim());
  const first = (given || last).split(/\s+/).find((part) => !TITLES.test(part));
  // An e-mail address, a number or a lone initial is no name to greet somebody by.
  return first && /^\p{L}[\p{L}'’-]+$/u.test(first) ? first : undefined;
}
