import type { Profile } from '@throughline/contracts';
import { cardNumbersIn, emailsIn, ibansIn, phonesIn } from '@throughline/guardrails';

type Kind = 'NAME' | 'EMAIL' | 'PHONE' | 'IBAN' | 'CARD';

/** An answer holds a placeholder that was never given out, or a mangled one: nobody can tell whose data was meant. */
export class PlaceholderError extends Error {
  override readonly name = 'PlaceholderError';
}

/**
 * Stands placeholders like `[[EMAIL_1]]` in for personal data: what the customer's profile holds, and e-mail addresses,
 * telephone, bank account and card numbers of anybody. The same value has the same placeholder in every text of one ticket.
 */
export class Placeholders {
  private readonly values = new Map<string, string>();

  constructor(private readonly profile: Profile) {}

  /** The text as a model may see it. */
  hide(text: string): string {
    // A customer who writes [[EMAIL_1]] must not be taken for us.
    let hidden = text.replaceAll('[[', '[ [').replaceAll(']]', '] ]');
    for (const email of [this.profile.email, ...emailsIn(text)]) hidden = this.replace(hidden, 'EMAIL', email);
    for (const iban of ibansIn(text)) hidden = this.replaceDigits(hidden, 'IBAN', iban);
    hidden = hidden.replaceAll(/(?<!\d)\d(?:[ \u00a0.-]?\d){12,18}(?!\d)/g, (raw) =>
      cardNumbersIn(raw).length > 0 ? this.placeholder('CARD', raw) : raw,
    );
    for (const phone of phonesIn(hidden, this.profile.locale)) hidden = this.replace(hidden, 'PHONE', phone);
    if (this.profile.phone) hidden = this.replaceDigits(hidden, 'PHONE', this.profile.phone);
    for (const name of namesOf(this.profile)) hidden = this.replace(hidden, 'NAME', name);
    return hidden;
  }

  /** The text with the data put back. @throws PlaceholderError where it holds any that was not given out */
  restore(text: string): string {
    const restored = text.replaceAll(/\[\[[A-Z]+_\d+\]\]/g, (placeholder) => {
      const value = this.values.get(placeholder);
      if (value === undefined) throw new PlaceholderError(`${placeholder} was never given out`);
      return value;
    });
    const left = text.replaceAll(/\[\[[A-Z]+_\d+\]\]/g, '');
    if (/\[\[|\]\]|(?:NAME|EMAIL|PHONE|IBAN|CARD)[_ -]?\d/i.test(left))
      throw new PlaceholderError('a mangled placeholder');
    return restored;
  }

  private replace(text: string, kind: Kind, value: string | undefined): string {
    if (!value) return text;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(value)}(?![\\p{L}\\p{N}])`, 'giu');
    return text.replace(pattern, (raw) => this.placeholder(kind, raw));
  }

  /** However its characters are grouped. */
  private replaceDigits(text: string, kind: Kind, value: string): string {
    const characters = value.match(/[\p{L}\p{N}]/gu) ?? [];
    if (characters.length < 6) return text;
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}])\\+?${characters.join('[ ().\\u00a0-]{0,3}')}(?![\\p{L}\\p{N}])`,
      'giu',
    );
    return text.replace(pattern, (raw) => this.placeholder(kind, raw));
  }

  private placeholder(kind: Kind, value: string): string {
    for (const [known, same] of this.values) if (same === value && known.startsWith(`[[${kind}_`)) return known;
    const count = [...this.values.keys()].filter((known) => known.startsWith(`[[${kind}_`)).length;
    const placeholder = `[[${kind}_${count + 1}]]`;
    this.values.set(placeholder, value);
    return placeholder;
  }
}

/** The whole name first, then its parts; initials and particles are no secret. */
function namesOf({ name = '' }: Profile): string[] {
  const parts = name.split(/[\s,]+/).filter((part) => part.length > 2);
  return [...new Set([name, ...parts])].filter((part) => part.length > 2);
}
