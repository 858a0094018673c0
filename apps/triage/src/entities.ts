import type { Entity, Ticket } from '@throughline/contracts';
import { datesIn, referencesIn, type WrittenDate } from '@throughline/guardrails';
import { stripQuotes } from '@throughline/models';
import { amounts } from './amounts.ts';

const MOST = 30;
/** Longer ones are pasted logs; who reads the entities looks for what the customer wrote. */
const MOST_CHARACTERS = 20_000;
const ORDER =
  /(?<![\p{L}\p{N}])(?:orders?|purchase|booking)(?: ?(?:no|nr|number|num|id|ref|reference)\b\.?)?(?: is| was)?:? ?#? ?(?<id>(?=[\p{L}-]{0,6}\d)[\p{L}\d][\p{L}\d-]{2,24}\d|\d{4,20})(?![\p{L}\p{N}]|[.,]\d| ?(?:€|£|\$|%|eur|gbp|usd|euros?|pounds?|dollars?)\b)/giu;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const RELATIVE = new RegExp(`\\b(?:today|yesterday|tomorrow|last (?:${WEEKDAYS.join('|')}))\\b`, 'gi');
const DAY = 86_400_000;

/** What a message names, with the words that it came from: order numbers, amounts of money, dates. Each once, in order. */
export function entities({ subject, body, receivedAt, customer }: Ticket): Entity[] {
  const text = `${subject}\n${stripQuotes(body)}`.slice(0, MOST_CHARACTERS);
  const found = [
    ...orders(text, customer.profile.locale),
    ...amounts(text).map(({ value, currency, raw }) => ({
      kind: 'amount',
      value: `${value.toFixed(2)} ${currency}`,
      text: raw,
    })),
    ...dates(text, new Date(receivedAt)),
  ];
  return found.toSorted((a, b) => text.indexOf(a.text) - text.indexOf(b.text)).slice(0, MOST);
}

/** Numbers that the customer calls an order's, then what looks like the number of anything. */
function orders(text: string, locale: string | undefined): Entity[] {
  const days = new Set(datesIn(text).map(({ raw }) => raw));
  const named = [...text.matchAll(ORDER)].map(({ groups }) => groups!['id']!).filter((id) => !days.has(id));
  const called = new Map(named.map((id) => [bare(id), { kind: 'order', value: bare(id), text: id }]));
  const others = referencesIn(text, locale).filter((raw) => !called.has(bare(raw)));
  return [...called.values(), ...others.map((raw) => ({ kind: 'reference', value: bare(raw), text: raw }))];
}

/** One number however it is written: `mb-204713` is `MB204713`. */
const bare = (id: string): string => id.replaceAll('-', '').toUpperCase();

function dates(text: string, received: Date): Entity[] {
  const written = datesIn(text).flatMap((date) => {
    const value = valueOf(date);
    return value ? [{ kind: 'date', value, text: date.raw }] : [];
  });
  const relative = Number.isNaN(received.getTime())
    ? []
    : [...text.matchAll(RELATIVE)].map(([raw]) => ({
        kind: 'date',
        value: dayOf(raw.toLowerCase(), received),
        text: raw,
      }));
  // Of one day the first way it was written: a Map keeps the last.
  return [...new Map([...written, ...relative].toReversed().map((date) => [date.value, date])).values()];
}

/** ISO 8601; without a year `month-day`. Nothing where two days may be meant (3/5/2026): a wrong one would mislead. */
function valueOf({ days, year }: WrittenDate): string | undefined {
  const possible = [...new Set(days)].map((day) => day.split('-').map(Number)).filter(isDay);
  if (possible.length !== 1) return undefined;
  const day = possible[0]!.map((part) => String(part).padStart(2, '0')).join('-');
  return year === undefined ? day : `${year}-${day}`;
}

const isDay = ([month = 0, day = 0]: readonly number[]): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

function dayOf(word: string, received: Date): string {
  const weekday = WEEKDAYS.indexOf(word.replace('last ', ''));
  const back =
    weekday < 0 ? { today: 0, yesterday: 1, tomorrow: -1 }[word]! : ((received.getUTCDay() - weekday + 6) % 7) + 1;
  return new Date(received.getTime() - back * DAY).toISOString().slice(0, 10);
}
