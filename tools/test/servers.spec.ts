import { serversFrom, serversHere } from '../shared/servers.mjs';

it.each([
  [{ given: true, jdk: true, docker: true }, 'given'],
  [{ given: true, jdk: false, docker: false }, 'given'],
  [{ given: false, jdk: true, docker: true }, 'embedded'],
  [{ given: false, jdk: false, docker: true }, 'docker'],
  [{ given: false, jdk: false, docker: false }, 'embedded'],
])('%j: %s', ({ given, jdk, docker }, servers) => {
  expect(serversFrom({ given: () => given, jdk: () => jdk, docker: () => docker })).toBe(servers);
});

it('asks for no program where servers are given', () => {
  const never = (): boolean => {
    throw new Error('asked');
  };
  expect(serversFrom({ given: () => true, jdk: never, docker: never })).toBe('given');
});

it('takes servers for given only when both are', () => {
  expect(serversHere({ ...process.env, KAFKA_BROKERS: 'k:9092', MONGODB_URI: 'mongodb://m' })).toBe('given');
  expect(serversHere({ ...process.env, KAFKA_BROKERS: 'k:9092', MONGODB_URI: '' })).not.toBe('given');
});
