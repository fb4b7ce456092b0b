import {describe, expect, it} from 'vitest'
import {type HistoryEntry, parseImageConfig} from '../../../src/image/oci/image-config.ts'
import {instructionOf, messageOf} from '../../../src/image/oci/image-history.ts'

const BARE: HistoryEntry = {created: null, createdBy: null, author: null, comment: null, emptyLayer: false}

describe('the instruction of a step', () => {
  it('is of a container that its layer is what it writes to, whatever runs there', () => {
    const container = {name: 'api-1', command: '/bin/sh -c sleep 100', running: true}
    const entry = {...BARE, createdBy: '/bin/sh -c sleep 100', container}
    const running = {verb: 'container', text: 'api-1: its writable layer, running /bin/sh -c sleep 100'}
    expect(instructionOf(entry)).toMatchObject({...running, isComment: false})
    const stopped = instructionOf({...entry, container: {...container, running: false}})
    expect(stopped.text).toBe('api-1: its writable layer, stopped (/bin/sh -c sleep 100)')
  })

  it('gives away nothing that runs in a container', () => {
    const container = {name: 'api-1', command: 'serve --password=hunter2hunter2', running: true}
    expect(instructionOf({...BARE, container}).text).not.toContain('hunter2')
  })
})

describe('the message of a step', () => {
  it.each([
    ['add the note', 'add the note'],
    ['buildkit.dockerfile.v0', null],
    ['FROM registry.lan/base:1', null],
    ['FROM the office, with love', 'FROM the office, with love'],
    ['  ', null],
    [null, null],
  ])('%j is %j', (comment, message) => {
    expect(messageOf({...BARE, createdBy: 'RUN make', comment})).toBe(message)
  })

  it.each([
    ['by hand', 'FROM localhost/base:1', 'by hand'],
    ['buildkit.dockerfile.v0', 'by hand', 'by hand'],
    ['buildkit.dockerfile.v0', 'buildkit.dockerfile.v0', null],
  ])('with %j beside the history and %j in it is %j', (message, comment, told) => {
    const history = [{created_by: 'COPY a /'}, {created_by: 'sh', comment}]
    const {history: read} = parseImageConfig(Buffer.from(JSON.stringify({comment: message, history})))
    expect(read.map(entry => messageOf(entry))).toEqual([null, told])
  })

  it('is not in the way where what stands beside the history is no text', () => {
    const {history} = parseImageConfig(
      Buffer.from('{"comment": {"a": 1}, "history": [{"created_by": "sh", "comment": "by hand"}]}'),
    )
    expect(messageOf(history[0]!)).toBe('by hand')
  })
})
