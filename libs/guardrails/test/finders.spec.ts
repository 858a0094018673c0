import { performance } from 'node:perf_hooks';
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
    const start = performance.now();
    for (const find of [moneyIn, linksIn, emailsIn, phonesIn, cardNumbersIn, ibansIn]) find(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  },
);
