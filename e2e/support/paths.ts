import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services, type ServiceDeclaration } from '@throughline/contracts';
import { repoRoot } from 'throughline/root';
import { timelineWhen } from './flow.ts';

/** One event of a diagram: who makes it, and for whom. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

/** The events of a path's diagram in docs/architecture.md: its solid arrows. Dotted ones are words for people. */
function diagram(path: string): Arrow[] {
  const page = readFileSync(join(repoRoot(), 'docs/architecture.md'), 'utf8');
  const section = page.split(/^### /m).find((text) => text.startsWith(`${path}\n`)) ?? '';
  const [, mermaid = ''] = /```mermaid\nsequenceDiagram\n(.*?)```/s.exec(section) ?? [];
  const names = new Map([...mermaid.matchAll(/participant (\w+) as (\S+)/g)].map(([, id, name]) => [id, name]));
  const arrows = mermaid.matchAll(/^\s*(\w+)->>(\w+): ([a-z.]+)/gm);
  return [...arrows].map(([, from = '', to = '', event = '']) => ({
    from: names.get(from) ?? from,
    to: names.get(to) ?? to,
    event,
  }));
}

/** Whether a service declares an event; nobody else declares anything. */
const declares = (name: string, list: 'consumes' | 'follows' | 'emits', event: string): boolean => {
  const service = (services as Record<string, ServiceDeclaration>)[name];
  return !service || service[list].some((contract) => contract.name === event);
};

/** Checks that what the trail holds of a ticket is what the path's diagram shows, nothing causing what stands before it. */
export async function expectPath(ticketId: string, path: string): Promise<void> {
  const arrows = diagram(path);
  expect(arrows.length).toBeGreaterThan(0);
  for (const { from, to, event } of arrows) {
    const told = declares(to, 'consumes', event) || declares(to, 'follows', event);
    expect({ from, to, event, made: declares(from, 'emits', event), told }).toMatchObject({ made: true, told: true });
  }
  const ofTicket = arrows.filter(({ event }) => /^(ticket|reply|review)\./.test(event));
  const { steps } = await timelineWhen(ticketId, `has what ${path} shows`, (t) => t.steps.length >= ofTicket.length);
  expect(steps.map((s) => s.type).toSorted()).toEqual(ofTicket.map((a) => a.event).toSorted());

  // The n-th event of a kind in the trail is the n-th of that kind in the diagram.
  const free = ofTicket.map((arrow, i) => ({ ...arrow, i }));
  const place = new Map<string, number>();
  for (const step of steps) {
    const at = free.findIndex(({ event }) => event === step.type);
    const [arrow] = free.splice(at, 1);
    // Who is no service of the flow is drawn by what they are.
    if (arrow && arrow.from in services) expect(`${step.service}: ${step.type}`).toBe(`${arrow.from}: ${arrow.event}`);
    place.set(step.eventId, arrow?.i ?? -1);
  }
  for (const { eventId, causationId, type } of steps) {
    const [cause, effect] = [place.get(causationId ?? '') ?? -1, place.get(eventId) ?? -1];
    expect({ type, afterItsCause: cause < effect }).toEqual({ type, afterItsCause: true });
  }
}
