import {describe, expect, it} from 'vitest'
import {HttpAnswer} from '../../../src/sources/engine/http-answer.ts'

/** Feeds an answer in pieces of a length, through memory that is used again. */
function read(text: string, length: number) {
  let body = ''
  const answer = new HttpAnswer((bytes, start, end) => {
    body += Buffer.from(bytes.subarray(start, end)).toString('latin1')
  })
  const memory = Buffer.alloc(length)
  const all = Buffer.from(text, 'latin1')
  for (let at = 0; at < all.length; at += length) {
    const piece = all.subarray(at, at + length)
    piece.copy(memory)
    answer.feed(memory.subarray(0, piece.length))
    memory.fill(0xee)
  }
  return {status: answer.status, body, isWhole: answer.isWhole, ended: answer.ended()}
}

const lengths = [1, 2, 3, 7, 64, 4096]

describe.each(lengths)('an answer that comes by %i bytes', length => {
  it('in chunks is read to its end, and what follows is none of it', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n'
    const text = `${head}5\r\nfirst\r\n1a;name=value\r\n${'second '.repeat(4).slice(0, 26)}\r\n0\r\nTrailer: x\r\n\r\nmore`
    const {status, body, isWhole, ended} = read(text, length)
    expect([status, body, isWhole, ended]).toEqual([200, `first${'second '.repeat(4).slice(0, 26)}`, true, true])
  })

  it('in chunks is not whole before its last one', () => {
    const text = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n8\r\nsec'
    expect(read(text, length)).toEqual({status: 200, body: 'firstsec', isWhole: false, ended: false})
  })

  it('with a length ends there', () => {
    const text = 'HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngonemore'
    expect(read(text, length)).toEqual({status: 404, body: 'gone', isWhole: true, ended: true})
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngo', length).ended).toBe(false)
    expect(read('HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n', length).isWhole).toBe(true)
  })

  it('with neither ends where the connection does', () => {
    expect(read('HTTP/1.0 200 OK\r\n\r\nall\r\nthere is', length)).toEqual({
      status: 200,
      body: 'all\r\nthere is',
      isWhole: false,
      ended: true,
    })
    expect(read('HTTP/1.0 200 OK\r\n', length).ended).toBe(false)
  })

  it('that is none, or never comes to its point, is refused', () => {
    expect(() => read('SSH-2.0-OpenSSH\r\n\r\n', length)).toThrow('not HTTP')
    expect(() => read(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`, length)).toThrow('too long')
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
    expect(() => read(`${chunked}five\r\nfirst\r\n`, length)).toThrow('how long')
    expect(() => read(`${chunked}-5\r\nfirst\r\n`, length)).toThrow('how long')
  })
})
