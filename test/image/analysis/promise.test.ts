import {describe, expect, it} from 'vitest'
import type {Finding} from '../../../src/image/analysis/finding.ts'
import {RULES} from '../../../src/image/analysis/rules.ts'
import type {Put} from '../filesystem/stack.ts'
import {treeOf} from '../filesystem/stack.ts'
import {analysed, file, type Step} from './analysed.ts'

/**
 * What a finding promises is what a rebuild saves. Each case builds an image with a habit, does to the build what the printed
 * fix says, and measures: to the byte where the finding says exactly, within 1 % where it says about.
 */
interface Case {
  readonly rule: string
  readonly steps: readonly Step[]
  /** paths that the printed line leaves out where it says so by a flag and not by their names */
  readonly flag?: readonly string[]
  /** a word that the printed fix must have */
  readonly says: string
}

const passwd = (content: string): Put => ({path: 'etc/passwd', content})
const base: Step = {
  by: 'ADD file:1 in /',
  puts: [
    file('bin/sh', 900_000),
    passwd('root:x:0:0\napp:x:1000:1000\n'),
    {path: 'etc/group', content: 'app:x:1000:\n'},
  ],
}
const app = (uid: number, mtime = '5') => [
  file('app/server.js', 40_000, {uid, gid: uid, mtime, content: 's'.repeat(40_000)}),
  file('app/lib/a.js', 8000, {uid, gid: uid, mtime, content: 'a'.repeat(8000)}),
  file('app/lib/b.js', 9000, {uid, gid: uid, mtime, content: 'b'.repeat(9000)}),
]
const run = (text: string, ...puts: Put[]): Step => ({by: `RUN /bin/sh -c ${text} # buildkit`, puts})
const copy = (text: string, ...puts: Put[]): Step => ({by: `COPY ${text} # buildkit`, puts})
const program = file('usr/bin/program', 300_000)
const gone = (path: string): Put => ({path: path.replace(/([^/]+)$/, '.wh.$1')})

/** A manager of packages whose one RUN leaves files where `paths` says. */
function leaves(rule: string, text: string, says: string, ...paths: string[]): Case {
  const puts = paths.map((path, i) => file(path, 70_000 + i))
  return {rule, steps: [base, run(text, program, ...puts)], says}
}

const CASES: readonly Case[] = [
  {
    rule: 'copied-for-metadata',
    steps: [base, copy('. /app', ...app(0)), run('chown -R app:app /app', ...app(1000))],
    says: 'COPY --chown=app:app . /app',
  },
  {
    rule: 'copied-for-metadata',
    steps: [base, copy('. /app', ...app(0)), run('chmod -R 755 /app', ...app(0).map(put => ({...put, mode: 0o755})))],
    says: 'COPY --chmod=755 . /app',
  },
  {
    rule: 'copied-for-metadata',
    steps: [base, run('make install', ...app(0)), run('chown -R 7:7 /app', ...app(7))],
    says: 'RUN make install && chown -R 7:7 /app',
  },
  {
    rule: 'rewritten-identically',
    steps: [base, copy('. /app', ...app(0)), copy('. /app', ...app(0), file('app/new', 5000))],
    says: 'leave in layer 2 only what is new',
  },
  {
    rule: 'content-replaced',
    steps: [base, run('build', program), run('build --again', {...program, content: 'x'.repeat(310_000)})],
    says: 'RUN build && build --again',
  },
  {
    rule: 'rewritten-identically',
    steps: [
      base,
      run('build', file('srv/a', 5000, {content: 'a'.repeat(5000)})),
      run('again', file('srv/a', 5000, {content: 'a'.repeat(5000)})),
    ],
    says: 'RUN build && again',
  },
  {
    rule: 'copied-for-metadata',
    steps: [
      base,
      copy('. /app', ...app(0)),
      // Made after the files were copied: no COPY can name it.
      run('useradd web && chown -R web /app', passwd('web:x:7:7\n'), ...app(7).map(put => ({...put, gid: 0}))),
    ],
    says: 'COPY --chown=7:0 . /app',
  },
  {
    rule: 'copied-for-metadata',
    steps: [
      base,
      copy('a /app/a', file('app/a', 30_000, {content: 'a'.repeat(30_000)})),
      run('make', file('app/c', 9000, {content: 'c'.repeat(9000)})),
      run(
        'chown -R 7:7 /app',
        file('app/a', 30_000, {content: 'a'.repeat(30_000), uid: 7, gid: 7}),
        file('app/c', 9000, {content: 'c'.repeat(9000), uid: 7, gid: 7}),
      ),
    ],
    says: 'COPY --chown=7:7 a /app/a\nRUN make && chown -R 7:7 /app/c\ndrop the chown',
  },
  {
    rule: 'copied-for-metadata',
    steps: [base, copy('. /app', ...app(0)), run('chmod +x /app/server.js', {...app(0)[0]!, mode: 0o755})],
    says: 'chmod +x server.js\nCOPY keeps it: drop the chmod from layer 2',
  },
  {
    rule: 'copied-for-metadata',
    steps: [
      base,
      copy('p /p', file('p', 9000)),
      run('setcap x /p', file('p', 9000, {xattrs: {'security.capability': 'x'}})),
    ],
    says: 'a stage of its own, and COPY --from it instead of `COPY p /p`',
  },
  {
    rule: 'deleted-later',
    steps: [
      base,
      run('apt-get install gcc', file('usr/lib/gcc/cc1', 80_000), program),
      run('rm -rf /usr/lib/gcc', gone('usr/lib/gcc')),
    ],
    says: 'RUN apt-get install gcc && rm -rf /usr/lib/gcc',
  },
  {
    rule: 'deleted-later',
    steps: [
      base,
      run('apk add gcc', file('usr/lib/gcc/cc1', 80_000)),
      copy('. /src', file('src/x.c', 500)),
      run('make', program),
      run('apk del gcc', gone('usr/lib/gcc')),
    ],
    says: 'RUN apk add gcc && make && apk del gcc\none layer instead of 1 to 4, after what is copied between them',
  },
  {
    rule: 'deleted-later',
    steps: [
      base,
      copy('app.tar.gz /tmp/', file('tmp/app.tar.gz', 80_000)),
      run('tar xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz', file('opt/x', 90_000), gone('tmp/app.tar.gz')),
    ],
    says: 'RUN --mount=type=bind,source=app.tar.gz,target=/tmp/app.tar.gz tar xzf /tmp/app.tar.gz -C /opt\ninstead of `COPY app.tar.gz /tmp/`',
  },
  {
    rule: 'deleted-later',
    steps: [base, copy('. /src', file('src/x.c', 9000)), run('make -C /src', program), run('rm -rf /src', gone('src'))],
    says: 'RUN --mount=type=bind,target=/src,rw make -C /src\ninstead of `COPY . /src`',
  },
  {
    rule: 'deleted-later',
    steps: [base, copy('notes /srv/', file('srv/notes', 9000)), run('rm /srv/notes', gone('srv/notes'))],
    says: 'drop `COPY notes /srv/`: no step needs it',
  },
  {
    rule: 'deleted-later',
    steps: [
      base,
      copy('. /app', ...app(0), file('app/.cache-of-mine', 30_000)),
      run('rm x', gone('app/.cache-of-mine')),
    ],
    says: '.cache-of-mine\nand drop the removal from layer 2',
  },
  {
    rule: 'hidden-by-opaque',
    steps: [
      base,
      run('make docs', file('srv/docs/a', 60_000), file('srv/docs/b', 10_000)),
      run(
        'rm -r /srv/docs && mkdir /srv/docs',
        {path: 'srv/docs/', type: 'directory'},
        {path: 'srv/docs/.wh..wh..opq'},
      ),
    ],
    says: 'RUN make docs && rm -r /srv/docs && mkdir /srv/docs',
  },
  {
    rule: 'type-replaced',
    steps: [
      base,
      run('fetch', file('srv/data', 60_000), program),
      run('ln -sfn', {path: 'srv/data', type: 'symlink', link: '/mnt'}),
    ],
    says: 'RUN fetch && ln -sfn',
  },
  {
    rule: 'stored-twice',
    steps: [base, copy('. /', file('srv/a', 5000), file('srv/a', 6000))],
    says: 'squash the layer',
  },
  {rule: 'never-visible', steps: [base, copy('. /', file('.wh..wh.plnk/1.2', 5000))], says: 'another one'},
  leaves(
    'apt-leftovers',
    'apt-get update && apt-get install -y x',
    '&& rm -rf /var/cache/apt/* /var/lib/apt/lists/*',
    'var/lib/apt/lists/a_Packages',
    'var/cache/apt/pkgcache.bin',
  ),
  {
    ...leaves('apk-leftovers', 'apk add curl', 'apk add --no-cache curl', 'var/cache/apk/APKINDEX.1.tar.gz'),
    flag: ['var/cache/apk'],
  },
  {
    ...leaves(
      'apk-leftovers',
      'apk update && apk add a && apk add b',
      'RUN apk add --no-cache a && apk add --no-cache b',
      'var/cache/apk/APKINDEX.1.tar.gz',
    ),
    flag: ['var/cache/apk'],
  },
  leaves(
    'apk-leftovers',
    'apk -U upgrade && apk add a',
    '&& rm -rf /var/cache/apk/*',
    'var/cache/apk/APKINDEX.1.tar.gz',
  ),
  leaves('dnf-leftovers', 'dnf install -y x', 'rm -rf /var/cache/dnf', 'var/cache/dnf/fedora.solv'),
  leaves('pacman-leftovers', 'pacman -S x', 'rm -rf /var/cache/pacman/pkg', 'var/cache/pacman/pkg/x.pkg'),
  {
    ...leaves('pip-cache', 'pip install flask', 'pip install --no-cache-dir flask', 'root/.cache/pip/http/1'),
    flag: ['root/.cache'],
  },
  {
    ...leaves(
      'pip-cache',
      'pip install a && pip install b',
      'pip install --no-cache-dir a && pip install --no-cache-dir b',
      'root/.cache/pip/http/1',
    ),
    flag: ['root/.cache'],
  },
  leaves(
    'pip-cache',
    'pip install uv && uv sync',
    'RUN pip install uv && uv sync && rm -rf /root/.cache/uv /root/.cache/pip',
    'root/.cache/pip/http/1',
    'root/.cache/uv/x',
  ),
  leaves(
    'npm-cache',
    'npm ci && true',
    'npm ci && true && rm -rf /root/.npm/_logs /root/.npm/_cacache',
    'root/.npm/_cacache/1',
    'root/.npm/_logs/x',
  ),
  leaves(
    'yarn-cache',
    'yarn install',
    'yarn install && rm -rf /usr/local/share/.cache/yarn',
    'usr/local/share/.cache/yarn/v6/1',
  ),
  leaves('pnpm-store', 'pnpm i', 'rm -rf /root/.local/share/pnpm/store', 'root/.local/share/pnpm/store/v3/1'),
  leaves('gem-cache', 'gem install x', 'rm -rf /usr/lib/ruby/gems/3.2.0/cache', 'usr/lib/ruby/gems/3.2.0/cache/x.gem'),
  {
    ...leaves('composer-cache', 'composer install', 'composer install --no-cache', 'root/.composer/cache/files/1'),
    flag: ['root/.composer/cache'],
  },
  leaves(
    'cargo-cache',
    'cargo build',
    'RUN --mount=type=cache,target=/usr/local/cargo/registry ',
    'usr/local/cargo/registry/src/1',
  ),
  leaves(
    'go-cache',
    'go build',
    'RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build',
    'root/.cache/go-build/00/1',
    'go/pkg/mod/x/x.go',
  ),
  leaves(
    'maven-repository',
    'mvn package',
    'RUN --mount=type=cache,target=/root/.m2/repository ',
    'root/.m2/repository/x.jar',
  ),
  leaves(
    'gradle-cache',
    'gradle build',
    'RUN --mount=type=cache,target=/root/.gradle/caches ',
    'root/.gradle/caches/8/x',
  ),
  leaves(
    'conda-packages',
    'conda install x',
    'rm -rf /opt/conda/pkgs',
    'opt/conda/pkgs/x.conda',
    'opt/conda/pkgs/urls.txt',
  ),
  leaves(
    'nuget-cache',
    'dotnet restore',
    'RUN --mount=type=cache,target=/root/.nuget/packages ',
    'root/.nuget/packages/x',
  ),
  leaves('temporary-files', 'make', 'rm -rf /tmp/*', 'tmp/build/a.o'),
  leaves('temporary-files', 'make', 'rm -rf /tmp/* /tmp/.[!.]*', 'tmp/build/a.o', 'tmp/.hidden/b'),
  {
    rule: 'temporary-files',
    steps: [
      base,
      copy('requirements.txt /tmp/', file('tmp/requirements.txt', 9000)),
      run('pip install -r /tmp/requirements.txt', program),
    ],
    says: 'RUN --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt pip install -r /tmp/requirements.txt',
  },
  leaves(
    'logs',
    'apt-get install x',
    'find /var/log -type f -exec rm -f {} +',
    'var/log/dpkg.log',
    'var/log/apt/term.log',
  ),
  {
    rule: 'docs',
    steps: [
      base,
      run(
        'apt-get install x',
        program,
        file('usr/share/man/man1/x.1', 9000),
        file('usr/share/doc/x/README', 7000),
        file('usr/share/doc/x/copyright', 600),
      ),
    ],
    says: "find /usr/share/man /usr/share/doc -type f ! -iname 'copyright*' ! -iname 'licen[cs]e*' -exec rm -f {} +",
  },
  leaves('other-caches', 'fc-cache', 'find /var/cache -type f ', 'var/cache/fontconfig/1'),
  leaves('core-dumps', 'make test', 'rm -rf', 'app/core.1234', 'app/java.hprof'),
  {
    rule: 'vcs-folders',
    steps: [base, copy('. /app', ...app(0), file('app/.git/objects/pack/1.pack', 90_000))],
    says: '.git',
  },
  {
    // BuildKit leaves --from out of the history: only a path from the root shows it.
    rule: 'vcs-folders',
    steps: [base, copy('/src /app', ...app(0), file('app/.git/objects/pack/1.pack', 90_000))],
    flag: ['app/.git'],
    says: 'RUN rm -rf /src/.git\nat the end of the stage that `COPY /src /app` copies from',
  },
  {
    rule: 'dev-dependencies',
    steps: [
      base,
      run(
        'npm ci',
        file('app/node_modules/express/index.js', 30_000),
        file('app/node_modules/jest/index.js', 60_000),
        file('app/node_modules/jest/node_modules/x/index.js', 6000),
        {
          path: 'app/node_modules/.package-lock.json',
          content: JSON.stringify({
            packages: {
              'node_modules/express': {},
              'node_modules/jest': {dev: true},
              'node_modules/jest/node_modules/x': {dev: true},
              'node_modules/../../etc': {dev: true},
            },
          }),
        },
      ),
    ],
    flag: ['app/node_modules/jest'],
    says: 'npm ci --omit=dev',
  },
  {
    rule: 'build-tools',
    steps: [
      {by: base.by, puts: [...base.puts!, {path: 'lib', type: 'symlink', link: 'usr/lib'}]},
      run(
        'apt-get install -y gcc libssl-dev openssl',
        file('usr/bin/gcc-12', 90_000),
        file('usr/include/openssl/ssl.h', 20_000),
        file('usr/lib/libssl.a', 30_000),
        file('usr/bin/openssl', 50_000),
        {path: 'var/lib/dpkg/info/gcc-12.list', content: '/.\n/usr\n/usr/bin\n/usr/bin/gcc-12\n'},
        {
          path: 'var/lib/dpkg/info/libssl-dev:amd64.list',
          content: '/usr/include/openssl/ssl.h\n/lib/libssl.a\n/../etc/passwd\n',
        },
        {path: 'var/lib/dpkg/info/openssl.list', content: '/usr/bin/openssl\n'},
      ),
    ],
    flag: ['usr/bin/gcc-12', 'usr/include', 'usr/lib/libssl.a'],
    says: 'apt-get purge -y --auto-remove gcc-12 libssl-dev',
  },
  {
    rule: 'apt-leftovers',
    steps: [
      base,
      run('apt-get update', file('var/lib/apt/lists/a_Packages', 70_000)),
      run('apt-get install -y x', program),
    ],
    says: 'RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*\none layer instead of 1 and 2',
  },
  {
    rule: 'build-tools',
    steps: [
      base,
      run('apk add build-base', file('usr/bin/make', 90_000), program, {
        path: 'lib/apk/db/installed',
        content: 'P:make\nV:4\nF:usr/bin\nR:make\n\nP:curl\nF:usr/bin\nR:program\n',
      }),
    ],
    flag: ['usr/bin/make'],
    says: 'apk del make',
  },
  {
    rule: 'archive-beside-contents',
    steps: [base, run('curl | tar', file('opt/tool-1.2.tar.gz', 90_000), file('opt/tool-1.2/bin/tool', 200_000))],
    says: 'rm -rf /opt/tool-1.2.tar.gz',
  },
  {
    rule: 'archive-beside-contents',
    steps: [
      base,
      copy('t.tgz /opt/t.tgz', file('opt/t.tgz', 90_000)),
      run('mkdir /opt/t && tar xzf /opt/t.tgz -C /opt/t', file('opt/t/bin/tool', 200_000)),
    ],
    says: 'ADD t.tgz /opt/t/\nADD unpacks it and keeps no archive: drop the step that does, in layer 2',
    flag: ['opt/t.tgz'],
  },
  {
    rule: 'archive-beside-contents',
    steps: [
      base,
      copy('t.zip /opt/', file('opt/t.zip', 90_000)),
      run('unzip /opt/t.zip -d /opt/t', file('opt/t/bin/tool', 200_000)),
    ],
    says: 'RUN --mount=type=bind,source=t.zip,target=/opt/t.zip unzip /opt/t.zip -d /opt/t',
  },
  {
    rule: 'archive-beside-contents',
    steps: [
      base,
      run('curl -O', file('opt/t.tgz', 90_000)),
      run('tar xzf /opt/t.tgz', file('opt/t/bin/tool', 200_000)),
    ],
    says: 'RUN curl -O && tar xzf /opt/t.tgz && rm -rf /opt/t.tgz',
  },
  {
    rule: 'duplicate-files',
    steps: [
      base,
      run('cp', {path: 'srv/a/x', content: 'same'.repeat(20_000)}, {path: 'srv/b/x', content: 'same'.repeat(20_000)}),
    ],
    flag: ['srv/b/x'],
    says: 'ln -f /srv/a/x /srv/b/x',
  },
  {
    rule: 'large-file',
    steps: [base, copy('model.bin /srv/', file('srv/model.bin', 21_000_000))],
    says: 'drop `COPY model.bin /srv/`; if a container does not need it',
  },
]

const isBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`)

/** Does to the steps of a build what the printed fix says. */
function rebuilt(steps: readonly Step[], finding: Finding, {flag = []}: Case): Step[] {
  const {file: where, lines, note} = finding.fix!
  const layers = steps.map(({puts}) => [...puts!])
  const line = lines.join('\n')
  const removes = [...flag.map(path => below(path)), ...removalsOf(line)]
  if (where === '.dockerignore') removes.push(...lines.map(each => named(each.replace('**/', ''))))
  for (const [, target] of line.matchAll(/--mount=type=cache,target=\/(\S+)/g)) removes.push(below(target!))
  const joined = /one layer instead of (\d+) (?:and|to) (\d+)/.exec(note)
  if (joined !== null) {
    const [from, to] = [Number(joined[1]), Number(joined[2])]
    const runs = steps.map(({by}, i) => i >= from && i <= to && by.startsWith('RUN'))
    const puts = layers.filter((_, i) => runs[i]).flat()
    for (const [i, run] of runs.entries()) if (run) layers[i] = []
    layers[to] = stacked(puts).filter(put => !removes.some(removes => removes(put.path)))
  } else if (/--mount=type=bind/.test(line) || /^drop `/.test(note)) {
    layers[finding.layer!] = []
  } else if (finding.kind === 'waste' && removes.length === 0) settleWaste(layers, finding)
  layers[finding.layer!] = layers[finding.layer!]!.filter(put => !removes.some(removes => removes(put.path)))
  return steps.map((step, i) => ({...step, puts: layers[i]!}))
}

type Removes = (path: string) => boolean

const below =
  (top: string): Removes =>
  path =>
    isBelow(path, top)
const named =
  (name: string): Removes =>
  path =>
    `/${path}/`.includes(`/${name}/`)

/** What `rm -rf` and `find -exec rm` of a line take away, as a shell would: a star means no names that begin with a dot. */
function removalsOf(line: string): Removes[] {
  const words = (text = '') => text.split(' ').filter(word => word.startsWith('/'))
  const removed = [...line.matchAll(/rm -rf ([^&\n]*)/g)].flatMap(([, text]) => words(text))
  const found = /find (.*?) -type f( .*)? -exec rm -f/.exec(line)
  const spared = [...(found?.[2] ?? '').matchAll(/! -i?(?:name|path) '([^']*)'/g)].map(
    ([, glob]) => new RegExp(`(?:^|/)${glob!.replace(/^\//, '').replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i'),
  )
  return [
    ...removed.map((word): Removes => {
      const glob = /^\/(.*)\/(\*|\.\[!\.\]\*)$/.exec(word)
      if (glob === null) return below(word.slice(1))
      const dotted = glob[2] !== '*'
      return path => isBelow(path, glob[1]!) && path.slice(glob[1]!.length + 1).startsWith('.') === dotted
    }),
    ...words(found?.[1]).map(
      (word): Removes =>
        path =>
          isBelow(path, word.slice(1)) && !spared.some(glob => glob.test(path)),
    ),
  ]
}

/** What one layer holds after all of these: of each path the last, and nothing of what was taken away. */
function stacked(puts: readonly Put[]): Put[] {
  const left = new Map<string, Put>()
  for (const put of puts) {
    const name = put.path.slice(put.path.lastIndexOf('/') + 1)
    const folder = put.path.slice(0, -name.length)
    if (name === '.wh..wh..opq')
      for (const path of left.keys()) if (path.startsWith(folder) && path !== folder) left.delete(path)
    if (name.startsWith('.wh.'))
      for (const path of left.keys()) if (isBelow(path, folder + name.slice(4))) left.delete(path)
    if (!name.startsWith('.wh.')) left.set(put.path, put)
  }
  return [...left.values()]
}

/** The other half of a fix for waste: what comes too late is dropped, or done where the file is first stored. */
function settleWaste(layers: Put[][], {rule, layer, evidence}: Finding): void {
  if (rule === 'stored-twice') {
    layers[layer!] = layers[layer!]!.filter((put, i, all) => all.findLastIndex(({path}) => path === put.path) === i)
  } else if (rule === 'never-visible') {
    layers[layer!] = layers[layer!]!.filter(put => !put.path.includes('.wh.'))
  } else {
    const again = layers[layer!]!
    for (const {layer: first} of evidence) {
      layers[first] = layers[first]!.map(put => again.find(({path}) => path === put.path) ?? put)
    }
    const stored = evidence.flatMap(({layer: first}) => layers[first]!)
    layers[layer!] = again.filter(put => !stored.includes(put))
  }
}

describe('the promise', () => {
  it.each(CASES.map(each => [each.rule, each.says, each] as const))('%s: %s', async (rule, says, given) => {
    const before = await analysed(given.steps)
    const found = before.findings.filter(finding => finding.rule === rule)
    expect(found, JSON.stringify(before.findings.map(({rule: id, summary}) => [id, summary]))).toHaveLength(1)
    const finding = found[0]!
    expect([...finding.fix!.lines, finding.fix!.note].join('\n')).toContain(says)
    const waste = finding.kind === 'waste'
    const after = await analysed(rebuilt(given.steps, finding, given))
    const saved = before.size - after.size
    expect(saved).toBeGreaterThan(0)
    if (finding.certainty === 'exact') expect(finding.bytes).toBe(saved)
    else expect(Math.abs(finding.bytes - saved)).toBeLessThanOrEqual(saved / 100)
    expect(finding.evidence.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(finding.bytes)
    expect(after.findings.filter(each => each.rule === rule)).toEqual([])
    const files = (tree: string[]) => tree.filter(path => !path.endsWith('/'))
    if (waste) expect(files(treeOf(after.union))).toEqual(files(treeOf(before.union)))
  })

  it('has a case for every rule that saves bytes', () => {
    const silent = new Set(['tiny-layers', 'install-after-copy', 'secret-files', 'secret-texts'])
    const tried = new Set(CASES.map(({rule}) => rule))
    expect(RULES.map(({id}) => id).filter(id => !silent.has(id) && !tried.has(id))).toEqual([])
  })

  it('never counts a byte twice: all findings of an image with every habit fit into its bytes', async () => {
    const steps = CASES.flatMap(({steps}) => steps.slice(1))
    const {findings, union, size} = await analysed([base, ...steps])
    const waste = findings.filter(({kind}) => kind === 'waste').reduce((sum, {bytes}) => sum + bytes, 0)
    const visible = union.bytesBelow(0, union.layerCount - 1)
    expect(waste).toBe(size - visible)
    const leftover = findings.filter(({kind}) => kind !== 'waste').reduce((sum, {bytes}) => sum + bytes, 0)
    expect(leftover).toBeLessThan(visible)
  })

  it('adds nothing up twice where many findings meet on the same bytes, and keeps all promises at once', async () => {
    const big = (uid: number, content = 'v1') =>
      file('app/data', 40_000, {uid, gid: uid, content: content.repeat(20_000)})
    const steps: readonly Step[] = [
      base,
      // Stored, chowned, chowned back, written anew, deleted; beside it what stays, a copy of it, and leftovers of each step.
      run('make', big(0), file('app/keep', 30_000), file('tmp/o', 5000)),
      run('chown 7:7 /app/data', big(7), file('var/log/a.log', 700)),
      run('chown 8:8 /app/data', big(8), file('tmp/o', 5000)),
      run('make again', big(8, 'v2'), {...file('app/keep', 30_000), path: 'app/copy'}, file('tmp/o', 6000)),
      run('rm /app/data', gone('app/data'), gone('tmp/o'), file('tmp/p', 900)),
    ]
    const {findings, union, size} = await analysed(steps)
    const sum = (kind: (finding: Finding) => boolean) =>
      findings.filter(kind).reduce((total, {bytes}) => total + bytes, 0)
    const visible = union.bytesBelow(0, union.layerCount - 1)
    expect(sum(({kind}) => kind === 'waste')).toBe(size - visible)
    expect(findings.map(({rule, bytes}) => [rule, bytes]).sort()).toEqual([
      ['content-replaced', 45_000],
      ['copied-for-metadata', 40_000],
      ['copied-for-metadata', 40_000],
      ['deleted-later', 46_000],
      ['duplicate-files', 30_000],
      ['logs', 700],
      ['rewritten-identically', 5000],
      ['temporary-files', 900],
    ])
    // All that is promised exactly, done at once: one RUN, which leaves neither logs nor temporary files.
    const runs = stacked(steps.slice(1).flatMap(({puts}) => puts!))
    const left = runs.filter(({path}) => !path.startsWith('tmp/') && !path.startsWith('var/log/'))
    const after = await analysed([base, run('all', ...left)])
    expect(size - after.size).toBe(sum(({certainty}) => certainty === 'exact'))
    expect(after.findings.map(({rule}) => rule)).toEqual(['duplicate-files'])
    // And the one that depends, too: no more than that can be saved.
    const without = await analysed([base, run('all', ...left.filter(({path}) => path !== 'app/copy'))])
    expect(size - without.size).toBe(sum(() => true))
    expect(without.findings).toEqual([])
  })

  it('keeps all promises at once where what is deleted was copied before for its owner’s sake', async () => {
    const files = (uid: number) => [
      ...app(uid),
      file('app/.git/pack', 90_000, {uid, gid: uid, content: 'p'.repeat(90_000)}),
    ]
    const users = passwd('root:x:0:0\napp:x:1000:1000\nweb:x:7:7\n')
    const steps: readonly Step[] = [
      base,
      copy('. /app', ...files(0)),
      run('useradd web', users),
      run('chown -R web:web /app', ...files(7)),
      run('rm -rf /app/.git', gone('app/.git')),
    ]
    const {findings, size} = await analysed(steps)
    expect(
      findings
        .filter(({inBase}) => !inBase)
        .map(({rule, bytes, certainty, fix}) => [rule, bytes, certainty, fix?.lines, fix?.note]),
    ).toEqual([
      [
        'copied-for-metadata',
        147_000,
        'exact',
        ['COPY --chown=7:7 . /app'],
        'drop the chown from layer 3; 7:7 will be web:7',
      ],
      // Not what the chown stored of it: that goes with the chown.
      ['deleted-later', 90_000, 'exact', ['.git'], 'and drop the removal from layer 4'],
      ['content-replaced', 27, 'about', [], 'write it once: leave it out of layer 0, or bring its final content there'],
    ])
    const after = await analysed([base, copy('. /app', ...app(7)), run('useradd web', users)])
    expect(size - after.size).toBe(237_000)
  })

  it('keeps all promises at once where a chown stored again what the COPY should not have brought', async () => {
    const files = (uid: number, ...more: Put[]) => [...app(uid), ...more.map(put => ({...put, uid, gid: uid}))]
    const history = file('app/.git/pack', 90_000, {content: 'p'.repeat(90_000)})
    const dump = file('app/java.hprof', 70_000, {content: 'd'.repeat(70_000)})
    const large = file('app/model.bin', 21_000_000, {content: 'm'.repeat(21_000_000)})
    const steps: readonly Step[] = [
      base,
      copy('. /app', ...files(0, history, dump, large)),
      run('chown -R app:app /app', ...files(1000, history, dump, large)),
    ]
    const {findings, size} = await analysed(steps)
    expect(
      findings.map(({rule, bytes, layer, fix, instruction}) => [
        rule,
        bytes,
        layer,
        fix?.file,
        fix?.lines,
        instruction,
      ]),
    ).toEqual([
      [
        'copied-for-metadata',
        21_217_000,
        2,
        'Dockerfile',
        ['COPY --chown=app:app . /app'],
        'RUN chown -R app:app /app',
      ],
      ['large-file', 21_000_000, 1, '.dockerignore', ['model.bin'], 'COPY . /app'],
      ['vcs-folders', 90_000, 1, '.dockerignore', ['.git'], 'COPY . /app'],
      ['core-dumps', 70_000, 1, '.dockerignore', ['java.hprof'], 'COPY . /app'],
    ])
    const after = await analysed([base, copy('. /app', ...app(1000))])
    expect(size - after.size).toBe(findings.reduce((sum, {bytes}) => sum + bytes, 0))
    expect(after.findings).toEqual([])
  })

  it('never brings a command back that another finding drops, nor hides a failure behind a semicolon', async () => {
    const cache = [file('root/.npm/_cacache/x', 60_000), file('root/.npm/_logs/y', 30_000)]
    const users = passwd('root:x:0:0\napp:x:1000:1000\nweb:x:7:7\n')
    const build = (made: string, chown: string): readonly Step[] => [
      base,
      copy('. /app', ...app(0)),
      run(made, ...cache),
      run(chown, users, ...app(7)),
      run('rm -rf /root/.npm', gone('root/.npm')),
    ]
    const fixes = async (steps: readonly Step[]) => {
      const {findings} = await analysed(steps)
      const found = findings.filter(({rule}) => rule === 'copied-for-metadata' || rule === 'deleted-later')
      return found.map(({rule, bytes, certainty, fix}) => [rule, bytes, certainty, fix?.lines, fix?.note])
    }
    const separate = await fixes(build('npm ci && adduser web;', 'chown -R 7:7 /app'))
    const together = await fixes(build('npm ci', 'adduser web; chown -R 7:7 /app'))
    const removed = (made: string) => [
      'deleted-later',
      90_000,
      'exact',
      [`RUN ${made} && rm -rf /root/.npm`],
      'and drop the removal from layer 4',
    ]
    const chown = [
      'copied-for-metadata',
      57_000,
      'exact',
      ['COPY --chown=7:7 . /app'],
      'drop the chown from layer 3; 7:7 will be web:7',
    ]
    expect(separate).toEqual([removed('npm ci && adduser web'), chown])
    expect(together).toEqual([removed('npm ci'), chown])
    const before = await analysed(build('npm ci', 'adduser web; chown -R 7:7 /app'))
    const after = await analysed([base, copy('. /app', ...app(7)), run('npm ci'), run('adduser web', users)])
    expect(before.size - after.size).toBe(147_000)
  })

  it('says no step again that another finding changes, only what comes to its end', async () => {
    const {findings} = await analysed([
      base,
      copy('. /app', ...app(0)),
      run('pip install x && chown -R 7:7 /app', file('root/.cache/pip/http/1', 70_000), ...app(7)),
      run('pip install --upgrade x', program),
      run('make again', {...program, content: 'x'}),
    ])
    const told = findings.flatMap(({fix}) => fix?.lines ?? [])
    expect(findings.map(({rule}) => rule)).toContain('pip-cache')
    expect(told).toContain('&& rm -rf /root/.cache/pip')
    expect(told.filter(line => line.includes('chown -R'))).toEqual([])
  })

  it('joins what is more than a chain so that each step only runs where the one before did not fail', async () => {
    const data = (content: string): Put => ({path: 'srv/data', content: content.repeat(9000)})
    const line = async (...texts: string[]) => {
      const puts = texts.map((_, i) => (i === 0 || i === texts.length - 1 ? data(`${i}`) : program))
      const {findings} = await analysed([base, ...texts.map((text, i) => run(text, puts[i]!))])
      return findings.find(({rule}) => rule === 'content-replaced')?.fix?.lines
    }
    expect(await line('a;', 'b; c')).toEqual(['RUN a && (b; c)'])
    expect(await line('a; b', 'c || true;')).toEqual(['RUN a; b && (c || true)'])
    expect(await line("a 'x;y'", 'find / -exec b {} \\;')).toEqual(["RUN a 'x;y' && find / -exec b {} \\;"])
    expect(await line('a 2>&1', 'b &>log')).toEqual(['RUN a 2>&1 && b &>log'])
    expect(await line('a', '(b) & wait')).toEqual(['RUN a && ( (b) & wait)'])
    expect(await line('a', 'set -e; b; c')).toEqual(['RUN a && (set -e; b; c)'])
    expect(await line('a', 'b; c', 'd')).toEqual(['RUN a && (b; c) && d'])
    // Within brackets that are not the last of a chain no shell minds it.
    expect(await line('a', 'set -e; b; c', 'd')).toEqual([])
  })

  it('removes in the step that made it what a later one only gives to another owner, or makes the two one', async () => {
    const left = (uid: number) => file('tmp/o', 9000, {uid, gid: uid, content: 'o'.repeat(9000)})
    const steps = [base, run('make', program, left(0)), run('chown 7:7 /tmp/o', left(7))]
    const {findings, size} = await analysed(steps)
    expect(findings.map(({rule, bytes, fix}) => [rule, bytes, fix?.lines[0]])).toEqual([
      ['temporary-files', 9000, 'RUN make && chown 7:7 /tmp/o && rm -rf /tmp/*'],
      ['copied-for-metadata', 9000, 'RUN make && chown 7:7 /tmp/o'],
    ])
    expect(size - (await analysed([base, run('all', program)])).size).toBe(18_000)
  })

  it('promises nothing twice where a chown of yours stores again what the base left', async () => {
    const log = (uid: number) => file('var/log/a.log', 9000, {uid, gid: uid, content: 'l'.repeat(9000)})
    const {findings, size} = await analysed([run('base', program, log(0)), run('chown -R 7 /var/log', log(7))], {
      base: 1,
    })
    const yours = findings.filter(({inBase}) => !inBase)
    expect(yours.map(({rule, bytes}) => [rule, bytes])).toEqual([['copied-for-metadata', 9000]])
    expect(findings.map(({rule, bytes, fix}) => [rule, bytes, fix === null])).toContainEqual(['logs', 9000, true])
    expect(size - (await analysed([run('base', program, log(0))])).size).toBe(9000)
  })

  it('leaves a fix where a command writes anew what was there: removed before, it would come back', async () => {
    const lists = (mtime: string) => file('var/lib/apt/lists/a', 9000, {mtime, content: 'l'.repeat(9000)})
    const {findings} = await analysed([
      base,
      run('apt-get update', lists('1')),
      {by: 'WORKDIR /app'},
      run('apt-get update && apt-get install x', lists('2'), program),
    ])
    expect(findings.find(({rule}) => rule === 'apt-leftovers')).toMatchObject({
      layer: 2,
      fix: {lines: ['RUN apt-get update && apt-get install x && rm -rf /var/lib/apt/lists/*']},
    })
  })
})
