import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {DOCKER_HUB, type RepositoryName} from '../../image/oci/remote-name.ts'
import {AnswerError} from '../../sources/registry/answer-failure.ts'
import {drain} from '../../sources/registry/drain.ts'
import {listRepositories, listTags} from '../../sources/registry/listing.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import type {RegistryClient} from '../../sources/registry/registry-client.ts'
import {t} from '../../text/translate.ts'

/** Answers with which registries say that they list nothing. */
const NO_LIST: readonly number[] = [403, 404, 405, 501]

/**
 * The repositories of a registry, page by page as they come. Throws `registry-denied` where the registry offers no list, as
 * Docker Hub and most hosted ones, and what asking throws.
 */
export async function* repositoriesOf(
  host: string,
  registries: Registries,
  {signal}: Context,
): AsyncGenerator<readonly string[]> {
  // It would want a token that it gives to nobody.
  if (host === DOCKER_HUB) throw noCatalog(host)
  try {
    yield* listRepositories(registries.clientOf(host), signal)
  } catch (thrown) {
    const refused = thrown instanceof AnswerError && NO_LIST.includes(thrown.status)
    if (refused || (await isForNobody(thrown, registries.clientOf(host), signal))) throw noCatalog(host, thrown)
    throw thrown
  }
}

/** True where the list alone is refused to somebody whom the registry believes, by asking for a name and password once more. */
async function isForNobody(thrown: unknown, client: RegistryClient, signal: AbortSignal): Promise<boolean> {
  if (!(thrown instanceof LensError) || thrown.kind !== 'registry-unauthorized') return false
  if ((await client.authorizer.credentialsFor('none')) === null) return false
  const root = {method: 'GET', path: '', scope: 'none', what: t`its first page`, done: 'read'} as const
  return client.send({...root, signal, expect: [200]}).then(
    response => drain(response).then(() => true),
    () => false,
  )
}

function noCatalog(host: string, cause?: unknown): LensError {
  return new LensError('registry-denied', t`${host} offers no list of its repositories, or not to us.`, {
    cause,
    advice: t`Name one and see its tags: layerlens tags ${host === DOCKER_HUB ? 'docker.io/library/nginx' : `${host}/NAMESPACE/REPOSITORY`}`,
  })
}

/** Made when there is something to compare: it takes its time, and a registry may have thousands of repositories. */
let byVersion: Intl.Collator | null = null

/** All tags of a repository, versions in the order of their numbers. Throws what asking throws. */
export async function tagsOf(
  name: RepositoryName,
  registries: Registries,
  {signal}: Context,
): Promise<readonly string[]> {
  const tags: string[] = []
  for await (const page of listTags(registries.clientOf(name.host), name, signal)) tags.push(...page)
  if (tags.length < 2) return tags
  byVersion ??= new Intl.Collator('en', {numeric: true})
  return tags.sort(byVersion.compare)
}
