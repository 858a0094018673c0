import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, flowDiagram, outcomes, plan, services } from '@throughline/contracts';

const all = Object.values(services);
const names = (list: readonly { name: string }[]) => list.map((c) => c.name);

it('has a consumer for every event, and a producer but for those that only others produce', () => {
  const emitted = new Set(all.flatMap((s) => names(s.emits)));
  const read = new Set(all.flatMap((s) => [...names(s.consumes), ...names(s.follows)]));
  expect(names(contracts).filter((n) => !emitted.has(n))).toEqual(['policy', 'letter.settled']);
  expect(names(contracts).filter((n) => !read.has(n))).toEqual([]);
});

it('lets the owner of every step of the plan see what begins it and say what ends it', () => {
  for (const step of plan) {
    const owner = services[step.owner];
    expect(names(owner.consumes)).toEqual(expect.arrayContaining(names(step.after)));
    const canEnd = step.until.some((end) => names(owner.emits).includes(end.name));
    expect([step.name, canEnd]).toEqual([step.name, true]);
  }
});

it('leads from every step on to an outcome', () => {
  const next = (name: string): string[] => {
    if (outcomes.some((o) => o.name === name)) return [];
    const steps = plan.filter((s) => names(s.after).includes(name));
    return steps.flatMap((s) => names(s.until));
  };
  const reachable = new Set<string>(['ticket.opened']);
  for (const name of reachable) next(name).forEach((n) => reachable.add(n));
  expect([...reachable]).toEqual(expect.arrayContaining(['reply.delivered', 'review.decided', 'ticket.closed']));
});

it('escalates for no service whose escalation could loop', () => {
  const quiet = all.filter((s) => s.onFailure === 'alert').map((s) => s.name);
  expect(quiet).toEqual(['desk', 'kb-updater', 'supervisor', 'audit', 'webhooks']);
});

it.each(['README.md', 'docs/architecture.md'])('%s shows the flow as it is (else: npm run generate)', (file) => {
  expect(readFileSync(join(__dirname, '../../..', file), 'utf8')).toContain(flowDiagram());
});
