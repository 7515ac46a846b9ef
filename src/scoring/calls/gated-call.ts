import { openProviderCredential } from '../../access/open-provider-credential.js';
import { estimateTokens } from '../../costs/estimate-tokens.js';
import type { ModelRequest, Usage } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Uses } from '../../scope/scope.js';
import { callModel, type TimedAnswer } from './call-model.js';

interface Announced {
  readonly signal: AbortSignal;
  /** Called when the call may be made, before it is. */
  readonly begin: () => Promise<void>;
}

/** The most that the call may take up; by the model's tokenizer only where somebody limits tokens. */
const expectedTokens = (address: ModelAddress, { messages, maxOutputTokens }: Omit<ModelRequest, 'model'>): number => {
  const { limits } = address.provider;
  if (limits === undefined) return 0;
  const matters = [limits, limits.models?.[address.model]].some((one) => one?.tokensPerMinute !== undefined);
  const prompt = messages.map(({ content }) => content).join('\n');
  return estimateTokens(prompt, matters ? address : null).tokens + maxOutputTokens;
};

const tokensOf = (usage: Usage | null): number | null =>
  usage && Object.values<number>({ ...usage }).reduce((sum, tokens) => sum + tokens, 0);

/**
 * A call to a model when its turn has come: within the limits of provider and model, not while its circuit is open, and
 * under the organization's own credential where it has one.
 * @throws GateRefusal, ProviderError; the signal's reason when it aborts
 */
export const gatedCall = async (
  scope: Uses<'reads' | 'gate' | 'vault' | 'settings'>,
  address: ModelAddress,
  request: Omit<ModelRequest, 'model'>,
  { signal, begin }: Announced,
): Promise<TimedAnswer> => {
  const { provider } = address;
  const credential = provider.offline ? null : await openProviderCredential(scope, provider.name);
  const account = credential === null ? '' : scope.organizationId;
  const slot = await scope.gate.acquire({ ...address, account }, { tokens: expectedTokens(address, request), signal });
  try {
    await begin();
    const timed = await callModel(address, request, { signal, limitMs: scope.settings.modelCallMs, credential });
    await slot.release({ answered: true, tokens: tokensOf(timed.answer.usage) });
    return timed;
  } catch (error) {
    await slot.release({ answered: false, error });
    throw error;
  }
};
