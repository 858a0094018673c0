import { type DataOf, KbArticle, ReplyApproved, ReviewDecided, ReviewRequested } from '@throughline/contracts';
import { partly } from '@throughline/messaging/testing';
import * as given from './given.ts';

const { draft } = ReviewDecided.example;
if (draft?.kind !== 'reply') throw new Error('The example decides on a reply.');
const [citation] = draft.citations;
const { plugIn, version } = given;

describe.each(['the drafter', 'a plugged-in program', 'a person'] as const)('%s', (who) => {
  it.each([
    ["somebody else's address", 'ben@home.test', 'foreign-personal-data'],
    ["somebody else's bank account", 'DE89 3704 0044 0532 0130 00', 'foreign-personal-data'],
    ["somebody else's telephone number", '+44 7700 900142', 'foreign-personal-data'],
    ['a card number', '4242 4242 4242 4242', 'card-number'],
  ])('does not get out %s', (__, leak, rule) =>
    given
      .reply(who, `${draft.text}\n${leak}`)
      .then(partly(ReviewRequested, { rules: expect.arrayContaining([expect.objectContaining({ id: rule })]) })),
  );

  it('gets out what breaks no rule, under the same policy', () =>
    given.reply(who, draft.text).then({ ...partly(ReplyApproved, { rules: [] }), policyVersion: version }));
});

it('a reply of a plugged-in program says whose it is', () =>
  given
    .draft({}, given.told, plugIn)
    .then(partly(ReplyApproved, { reply: { author: { kind: 'agent', id: '/acme/answer-bot' } } })));

describe('a quote that is not in its article', () => {
  const article = (changes: Partial<DataOf<typeof KbArticle>>) => [
    ...given.told,
    KbArticle.of({ ...KbArticle.example, ...changes }),
  ];
  const forged = 'You get all your money back.';
  const unverified = (evidence: string) =>
    partly(ReviewRequested, {
      rules: [{ id: 'unverified-quote', effect: 'block', evidence: expect.stringContaining(evidence) }],
    });

  it.each([
    ['was never there', forged, 'not in article track-parcel'],
    ['leaves half a word out', citation!.quote.slice(0, -5), 'not in article'],
  ])('because it %s goes to a person', (_, quote, evidence) =>
    given
      .draft({ draft: { ...draft, text: quote, citations: [{ ...citation!, quote }] } }, given.told, plugIn)
      .then(unverified(evidence)),
  );

  it('because nobody has seen that revision, goes to a person', () =>
    given.draft({ draft: { ...draft, citations: [{ ...citation!, revision: 7 }] } }).then(unverified('revision 7')));

  it('because there is no such article, goes to a person', () =>
    given
      .draft({ draft: { ...draft, citations: [{ ...citation!, articleId: 'none' }] } })
      .then(unverified('there is no article none')));

  it('any more, because the article was retracted or changed, goes to a person', async () => {
    await given.draft({}, article({ status: 'retracted', revision: 2 })).then(unverified('was retracted'));
    await given.draft({}, article({ body: 'Ask us.', revision: 2 })).then(unverified('(revision 2)'));
  });

  it('is none where a newer revision still says so', () =>
    given.draft({}, article({ body: `News.\n\n${citation!.quote}`, revision: 2 })).then(partly(ReplyApproved, {})));

  it('stops no person: they know what they say', () =>
    given.decide({ action: 'approve' }, given.told.slice(0, 2)).then(partly(ReplyApproved, {})));
});
