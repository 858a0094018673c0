import { PlaceholderError, Placeholders } from '../src/index.ts';

const ada = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+353 86 123 4567', locale: 'en-IE' };
const text =
  'I am Ada Lovelace (ada@example.com, friend bob@example.org). Call 0861234567 or +353861234567. IBAN IE29 AIBK 9311 5212 3456 78, card 4111 1111 1111 1111. Ada';

it('stands in for personal data and puts it back', () => {
  const placeholders = new Placeholders(ada);
  const hidden = placeholders.hide(text);
  expect(hidden).toBe(
    'I am [[NAME_1]] ([[EMAIL_1]], friend [[EMAIL_2]]). Call [[PHONE_1]] or [[PHONE_2]]. IBAN [[IBAN_1]], card [[CARD_1]]. [[NAME_2]]',
  );
  expect(placeholders.restore(hidden)).toBe(text);
});

it('knows a value again in another text', () => {
  const placeholders = new Placeholders({});
  placeholders.hide('a@example.com');
  expect(placeholders.hide('b@example.com and a@example.com')).toBe('[[EMAIL_2]] and [[EMAIL_1]]');
});

it('leaves orders, amounts and dates', () => {
  const plain = 'Order R-10234 of 2026-03-02 for €39.95, 12 of 30 days.';
  expect(new Placeholders(ada).hide(plain)).toBe(plain);
});

it.each(['[[EMAIL_2]]', '[EMAIL_1]', '[[EMAIL_1', 'EMAIL_1', '[[email_1]]', '[[NOTE]]'])('refuses %s', (wrong) => {
  const placeholders = new Placeholders(ada);
  placeholders.hide('ada@example.com');
  expect(() => placeholders.restore(`Hello ${wrong}`)).toThrow(PlaceholderError);
});

it('is not taken in by a customer who writes one', () => {
  expect(new Placeholders(ada).hide('[[EMAIL_1]] ada@example.com')).toBe('[ [EMAIL_1] ] [[EMAIL_1]]');
});
