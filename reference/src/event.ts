import {
  type Contract,
  type EventHeaders,
  outsideProducers,
  type ServiceDeclaration,
  services,
} from '@throughline/contracts';

const all: readonly ServiceDeclaration[] = Object.values(services);

/** The key in words. @throws where it is no field of the data and the contract doesn't say what it is */
export function keyMeaning(contract: Contract): string {
  if (contract.keyMeaning) return contract.keyMeaning;
  const data = contract.example as Record<string, unknown>;
  const field = Object.keys(data).find((name) => contract.key({ ...data, [name]: 'probe' }) === 'probe');
  if (!field) throw new Error(`${contract.name}: say what its key is: add \`keyMeaning\` to the contract.`);
  return `The data's \`${field}\`.`;
}

const uuid = (n: number): string => `5f0c8f0e-58a8-5d0e-9a39-2b6a9f7f2f${String(n).padStart(2, '0')}`;

/** Headers as they go with a contract's example. */
export function exampleHeaders(contract: Contract): EventHeaders {
  const [first] = all.filter((s) => s.emits.includes(contract));
  const begins = outsideProducers.find((p) => p.contract === contract)?.source;
  const subject = contract.subject(contract.example);
  return {
    ce_specversion: '1.0',
    ce_id: uuid(2),
    ce_source: begins ?? `/throughline/${first?.name}`,
    ce_type: contract.type,
    ce_time: '2026-03-02T08:15:00.000Z',
    ...(subject !== undefined && { ce_subject: subject }),
    ...(!begins && { ce_correlationid: uuid(1), ce_causationid: uuid(1) }),
    'content-type': 'application/json',
  };
}

/** Who makes events of this kind: names of services, and others in words. */
export const producersOf = (contract: Contract): string[] => [
  ...all.filter((s) => s.emits.includes(contract)).map((s) => s.name),
  ...outsideProducers.filter((p) => p.contract === contract).map((p) => p.who),
];

/** The services that handle events of this kind, or follow its topic. */
export const consumersOf = (contract: Contract): string[] =>
  all.filter((s) => [...s.consumes, ...s.follows].includes(contract)).map((s) => s.name);
