import { unique } from './text.ts';

// Mail programs turn bare names like `example.com` into links too. A bare name counts with a well-known ending or a path;
// else every missing space after a full stop would be one.
const endings =
  'com|net|org|info|biz|io|co|app|dev|shop|store|online|site|xyz|top|link|click|me|tv|eu|ie|uk|de|fr|es|it|nl|be|at|ch|pl|se|no|dk|fi|pt|us|ca|au|nz|in|cn|ru|example|test';
// Every repetition has a bound: customers' texts are searched too, and must not cost quadratic time.
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?';
const links = new RegExp(
  `[a-z][a-z0-9+.-]{0,20}://[^\\s<>"]{1,2000}|(?<![\\p{L}\\p{N}@.-])(?:www\\.[^\\s<>"]{1,2000}|(?:${label}\\.)+(?:(?:${endings})(?![\\p{L}\\p{N}@-])(?:[:/?#][^\\s<>"]{0,2000})?|\\p{L}{2,20}/[^\\s<>"]{1,2000}))`,
  'giu',
);

/** The links in a text as they are written, without the punctuation of the sentence around them. */
export const linksIn = (text: string): string[] =>
  unique([...text.matchAll(links)].map(([raw]) => raw.replace(/[.,;:!?)\]}'*_`’”»]+$/u, '')));

/** One spelling for every link that leads to the same place; undefined where a browser would refuse it. */
export function normalLink(link: string): string | undefined {
  return toUrl(link)?.href.replace(/\/$/, '');
}

/** Whether a link is http(s) and leads to one of the domains or below one. What can't be read does not. */
export function leadsTo(link: string, domains: readonly string[]): boolean {
  const url = toUrl(link);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  // The host as a browser reads it: `https://shop.example@evil.test` leads to evil.test.
  return domains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
}

const toUrl = (link: string): URL | null => URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(link) ? link : `https://${link}`);
