import { ReplyDelivered, TicketEscalated, TicketOpened, TicketReceived, TicketResolved } from '@throughline/contracts';
import type { Evidence } from '../src/evidence.ts';
import { placeOf, progressKey } from '../src/evidence.ts';
import { prove } from '../src/proof.ts';
import { dlq, recordOf, soundEvidence, ticket, tickets, withLog } from './given.ts';

const violations = (evidence: Evidence) => prove(evidence).flatMap((row) => row.violations);
const sound = soundEvidence();
const { ticketId } = ticket('answered');
const opened = recordOf(sound, ticketId);
const topic = TicketOpened.topic;

describe('the proof holds', () => {
  it('where every ticket has each of its events once, in order', () => {
    const rows = prove(sound);

    expect(rows.flatMap((row) => row.violations)).toEqual([]);
    expect(rows.find((row) => row.where === topic)).toMatchObject({ expected: tickets.length, found: tickets.length });
    expect(rows.find((row) => row.where === "audit's trail")?.found).toBe(sound.log.length);
  });

  it('where the world outside said the same thing twice', () => {
    const received = recordOf(sound, ticketId, TicketReceived.topic);
    expect(violations(withLog(sound, (log) => [...log, { ...received, offset: '9999' }]))).toEqual([]);
  });
});

describe('the proof fails, and names what and where, for', () => {
  it('a record that was lost', () => {
    const evidence = withLog(sound, (log) => log.filter((r) => r !== opened));
    expect(violations(evidence)).toEqual([{ breach: 'lost', where: topic, what: ticketId }]);
  });

  it('a message that was acknowledged and is not there', () => {
    const evidence = withLog(sound, (log) =>
      log.filter((r) => r.topic !== TicketReceived.topic || r.ticketId !== ticketId),
    );
    expect(violations(evidence)).toEqual([{ breach: 'lost', where: TicketReceived.topic, what: ticketId }]);
  });

  it('a record that is there twice with one id', () => {
    const evidence = withLog(sound, (log) => [...log, { ...opened, offset: '9999' }]);
    expect(violations(evidence)).toEqual([
      {
        breach: 'doubled',
        where: topic,
        what: `${ticketId} at ${placeOf(opened)} and ${topic}[${opened.partition}]@9999, the same id`,
      },
    ]);
  });

  it('a ticket that got two events of a kind', () => {
    const evidence = withLog(sound, (log) => [...log, { ...opened, offset: '9999', id: 'another' }]);
    expect(violations(evidence)).toEqual([
      { breach: 'doubled', where: topic, what: expect.stringContaining(`ids ${opened.id} and another`) },
    ]);
  });

  it('a ticket of no such ending', () => {
    const closed = ticket('closed').ticketId;
    const evidence = withLog(sound, (log) => [
      ...log,
      { ...recordOf(sound, ticketId, TicketResolved.topic), ticketId: closed, offset: '9999' },
    ]);
    expect(violations(evidence)).toEqual([
      {
        breach: 'unexpected',
        where: TicketResolved.topic,
        what: expect.stringContaining(`${closed} at ${TicketResolved.topic}[`),
      },
    ]);
  });

  it.each([TicketEscalated.topic, dlq])('anything at all on %s', (where) => {
    const evidence = withLog(sound, (log) => [...log, { ...opened, topic: where, offset: '0' }]);
    expect(violations(evidence)).toEqual([
      { breach: 'unexpected', where, what: `${ticketId} at ${where}[${opened.partition}]@0` },
    ]);
  });

  it('records of a customer that changed places', () => {
    const later = tickets.find((t) => t.customerId === ticket('answered').customerId && t.n > ticket('answered').n);
    const other = recordOf(sound, later?.ticketId ?? '');
    const evidence = withLog(sound, (log) => log.map((r) => (r === opened ? other : r === other ? opened : r)));
    expect(violations(evidence)).toContainEqual({
      breach: 'out of order',
      where: topic,
      what: expect.stringContaining(`${ticketId} at ${placeOf(opened)} comes after number ${later?.n}`),
    });
  });

  it('a customer whose records lie in two partitions', () => {
    const evidence = withLog(sound, (log) => log.map((r) => (r === opened ? { ...r, partition: 5 } : r)));
    expect(violations(evidence)).toContainEqual({
      breach: 'out of order',
      where: topic,
      what: expect.stringContaining('another partition'),
    });
  });

  it('a record that a group has not handled', () => {
    const last = sound.log.findLast((r) => r.topic === topic)!;
    const progress = new Map(sound.progress).set(progressKey('supervisor', last), BigInt(last.offset));
    expect(violations({ ...sound, progress })).toEqual([
      { breach: 'lost', where: 'group supervisor', what: `${last.ticketId} at ${placeOf(last)}` },
    ]);
  });

  it('a gap in the trail', () => {
    const evidence = { ...sound, trail: sound.trail.slice(1) };
    expect(violations(evidence)).toEqual([
      { breach: 'lost', where: "audit's trail", what: expect.stringContaining('policy at') },
    ]);
  });

  it('a record in the trail that was aborted, or stands there twice, or is another', () => {
    const [first, second] = sound.trail;
    const aborted = { place: `${topic}[0]@9999`, id: 'aborted' };
    const trail = [...sound.trail.slice(1), { place: first?.place ?? '', id: 'another' }, second!, aborted];
    expect(violations({ ...sound, trail }).map((v) => v.breach)).toEqual(['altered', 'doubled', 'unexpected']);
  });

  it('a customer who got no reply, two, one that nobody delivered, or other words', () => {
    const [a, b, c, ...rest] = sound.mailbox;
    const closed = { ticketId: ticket('closed').ticketId, text: 'Hello' };
    const mailbox = [b!, b!, { ...c!, text: 'Something else' }, closed, ...rest];
    expect(violations({ ...sound, mailbox })).toEqual([
      { breach: 'doubled', where: 'mailbox', what: b?.ticketId },
      { breach: 'unexpected', where: 'mailbox', what: closed.ticketId },
      { breach: 'lost', where: 'mailbox', what: a?.ticketId },
      { breach: 'altered', where: 'mailbox', what: expect.stringContaining(c?.ticketId ?? '') },
    ]);
    expect(recordOf(sound, c?.ticketId ?? '', ReplyDelivered.topic).reply).toBe(c?.text);
  });

  it('a review that is missing, and one that nobody asked for', () => {
    const [missing, ...rest] = sound.reviews;
    const reviews = [...rest, { ticketId: ticket('answered').ticketId }];
    expect(violations({ ...sound, reviews })).toEqual([
      { breach: 'unexpected', where: 'human queues', what: ticket('answered').ticketId },
      { breach: 'lost', where: 'human queues', what: missing?.ticketId },
    ]);
  });
});
