import { activation, gate, killSwitch, parsePolicy, PolicyError, PolicyStore, policyVersion } from '../src/index.ts';
import { agentReply, maria } from './given.ts';

const at = '2026-03-01T00:00:00.000Z';
const source = 'limits: { amount: 5 }\n';
const [document, active] = activation(source, maria, at).map(({ contract, data }) => ({
  key: contract.key(data),
  data,
}));
const version = policyVersion(source);

const storeOf = (...records: Parameters<PolicyStore['apply']>[0][]) => {
  const store = new PolicyStore();
  records.forEach((record) => store.apply(record));
  return store;
};

const turned = (on: boolean) => ({ key: 'kill_switch', data: killSwitch(on, maria, at).data });

describe('a policy store', () => {
  it('knows nothing at first: the gate fails closed', () => {
    const store = new PolicyStore();
    expect(store.active()).toBeUndefined();
    expect(store.killSwitch).toBe(false);
    expect(gate(store.active(), agentReply()).route).toBe('review');
  });

  it.each([
    ['document first', storeOf(document!, active!)],
    ['pointer first', storeOf(active!, document!)],
  ])('has the active policy, %s', (_, store) => {
    expect(store.active()).toMatchObject({ version, document: { limits: { amount: 5 } } });
    expect(store.get(version)).toBe(store.active());
  });

  it('forgets what was removed', () => {
    expect(storeOf(document!, active!, { key: 'active', data: null }).active()).toBeUndefined();
    expect(storeOf(document!, active!, { key: version, data: null }).get(version)).toBeUndefined();
  });

  it('turns the kill switch on and off', () => {
    expect(storeOf(turned(true)).killSwitch).toBe(true);
    expect(storeOf(turned(true), turned(false)).killSwitch).toBe(false);
  });

  it('remembers a broken document instead of throwing', () => {
    const bad = 'limits: { amount: much }\n';
    const by = { by: maria, at };
    const store = storeOf(
      { key: 'x', data: { kind: 'document', version: policyVersion(bad), source: bad, ...by } },
      { key: 'active', data: { kind: 'active', version: policyVersion(bad), ...by } },
    );
    expect(store.active()).toBeUndefined();
    expect(store.broken.get(policyVersion(bad))).toBeInstanceOf(PolicyError);
  });

  it('refuses a document that is not what its version says', () => {
    const data = { kind: 'document', version: 'b1946ac92492d234', source, by: maria, at } as const;
    expect(storeOf({ key: data.version, data }).broken.get(data.version)?.message).toContain('it was changed');
  });
});

describe('the policy of a turn', () => {
  it('is the version that it began with, or the active one', async () => {
    const store = storeOf(document!, active!);
    await expect(store.policyFor(version)).resolves.toBe(store.active());
    await expect(store.policyFor(undefined)).resolves.toBe(store.active());
  });

  it('is waited for', async () => {
    const store = new PolicyStore();
    const waited = store.policyFor(version);
    store.apply(active!);
    store.apply(document!);
    await expect(waited).resolves.toMatchObject({ version });
  });

  it('is not waited for for ever', async () => {
    await expect(new PolicyStore().policyFor(version, 1)).resolves.toBeUndefined();
  });

  it('is not waited for at all where none was activated', async () => {
    await expect(new PolicyStore().policyFor(undefined, 3_600_000)).resolves.toBeUndefined();
  });
});

describe('an activation', () => {
  it('is the document and the pointer to it', () => {
    expect([document, active]).toMatchObject([
      { key: version, data: { kind: 'document', version, source, by: maria, at } },
      { key: 'active', data: { kind: 'active', version } },
    ]);
  });

  it('of a text with mistakes throws', () => {
    expect(() => activation('rules: 1', maria, at)).toThrow(PolicyError);
    expect(parsePolicy(source).version).toBe(version);
  });
});
