import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {command} from '../corpus/real/command.ts'
import {otherNode, requires} from '../corpus/real/tools.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const LARGEST = 8_000_000

interface Packed {
  readonly filename: string
  readonly unpackedSize: number
  readonly files: readonly {readonly path: string}[]
}

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llp-'))
  let packed: Packed
  beforeAll(async () => {
    // The tests run the build that is there; packing must not make it anew beside them.
    const told = await command('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {cwd: root})
    packed = (JSON.parse(told) as Packed[])[0]!
  })
  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  it('is small, and brings what the program needs and nothing else', () => {
    expect(packed.unpackedSize).toBeLessThan(LARGEST)
    const folders = new Set(packed.files.map(({path}) => (path.includes('/') ? dirname(path) : path)))
    expect([...folders].sort()).toEqual(['LICENSE', 'README.md', 'README.zh-CN.md', 'assets', 'dist', 'package.json'])
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies?: unknown
      scripts: Record<string, string>
    }
    // What is bundled is not fetched once more, and nothing runs where it is installed.
    expect(manifest.dependencies).toBeUndefined()
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script)
  })

  const installed = async (node: string) => {
    const prefix = mkdtempSync(join(folder, 'prefix-'))
    const env = {HOME: prefix, XDG_CACHE_HOME: prefix, PATH: `${dirname(node)}:${process.env.PATH}`}
    const npm = await command('npm', ['install', '--global', '--prefix', prefix, join(folder, packed.filename)], {env})
    expect(npm).toMatch(/^\s*added 1 package in \S+\s*$/)
    const program = join(prefix, 'bin', 'layerlens')
    expect(await command(program, ['--version'], {env})).toMatch(/^layerlens \d/)
    // npm links a man page only where it is in a list.
    expect(readFileSync(join(prefix, 'share/man/man1/layerlens.1'), 'utf8')).toMatch(/^\.TH LAYERLENS/m)
    const demo = join(prefix, 'lib/node_modules/layerlens/assets/demo.tar')
    expect(JSON.parse(await command(program, ['inspect', '--json', demo], {env}))).toMatchObject({schema: 1})
  }

  it('installs into a clean place without a word too many, and runs', () => installed(process.execPath))

  it.each([22, 24] as const)('does so on Node %i', requires('node22', 'node24'), major => installed(otherNode(major)!))
})
