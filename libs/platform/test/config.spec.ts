import { BaseConfig, MongoConfig, readConfig } from '@throughline/platform';

it('listens on this machine only, unless told otherwise', () => {
  expect(readConfig(BaseConfig, {}).INSTANCE).toBeUndefined(); // the group leases it one
  expect(readConfig(BaseConfig, {})).toMatchObject({
    HOST: '127.0.0.1',
    KAFKA_BROKERS: ['127.0.0.1:19092'],
  });
});

it('reads names by token', () => {
  const config = readConfig(BaseConfig, { API_TOKENS: 'maria:0123456789abcdef, ops:fedcba9876543210' });
  expect([...config.API_TOKENS]).toEqual([
    ['0123456789abcdef', 'maria'],
    ['fedcba9876543210', 'ops'],
  ]);
});

it('lists every variable that is wrong, and no secret', () => {
  const env = { PORT: '99999', KAFKA_BROKERS: 'localhost', MONGODB_URI: 'http://x', API_TOKENS: 'maria:secret' };
  const read = () => readConfig(MongoConfig, env);
  expect(read).toThrow(
    /PORT: .*\n.*KAFKA_BROKERS: expected host:port.*\n.*API_TOKENS: expected name:token.*\n.*MONGODB_URI: expected mongodb/,
  );
  expect(read).not.toThrow(/secret/);
});
