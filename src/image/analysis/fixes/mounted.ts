import {shellWord} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {lineOf, withOptions} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {type Copying, copyLine, namedSource} from './copying.ts'
import {losesTouch} from './dropped.ts'

/** Steps that are told. */
const TOLD = 2
/** a removal alone, or with others of its kind: nothing that needs what it removes */
const REMOVAL = /^\s*(?:rm\s[^;&|]*|true|set -\w+)\s*$/

/**
 * What a COPY brings only for steps that follow is mounted for them instead, and in no layer: BuildKit's
 * `RUN --mount=type=bind`. The steps are those up to `last` that need it; with none the COPY can go. `path` is one that it brought.
 */
export function mountedInstead(
  ground: Ground,
  copying: Copying,
  {layer, last, path}: {readonly layer: number; readonly last: number; readonly path: string},
  needs: (text: string) => boolean = () => true,
): Fix {
  const steps: {text: string; changes: boolean}[] = []
  for (let l = layer + 1; l <= last; l++) {
    const instruction = ground.instruction(l)
    if (instruction?.verb !== 'RUN') continue
    const text = withoutRemovals(lineOf({verb: null, text: instruction.text}), copying)
    if (text !== '' && needs(text)) steps.push({text, changes: losesTouch(ground, l)})
  }
  if (steps.length === 0)
    return {file: 'Dockerfile', lines: [], note: t`drop \`${copyLine(copying)}\`: no step needs it`}
  const mount = bindMount(copying, path)
  const placed = steps.slice(0, TOLD).map(step => withOptions(step, mount))
  const inFull = placed.every(({where}) => where === '')
  const more = steps.length > TOLD ? t`, in each step that needs it` : ''
  const instead = t`instead of \`${copyLine(copying)}\`${more} (BuildKit)`
  if (inFull) return {file: 'Dockerfile', lines: placed.flatMap(({lines}) => lines), note: instead}
  return {file: 'Dockerfile', lines: [mount], note: t`right after RUN of the steps that need it, ${instead}`}
}

function bindMount(copying: Copying, path: string): string {
  const {sources, flags, from, to, hashed} = copying
  const source = hashed !== null || sources.length !== 1 ? '…' : sources[0]!
  const stage = flags.find(flag => flag.startsWith('--from='))?.slice('--from='.length) ?? '…'
  const isWhole = /^\.?\/?$/.test(source)
  const isFolder = hashed === 'dir' || isWhole || source.endsWith('/')
  const isFile = hashed === 'file' || namedSource(copying, path) !== null
  const name = hashed === 'file' ? path : source
  const target = isFile && /(?:^\.|\/)$/.test(to) ? `${to.replace(/\/+$/, '')}/${baseName(name)}` : to
  return `--mount=type=bind,${[
    ...(from === 'stage' ? [`from=${stage}`] : []),
    ...(isWhole && from === 'context' ? [] : [`source=${source === '…' ? source : shellWord(source)}`]),
    `target=${shellWord(target)}`,
    ...(isFolder ? ['rw'] : []),
  ].join(',')}`
}

/** A shell's line without its `rm` of what was copied, empty where nothing else is left. */
function withoutRemovals(text: string, {to, sources}: Copying): string {
  const parts = text.split(/(\s*(?:&&|;)\s*)/)
  const commands = parts.filter((_, i) => i % 2 === 0)
  if (commands.every(command => REMOVAL.test(command))) return ''
  const top = to.replace(/\/+$/, '')
  const names = new Set(sources.map(baseName))
  const isOfIt = (command: string) =>
    /^\s*rm\s/.test(command) &&
    command.split(/\s+/).some(word => word === top || word.startsWith(`${top}/`) || names.has(baseName(word)))
  // A command goes with the sign before it, the first with the one behind.
  let left = ''
  for (let i = 0; i < parts.length; i += 2)
    if (!isOfIt(parts[i]!)) left += (left === '' ? '' : parts[i - 1]!) + parts[i]!
  return left.trim()
}

const baseName = (path: string) => {
  const plain = path.replace(/\/+$/, '')
  return plain.slice(plain.lastIndexOf('/') + 1)
}
