import type {Ellipsis} from '../../text/ellipsis.ts'
import {masked} from '../../text/mask.ts'
import {asDockerfile} from './spelling.ts'

/** What made a layer, as a Dockerfile would say it. */
export interface Instruction {
  /** RUN, COPY, ADD, CMD …; null where the history tells nothing of the kind */
  readonly verb: string | null
  /** what follows the verb, cleaned of the builder's own additions */
  readonly text: string
  /** who wrote it, where it shows: Docker's classic builder and buildah write the same of most steps */
  readonly builder: 'buildkit' | 'buildah' | null
}

const VERB =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)/i
/** the classic builder's mark of a step that runs nothing */
const NOP = /^(?:\/bin\/sh -c|cmd \/S \/C|powershell [^#]*) #\(nop\)\s*/
/** `|2 A=1 B=2 ` before the shell: how many build arguments the step saw, and which */
const BUILD_ARGUMENTS = /^\|\d+ (?:[^\s=]+=(?:"[^"]*"|[^\s"]\S*|) )*(?=\/)/
const SHELL = /^\/bin\/sh -c\s+/
/** the mark of some versions of buildah, and what buildah writes of an image's first step */
const BUILDAH = /# ?buildah$/
const BUILDAH_COMMENT = /^FROM \S+$/
/** what is left of continued lines: the indent of the next one */
const CONTINUATION = /(?<=\S)[ \t]{2,}/g

/**
 * Reads `created_by` of a history entry (image-spec config.md), in the spellings of Docker's classic builder, BuildKit and
 * buildah. What it does not know it gives back as it is, without a verb. The text is still hostile.
 */
export function parseInstruction(createdBy: string | null, comment: string | null = null): Instruction {
  const raw = (createdBy ?? '').trim()
  if (raw === '') return {verb: null, text: '', builder: null}
  const builder =
    raw.endsWith('# buildkit') || comment?.startsWith('buildkit')
      ? 'buildkit'
      : BUILDAH.test(raw) || BUILDAH_COMMENT.test(comment ?? '')
        ? 'buildah'
        : null
  let text = withoutEnd(raw, '# buildkit')
  const nop = NOP.exec(text)
  if (nop !== null) {
    const {verb, rest} = splitVerb(text.slice(nop[0].length))
    return {verb, text: asDockerfile(verb, rest), builder}
  }
  const {verb, rest} = splitVerb(text)
  if (verb !== null && verb !== 'RUN') {
    return {verb, text: asDockerfile(verb, rest), builder}
  }
  text = rest.replace(BUILD_ARGUMENTS, '')
  const shell = SHELL.exec(text)
  if (verb === null && shell === null) return {verb: null, text: raw, builder}
  text = withoutEnd(shell === null ? text : text.slice(shell[0].length), '# buildah', '#buildah')
  return {verb: 'RUN', text: continued(text), builder}
}

/** Continued lines in one; the lines of a heredoc are content, blanks and all. */
function continued(text: string): string {
  if (text.includes('\n') && text.includes('<<')) return text
  return text.replaceAll('\\\n', ' ').replace(CONTINUATION, ' ')
}

/** An instruction in one piece, secrets masked: `RUN apt-get update`. Hostile. */
export function wholeInstruction({verb, text}: Instruction, mark: Ellipsis = '…'): string {
  return [verb ?? '', masked(text, mark)].filter(part => part !== '').join(' ')
}

/** Cut by hand: a pattern that begins with white space takes the square of its length. */
function withoutEnd(text: string, ...marks: readonly string[]): string {
  const mark = marks.find(candidate => text.endsWith(candidate))
  return mark === undefined ? text : text.slice(0, -mark.length).trimEnd()
}

function splitVerb(text: string): {verb: string | null; rest: string} {
  const found = VERB.exec(text)
  if (found === null) return {verb: null, rest: text.trim()}
  return {verb: found[1]!.toUpperCase(), rest: text.slice(found[0].length).trim()}
}
