/** Control characters, and those that hide text or turn its direction. */
const unseen =
  // oxlint-disable-next-line no-control-regex -- they are what this is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (char: string): string => {
  const code = char.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

/**
 * Text of a customer or of another program, safe to show on a terminal: what would move the cursor, change colours or
 * hide text is shown as an escape. With `lines`, line ends and tabs stay.
 */
export const visible = (text: string, { lines = false } = {}): string =>
  text.replace(unseen, (char) => (lines && (char === '\n' || char === '\t') ? char : escaped(char)));

/** At most `length` characters, on one line. */
export function shortened(text: string, length: number): string {
  const line = visible(text.replace(/\s+/g, ' ').trim());
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
