/** Says why the service is not ready, or undefined when, for its part, it is. */
export type ReadinessCheck = () => string | undefined;

/** Injection token of the set of a service's readiness checks; add yours in a constructor. */
export const READINESS = Symbol('throughline:readiness');
