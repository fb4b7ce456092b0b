import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {EngineInfo} from '../../sources/engine/engine.ts'
import {AnswerError} from '../../sources/registry/answer-failure.ts'
import {NetworkError} from '../../sources/registry/network-failure.ts'
import {hostAndPort} from '../../sources/registry/probe.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import type {RegistryClient} from '../../sources/registry/registry-client.ts'
import {certsAdvice, engineTrustAdvice, loginAdvice, proxyAdvice} from './doctor-advice.ts'
import {type CheckName, type Finding, fault} from './finding.ts'

/** A registry that is examined. */
export interface Examined {
  readonly host: string
  readonly client: RegistryClient
  readonly registries: Registries
  /** of which kind the engine is that answers here, null where none does; asked where advice depends on it */
  readonly engine: () => Promise<EngineInfo['kind'] | null>
  readonly signal: AbortSignal
}

/** What is found, or why nothing could be: a fault with its fix. Throws `cancelled`, and our own faults. */
export async function attempt(
  examined: Examined,
  name: CheckName,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (thrown) {
    const failure = failureIn(examined, thrown)
    return [fault(checkOf(failure) ?? name, failure.message, await fixOf(examined, failure))]
  }
}

/** What a failure is about, whatever was looked at. */
function checkOf(failure: LensError): CheckName | null {
  if (failure instanceof AnswerError && failure.status === 429) return 'rate limit'
  return failure instanceof NetworkError && failure.proxy !== null ? 'proxy' : null
}

/** What is no LensError is our own fault, and being told to stop is no finding. */
export function failureIn({signal}: Examined, thrown: unknown): LensError {
  throwIfCancelled(signal)
  if (thrown instanceof LensError) return thrown
  throw thrown
}

async function fixOf({client, host, engine}: Examined, failure: LensError): Promise<readonly string[]> {
  const {authority} = client.endpoint
  if (failure instanceof NetworkError && failure.proxy !== null) {
    return proxyAdvice(hostAndPort(authority).name, failure.proxy)
  }
  if (failure instanceof NetworkError && failure.fault === 'untrusted') return certsAdvice(authority)
  if (failure instanceof NetworkError && failure.fault === 'not-tls') {
    return [`layerlens doctor ${authority} --plain-http`, ...engineTrustAdvice(authority, await engine())]
  }
  if (failure.kind === 'registry-unauthorized') return loginAdvice(host)
  return failure.advice === undefined ? [] : failure.advice.split('\n')
}
