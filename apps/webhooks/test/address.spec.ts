import * as fc from 'fast-check';
import { isPublic } from '../src/address.ts';

const byte = fc.integer({ min: 0, max: 255 });
const v4 = (...parts: (number | fc.Arbitrary<number>)[]) =>
  fc.tuple(...parts.map((p) => (typeof p === 'number' ? fc.constant(p) : p))).map((p) => p.join('.'));
const between = (min: number, max: number) => fc.integer({ min, max });

/** IANA's special-purpose registry: what no request may go to. */
const closed = fc.oneof(
  v4(0, byte, byte, byte),
  v4(10, byte, byte, byte),
  v4(100, between(64, 127), byte, byte),
  v4(127, byte, byte, byte),
  v4(169, 254, byte, byte),
  v4(172, between(16, 31), byte, byte),
  v4(192, 0, 0, byte),
  v4(192, 0, 2, byte),
  v4(192, 168, byte, byte),
  v4(198, between(18, 19), byte, byte),
  v4(198, 51, 100, byte),
  v4(203, 0, 113, byte),
  v4(between(224, 255), byte, byte, byte),
);

const hex = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));

it('refuses every address of a closed range, in each form that IPv6 can carry it', () => {
  fc.assert(
    fc.property(closed, (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
      const forms = [
        address,
        `::ffff:${address}`,
        `::ffff:${high}:${low}`,
        `::${high}:${low}`,
        `64:ff9b::${high}:${low}`,
        `64:ff9b:1::${high}:${low}`,
        `2002:${high}:${low}::1`,
      ];
      expect(forms.filter(isPublic)).toEqual([]);
    }),
  );
});

it('refuses all of IPv6 that is given to no hosts', () => {
  const tail = fc.array(hex, { minLength: 7, maxLength: 7 }).map((parts) => parts.join(':'));
  const heads = ['fc00', 'fd12', 'fdff', 'fe80', 'febf', 'fec0', 'ff02', '100', '4000', '1fff'];
  fc.assert(
    fc.property(fc.constantFrom(...heads), tail, (head, rest) => expect(isPublic(`${head}:${rest}`)).toBe(false)),
  );
});

it.each([
  '::',
  '::1',
  '2001:db8::1',
  '2001::1',
  'fd00:ec2::254',
  '169.254.169.254',
  'localhost',
  '',
  '1.2.3',
  'fe80::1%eth0',
])('refuses %s', (address) => expect(isPublic(address)).toBe(false));

it.each(['8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
  'takes %s',
  (address) => expect(isPublic(address)).toBe(true),
);
