import {
  type DataOf,
  type Envelope,
  KbArticle,
  type NewEvent,
  PolicyChanged,
  ReplyDrafted,
  ReviewDecided,
} from '@throughline/contracts';
import { PolicyStore, policyVersion } from '@throughline/guardrails';
import { given } from '@throughline/messaging/testing';
import { Articles } from '../src/articles.ts';
import { Config } from '../src/config.ts';
import { RouterAgent } from '../src/router.agent.ts';

const source = 'allowedDomains: [shop.example]';
/** The version of the policy that holds in these tests. */
export const version = policyVersion(source);

const by = { by: { kind: 'human', id: 'ops' }, at: '2026-03-01T00:00:00.000Z' } as const;
/** What the router was told: the policy, and the article that the example quotes. */
export const told = [
  PolicyChanged.of({ kind: 'document', version, source, ...by }),
  PolicyChanged.of({ kind: 'active', version, ...by }),
  KbArticle.of(KbArticle.example),
];
export const killSwitch = PolicyChanged.of({ kind: 'kill_switch', on: true, ...by });

const router = () =>
  new RouterAgent(new PolicyStore(), new Articles(), Config.parse({ POLICY_WAIT_MS: 0, ARTICLE_WAIT_MS: 0 }));

type Drafted = Partial<DataOf<typeof ReplyDrafted>>;

const drafter: Partial<Envelope> = { source: '/throughline/drafter' };

/** The router is given a draft; `after` replaces what it was told before, `envelope` says who sent it. */
export const draft = (changes: Drafted = {}, after: readonly NewEvent[] = told, envelope = drafter) =>
  given(ReplyDrafted, changes, envelope)
    .after(...after)
    .when(router());

/** The router is given a person's decision. */
export const decide = (changes: Partial<DataOf<typeof ReviewDecided>> = {}, after: readonly NewEvent[] = told) =>
  given(ReviewDecided, changes)
    .after(...after)
    .when(router());

/** The policy, and the kill switch turned. */
export const stopped = [...told, killSwitch];

/** A program that somebody plugged in sends drafts of its own. */
export const plugIn: Partial<Envelope> = { source: '/acme/answer-bot' };

const { draft: example } = ReplyDrafted.example;
if (example.kind !== 'reply') throw new Error('The example is a reply.');
const drafted = example;

/** The router is given a text: as a draft of Throughline's own, as a plugged-in program's, or as a person's answer. */
export const reply = (who: 'the drafter' | 'a plugged-in program' | 'a person', text: string) =>
  who === 'a person'
    ? decide({ action: 'write', text })
    : draft({ draft: { ...drafted, text } }, told, who === 'the drafter' ? drafter : plugIn);
