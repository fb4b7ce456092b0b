import {describe, expect, it} from 'vitest'
import type {User} from '../../../src/sources/docker-config/auth-files.ts'
import {Registries} from '../../../src/sources/registry/registries.ts'
import type {JobContext} from '../../../src/tui/runtime/ports.ts'
import type {TaskWorld} from '../../../src/tui/runtime/tasks/task-world.ts'
import {push} from '../../../src/tui/runtime/tasks/transfers.ts'
import {enginesAt} from '../../engine/engines.ts'
import {fakeEngine} from '../../engine/fake-engine.ts'
import {temporaryFolder} from '../../engine/loading.ts'

describe('a push of one platform alone', () => {
  it('says which one that is', async () => {
    const engine = await fakeEngine([], {architecture: 'arm64', api: '1.46'})
    const user: User = {home: temporaryFolder(), environment: {}}
    const world: Partial<TaskWorld> = {
      engine: (_, signal) => enginesAt(engine.host).find(null, signal),
      registries: new Registries({user, plainHttp: false}),
      user,
    }
    const said: string[] = []
    const context: Partial<JobContext> = {
      signal: new AbortController().signal,
      progress: () => {},
      say: text => void said.push(text),
    }
    const task = {kind: 'push', place: null, name: 'fake:1', onePlatform: true, platform: null, whole: false} as const
    expect(await push(task, context as JobContext, world as TaskWorld)).toMatchObject({kind: 'push', layers: null})
    expect(said).toEqual(['$ docker push --platform linux/arm64 fake:1'])
    expect(engine.requests).toContain('POST /images/fake/push')
    await engine.close()
  })
})
