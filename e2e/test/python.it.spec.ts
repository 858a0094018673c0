import { randomUUID } from 'node:crypto';
import { deadLetterTopic, TicketReceived } from '@throughline/contracts';
import { readTopic } from '@throughline/messaging';
import { until } from 'throughline/api';
import { mailbox, message, shared } from '../support/flow.ts';
import { example, examplesPython, missingPython, printed, receiver } from '../support/python.ts';
import { secret, startWebhooks } from '../support/webhooks.ts';

interface Written {
  id: string;
  partition: number;
  offset: number;
}

interface Heard {
  type: string;
  partition: number;
  headers: Record<string, string>;
  data: { ticketId: string; reply: { text: string } };
}

const missing = missingPython();
// A machine without Python may leave these out; CI may not.
const onPython = missing && !process.env['CI'] ? describe.skip : describe;

onPython(
  missing ? `Python programs (left out: ${missing})` : 'Python programs that know only the AsyncAPI document',
  () => {
    let python = '';
    beforeAll(async () => {
      if (missing) throw new Error(missing);
      python = await examplesPython();
    }, 300_000);

    it('publish a ticket that the flow answers, and hear of it', async () => {
      const given = message('Hi, I forgot my password and cannot log in any more. How can I reset my password?');
      const sent = printed(await example(python, 'publish.py', [], given));
      const { id, partition } = JSON.parse(sent) as Written;

      const events = ['ticketOpened', 'replyDelivered', 'ticketResolved'];
      const args = [...events, '--ticket', given.ticketId, '--seconds', '120'];
      const received = printed(await example(python, 'consume.py', args))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Heard);
      const of = (name: string) => received.filter((e) => e.type === `io.throughline.support.${name}.v1`);
      const [opened, delivered, resolved] = [of('ticket.opened'), of('reply.delivered'), of('ticket.resolved')].flat();
      expect(received).toHaveLength(3);
      for (const { headers } of received) {
        expect(headers).toMatchObject({ ce_subject: given.ticketId, ce_correlationid: id });
      }
      const [mail] = await mailbox(given.ticketId);
      expect([delivered?.data.reply.text, resolved?.data.reply.text]).toEqual([mail?.text, mail?.text]);
      // Same key, same number of partitions: both clients have to choose the same one.
      expect(opened?.partition).toBe(partition);
    }, 300_000);

    it('publish a ticket and take its reply as a signed webhook', async () => {
      const given = message('Hello, I forgot my password. How do I reset my password?');
      const args = ['replyDelivered', 'ticketResolved', '--ticket', given.ticketId, '--seconds', '120'];
      const { url, outcome } = await receiver(python, args, secret);
      const webhooks = await startWebhooks(url, ['reply.delivered', 'ticket.resolved']);
      try {
        // Whoever does not know the secret is refused.
        const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
        expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(401);
        printed(await example(python, 'publish.py', [], given));
        const [address, ...lines] = printed(await outcome)
          .trim()
          .split('\n');
        expect(address).toBe(url);
        const events = lines.map((line) => JSON.parse(line) as Heard);
        const of = (name: string) => events.find(({ type }) => type === `io.throughline.support.${name}.v1`);
        expect(events).toHaveLength(2);
        const [mail] = await mailbox(given.ticketId);
        const texts = [of('reply.delivered'), of('ticket.resolved')].map((event) => event?.data.reply.text);
        expect(texts).toEqual([mail?.text, mail?.text]);
      } finally {
        await webhooks.end();
      }
    }, 300_000);

    it('refuse data that does not fit, naming the field', async () => {
      const { status, stdout, stderr } = await example(python, 'publish.py', [], {
        ...message('x'),
        channel: undefined,
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain("'channel' is a required property");
    }, 120_000);

    it('find in the dead letters what was sent all the same, with field and reason', async () => {
      const id = randomUUID();
      const wrong = { ...message('x'), subject: 7 };
      const sent = printed(await example(python, 'publish.py', ['--unchecked', '--id', id], wrong));
      const { partition, offset } = JSON.parse(sent) as Written;
      const letter = await until(`the dead letter of ${id}`, async () => {
        const found: Record<string, string>[] = [];
        await readTopic(shared.kafka, deadLetterTopic(TicketReceived.topic, 'intake'), ({ headers }) => {
          if (headers['ce_id'] === id) found.push(headers);
        });
        return found[0];
      });
      expect(letter).toMatchObject({
        'dlq-error-code': 'INVALID_DATA',
        'dlq-reason': expect.stringMatching(/subject: .*expected string/),
        'dlq-topic': TicketReceived.topic,
        'dlq-partition': String(partition),
        'dlq-offset': String(offset),
      });
    }, 120_000);
  },
);
