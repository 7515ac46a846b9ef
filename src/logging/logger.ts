import { pino } from 'pino';

type Fields = Readonly<Record<string, unknown>>;

/** Structured log; `child` binds request, job or run. Never carries transcript text. */
export interface Logger {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  child(bindings: Fields): Logger;
}

export interface LoggerOptions {
  /** `json`: one JSON object a line on stderr. `people`: short lines on stderr. `silent`: nothing. */
  readonly format: 'json' | 'people' | 'silent';
  readonly level: 'debug' | 'info' | 'warn' | 'error';
}

const asLine = (entry: string): string => {
  const { level, msg, time: _time, pid: _pid, hostname: _hostname, err, ...fields } = JSON.parse(entry) as Fields;
  const cause = err as { message?: string } | undefined;
  const details = Object.entries({ ...fields, ...(cause?.message ? { error: cause.message } : {}) })
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return `${String(level)} ${String(msg)}${details === '' ? '' : `  (${details})`}\n`;
};

export const openLogger = ({ format, level }: LoggerOptions): Logger =>
  pino(
    {
      level: format === 'silent' ? 'silent' : level,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['authorization', 'key', 'apiKey', '*.authorization', '*.apiKey'], censor: '[redacted]' },
    },
    { write: (entry) => void process.stderr.write(format === 'people' ? asLine(entry) : entry) },
  );

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
