// The names only where a comma or the like ends them: of 'Hello Kitty mug arrived broken' no more than 'Hello' goes.
const GREETING =
  /^(?:[Hh]i|[Hh]iya|[Hh]ello|HI|HELLO|[Hh]ey|[Dd]ear|[Gg]ood (?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Dd]ay)|[Gg]reetings|[Tt]o whom it may concern)(?![\p{L}\p{N}'-])(?:(?:\s+(?:there|all|team|everyone|folks|guys|sir|madam|or|and|support|customer|service|(?!I\b)\p{Lu}[\p{L}'’.-]*)){0,5}\s*(?:[,!.:–-]+|\n|$))?\s*/u;
const CLOSING =
  /^(?:(?:(?:with )?(?:best|kind|warm|many|kindest|warmest) )?(?:regards|wishes|thanks)|(?:yours )?(?:sincerely|faithfully|truly)|yours|cheers|thanks(?: (?:a lot|so much|again|in advance|very much))?|thank you(?: (?:very much|so much|in advance|again))?|best|thx|sent from my .{1,40}|get outlook for .{1,20})[\s,.!:;)–-]*$/i;
/** A sentence that only gives a telephone number ('You can ring me on 020 …') is part of a signature, wherever it stands. */
const OWN_NUMBER =
  /(?<=^|[.!?]\s)(?:(?:(?:you (?:can|may)|please|feel free to) )?(?:ring|call|phone|text|reach) me (?:\w+ ){0,2}(?:on|at)|my (?:phone|telephone|mobile|cell) ?(?:number)? is) \+?\d[\d\s()/.-]{5,18}\d(?: (?:after|before|from|between|if|any ?time|during) [^.!?\n]{1,60})?(?:[.!]|$)/gim;
const QUOTE_HEADER = /^(?:on .{4,200} wrote:|-{2,}\s*(?:original message|forwarded message).*|_{10,}|from: .+@.+)$/i;
/** What stands above a mail that is passed on. */
const MAIL_HEADER = /^(?:from|sent|date|to|cc|subject|reply-to): ?.*$/i;
const POINTS_BELOW =
  /\b(?:below|underneath|beneath|attached (?:mail|message)|(?:look at|take care of|help with|deal with|answer) this|pass(?:ing)? (?:this|it) on|forward(?:ed|ing)|fyi)\b/i;
const VAGUE_SUBJECT =
  /^(?:hi|hello|hey|help|urgent|question|a question|query|enquiry|inquiry|support|customer (?:service|support)|request|issue|problem|contact(?: form)?(?: submission)?|(?:live |web )?chat(?: (?:message|transcript))?|customer (?:query|enquiry|inquiry)|message|no subject|\(no subject\)|new message|ticket|feedback|please help|need help|-+)?[\s.!?]*$/i;

/**
 * What the customer says in their own words: the subject (unless it says nothing) and the body, without greeting, signature
 * and quoted mails, each line once. Classifiers and searches are asked with this; a person always sees the message as it
 * came. Returns the whole message rather than nothing.
 */
export function cleanMessage({ subject, body }: { subject: string; body: string }): string {
  const topic = subject.replace(/^(?:\s*(?:re|fwd?|aw|wg|tr)\s*:)+\s*/i, '').trim();
  const text = withoutRepeats(withoutSignature(lines(stripQuotes(body))))
    .join('\n')
    .trim()
    .replace(GREETING, '')
    .replace(OWN_NUMBER, '')
    .trim();
  const parts = [VAGUE_SUBJECT.test(topic) || text.startsWith(topic) ? '' : topic, text].filter((part) => part !== '');
  // Subject and body are different sentences, though few subjects end like one.
  return parts.join('\n') || body.trim() || topic;
}

/**
 * A message without the mails it quotes: `> ` lines, and all below `On … wrote:` or `Original message`. Where it says no more
 * than that what matters stands below, that is what it says: the mail it passes on, without what that one quotes in turn.
 */
export function stripQuotes(body: string): string {
  const all = lines(body);
  const own = withoutQuotes(all);
  return (pointsBelow(own) ? [...firstParagraph(own), '', ...passedOn(all)] : own).join('\n');
}

/** True for a line like 'Please see below.', whatever name stands under it. */
function pointsBelow(own: readonly string[]): boolean {
  const said = firstParagraph(own).join(' ').replace(GREETING, '');
  const rest = own.slice(own.indexOf(firstParagraph(own).at(-1)!) + 1).join(' ');
  return said.length <= 50 && POINTS_BELOW.test(said) && rest.length <= 200 && !rest.includes('?');
}

/** The first lines that stand together; a greeting of its own is not what a message says. */
function firstParagraph(own: readonly string[]): readonly string[] {
  const start = own.findIndex((line) => line.replace(GREETING, '') !== '');
  const end = own.findIndex((line, i) => i > start && line === '');
  return start < 0 ? [] : own.slice(start, end < 0 ? undefined : end);
}

/** The mail that is quoted first. */
function passedOn(all: readonly string[]): string[] {
  const start = all.findIndex((line) => line.startsWith('>') || QUOTE_HEADER.test(line));
  const quoted = all.slice(start < 0 ? all.length : start).filter((line) => !QUOTE_HEADER.test(line));
  // One that is not marked at all stands there as it was written.
  const marked = quoted.find((line) => line !== '' && !MAIL_HEADER.test(line))?.startsWith('>') ?? false;
  const mail = marked ? quoted.filter((line) => line.startsWith('>')).map((line) => line.slice(1).trim()) : quoted;
  const begin = mail.findIndex((line) => line !== '' && !MAIL_HEADER.test(line) && !QUOTE_HEADER.test(line));
  return begin < 0 ? [] : withoutSignature(withoutQuotes(mail.slice(begin)));
}

function lines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trim());
}

function withoutQuotes(all: readonly string[]): string[] {
  const end = all.findIndex((line) => QUOTE_HEADER.test(line));
  // 'On … wrote:' may be broken over two lines by the mail program.
  const broken = all.findIndex((line, i) => /^on .{4,}$/i.test(line) && /^.{0,100}\bwrote:$/i.test(all[i + 1] ?? ''));
  const ends = [end, broken].filter((i) => i >= 0);
  const own = ends.length > 0 ? all.slice(0, Math.min(...ends)) : all;
  return own.filter((line) => !line.startsWith('>'));
}

/** A line that stands there for the second time says nothing new: pasted logs would drown what was written. */
function withoutRepeats(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.filter((line) => line === '' || (!seen.has(line) && seen.add(line)));
}

/** A signature begins at '-- ', or at a closing formula with little after it. */
function withoutSignature(all: readonly string[]): string[] {
  const marked = all.findIndex((line) => line === '--');
  const body = marked >= 0 ? all.slice(0, marked) : all;
  const closing = body.findIndex((line) => CLOSING.test(line));
  const after = body
    .slice(closing + 1)
    .join(' ')
    .trim();
  return closing > 0 && after.length <= 200 && !after.includes('?') ? body.slice(0, closing) : [...body];
}
