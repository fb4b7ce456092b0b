import {resolve} from 'node:path/posix'
import {t} from '../../text/translate.ts'
import {dockerfileWords, environmentOf} from './dockerfile-words.ts'
import {LensError} from './error.ts'
import {isObject} from './json.ts'

/** The `config` of an image config, as JSON; image-spec config.md, and Docker's OnBuild and Shell beside it. */
export type ContainerConfig = Readonly<Record<string, unknown>>

/** The instructions that change nothing but the config. */
const CHANGE_WORDS = [
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const

/** A config after lines of a Dockerfile, in their order. Throws as `applyChange`. */
export function applyChanges(config: ContainerConfig, lines: readonly string[]): ContainerConfig {
  let isCmdGiven = false
  return lines.reduce((before, line) => {
    const after = applyChange(before, line)
    const {verb} = partsOf(line)
    isCmdGiven ||= verb === 'CMD'
    return verb === 'ENTRYPOINT' && isCmdGiven ? {...after, Cmd: before.Cmd} : after
  }, config)
}

/** A config after a line of a Dockerfile. Throws `usage` for one that is none, or that would need a build. */
export function applyChange(config: ContainerConfig, line: string): ContainerConfig {
  const {verb, rest} = partsOf(line)
  if (verb === undefined) throw noChange(line)
  const env = environmentOf(listOf(config.Env))
  const words = () => {
    const found = dockerfileWords(rest, env)
    if (found.length === 0) throw noChange(line, t`${verb} needs something behind it.`)
    return found
  }
  switch (verb) {
    case 'CMD':
      return {...config, Cmd: commandOf(config, rest, line)}
    case 'ENTRYPOINT':
      // As a build: a command of the image before is not this program's.
      return {...config, Entrypoint: commandOf(config, rest, line), Cmd: null}
    case 'ENV': {
      for (const [name, value] of pairs(rest, words(), env, line)) env.set(name, value)
      return {...config, Env: [...env].map(([name, value]) => `${name}=${value}`)}
    }
    case 'LABEL':
      return {...config, Labels: {...objectOf(config.Labels), ...Object.fromEntries(pairs(rest, words(), env, line))}}
    case 'EXPOSE':
      return {
        ...config,
        ExposedPorts: {...objectOf(config.ExposedPorts), ...setOf(words().flatMap(word => portsOf(word, line)))},
      }
    case 'VOLUME':
      return {...config, Volumes: {...objectOf(config.Volumes), ...setOf(jsonList(rest) ?? words())}}
    case 'ONBUILD':
      if (rest === '') throw noChange(line)
      return {...config, OnBuild: [...listOf(config.OnBuild), rest]}
    case 'STOPSIGNAL':
      return {...config, StopSignal: one(words(), line)}
    case 'USER':
      return {...config, User: one(words(), line)}
    case 'WORKDIR': {
      const folder = words().join(' ')
      const before = typeof config.WorkingDir === 'string' && config.WorkingDir !== '' ? config.WorkingDir : '/'
      return {...config, WorkingDir: resolve('/', before, folder)}
    }
  }
}

function partsOf(line: string): {readonly verb: (typeof CHANGE_WORDS)[number] | undefined; readonly rest: string} {
  const [, word = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*?)\s*$/s.exec(line) ?? []
  return {verb: CHANGE_WORDS.find(each => each === word.toUpperCase()), rest}
}

/** The exec form as it is; anything else is a line for the shell that an earlier SHELL named. */
function commandOf({Shell}: ContainerConfig, rest: string, line: string): readonly string[] {
  if (rest === '') throw noChange(line)
  const shell = listOf(Shell)
  return jsonList(rest) ?? [...(shell.length === 0 ? ['/bin/sh', '-c'] : shell), rest]
}

function jsonList(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every(item => typeof item === 'string') ? list : null
  } catch {
    return null
  }
}

/** `NAME=value …`, or the old `NAME all of the rest`. */
function pairs(
  rest: string,
  words: readonly string[],
  env: ReadonlyMap<string, string>,
  line: string,
): readonly (readonly [string, string])[] {
  if (!/^[^\s=]+=/.test(rest) && !/^["']/.test(rest)) {
    const [, name = '', value = ''] = /^(\S+)\s+(.*)$/s.exec(rest) ?? []
    if (name === '') throw noChange(line, t`It needs NAME=VALUE.`)
    return [[name, dockerfileWords(value, env).join(' ')]]
  }
  return words.map(word => {
    const equals = word.indexOf('=')
    if (equals < 1) throw noChange(line, t`“${word}” is not NAME=VALUE.`)
    return [word.slice(0, equals), word.slice(equals + 1)]
  })
}

/** A config names each port by itself (image-spec config.md, ExposedPorts): a range is all that lie in it. */
function portsOf(word: string, line: string): readonly string[] {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(word)
  const [first, last] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])]
  if (found === null || last < first || last > 65_535) throw noChange(line, t`“${word}” is no port.`)
  const protocol = (found[3] ?? 'tcp').toLowerCase()
  return Array.from({length: last - first + 1}, (_, i) => `${first + i}/${protocol}`)
}

function one(words: readonly string[], line: string): string {
  if (words.length !== 1) throw noChange(line, t`It takes one word.`)
  return words[0]!
}

function setOf(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map(name => [name, {}]))
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}

function noChange(line: string, why = ''): LensError {
  return new LensError('usage', t`${line} is no change of a config.${why === '' ? '' : ` ${why}`}`, {
    advice: t`A change is a line of a Dockerfile with ${CHANGE_WORDS.join(', ')}, such as CMD ["node","server.js"].`,
  })
}
