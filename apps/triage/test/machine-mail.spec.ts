import { runInNewContext } from 'node:vm';
import { machineMail } from '../src/machine-mail.ts';
import { given } from './given.ts';

const reason = (ticket: Parameters<typeof given>[0]) => machineMail(given(ticket))?.reason;
const body = 'Where is my parcel?';
const OFFER =
  'Dear business owner, I came across your website. Our SEO services get you to the first page of Google, guaranteed. Interested?';

describe('by headers', () => {
  it.each([
    ['auto_reply', { 'auto-submitted': 'auto-replied' }],
    ['auto_reply', { 'auto-submitted': 'auto-replied; owner-email="a@b.example"' }],
    ['auto_reply', { 'x-autoreply': 'yes' }],
    ['auto_reply', { precedence: 'auto_reply' }],
    ['bounce', { 'x-failed-recipients': 'a@b.example' }],
    ['bounce', { from: 'Mail Delivery System <MAILER-DAEMON@mx.example>' }],
    ['bounce', { 'content-type': 'multipart/report; report-type=delivery-status; boundary="x"' }],
  ])('closes as %s with %j', (expected, headers) => {
    expect(reason({ body, headers })).toBe(expected);
  });

  it.each([
    { 'auto-submitted': 'no' },
    { 'auto-submitted': 'auto-generated' },
    { 'x-autoreply': 'no' },
    { precedence: 'bulk' },
    { 'x-auto-response-suppress': 'All' },
    { 'x-spam-flag': 'YES' },
    { from: 'Postma, Ster <p@x.example>' },
  ])('keeps what may be from a person: %j', (headers) => {
    expect(reason({ body, headers })).toBeUndefined();
  });
});

describe('by the text', () => {
  it.each([
    ['auto_reply', 'Automatic reply: Your order', 'I am out of the office until 12 March.'],
    ['auto_reply', 'Re: Your order', 'Thank you for your email. I am on annual leave, back on Monday.'],
    ['bounce', 'Undelivered Mail Returned to Sender', 'The recipient mailbox a@b.example could not be delivered to.'],
    ['spam', 'Proposal', OFFER],
    [
      'spam',
      'More visitors',
      'Hi store owner, double your sales: we offer packages from $50 a month. Reply STOP if not interested.',
    ],
    ['empty', '', ' \n\u200B'],
    ['empty', '(no subject)', '> earlier words\n\nSent from my iPhone'],
  ])('closes as %s: %s', (expected, subject, text) => {
    expect(reason({ subject, body: text })).toBe(expected);
  });

  it.each([
    ['a question below an automatic subject', 'Automatic reply: Your order', 'I am back. Where is my parcel?'],
    ['holidays of a customer', '', 'I am on holiday until Friday, please deliver on Saturday.'],
    ['a subject alone', 'Where is my parcel?', ''],
    ['question marks', '', '???'],
    ['a customer who talks like an advertiser', '', `${OFFER} Also, my order has not arrived.`],
    [
      'a business that wants to buy',
      'Bulk order',
      'Dear Sir or Madam, are you interested in supplying our hotel with 200 mugs?',
    ],
    ['a complaint about spam', '', 'Click here to unsubscribe does not work: https://x.example. Remove me!'],
  ])('keeps %s', (_, subject, text) => {
    expect(reason({ subject, body: text })).toBeUndefined();
  });

  it('never takes somebody for a spammer who has been helped before', () => {
    const history = [{ ticketId: 'T-1', at: '2026-01-01', question: 'q', answer: 'a', answeredBy: 'human' as const }];
    expect(reason({ body: OFFER, customer: { profile: {}, history } })).toBeUndefined();
  });
});

it('says what gave it away', () => {
  expect(machineMail(given({ body: OFFER }))!.note).toContain('SEO services');
});

it.each(['\n', '\r', '> \n', '--\n', 'a'])('comes to an end with 900,000 characters of %j', (part) => {
  const ticket = given({ subject: '', body: `${part.repeat(900_000 / part.length)}Where is it?` });
  // Broken off where no end is in sight, as no timeout of Jest's can break off a loop.
  expect(runInNewContext('machineMail(ticket)', { machineMail, ticket }, { timeout: 20_000 })).toBeUndefined();
});
