import { cleanMessage, stripQuotes } from '../src/index.ts';

const clean = (body: string, subject = ''): string => cleanMessage({ subject, body });

describe('cleanMessage', () => {
  it.each([
    ['Hi there,\n\nWhere is it?', 'Where is it?'],
    ['Hello Support Team!\nWhere is it?', 'Where is it?'],
    ['Dear Sir or Madam,\n\nWhere is it?', 'Where is it?'],
    ['Good morning Ada, where is it?', 'where is it?'],
    ['Hi I want my money back.', 'I want my money back.'],
    ['Hello Kitty mug arrived broken', 'Kitty mug arrived broken'],
    ['Hey, the lamp, which I bought, is broken', 'the lamp, which I bought, is broken'],
  ])('takes the greeting off %j', (body, expected) => {
    expect(clean(body)).toBe(expected);
  });

  it.each([
    ['Where is it?\n\nThanks,\nAda', 'Where is it?'],
    ['Where is it?\n\nKind regards\nAda Lovelace\n+44 20 7946 0000', 'Where is it?'],
    ['Where is it?\r\n\r\n-- \r\nAda\r\nAnalytical Engines Ltd', 'Where is it?'],
    ['Where is it?\nSent from my iPhone', 'Where is it?'],
    ['Thanks for the parcel.\nBut one cup is missing.', 'Thanks for the parcel.\nBut one cup is missing.'],
  ])('takes the signature off %j', (body, expected) => {
    expect(clean(body)).toBe(expected);
  });

  it.each([
    ['Where is it? You can call me on +44 20 7946 0000 after six.', 'Where is it?'],
    ['My phone number is 020 7946 000. Where is it?', 'Where is it?'],
    ['My order number is MB207731 and I want to return it.', 'My order number is MB207731 and I want to return it.'],
    ['Please call me about order 207731, it is broken.', 'Please call me about order 207731, it is broken.'],
    ['Can somebody call me on 020 7946 000?', 'Can somebody call me on 020 7946 000?'],
  ])('takes the writer’s number off %j', (body, expected) => {
    expect(clean(body)).toBe(expected);
  });

  it('keeps what follows an early thank-you', () => {
    const body = `I got it.\nThanks!\nBut now to something else: ${'I would like to send one back. '.repeat(8)}`;
    expect(clean(body)).toContain('send one back');
  });

  it('joins a subject that says something, without marks of replies', () => {
    expect(clean('It does not turn on.', 'Re: Fwd: Broken lamp')).toBe('Broken lamp\nIt does not turn on.');
  });

  it.each(['Question', 'Re: help!', '(no subject)', 'URGENT', 'Chat', 'Live chat transcript', ''])(
    'drops the subject %j',
    (subject) => {
      expect(clean('It does not turn on.', subject)).toBe('It does not turn on.');
    },
  );

  it('takes what is repeated once, however often', () => {
    expect(clean(`Where is it?\n\n${'scan ok\n'.repeat(5_000)}Ada`)).toBe('Where is it?\n\nscan ok\nAda');
  });

  it('returns the message rather than nothing', () => {
    expect(clean('Hello')).toBe('Hello');
    expect(clean('', 'Question')).toBe('Question');
  });
});

describe('stripQuotes', () => {
  it.each([
    'Not yet.\n\nOn Mon, 2 Mar 2026 at 10:00, Shop <a@b.example> wrote:\n> Did it come?',
    'Not yet.\n\nOn Mon, 2 Mar 2026 at 10:00, a very long name of a shop\n<a@b.example> wrote:\n> Did it come?',
    'Not yet.\n\n-----Original Message-----\nFrom: Shop\nDid it come?',
    'Not yet.\n> Did it come?',
  ])('leaves the own words of %j', (body) => {
    expect(stripQuotes(body).trim()).toBe('Not yet.');
  });

  it.each([
    '---------- Forwarded message ----------\nFrom: Joan <joan@b.example>\nSubject: question\n\n> Who can put\n> that right?\n>\n> --\n> Joan, HR',
    '-----Original Message-----\nFrom: Joan\nSent: Tuesday\n\nWho can put\nthat right?\n\n> From: Shop\n> It is wrong.',
    '> On 2 March 2026 Joan wrote:\n> Who can put\n> that right?',
  ])('takes in what a message only passes on: %j', (mail) => {
    const body = `Hi there, see below, can you help her?\n\nNeil Abernathy\nOperations\n\n${mail}`;
    expect(stripQuotes(body).trim()).toBe('Hi there, see below, can you help her?\n\nWho can put\nthat right?');
  });

  it('leaves what is passed on where the message says itself what it is about', () => {
    const body = 'The rug from the mail below is too big. How do I register the return?\n\n> Did it come?';
    expect(stripQuotes(body)).not.toContain('Did it come');
  });
});
