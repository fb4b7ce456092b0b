import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {open} from '../opening.ts'

const DEMO = fileURLToPath(new URL('../../../assets/demo.tar', import.meta.url))

describe('a layer on disk', () => {
  it('that is told to stop before anybody reads it fails for who reads it then, and for nobody else', async () => {
    const {layers} = await open(DEMO)
    const controller = new AbortController()
    const opening = layers[0]!.content!.open({signal: controller.signal, progress: () => {}})
    controller.abort()
    const stream = await opening
    // Nobody listens while it fails: that must not end the program.
    await new Promise(resolve => stream.on('close', resolve))
    expect(stream.errored?.name).toBe('AbortError')
    await expect(stream.toArray()).rejects.toThrow()
  })
})
