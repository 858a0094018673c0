import type { Ticket } from '@throughline/contracts';
import type { Tone } from '@throughline/workspace';

const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam)\.?$/i;

/** The reply in the workspace's tone: greeting, what is said, an earlier ticket that a person has, closing. */
export function compose({ customer }: Pick<Ticket, 'customer'>, said: readonly string[], tone: Tone): string {
  const first = firstName(customer.profile.name);
  const other = customer.otherTickets?.find(({ withPerson }) => withPerson);
  return [
    first ? tone.greeting.replace('{firstName}', () => first) : tone.greetingWithoutName,
    ...said,
    ...(other ? [tone.otherTicket.replace('{ticketId}', () => other.ticketId)] : []),
    tone.closing,
  ].join('\n\n');
}

/** `Ada` of `Ada Lovelace`, `Dr. Ada Lovelace` and `Lovelace, Ada`; undefined if no name can be told. */
export function firstName(name: string | undefined): string | undefined {
  const [last = '', given] = (name ?? '').split(',').map((part) => part.trim());
  const first = (given || last).split(/\s+/).find((part) => !TITLES.test(part));
  // An e-mail address, a number or a lone initial is no name to greet somebody by.
  return first && /^\p{L}[\p{L}'’-]+$/u.test(first) ? first : undefined;
}
