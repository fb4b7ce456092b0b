import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {networkInterfaces} from 'node:os'
import {delimiter, join} from 'node:path'

/** A program that some tests need and a machine may lack. */
export interface Tool {
  readonly name: string
  /** how to get it, in one line */
  readonly enable: string
  /** why it cannot be used here, null when it can */
  readonly missing: () => string | null
}

const debian = (name: string) => `apt-get install ${name}`

/** Root that may mount: an engine needs it, and in an unprivileged container even root lacks it. */
function asRoot(): string | null {
  if (process.getuid?.() !== 0) return 'the tests do not run as root'
  const capabilities = /^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  const sysAdmin = 1n << 21n
  return BigInt(`0x${capabilities}`) & sysAdmin ? null : 'root lacks CAP_SYS_ADMIN here'
}

const command =
  (...names: string[]) =>
  (): string | null =>
    names.some(name => findCommand(name) !== null) ? null : `no ${names.join(' or ')} on the PATH`

const both =
  (...checks: (() => string | null)[]) =>
  (): string | null => {
    for (const check of checks) {
      const why = check()
      if (why !== null) return why
    }
    return null
  }

/** Every outside program that a test may ask for with `requires`. The report after a run is made from this table. */
export const TOOLS = [
  {
    name: 'dockerd',
    enable: `${debian('docker.io')}, and run as root`,
    missing: both(command('dockerd'), command('docker'), asRoot),
  },
  {name: 'docker-registry', enable: debian('docker-registry'), missing: command('docker-registry')},
  {name: 'podman', enable: `${debian('podman')}, and run as root`, missing: both(command('podman'), asRoot)},
  {name: 'skopeo', enable: debian('skopeo'), missing: command('skopeo')},
  {name: 'buildah', enable: `${debian('buildah')}, and run as root`, missing: both(command('buildah'), asRoot)},
  {name: 'umoci', enable: debian('umoci'), missing: command('umoci')},
  {name: 'busybox', enable: debian('busybox-static'), missing: staticBusybox},
  {name: 'tmux', enable: debian('tmux'), missing: command('tmux')},
  {name: 'zstd', enable: debian('zstd'), missing: command('zstd')},
  {name: 'gnu-tar', enable: debian('tar'), missing: () => (gnuTar() ? null : 'tar is not GNU tar')},
  {name: 'bsdtar', enable: debian('libarchive-tools'), missing: command('bsdtar')},
  {name: 'python3', enable: debian('python3'), missing: command('python3')},
  {
    name: 'xattrs',
    enable: `${debian('attr libcap2-bin')}, and run as root`,
    missing: both(command('setfattr'), command('setcap'), asRoot),
  },
  {name: 'small-disk', enable: 'run as root: a small file system is mounted', missing: both(command('mount'), asRoot)},
  {
    name: 'no-rights',
    enable: `${debian('util-linux')}, or run as somebody else than root`,
    missing: () => (spawnSync(asNobody()[0]!, [...asNobody().slice(1), '-e', '0']).status === 0 ? null : NO_NOBODY),
  },
  {
    name: 'bridge',
    enable: `${debian('iproute2')}, and run as root where network bridges can be made`,
    missing: both(command('ip'), command('docker-proxy'), asRoot, noBridge),
  },
  {
    name: 'network-address',
    enable: 'a network address of this machine besides loopback',
    missing: () => (networkAddress() === null ? 'this machine has no address but loopback' : null),
  },
  {
    name: 'full-bombs',
    enable: 'LAYERLENS_TEST_BOMBS=1 (60 GB are unpacked to nowhere, some minutes)',
    missing: () => (process.env.LAYERLENS_TEST_BOMBS ? null : 'LAYERLENS_TEST_BOMBS is not set'),
  },
  {
    name: 'node22',
    enable: 'npm i --prefix DIR node@22, then LAYERLENS_TEST_NODES=DIR/node_modules/node/bin/node',
    missing: () => (otherNode(22) ? null : 'LAYERLENS_TEST_NODES names none'),
  },
  {
    name: 'node24',
    enable: 'npm i --prefix DIR node@24, then add its bin/node to LAYERLENS_TEST_NODES',
    missing: () => (otherNode(24) ? null : 'LAYERLENS_TEST_NODES names none'),
  },
] as const satisfies readonly Tool[]

export type ToolName = (typeof TOOLS)[number]['name']

export interface MissingTool {
  readonly name: ToolName
  readonly why: string
  readonly enable: string
}

declare module 'vitest' {
  interface TaskMeta {
    /** the tools a test needs, put there by `requires` */
    requires?: readonly string[]
  }
}

const answers = new Map<ToolName, string | null>()

/** Why a tool cannot be used on this machine; null when it can. */
export function lacks(name: ToolName): string | null {
  const known = answers.get(name)
  if (known !== undefined) return known
  const why = TOOLS.find(tool => tool.name === name)!.missing()
  answers.set(name, why)
  return why
}

export function missingTools(): MissingTool[] {
  return TOOLS.flatMap(({name, enable}) => {
    const why = lacks(name)
    return why === null ? [] : [{name, why, enable}]
  })
}

/**
 * Options for `describe` or `it` that leave a test out, announced after the run, where a tool is missing:
 * `describe('podman', requires('podman', 'skopeo'), () => …)`.
 */
export function requires(...names: ToolName[]): {skip: boolean; meta: {requires: readonly string[]}} {
  return {skip: names.some(name => lacks(name) !== null), meta: {requires: names}}
}

/** Path of a program on the PATH, null where there is none. */
export function findCommand(name: string): string | null {
  // Debian keeps daemons in sbin, which is not on everybody's PATH.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.map(folder => join(folder, name)).find(path => existsSync(path)) ?? null
}

const NO_NOBODY = 'root may do everything, and nobody else can run Node here'

/** Words that run Node as somebody whom files of mode 0 are closed to: ourselves, unless we are root. */
export function asNobody(): readonly [string, ...string[]] {
  if (process.getuid?.() !== 0) return [process.execPath]
  return ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
}

/** Why no network bridge can be made. */
function noBridge(): string | null {
  const name = `llbp${process.pid}`
  const {status} = spawnSync('ip', ['link', 'add', name, 'type', 'bridge'], {stdio: 'ignore'})
  if (status !== 0) return 'no network bridge can be made'
  spawnSync('ip', ['link', 'delete', name], {stdio: 'ignore'})
  return null
}

/** An address of this machine that is not loopback, which engines trust without TLS; null where it has none. */
export function networkAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap(each => each ?? [])
  return all.find(({family, internal}) => family === 'IPv4' && !internal)?.address ?? null
}

/** A Node of that major version other than the one that runs the tests, from LAYERLENS_TEST_NODES (paths with `:` between). */
export function otherNode(major: number): string | null {
  const paths = (process.env.LAYERLENS_TEST_NODES ?? '').split(delimiter).filter(path => path !== '')
  return paths.find(path => output(path, ['--version']).startsWith(`v${major}.`)) ?? null
}

function staticBusybox(): string | null {
  const path = findCommand('busybox')
  if (path === null) return 'no busybox on the PATH'
  // It has to run as the only program of an image.
  return output('ldd', [path]).includes('=>') ? 'busybox is not linked statically' : null
}

function gnuTar(): boolean {
  return output('tar', ['--version']).includes('GNU tar')
}

function output(program: string, args: readonly string[]): string {
  const {stdout, stderr} = spawnSync(program, args, {encoding: 'utf8', timeout: 10_000})
  return `${stdout ?? ''}${stderr ?? ''}`
}
