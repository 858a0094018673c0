import { datesIn, sameDate } from '../src/dates.ts';
import { mentions, referencesIn } from '../src/references.ts';
import { endsOf } from './given.ts';
import { cardNumbersIn, emailsIn, ibansIn, leadsTo, linksIn, moneyIn, phonesIn } from '../src/index.ts';

describe('money', () => {
  it.each([
    ['€4.95', 4.95, 'EUR'],
    ['4,95 €', 4.95, 'EUR'],
    ['EUR 1.234,56', 1234.56, 'EUR'],
    ["CHF 1'250.50", 1250.5, 'CHF'],
    ['1,250 euros', 1250, 'EUR'],
    ['£40', 40, 'GBP'],
    ['2k dollars', 2000, 'USD'],
    ['300-euro', 300, 'EUR'],
  ])('%s', (text, value, currency) => {
    expect(moneyIn(`It was ${text}, I think.`)).toMatchObject([{ value, currency }]);
  });

  it('is not in order numbers, percentages and dates', () => {
    expect(moneyIn('MB204417, 20 %, 3 krill, on 2026-03-05 at 10:00, 5 eurostars')).toEqual([]);
  });
});

describe('links', () => {
  it('are found without the punctuation around them', () => {
    expect(linksIn('See (https://a.test/x), [here](http://b.test/y). Or www.c.test! d.com; e.io/z?q=1.')).toEqual([
      'https://a.test/x',
      'http://b.test/y',
      'www.c.test',
      'd.com',
      'e.io/z?q=1',
    ]);
  });

  it('are not in e-mail addresses, abbreviations and missing spaces', () => {
    expect(linksIn('Write to ada@example.org, e.g. today.Then wait 1.5 days, i.e. not long.')).toEqual([]);
  });

  it.each([
    ['https://shop.example/a', true],
    ['help.shop.example', true],
    ['https://evilshop.example', false],
    ['https://shop.example.evil.test', false],
    ['https://shop.example@evil.test', false],
    ['https://evil.test\\@shop.example', false],
    ['ftp://shop.example', false],
    ['https://', false],
  ])('%s leads to the shop: %s', (link, expected) => {
    expect(leadsTo(link, ['shop.example'])).toBe(expected);
  });
});

describe('personal data', () => {
  it('e-mail addresses', () => {
    expect(emailsIn('Ada <Ada.L@Example.org>, mailto:b@c.test. Not @home, a@b')).toEqual([
      'ada.l@example.org',
      'b@c.test',
    ]);
  });

  it('telephone numbers, national ones by the locale', () => {
    expect(phonesIn('+353 20 911 0140, (020) 915 0121 or 07700 900142', 'en-GB')).toHaveLength(3);
    expect(phonesIn('Call 212-736-5000', 'en-US')).toEqual(['212-736-5000']);
  });

  it('are not dates, times, orders and amounts', () => {
    expect(phonesIn('MB204417 on 06-03-2025 or 2025/03/06, 09:00-18:00, €1 000.00, 10-14', 'en-IE')).toEqual([]);
  });

  it('cards and accounts by their check digits', () => {
    expect(cardNumbersIn('4242 4242 4242 4242, 4242 4242 4242 4241, 00340434161094042557')).toEqual(['**** 4242']);
    expect(ibansIn('DE89 3704 0044 0532 0130 00, DE88 3704 0044 0532 0130 00')).toEqual(['DE89370400440532013000']);
  });
});

it.each(['a', '1', 'a.', '@', '1 ', '€1', 'A1 ', '0-', 'http://', 'a@', '.'])(
  'a hostile text of %j takes no hostile time',
  (part) => {
    const text = part.repeat(100_000 / part.length);
    const finders = [moneyIn, linksIn, emailsIn, phonesIn, cardNumbersIn, ibansIn, datesIn, referencesIn];
    for (const find of finders) expect(endsOf(() => Array.isArray(find(text)))).toBe(true);
  },
);

describe('dates', () => {
  it.each([
    ['2026-03-05', '5 March 2026'],
    ['March 5th, 2026', '5 Mar'],
    ['05/03/2026', '2026-03-05'],
    ['3/5/2026', '2026-03-05'],
    ['5 Sept.', '5th of September'],
  ])('%s is %s', (a, b) => {
    const [first, second] = [datesIn(a), datesIn(b)];
    expect(first.some((x) => second.some((y) => sameDate(x, y)))).toBe(true);
  });

  it.each([
    ['2026-03-05', '2025-03-05'],
    ['5 March', '6 March'],
    ['5 March', '5 May'],
  ])('%s is not %s', (a, b) => {
    expect(sameDate(datesIn(a)[0]!, datesIn(b)[0]!)).toBe(false);
  });

  it.each(['10.50', '09:00-18:00', 'version 1.2.3', 'tomorrow'])('%s holds none', (text) => {
    expect(datesIn(text)).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    ['Order MB204417, parcel 00340434161094042557.', ['MB204417', '00340434161094042557']],
    ['INV-2026-0042', ['INV-2026-0042']],
    ['Call 020 911 0140 or 020-911-0140, on 2026-03-05, 09:00-18:00', []],
    ['€1234567 or 1.234.567 EUR', []],
    ['See https://shop.example/orders/MB204417', []],
    ['ABCDEF and 12345', []],
  ])('in "%s" are %j', (text, expected) => {
    expect(referencesIn(text, 'en-IE')).toEqual(expected);
  });

  it('are the same with and without dashes and capitals', () => {
    expect(mentions('my order mb-204417!', 'MB204417')).toBe(true);
    expect(mentions('my order mb-204418!', 'MB204417')).toBe(false);
  });
});
