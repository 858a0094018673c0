import { SentenceEmbedder } from '@throughline/models';
import { Meaning } from '../src/meaning.ts';
import { relation } from '../src/relation.ts';
import { modelDir } from './model-dir.ts';

let meaning: Meaning;
beforeAll(async () => {
  meaning = new Meaning(await SentenceEmbedder.load(modelDir()));
});

async function relationOf(a: string, b: string, [q, r] = ['', '']): Promise<string> {
  const answers = [a, b].map((body, i) => ({ body, questions: [i === 0 ? q : r].filter((x) => x !== '') }));
  return relation(answers[0]!, answers[1]!, await meaning.cosines(answers)).kind;
}

it.each([
  ['You can send goods back within 30 days of delivery.', 'You can return goods within 14 days after delivery.'],
  ['We engrave metal lamps for €12 per word.', 'Engraving costs €15 per word on metal lamps.'],
  ['We engrave metal lamps.', 'We do not engrave metal lamps.'],
  ['Gift wrapping costs €4.50 per item.', 'We charge 6 euros for gift wrapping.'],
  ['The warranty on lanterns is two years.', 'Lanterns have a warranty of five years.'],
  ['Delivery to Norway takes 5 to 8 working days.', 'Parcels to Norway take 3 to 4 working days.'],
  ['The teapot is dishwasher safe.', 'The teapot is not dishwasher safe.'],
  ['A price match is possible for 14 days after the purchase.', 'We match prices up to 7 days after you bought.'],
  ['The showroom has parking.', 'There is no parking at the showroom.'],
])('contradict each other: %s | %s', async (a, b) => {
  expect(await relationOf(a, b)).toBe('contradicts');
  expect(await relationOf(b, a)).toBe('contradicts');
});

it.each([
  ['You may bring your dog into the showroom.', "Dogs aren't allowed in the showroom.", 'Can I bring my dog along?'],
  [
    'Yes, you can pay in instalments.',
    'Unfortunately we cannot offer payment in instalments.',
    'Can I pay in instalments?',
  ],
])('contradict each other as answers to one question: %s | %s', async (a, b, question) => {
  expect(await relationOf(a, b, [question, question])).toBe('contradicts');
});

it.each([
  ['You can send goods back within 30 days of delivery.', 'Your refund arrives within 5 days.'],
  ['We engrave metal lamps for €12 per word.', 'Engraving takes two working days.'],
  ['We engrave metal lamps.', 'Engraved lamps cannot be returned.'],
  ['Gift wrapping costs €4.50 per item.', 'A greeting card costs €2.'],
  ['The warranty on lanterns is two years.', 'The warranty on furniture is ten years.'],
  ['Delivery to Norway takes 5 to 8 working days.', 'Delivery to Spain takes 2 to 4 working days.'],
  ['The teapot is dishwasher safe.', 'The cast iron pan is not dishwasher safe.'],
  ['You can pay with a credit card.', 'You cannot pay with two gift cards at once.'],
  ['A price match is possible for 14 days after the purchase.', 'A price match is not possible with outlet shops.'],
  ['Samples cost £2 each.', 'You can order up to five samples.'],
])('stand side by side: %s | %s', async (a, b) => {
  expect(await relationOf(a, b)).toBe('other');
});

it('knows the same in other words, and what says more', async () => {
  const [days, weeks] = ['You can pay within 14 days.', 'You can pay within two weeks.'];
  expect(await relationOf(days, weeks)).toBe('same');
  expect(await relationOf(`${days} We send a reminder after that.`, weeks)).toBe('says more');
  expect(await relationOf(weeks, `${days} We send a reminder after that.`)).toBe('same');
});
