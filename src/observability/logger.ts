import { pino } from 'pino';
import type { Logger } from '../ports/logger.js';

/** JSON lines on standard error; credentials never reach a field, and the names that would carry them are cut. */
export function createLogger(level: string, name: string): Logger {
  const logger = pino(
    {
      level,
      name,
      redact: { paths: ['authorization', 'credentials', '*.authorization', '*.credentials'], censor: '[cut]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    debug: (message, fields) => {
      logger.debug(fields ?? {}, message);
    },
    info: (message, fields) => {
      logger.info(fields ?? {}, message);
    },
    warn: (message, fields) => {
      logger.warn(fields ?? {}, message);
    },
    error: (message, fields) => {
      logger.error(fields ?? {}, message);
    },
  };
}
