/** Injection token of the service's checked configuration. */
export const CONFIG = Symbol('throughline:config');
/** Injection token of the schema that the configuration is checked against. */
export const CONFIG_SCHEMA = Symbol('throughline:config-schema');
/** Injection token of the service's declaration. */
export const DECLARATION = Symbol('throughline:declaration');
