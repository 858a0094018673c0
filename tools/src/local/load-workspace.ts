import { type Actor, PolicyChanged } from '@throughline/contracts';
import { activation, defaultPolicySource } from '@throughline/guardrails';
import { type KafkaOptions, sendRecords, stamp } from '@throughline/messaging';
import type { Workspace } from '@throughline/workspace';
import type { Api } from './api.ts';

const tool = { name: 'cli', emits: [PolicyChanged] };

/** Sends policy records as the person that `by` names. */
export async function sendPolicy(kafka: KafkaOptions, events: ReturnType<typeof activation>[number][]): Promise<void> {
  await sendRecords(
    kafka,
    events.map((event) => stamp(tool, event)),
  );
}

/** Makes the workspace's policy (or the default) the active one. @throws PolicyError with its mistakes @returns its version */
export async function activatePolicy(kafka: KafkaOptions, source: string | undefined, by: Actor): Promise<string> {
  const events = activation(source ?? defaultPolicySource, by, new Date().toISOString());
  await sendPolicy(kafka, events);
  return events[1].data.kind === 'active' ? events[1].data.version : '';
}

/** Gives the workspace's customers to intake and its articles to kb-updater; what is there already stays as it is. */
export async function loadWorkspace(workspace: Workspace, intake: Api, kb: Api): Promise<void> {
  for (const { customerId, history, ...profile } of workspace.customers) {
    await intake.put(`/v1/customers/${encodeURIComponent(customerId)}`, { profile, history });
  }
  for (const { articleId, title, body, intents, questions } of workspace.articles) {
    await kb.put(`/v1/articles/${encodeURIComponent(articleId)}`, { title, body, intents, questions });
  }
}
