/** A paragraph of a Markdown text. */
export interface Paragraph {
  /** Word for word as it stands in the text, Markdown included. */
  readonly text: string;
  /** The heading it stands under; empty before the first. */
  readonly heading: string;
}

/**
 * Cuts a Markdown body into what a reply may quote: blocks between blank lines. Headings are no passages of their own. A
 * block that ends with a colon and the list after it are one: either alone would be half an answer.
 */
export function paragraphs(body: string): Paragraph[] {
  const found: Paragraph[] = [];
  let heading = '';
  let open: { start: number; end: number } | undefined;
  const close = (): void => {
    if (open) found.push({ text: body.slice(open.start, open.end), heading });
    open = undefined;
  };
  for (const { start, end } of blocks(body)) {
    const text = body.slice(start, end);
    const title = /^#{1,6}\s+(.*)$/.exec(text)?.[1];
    if (title !== undefined) {
      close();
      heading = unclosed(title);
      continue;
    }
    const goesOn = open && isList(text) && (body.slice(open.start, open.end).endsWith(':') || isListAt(body, open));
    if (goesOn) open!.end = end;
    else {
      close();
      open = { start, end };
    }
  }
  close();
  return found.filter(({ text }) => /\p{L}/u.test(text));
}

/** Without the `#` that may close a heading; not by a pattern, whose time would grow with the square of hostile lines. */
function unclosed(title: string): string {
  let end = title.length;
  while (/[\s#]/.test(title.charAt(end - 1))) end--;
  return title.slice(0, end);
}

const isList = (text: string): boolean => /^\s*(?:[-*+]|\d+[.)])\s/.test(text);
const isListAt = (body: string, { start, end }: { start: number; end: number }): boolean =>
  isList(body.slice(start, end).split('\n').at(-1) ?? '');

/** Where blocks begin and end, without the white space around them. A heading line is a block even without blank lines. */
function blocks(body: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let open = false;
  let offset = 0;
  for (const line of body.split('\n')) {
    const text = line.trim();
    const start = offset + line.length - line.trimStart().length;
    const isHeading = /^#{1,6}\s/.test(text);
    if (text === '') open = false;
    else if (open && !isHeading) found.at(-1)!.end = start + text.length;
    else {
      found.push({ start, end: start + text.length });
      open = !isHeading;
    }
    offset += line.length + 1;
  }
  return found;
}
