import type { Contract } from './contract.ts';
import { services } from './flow.ts';

type Service = (typeof services)[keyof typeof services];

/** Services that read everything: drawn as notes, or they would be tied to everything. */
const watchers: readonly string[] = ['supervisor', 'audit', 'webhooks'];

/**
 * The flow as a Mermaid flowchart, made from {@link services}: an arrow for each event from who emits it to who
 * consumes or follows it.
 */
export function flowDiagram(): string {
  const all: Service[] = Object.values(services).filter((s) => !watchers.includes(s.name));
  const reads = (s: Service, contract: Contract): boolean =>
    [...(s.consumes as readonly Contract[]), ...(s.follows as readonly Contract[])].includes(contract);
  const arrows = new Map<string, string[]>();
  for (const from of all) {
    for (const contract of from.emits as readonly Contract[]) {
      // Escalations go from every service to the desk: one arrow says it.
      if (contract.name === 'ticket.escalated') continue;
      for (const to of all.filter((s) => s !== from && reads(s, contract))) {
        const key = `${from.name} --> ${to.name}`;
        arrows.set(key, [...(arrows.get(key) ?? []), contract.name]);
      }
    }
  }
  return [
    'flowchart LR',
    '  world([any system]) -->|"ticket.received<br/>review.decided"| intake',
    ...all.map((s) => `  ${s.name}["<b>${s.name}</b><br/>${s.job}"]`),
    ...[...arrows].map(([key, names]) => {
      const [from, to] = key.split(' --> ');
      return `  ${from} -->|"${names.join('<br/>')}"| ${to}`;
    }),
    '  intake -->|"the reply"| customer([customer])',
    '  supervisor["<b>supervisor</b><br/>reads everything of tickets"] -.->|"ticket.escalated"| desk',
    '  audit["<b>audit</b><br/>reads everything"]',
    '  webhooks["<b>webhooks</b><br/>reads everything"] -.->|"what is subscribed to"| world',
    '  webhooks -.->|"ticket.escalated"| desk',
  ].join('\n');
}
