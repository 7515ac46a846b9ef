/** An error as a service words it. Services, gateways and local servers each have a form of their own. */
export interface ServiceError {
  readonly message: string;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** Status that the error itself states; null where it states none. */
  readonly status: number | null;
  readonly details: unknown;
  readonly metadata: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const word = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;

const sentence = (value: unknown): string | null => word(value) ?? (isObject(value) ? JSON.stringify(value) : null);

const statusIn = (...values: readonly unknown[]): number | null => {
  const found = values.map(Number).find((value) => Number.isInteger(value) && value >= 400 && value < 600);
  return found ?? null;
};

const asError = (fields: Fields): ServiceError => ({
  message: sentence(fields.message) ?? 'it does not say which',
  code: word(fields.code) ?? word(fields.error_code),
  type: word(fields.type),
  param: word(fields.param),
  status: statusIn(fields.code, fields.status, fields.status_code),
  details: fields.details ?? null,
  metadata: fields.metadata ?? null,
});

/** `{ type, loc: ['body', 'seed'], msg }`, as FastAPI says which field it does not take. */
const asFieldError = (detail: unknown): ServiceError | null => {
  if (!isObject(detail)) return null;
  const place = Array.isArray(detail.loc) ? (detail.loc as unknown[]).map(String) : [];
  return asError({ ...detail, message: [...place, word(detail.msg) ?? ''].join(' '), param: place.at(-1) });
};

const fromDetail = (detail: unknown): ServiceError | null =>
  Array.isArray(detail) ? asFieldError(detail[0]) : typeof detail === 'string' ? asError({ message: detail }) : null;

/**
 * The error in a body: `{ error: {…} }` or a list of it, `{ error: "…" }`, `{ object: "error", message }`, `{ error_code, message }`,
 * `{ detail }`; null for a body without one.
 */
export const readServiceError = (body: unknown): ServiceError | null => {
  const fields: unknown = Array.isArray(body) ? body[0] : body;
  if (!isObject(fields)) return null;
  const { error, message, detail } = fields;
  if (isObject(error)) return asError(error);
  if (typeof error === 'string') return asError({ ...fields, message: error });
  if (isObject(message) && message.detail !== undefined) return fromDetail(message.detail);
  return message === undefined ? fromDetail(detail) : asError(fields);
};
