/** The answer to a call is on its way by a provider's batch: nothing can be done for the run until it is there. */
export class CallDeferredError extends Error {
  override readonly name = 'CallDeferredError';
  constructor() {
    super('The answer comes by a batch.');
  }
}
