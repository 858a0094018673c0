import type { Letter } from '@throughline/messaging';

/** Letters that most likely have one cause. */
export interface Group {
  readonly service: string;
  readonly topic: string;
  readonly code: string;
  /** The reason, with what differs from letter to letter left open. */
  readonly reason: string;
  readonly letters: number;
  readonly first: string;
  readonly last: string;
}

/** A reason without what differs from letter to letter: quoted text becomes `'…'`, ids and numbers `#`. */
export const pattern = (reason: string): string =>
  reason
    .slice(0, 300)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, (quoted) => `${quoted[0]}…${quoted.at(-1)}`)
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '#')
    .replace(/\b[\w-]*\d[\w-]*\b/g, '#')
    .replace(/\s+/g, ' ')
    .trim();

/** How an error is called in lists: its code, else its class. */
export const codeOf = ({ errorCode, errorClass }: Letter): string => errorCode ?? errorClass ?? '';

/** Counts letters by service, topic, code and reason. Holds as many groups as there are, not letters. */
export class Groups {
  private readonly groups = new Map<string, Group>();

  add(letter: Letter): void {
    const { service, topic, at } = letter;
    const of = { service, topic, code: codeOf(letter), reason: pattern(letter.reason) };
    const key = JSON.stringify(of);
    const group = this.groups.get(key) ?? { ...of, letters: 0, first: at, last: at };
    this.groups.set(key, {
      ...group,
      letters: group.letters + 1,
      first: at < group.first ? at : group.first,
      last: at > group.last ? at : group.last,
    });
  }

  /** The largest first. */
  all(): Group[] {
    return [...this.groups.values()].toSorted((a, b) => b.letters - a.letters || (a.first < b.first ? -1 : 1));
  }
}
