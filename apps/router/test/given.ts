import { type DataOf, PolicyChanged, ReplyDrafted, ReviewDecided } from '@throughline/contracts';
import { PolicyStore, policyVersion } from '@throughline/guardrails';
import { given } from '@throughline/messaging/testing';
import { Config } from '../src/config.ts';
import { RouterAgent } from '../src/router.agent.ts';

const source = 'allowedDomains: [shop.example]';
/** The version of the policy that holds in these tests. */
export const version = policyVersion(source);

const told = { by: { kind: 'human', id: 'ops' }, at: '2026-03-01T00:00:00.000Z' } as const;
const policy = [
  PolicyChanged.of({ kind: 'document', version, source, ...told }),
  PolicyChanged.of({ kind: 'active', version, ...told }),
];
export const killSwitch = PolicyChanged.of({ kind: 'kill_switch', on: true, ...told });

const router = () => new RouterAgent(new PolicyStore(), Config.parse({ POLICY_WAIT_MS: 0 }));

/** The router is given a draft; `after` replaces what it was told before: the policy. */
export const draft = (changes: Partial<DataOf<typeof ReplyDrafted>> = {}, after = policy) =>
  given(ReplyDrafted, changes)
    .after(...after)
    .when(router());

/** The router is given a person's decision. */
export const decide = (changes: Partial<DataOf<typeof ReviewDecided>> = {}, after = policy) =>
  given(ReviewDecided, changes)
    .after(...after)
    .when(router());

/** The policy, and the kill switch turned. */
export const stopped = [...policy, killSwitch];
