import { isatty } from 'node:tty';
import picocolors from 'picocolors';

/** Colours on a terminal only, whatever CI says: this output is piped, too. NO_COLOR switches them off. */
export const pc = picocolors.createColors(picocolors.isColorSupported && isatty(1));
