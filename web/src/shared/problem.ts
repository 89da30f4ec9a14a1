// Whatever goes wrong with a request becomes one of these.

export interface FieldProblem {
  path: string;
  key: string;
  detail: string;
}

interface Document {
  title?: string;
  detail?: string;
  code?: string;
  key?: string;
  request_id?: string;
  errors?: FieldProblem[];
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly key: string;
  readonly requestId: string;
  readonly fields: FieldProblem[];
  /** Seconds until it is worth trying again; 0 when nothing was said. */
  readonly retryAfter: number;

  constructor(status: number, document: Document, retryAfter = 0) {
    super(document.detail ?? document.title ?? '');
    this.status = status;
    this.code = document.code ?? '';
    this.key = document.key ?? '';
    this.requestId = document.request_id ?? '';
    this.fields = document.errors ?? [];
    this.retryAfter = retryAfter;
  }

  get isUnauthenticated(): boolean {
    return this.status === 401;
  }
  get isDenied(): boolean {
    return this.status === 403;
  }
  get isMissing(): boolean {
    return this.status === 404;
  }
  /** Somebody else changed the thing first. */
  get isStale(): boolean {
    return this.status === 412;
  }
  /** No answer came at all. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** The problem in a reply that is not 2xx; also when something in between answered in its own way. */
export function problemOf(response: Response, body: unknown): Problem {
  const document = typeof body === 'object' && body !== null ? (body as Document) : {};
  const requestId = document.request_id ?? response.headers.get('X-Request-Id') ?? '';
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new Problem(response.status, { ...document, request_id: requestId }, retryAfter);
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, { detail: String(error) });
}
