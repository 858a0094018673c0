import { answerBody } from '../src/answer-body.ts';
import { customerQuestion } from '../src/customer-question.ts';
import { learnedId, lesson } from '../src/lesson.ts';
import { answered, type Resolved, ticket } from './given.ts';

const general = 'We engrave metal lamps for €12 per word. Enter the text in the basket, at most 20 characters.';
const reply = `Hello Ada,\n\n${general}\n\nKind regards,\nMaria, Example Shop`;

describe('a person who answers what the knowledge base did not hold', () => {
  it('teaches an article on trial', () => {
    expect(lesson(answered(reply))).toEqual({
      article: {
        articleId: 'learned-t-1001',
        revision: 1,
        title: 'Engraving',
        intents: ['engraving'],
        questions: ['Engraving. I would like a name on the lamp. Do you engrave?'],
        body: general,
        status: 'trial',
        origin: { kind: 'human', ticketId: 'T-1001', by: 'maria' },
      },
    });
  });

  const base = answered(reply);
  const intent = base.triage?.intent ?? null;
  const triaged = (changes: object): Partial<Resolved> => ({ triage: { ...base.triage!, ...changes } });
  const signal = (kind: string): Partial<Resolved> => triaged({ signals: [{ kind, evidence: 'x' }] });

  it.each<[string, Partial<Resolved>]>([
    ['an agent wrote it', { reply: { ...base.reply, author: { kind: 'agent', id: 'drafter' } } }],
    ['it asks back', { reply: { ...base.reply, kind: 'question' } }],
    ['it is an edited draft', { reply: { ...base.reply, review: { reviewId: 'r', action: 'edit' } } }],
    [
      'it came from nowhere',
      { reply: { text: reply, kind: 'answer', author: { kind: 'human', id: 'm' }, citations: [] } },
    ],
    [
      'the knowledge base held what had failed',
      { draft: { ...base.draft!, reason: 'already_failed' } as Resolved['draft'] },
    ],
    ['the intent is not known', triaged({ intent: null })],
    ['the intent is high-stakes', triaged({ intent: { ...intent, highStakes: true } })],
    ['it is in another language', triaged({ language: 'de' })],
    ['the message shows a risk', signal('legal_threat')],
    ['the message shows something new', signal('who_knows')],
    [
      'nothing general is left',
      { reply: { ...base.reply, text: 'Hello Ada,\n\nWe have sent it to you today.\n\nBest\nMaria' } },
    ],
  ])('teaches nothing if %s', (_, changes) => {
    expect(lesson(answered(reply, changes))).toHaveProperty('skip');
  });

  it('teaches although an amount of money was mentioned', () => {
    expect(lesson(answered(reply, signal('money')))).toHaveProperty('article');
  });

  it('teaches an article of its own with every turn', () => {
    expect([learnedId('T-1', 1), learnedId('T-1', 2), learnedId('Mail/Ä 7!', 1)]).toEqual([
      'learned-t-1',
      'learned-t-1-2',
      'learned-mail-7',
    ]);
  });
});

describe('of an answer', () => {
  const about = ticket('Engraving', 'Could you do it for 9 euro?');
  const bodyOf = (text: string): string => answerBody(text, about);

  it.each([
    ['the name', 'Dear customer, for Ada we do this.'],
    ['an e-mail address', 'Write to workshop@example.com about it.'],
    ['a telephone number', 'Call us on +44 20 7946 0958 for that.'],
    ['an order number', 'Your order MB-10231 is engraved in the workshop.'],
    ['a bank account', 'Pay to GB29 NWBK 6016 1331 9268 19 before.'],
    ['the day', 'The machine is broken this week.'],
    ['a deed', 'We have already engraved your lamp.'],
    ['a person', "I'll ask the workshop."],
    ['thanks', 'Thank you for your patience.'],
    ['an apology', 'We are very sorry for the delay.'],
    ['the amount that was haggled for', 'You get it for €9.'],
  ])('a sentence with %s is left out', (_, sentence) => {
    expect(bodyOf(`${general} ${sentence}`)).toBe(general);
  });

  it('a rule stays though it names our deed', () => {
    const text = 'The lower price begins with the next invoice after we have checked the document.';
    expect(bodyOf(text)).toBe(text);
  });

  it('a link stays, whatever numbers it holds', () => {
    const text = 'The fonts are shown at https://shop.example/help/100234.';
    expect(bodyOf(text)).toBe(text);
  });

  it('the yes to this customer is left out, what follows stays', () => {
    expect(bodyOf('Hi Ada,\nyes, we engrave metal lamps.\n\nMaria')).toBe('We engrave metal lamps.');
  });

  it('paragraphs and lists keep their shape', () => {
    const text = 'Two things are needed:\n- the text\n- the font\n\nBoth go into the basket.';
    expect(bodyOf(`Hello,\n\n${text}\n\nBest wishes\nMaria`)).toBe(text);
  });
});

describe('of a question', () => {
  it('what says who asks is cut out', () => {
    const body =
      'Hi,\n\nmy name is Ada Lovelace-Byron (ada@example.org, +44 7700 900142). Can order #4711 be engraved?\n\nAda';
    const question = customerQuestion(ticket('Re: Order 88123', body));
    expect(question).toMatch(/be engraved\?$/);
    expect(question).not.toMatch(/Ada|Lovelace|@|7700|4711|88123/);
  });

  it('a sentence with bank details is left out', () => {
    const body = 'My card is 4111 1111 1111 1111. Do you engrave?';
    expect(customerQuestion(ticket('Engraving', body))).toBe('Engraving. Do you engrave?');
  });

  it('not more than what asks is kept', () => {
    const body = 'I like lamps. Do you engrave? Then I would buy two. And a third.';
    expect(customerQuestion(ticket('Hello', body))).toBe('I like lamps. Do you engrave?');
    expect(customerQuestion(ticket('', 'lamp '.repeat(200))).length).toBeLessThanOrEqual(300);
  });
});
