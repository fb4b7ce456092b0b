import {closeSync, createReadStream, openSync} from 'node:fs'
import {damagedTar, headOf, type MemberHead, noContent} from '../../image/tar/stream-members.ts'
import {TarParser} from '../../image/tar/tar-parser.ts'
import {readAt} from '../disk/file-region.ts'
import type {Growing} from '../spool/growing-spool.ts'
import {type ExportedMember, theExport} from './exported-layers.ts'

/** Headers are far apart: what is read is one with what extends it. */
const WINDOW = 4096

/**
 * The members of an export that is written to disk meanwhile, each once all of its content is there. Contents are hopped over.
 * Throws `tar-damaged`, and what the writing throws.
 */
export async function* keptMembers(file: Growing): AsyncIterable<ExportedMember> {
  const {path} = file
  let heads: {readonly head: MemberHead; readonly offset: number}[] = []
  const parser = new TarParser({
    entry: member => void heads.push({head: headOf(member), offset: member.contentOffset}),
    problem() {},
  })
  const fd = openSync(path, 'r')
  try {
    while (!parser.ended) {
      const {position} = parser
      const there = await file.reached(position + 1)
      if (there > position) parser.write(readAt(fd, position, Math.min(WINDOW, there - position)))
      else parser.finish()
      const ahead = parser.skippable
      if (ahead > 0) {
        const came = (await file.reached(parser.position + ahead)) - parser.position
        parser.skipped(Math.min(ahead, came))
        if (came < ahead) parser.finish(true)
      }
      if (parser.damage !== null) throw damagedTar(theExport(), parser.damage)
      for (const {head, offset} of heads) yield memberAt(path, head, offset)
      heads = []
    }
  } finally {
    closeSync(fd)
  }
}

function memberAt(path: string, head: MemberHead, offset: number): ExportedMember {
  const {size} = head
  const content = {
    [Symbol.asyncIterator]: () =>
      createReadStream(path, {start: offset, end: offset + size - 1, highWaterMark: 64 * 1024})[Symbol.asyncIterator](),
  }
  return {...head, content: size === 0 ? noContent() : content, region: {path, offset, size}}
}
