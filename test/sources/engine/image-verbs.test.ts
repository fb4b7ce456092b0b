import {describe, expect, it} from 'vitest'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {commit, saveImages} from '../../../src/sources/engine/image-verbs.ts'
import {refusal} from '../../../src/sources/engine/refusal.ts'
import {failing} from '../registry/clients.ts'

const INSPECTED = {Id: `sha256:${'1'.repeat(64)}`, Os: 'linux', Architecture: 'amd64', Size: 1, Config: {}, RootFS: {}}

/** An engine that has some images, and refuses to save others as Docker does. */
function having(names: readonly string[]): Engine {
  const refuse = (name: string) => refusal(404, JSON.stringify({message: `No such image: ${name}`}))
  const client = {
    json: async ({path}: {path: string}) => {
      const name = decodeURIComponent(path.split('/')[2]!)
      if (names.includes(name)) return {...INSPECTED, RepoTags: [name]}
      throw refuse(name)
    },
    bytes: async function* ({query}: {query: {names: readonly string[]}}) {
      const lacking = query.names.find(name => !names.includes(name))
      if (lacking !== undefined) throw refuse(lacking)
      yield new Uint8Array(1)
    },
  }
  return {info: {kind: 'docker', host: 'unix:///x'}, client} as unknown as Engine
}

async function saved(names: readonly string[]): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of saveImages(having(['a:1', 'b:1']), names, new AbortController().signal)) chunks.push(chunk)
  return chunks
}

describe('saving several images', () => {
  it('gives them where all are there', async () => {
    expect(await saved(['a:1', 'b:1'])).toHaveLength(1)
  })

  it.each([
    [['a:1', 'none:1', 'b:1'], 'none:1'],
    [['none:1', 'a:1', 'never:2'], 'none:1, never:2'],
  ])('of %j names those that are not', async (names, lacking) => {
    const {kind, message} = await failing(saved(names))
    expect([kind, message]).toEqual(['not-found', `docker (unix:///x) has no image ${lacking}.`])
  })
})

describe('committing under a name', () => {
  /** What an engine is asked for, as method, path and name. */
  async function asked(kind: 'docker' | 'podman', repository: string): Promise<readonly string[]> {
    const requests: string[] = []
    const hear = async ({method, path, query}: {method: string; path: string; query: Record<string, unknown>}) => {
      requests.push(`${method} ${decodeURIComponent(path)} ${query.repo}:${query.tag}`)
      return {Id: '1'.repeat(64)}
    }
    const engine = {info: {kind, host: 'unix:///x'}, client: {json: hear, call: hear}} as unknown as Engine
    const options = {container: 'web', message: '', author: '', pause: true, changes: []}
    await commit(engine, {...options, name: {repository, tag: '1', host: 'docker.io'}}, new AbortController().signal)
    return requests
  }

  it('names the image once more on Podman, which drops a name of one letter', async () => {
    expect(await asked('podman', 't')).toEqual(['POST /commit t:1', `POST /images/sha256:${'1'.repeat(64)}/tag t:1`])
  })

  it.each([['podman', 'tt'] as const, ['docker', 't'] as const])('is one request on %s for %s', async (kind, name) => {
    expect(await asked(kind, name)).toEqual([`POST /commit ${name}:1`])
  })
})
