/** Structured log: a fixed message plus fields; never credentials or personal data in a field. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The same log, with fields that stand in every line: the station and run that lines are about. */
export function withFields(logger: Logger, always: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (message, fields) => {
      logger.debug(message, { ...always, ...fields });
    },
    info: (message, fields) => {
      logger.info(message, { ...always, ...fields });
    },
    warn: (message, fields) => {
      logger.warn(message, { ...always, ...fields });
    },
    error: (message, fields) => {
      logger.error(message, { ...always, ...fields });
    },
  };
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
