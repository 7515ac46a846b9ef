import { ProviderError } from '../plugin-api/index.js';

/** A refusal by the gate: the provider was not called. */
export class GateRefusal extends ProviderError {
  private constructor(code: 'PROVIDER_UNAVAILABLE' | 'PROVIDER_RATE_LIMITED', message: string, waitMs: number) {
    super(code, message, { retryable: true, retryAfterMs: Math.ceil(waitMs) });
  }

  /** Nothing is wrong: a place comes free by itself. */
  get isTurn(): boolean {
    return this.code === 'PROVIDER_RATE_LIMITED';
  }

  static circuitOpen(address: string, waitMs: number): GateRefusal {
    const message = `${address} has failed too often and is left alone for a while.`;
    return new GateRefusal('PROVIDER_UNAVAILABLE', message, waitMs);
  }

  static askedToWait(address: string, waitMs: number): GateRefusal {
    const message = `${address} asked for fewer requests; it is not called until then.`;
    return new GateRefusal('PROVIDER_RATE_LIMITED', message, waitMs);
  }

  static noPlace(address: string, waitMs: number): GateRefusal {
    const message = `The limits stated for ${address} leave no place at the moment.`;
    return new GateRefusal('PROVIDER_RATE_LIMITED', message, waitMs);
  }
}
