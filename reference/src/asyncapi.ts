import {
  type Contract,
  contracts,
  deadLetterTopic,
  DeadLetterHeaders,
  EventHeaders,
  retryTopic,
  services,
} from '@throughline/contracts';
import { topicConfigs } from '@throughline/messaging';
import { exampleHeaders, keyMeaning } from './event.ts';
import { type Json, jsonOf, parts, used, withReferences } from './json.ts';
import type { Service } from './service.ts';

const target = 'draft-7';
const known = parts(target);
const bindingVersion = '0.5.0';
const contentType = 'application/json';
const topics = topicConfigs(contracts, Object.values(services), { partitions: 6, replicationFactor: 3 });

/** `ticket.received` as an identifier: `ticketReceived`. */
const idOf = ({ name }: Contract): string => name.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const head = (title: string, description: string, version: string): Json => ({
  asyncapi: '3.0.0',
  info: { title, version, description, license: { name: 'Apache-2.0' } },
  defaultContentType: contentType,
});

const flow = `Every event of the flow, and the topic that it lies in.

CloudEvents 1.0 in the binary mode of the Kafka binding: attributes are headers, the value is the data. The partition of a
record is murmur2 of its key, as Java's default partitioner has it. Unknown fields and headers are ignored. A record that
a service can't handle goes to \`<topic>.<service>.dlq\`, with the reason in the header \`dlq-reason\`.`;

/** The document that the services' documents share: servers, channels and messages. */
export function channelsDocument(version: string): Json {
  const messages = Object.fromEntries(contracts.map((c) => [idOf(c), messageOf(c)]));
  return {
    ...head('Throughline', flow, version),
    servers: {
      cluster: {
        host: '{brokers}',
        protocol: 'kafka',
        description: 'The Kafka cluster. TLS, SASL and ACLs are the business of the deployment.',
        variables: { brokers: { default: '127.0.0.1:19092', description: 'host:port of one or more brokers.' } },
      },
    },
    channels: Object.fromEntries(contracts.map((c) => [idOf(c), channelOf(c)])),
    components: {
      messages,
      messageTraits: {
        cloudEvent: {
          contentType,
          headers: jsonOf(EventHeaders, target),
          correlationId: { location: '$message.header#/ce_correlationid' },
        },
      },
      schemas: used(messages, known, target),
    },
  };
}

function channelOf(contract: Contract): Json {
  const { topic, numPartitions, replicationFactor } = topics.find((t) => t.topic === contract.topic) ?? { topic: '' };
  return {
    address: topic,
    title: contract.name,
    summary: contract.summary,
    servers: [{ $ref: '#/servers/cluster' }],
    messages: { [idOf(contract)]: { $ref: `#/components/messages/${idOf(contract)}` } },
    bindings: {
      kafka: {
        topic,
        partitions: numPartitions,
        replicas: replicationFactor,
        topicConfiguration: contract.compacted ? { 'cleanup.policy': ['compact'] } : { 'retention.ms': -1 },
        bindingVersion,
      },
    },
  };
}

function messageOf(contract: Contract): Json {
  return {
    name: contract.type,
    title: contract.name,
    summary: contract.summary,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    headers: { type: 'object', properties: { ce_type: { const: contract.type } } },
    payload: withReferences(jsonOf(contract.schema, target), known, target),
    bindings: { kafka: { key: { type: 'string', description: keyMeaning(contract) }, bindingVersion } },
    examples: [{ name: 'example', headers: exampleHeaders(contract), payload: contract.example as Json }],
  };
}

const on = (channel: string): Json => ({ channel: { $ref: `#/channels/${channel}` } });

/** What one service sends and receives, on the channels of {@link channelsDocument}. */
export function serviceDocument({ name, declaration }: Service, version: string): Json {
  const { job, consumes, follows, emits } = declaration;
  const group = { kafka: { groupId: { type: 'string', enum: [name] }, bindingVersion } };
  const all = contracts.filter((c) => [...consumes, ...follows, ...emits].includes(c));
  const channels = Object.fromEntries(all.map((c) => [idOf(c), { $ref: `./channels.json#/channels/${idOf(c)}` }]));
  const receive = (c: Contract): [string, Json] => [
    `receive${capital(idOf(c))}`,
    { action: 'receive', ...on(idOf(c)), summary: `Handles each once: ${c.summary}`, bindings: group },
  ];
  const follow = (c: Contract): [string, Json] => [
    `follow${capital(idOf(c))}`,
    {
      action: 'receive',
      ...on(idOf(c)),
      summary: 'Every replica reads all of it, from the start, in a group of its own.',
    },
  ];
  const send = (c: Contract): [string, Json] => [
    `send${capital(idOf(c))}`,
    { action: 'send', ...on(idOf(c)), summary: c.summary },
  ];
  return {
    ...head(`Throughline ${name}`, job, version),
    servers: { cluster: { $ref: './channels.json#/servers/cluster' } },
    channels: { ...channels, ...inboxesOf(declaration) },
    operations: {
      ...Object.fromEntries([...consumes.map(receive), ...follows.map(follow), ...emits.map(send)]),
      receiveRetries: {
        action: 'receive',
        ...on('retries'),
        summary: 'Records sent back by a person.',
        bindings: group,
      },
      sendDeadLetters: {
        action: 'send',
        ...on('deadLetters'),
        summary: 'Records that it cannot handle, with the reason.',
      },
    },
  };
}

/** A service's second inbox and its dead letters: one topic of each for every event that it consumes. */
function inboxesOf({ name, consumes }: Service['declaration']): Json {
  const topic = { description: 'The topic of the event.', enum: consumes.map((c) => c.topic) };
  const record = { name: 'record', summary: 'The record as it came, key, value and headers.', payload: {} };
  return {
    retries: {
      address: retryTopic('{topic}', name),
      summary: `Records that only ${name} takes up again.`,
      parameters: { topic },
      messages: { record },
    },
    deadLetters: {
      address: deadLetterTopic('{topic}', name),
      summary: `Records that ${name} could not handle. A letter is open until letter.settled names its place.`,
      parameters: { topic },
      messages: { letter: { ...record, name: 'letter', headers: jsonOf(DeadLetterHeaders, target) } },
    },
  };
}
