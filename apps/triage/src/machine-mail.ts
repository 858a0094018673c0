import { cleanMessage } from '@throughline/models';
import type { Ticket } from '@throughline/contracts';
import { spamCues } from './spam.ts';

/** Why a message needs no reply, and what gave it away. */
export interface MachineMail {
  readonly reason: 'auto_reply' | 'bounce' | 'spam' | 'empty';
  readonly note: string;
}

const BOUNCE_SUBJECT =
  /^(?:undeliver(?:able|ed)\b|delivery status notification|mail delivery (?:failed|failure|system)|returned mail|failure notice|delivery (?:has )?failed)/i;
const AUTO_SUBJECT =
  /^(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|responder)|autoreply|out of (?:the )?office(?: reply)?|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatisch antwoord|autosvar|automatisk svar|automaattinen vastaus|odpowiedź automatyczna)\s*(?::|$)/i;
const AWAY =
  /\b(?:out of (?:the )?office|on (?:annual |maternity |parental |sick )?leave|on (?:vacation|holiday)|away from (?:my|the) (?:desk|office|e-?mail)|automatic(?:ally generated)? (?:reply|response|message)|do not reply to this)\b/i;
const BACK =
  /\b(?:(?:return|back)(?:ing)? (?:in the office |to the office |to work )?(?:on|by|until)|limited access to (?:my )?e-?mail|(?:in|for) urgent (?:cases|matters)|in my absence|upon my return|when i (?:return|am back))\b/i;

/**
 * Tells messages of machines, advertisers and empty ones from those of customers. To close a customer's message silences
 * them, so one weak sign is never enough: a header that only machines set (RFC 3834, RFC 3464), or several signs in the text.
 *
 * @returns undefined if a person may have written it.
 */
export function machineMail(
  ticket: Pick<Ticket, 'subject' | 'body' | 'headers' | 'customer'>,
): MachineMail | undefined {
  const { subject, body, headers = {} } = ticket;
  return byHeaders(headers) ?? bySubject(subject, body) ?? empty(ticket) ?? spam(ticket);
}

function byHeaders(headers: Record<string, string>): MachineMail | undefined {
  const get = (name: string): string => (headers[name] ?? '').trim().toLowerCase();
  if (get('x-failed-recipients') !== '' || get('content-type').includes('report-type=delivery-status')) {
    return { reason: 'bounce', note: 'headers of a delivery report' };
  }
  if (/^<?(?:mailer-daemon|postmaster)@/.test(address(get('from'))))
    return { reason: 'bounce', note: `from: ${get('from')}` };
  // 'auto-generated' alone is not enough: web forms send customers' words with it.
  const submitted = get('auto-submitted');
  if (/^auto-(?:replied|notified)/.test(submitted))
    return { reason: 'auto_reply', note: `auto-submitted: ${submitted}` };
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-autoreply-from']) {
    const value = get(name);
    if (value !== '' && value !== 'no') return { reason: 'auto_reply', note: `${name}: ${value}` };
  }
  if (/^auto[_-]reply$/.test(get('precedence')))
    return { reason: 'auto_reply', note: `precedence: ${get('precedence')}` };
  return undefined;
}

const address = (from: string): string => /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;

function bySubject(subject: string, body: string): MachineMail | undefined {
  const [topic, text] = [subject.trim(), body.trim()];
  // A person may answer below such a subject, and then asks something.
  const asks = cleanMessage({ subject: '', body }).includes('?');
  if (asks) return undefined;
  if (
    BOUNCE_SUBJECT.test(topic) &&
    /\b(?:smtp|recipient|mailbox|host|5\.\d\.\d|55\d|could not be delivered)\b/i.test(text)
  ) {
    return { reason: 'bounce', note: `subject: ${topic}` };
  }
  const away = AWAY.exec(text)?.[0];
  if (AUTO_SUBJECT.test(topic) && (away ?? BACK.test(text))) return { reason: 'auto_reply', note: `subject: ${topic}` };
  const back = BACK.exec(text)?.[0];
  if (away && back && text.length < 600 && /\b(?:thank you|thanks) for your (?:e-?mail|message)\b/i.test(text)) {
    return { reason: 'auto_reply', note: `'${away}', '${back}'` };
  }
  return undefined;
}

function empty({ subject, body }: Pick<Ticket, 'subject' | 'body'>): MachineMail | undefined {
  // Question marks and emoji are words too; only white space, quotes of us and a phone's signature are not.
  const own = cleanMessage({ subject, body: '' }).replace(/^\(?no subject\)?$/i, '') + withoutMarks(body);
  return own === '' ? { reason: 'empty', note: 'neither subject nor text' } : undefined;
}

// Line by line: a pattern that may run over line ends would look again from each of a hundred thousand empty lines.
const withoutMarks = (body: string): string =>
  body
    .split(/[\r\n]/)
    .filter((line) => !/^(?:>|(?:--|sent from my .{1,40})$)/i.test(line.trim()))
    .join('')
    .replace(/[\s\u200B-\u200D\uFEFF]/g, '');

function spam({ subject, body, headers, customer }: Pick<Ticket, 'subject' | 'body' | 'headers' | 'customer'>) {
  // Who has been helped before is a customer, whatever they write.
  if (customer.history.length > 0) return undefined;
  const cues = spamCues(`${subject}\n${body}`, headers ?? {});
  return cues ? ({ reason: 'spam', note: cues.join('; ') } satisfies MachineMail) : undefined;
}
