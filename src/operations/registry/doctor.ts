import type {Context} from '../../image/oci/image.ts'
import type {RemoteName} from '../../image/oci/remote-name.ts'
import type {EngineInfo} from '../../sources/engine/engine.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {isAliyun} from './doctor-advice.ts'
import {examineApi, examineCredentials, examineName, examinePort} from './doctor-host.ts'
import {examineAttestations, examinePull, examinePush, examineToken} from './doctor-image.ts'
import type {CheckName, Finding} from './finding.ts'

/** Which way is gone. */
export interface DoctorOptions {
  readonly host: string
  /** null: only the registry itself is looked at */
  readonly image: RemoteName | null
  readonly registries: Registries
  /** of which kind the engine is that answers here, null where none does */
  readonly engine: () => Promise<EngineInfo['kind'] | null>
  readonly context: Context
}

/** Faults with which the rest of the way can still be gone. */
const PASSABLE: readonly CheckName[] = ['clock', 'credentials']

/**
 * Goes the way to a registry step by step and tells what each is like, as it is found. A step without which the next make no
 * sense ends it. Nothing is changed there: an upload is begun and dropped to see whether one may push. Throws `cancelled`.
 */
export async function* examine({host, image, registries, engine, context}: DoctorOptions): AsyncGenerator<Finding> {
  const examined = {host, registries, engine, client: registries.clientOf(host), signal: context.signal}
  for (const step of [examineName, examinePort, examineApi, examineCredentials]) {
    const found = await step(examined, image?.path ?? null)
    yield* found
    if (found.some(finding => finding.verdict === 'fault' && !PASSABLE.includes(finding.name))) return
  }
  if (image !== null) {
    yield* await examineToken(examined, image)
    const pull = await examinePull(examined, image)
    yield* pull
    yield* await examinePush(examined, image, {pulls: pull.every(({verdict}) => verdict !== 'fault')})
  }
  if (isAliyun(host) || image !== null) yield* await examineAttestations(examined, image)
}
