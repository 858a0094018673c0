import type { Place } from '@throughline/contracts';
import { type Letter, placeText } from '@throughline/messaging';

/** Which letters; what is left out matches all. */
export interface Filter {
  readonly service?: string;
  readonly topic?: string;
  /** Part of the reason, in upper or lower case. */
  readonly reason?: string;
  /** The error's code, or `none` for those without. */
  readonly code?: string;
  readonly class?: string;
  readonly key?: string;
  readonly ticket?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Places of letters, or of the records that they were made of. Empty: wherever they lie. */
  readonly places?: readonly Place[];
}

/** Whether a letter is one of those. `since` and `until` are compared with when it was written. */
export function matches(filter: Filter, letter: Letter): boolean {
  const { reason, since, until, places = [] } = filter;
  const same: [string | undefined, string | undefined][] = [
    [filter.service, letter.service],
    [filter.topic, letter.topic],
    [filter.code, letter.errorCode ?? 'none'],
    [filter.class, letter.errorClass],
    [filter.key, letter.key],
    [filter.ticket, letter.ticketId],
  ];
  const at = new Date(letter.at);
  return (
    same.every(([wanted, has]) => wanted === undefined || wanted === has) &&
    (reason === undefined || letter.reason.toLowerCase().includes(reason.toLowerCase())) &&
    (since === undefined || at >= since) &&
    (until === undefined || at < until) &&
    (places.length === 0 || places.some((place) => isAt(letter, place)))
  );
}

/** Whether a place is that of the letter, or of the record that it was made of. */
export const isAt = ({ place, origin }: Letter, wanted: Place): boolean =>
  [place, origin].some((own) => own !== undefined && placeText(own) === placeText(wanted));

/** True where nothing is asked for: it would match every letter of the cluster. */
export const matchesAll = ({ places = [], ...rest }: Filter): boolean =>
  places.length === 0 && Object.values(rest).every((value) => value === undefined);
