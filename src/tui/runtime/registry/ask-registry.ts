import {setTimeout as pause} from 'node:timers/promises'
import type {Context} from '../../../image/oci/image.ts'
import {answeringEngine} from '../../../operations/registry/answering-engine.ts'
import {repositoriesOf, tagsOf} from '../../../operations/registry/catalog.ts'
import {examine} from '../../../operations/registry/doctor.ts'
import {knownHosts} from '../../../operations/registry/known-hosts.ts'
import {login} from '../../../operations/registry/login.ts'
import {tagCarriers} from '../../../operations/registry/tag-carriers.ts'
import {tagFacts} from '../../../operations/registry/tag-facts.ts'
import type {User} from '../../../sources/docker-config/auth-files.ts'
import type {Engines} from '../../../sources/engine/engines.ts'
import type {Registries} from '../../../sources/registry/registries.ts'
import type {RegistryAnswer, RegistryQuestion} from '../../app/registries/question.ts'

export interface RegistryWorld {
  readonly registries: Registries
  readonly user: User
  readonly engines: Engines
  /** as images name it: of an image for several platforms this one is described */
  readonly architecture: string
}

/** More names than these are not listed: nobody looks through them, and one can be named. */
const MOST_NAMES = 100_000
/** Pages that come faster are told together, milliseconds. */
const TOGETHER_MS = 100

/** Answers a question of the screen piece by piece. Rejects with LensErrors, and when the signal aborts. */
export async function askRegistry(
  question: RegistryQuestion,
  signal: AbortSignal,
  tell: (answer: RegistryAnswer) => void,
  world: RegistryWorld,
): Promise<void> {
  const {registries, user} = world
  const context: Context = {signal, progress: () => {}}
  switch (question.kind) {
    case 'hosts':
      tell({kind: 'hosts', hosts: knownHosts(user)})
      return
    case 'repositories':
      return listRepositories(question.host, context, tell, registries)
    case 'tags':
      tell({kind: 'tags', tags: await tagsOf(question, registries, context)})
      return
    case 'facts':
      await Promise.all(
        question.tags.map(async tag => tell({kind: 'facts', facts: await tagFacts(question, tag, world, context)})),
      )
      return
    case 'carriers': {
      const told = (carrying: readonly string[], looked: number) => tell({kind: 'carriers', carrying, looked})
      return tagCarriers(question, question, registries, {signal, tell: told})
    }
    case 'login': {
      const {host, username, password} = question
      const {to, plain} = await login({host, username, password, user, registries, context})
      tell({kind: 'login', keptIn: to, plain})
      return
    }
    case 'examine': {
      const {host, path, tag} = question.subject
      const image = path === null ? null : {host, path, tag, digest: null}
      const engine = () => answeringEngine(world.engines, signal)
      for await (const finding of examine({host, image, registries, engine, context})) tell({kind: 'examine', finding})
    }
  }
}

async function listRepositories(
  host: string,
  context: Context,
  tell: (answer: RegistryAnswer) => void,
  registries: Registries,
): Promise<void> {
  let names: string[] = []
  let count = 0
  let told = performance.now()
  for await (const page of repositoriesOf(host, registries, context)) {
    names.push(...page)
    count += page.length
    if (count >= MOST_NAMES) {
      tell({kind: 'repositories', names, more: true})
      return
    }
    if (count > page.length && performance.now() - told < TOGETHER_MS) continue
    tell({kind: 'repositories', names, more: false})
    names = []
    told = performance.now()
    // Keys come first.
    await pause(0)
  }
  tell({kind: 'repositories', names, more: false})
}
