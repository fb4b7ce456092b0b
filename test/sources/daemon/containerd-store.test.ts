import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {removalText} from '../../../src/cli/format/sharing-text.ts'
import {removalPlan} from '../../../src/image/analysis/sharing/removal-plan.ts'
import {Sharing} from '../../../src/image/analysis/sharing/sharing.ts'
import {holdingsOn} from '../../../src/operations/sharing/engine-holdings.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {sharingLines} from '../../../src/tui/app/selectors/sharing-lines.ts'
import {packTar} from '../../corpus/archives.ts'
import {enginesAt} from '../../engine/engines.ts'
import {type FakeEngine, fakeEngine} from '../../engine/fake-engine.ts'
import {PLAIN} from '../../tui/sample-states.ts'

const context = {signal: new AbortController().signal, progress: () => {}}

describe.each([true, false])('an image of Docker, in the store of containerd: %s', containerdStore => {
  let fake: FakeEngine
  beforeAll(async () => {
    fake = await fakeEngine([{tar: await packTar([{name: 'file', content: 'words'}])}], {containerdStore})
  })
  afterAll(() => fake.close())

  const read = async () => {
    const engines = enginesAt(fake.host)
    const resolved = await resolveReference('docker-daemon:fake:1', {hostArchitecture: 'amd64', context, engines})
    if (resolved.kind !== 'image') throw new Error(resolved.message)
    const {image} = resolved
    const sharing = new Sharing(await holdingsOn(await engines.find(null, context.signal)).read(context))
    return {image, sharing}
  }

  it('is found among those that it has', async () => {
    const {image, sharing} = await read()
    expect(image.id === null).toBe(containerdStore)
    expect(image.digest === null).toBe(!containerdStore)
    expect(sharing.find(image.heldAs ?? image.id)).toBe(0)
    // Who is near to it is never itself.
    const lines = sharingLines(image, sharing, 100, PLAIN)
    expect(lines.filter(({text}) => text === 'fake:1')).toHaveLength(1)
    expect(lines.at(-1)!.text).toBe('none on this engine')
  })

  it('is freed of its packed layers too where there are any', async () => {
    const {sharing} = await read()
    const {containerdStore: told} = sharing.holdings
    expect(told === true).toBe(containerdStore)
    const plan = removalPlan(sharing, [{image: sharing.image(0).key}])
    expect(plan.layers).toBe(1)
    expect(removalText(sharing.holdings, plan).includes('packed as well')).toBe(containerdStore)
  })
})
