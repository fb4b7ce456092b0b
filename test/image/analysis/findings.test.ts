import {describe, expect, it} from 'vitest'
import {silence} from '../../../src/image/analysis/silence.ts'
import {speak} from '../../../src/text/translate.ts'
import {analysed, file, type Step} from './analysed.ts'

const run = (text: string, ...puts: ReturnType<typeof file>[]): Step => ({
  by: `RUN /bin/sh -c ${text} # buildkit`,
  puts,
})
const idsOf = ({findings}: {findings: readonly {rule: string}[]}) => findings.map(({rule}) => rule)

describe('findings', () => {
  it('are none of an empty image, and of one that has nothing to find', async () => {
    expect((await analysed([])).findings).toEqual([])
    expect((await analysed([{by: 'ADD x', puts: []}])).findings).toEqual([])
    expect((await analysed([run('make', file('usr/bin/x', 9000))])).findings).toEqual([])
  })

  it('are split into yours and the base’s by whose change would save the bytes', async () => {
    const steps = [
      run('base', file('a', 1000, {content: 'a'.repeat(1000)}), file('b', 500), file('tmp/x', 50), file('c', 30)),
      run('rm /c', {path: '.wh.c'}),
      run('chown a', file('a', 1000, {content: 'a'.repeat(1000), uid: 5})),
      run('rm b', {path: '.wh.b'}),
    ]
    const {findings, wasted} = await analysed(steps, {base: 2})
    // The copy is yours though the first was the base's; what you delete of it stays the base's.
    expect(wasted).toEqual({yours: 1000, base: 530})
    expect(findings.map(({rule, inBase, fix}) => [rule, inBase, fix === null])).toEqual([
      ['copied-for-metadata', false, false],
      ['deleted-later', true, true],
      ['temporary-files', true, true],
      ['deleted-later', true, true],
    ])
  })

  it('link a copy hard only where that saves its bytes and changes nothing: in one layer, with one mode and owner', async () => {
    const content = 'same'.repeat(5000)
    const linesOf = async (...steps: Step[]) =>
      (await analysed(steps)).findings
        .filter(({rule}) => rule === 'duplicate-files')
        .map(({fix}) => [fix?.lines[0], fix?.note])
    const first = {path: 'srv/a', content}
    const note = 'in the step that makes the copy, or do not make it'
    expect(await linesOf(run('cp', first, {path: 'srv/b', content}))).toEqual([['RUN cp && ln -f /srv/a /srv/b', note]])
    expect(await linesOf(run('cp', first), run('cp', {path: 'srv/b', content}))).toEqual([
      ['RUN cp && ln -sf /srv/a /srv/b', note],
    ])
    expect(await linesOf(run('cp', first, {path: 'srv/b', content, mode: 0o600}))).toEqual([
      [
        'RUN cp && ln -sf /srv/a /srv/b',
        'in the step that makes the copy, if one mode and owner will do, or do not make it',
      ],
    ])
  })

  it('take two files that differ in their time alone for the same, in whatever language', async () => {
    const content = 'same'.repeat(5000)
    speak({time: '时间'})
    try {
      const {findings} = await analysed([run('cp', {path: 'a', content}, {path: 'b', content, mtime: '9'})])
      expect(findings.map(({fix}) => fix?.lines[0])).toEqual(['RUN cp && ln -f /a /b'])
    } finally {
      speak(null)
    }
  })

  it('make no link of a file that gives rights to whoever runs it, nor to one: it would take them, or give them', async () => {
    const content = 'same'.repeat(5000)
    const files = (more: object) => run('cp', {path: 'srv/a', content}, {path: 'srv/b', content, ...more})
    for (const more of [{mode: 0o4755}, {mode: 0o2755}, {xattrs: {'security.capability': '\x01\x00\x00\x02'}}])
      expect(idsOf(await analysed([files(more)]))).toEqual([])
    // The others of the group are copies of each other all the same.
    const three = run('cp', {path: 'srv/a', content, mode: 0o4755}, {path: 'srv/b', content}, {path: 'srv/c', content})
    expect((await analysed([three])).findings.map(({bytes, fix}) => [bytes, fix?.lines[0]])).toEqual([
      [20_000, 'RUN cp && ln -f /srv/b /srv/c'],
    ])
  })

  it('never let a copy stand on what another finding takes away: one of the two has to stay', async () => {
    const content = 'same'.repeat(5000)
    const {findings} = await analysed([run('cp', {path: 'tmp/a', content}, {path: 'srv/a', content})])
    expect(findings.map(({rule, bytes}) => [rule, bytes])).toEqual([['temporary-files', 20_000]])
    const three = await analysed([
      run('cp', {path: 'tmp/a', content}, {path: 'srv/a', content}, {path: 'srv/b', content}),
    ])
    expect(three.findings.map(({rule, bytes, fix}) => [rule, bytes, fix?.lines.join()])).toEqual([
      ['temporary-files', 20_000, 'RUN cp && rm -rf /tmp/*'],
      ['duplicate-files', 20_000, 'RUN cp && ln -f /srv/a /srv/b'],
    ])
    // Nor does a file that another copy is to be a link to count as large.
    const large = 'x'.repeat(21_000_000)
    const two = await analysed([run('cp', {path: 'srv/a', content: large}, {path: 'srv/b', content: large})])
    expect(idsOf(two)).toEqual(['duplicate-files'])
  })

  it('keep a large file out where it came from, not where it only got another owner', async () => {
    const content = 'x'.repeat(21_000_000)
    const steps = [
      {by: 'COPY app /opt/app # buildkit', puts: [{path: 'opt/app/blob.bin', content}, file('opt/app/a', 90)]},
      run('chown -R 7 /opt/app', {path: 'opt/app/blob.bin', content, uid: 7}, file('opt/app/a', 90, {uid: 7})),
    ]
    const large = (await analysed(steps)).findings.find(({rule}) => rule === 'large-file')!
    expect(large).toMatchObject({layer: 0, bytes: 21_000_000, evidence: [{layer: 1}]})
    expect([large.fix?.file, large.fix?.lines]).toEqual(['.dockerignore', ['app/blob.bin']])
  })

  it.each([
    ['COPY model.bin /srv/', 'build context', []],
    ['COPY mod/model.bin /srv/', '.dockerignore', ['model.bin']],
    ['COPY --from=build /model.bin /srv/', '.dockerignore', ['model.bin']],
  ])('keep out of the context what %s does not need: %s', async (by, where, lines) => {
    const content = 'x'.repeat(21_000_000)
    const steps = [
      {by: `${by} # buildkit`, puts: [file('srv/model.bin', 9)]},
      {by: 'COPY . /opt # buildkit', puts: [{path: 'opt/model.bin', content}]},
    ]
    const {fix} = (await analysed(steps)).findings.find(({rule}) => rule === 'large-file')!
    expect([fix!.file, fix!.lines]).toEqual([where, lines])
    expect(fix!.note.includes('`COPY model.bin /srv/` needs it there')).toBe(where === 'build context')
  })

  it('put a link in place of what a COPY brings a second time, and leave that out of the context', async () => {
    const content = 'same'.repeat(5000)
    const steps = [
      run('make', {path: 'srv/a', content}),
      {by: 'COPY . /opt # buildkit', puts: [{path: 'opt/b/a', content}]},
    ]
    expect((await analysed(steps)).findings.map(({fix}) => [fix?.lines, fix?.note])).toEqual([
      [['RUN ln -s /srv/a /opt/b/a'], 'in place of the copy; with b/a in .dockerignore'],
    ])
  })

  it.each<[string, string, string[]]>([
    ['yarn that runs programs from its cache', 'root/.yarn/berry/cache/x.zip', ['app/.pnp.cjs']],
    [
      'pnpm whose node_modules are links into its store',
      'root/.local/share/pnpm/store/v10/files/x',
      ['root/.local/share/pnpm/store/v10/links/x'],
    ],
    ['a folder that only sounds like conda', 'opt/tool/pkgs/x', ['opt/tool/bin']],
  ])('leave alone %s', async (_, path, also) => {
    expect(idsOf(await analysed([run('install', file(path, 9000), ...also.map(each => file(each, 90)))]))).toEqual([])
  })

  it.each([
    ['npm ci', [], 'RUN npm ci --omit=dev', ''],
    ['npm install -g npm@10 && npm ci', [], 'RUN npm install -g npm@10 && npm ci --omit=dev', ''],
    ['npm ci && npm run build', [], 'RUN npm ci && npm run build && npm prune --omit=dev', 'in the same RUN'],
    [
      'npm ci',
      ['npm run build'],
      'RUN npm ci && npm run build && npm prune --omit=dev',
      'one layer instead of 0 and 1',
    ],
  ])('leave packages for development to %s, then %j', async (text, later, line, note) => {
    const lock = {
      path: 'app/node_modules/.package-lock.json',
      content: '{"packages":{"node_modules/jest":{"dev":true}}}',
    }
    const {findings} = await analysed([
      run(text, file('app/node_modules/jest/x', 9000), lock),
      ...later.map(each => run(each, file('app/dist', 9))),
    ])
    expect(findings.find(({rule}) => rule === 'dev-dependencies')?.fix).toEqual({
      file: 'Dockerfile',
      lines: [line],
      note,
    })
  })

  it('remove compilers only when nothing needs them any more', async () => {
    const tools = [file('usr/bin/gcc', 9000), {path: 'var/lib/dpkg/info/gcc.list', content: '/usr/bin/gcc\n'}]
    const stage = 'build in a stage of its own, and COPY --from it what came out'
    const fixOf = async (...steps: Step[]) =>
      (await analysed(steps)).findings.find(({rule}) => rule === 'build-tools')?.fix
    expect(await fixOf(run('apt-get install gcc', ...tools), run('make', file('usr/bin/x', 10)))).toEqual({
      file: 'Dockerfile',
      lines: ['RUN apt-get install gcc && make && apt-get purge -y --auto-remove gcc'],
      note: `one layer instead of 0 and 1; or ${stage}`,
    })
    expect(
      await fixOf(run('apt-get install gcc', ...tools), {by: 'USER app'}, run('make', file('usr/bin/x', 10))),
    ).toEqual({
      file: 'Dockerfile',
      lines: [],
      note: stage,
    })
  })

  it('say of apt lists that a later install needs them, where the steps can’t be one', async () => {
    const steps = [
      run('apt-get update', file('var/lib/apt/lists/x', 900)),
      {by: 'USER 0'},
      run('apt-get install -y x', file('usr/bin/x', 9)),
    ]
    expect((await analysed(steps)).findings[0]?.fix).toEqual({
      file: 'Dockerfile',
      lines: ['RUN apt-get install -y x && rm -rf /var/lib/apt/lists/*'],
      note: 'in one RUN with layer 1, which needs them',
    })
  })

  it('do not promise that what a package manager writes again is saved', async () => {
    const put = (mtime: string) => file('var/cache/debconf/config.dat', 900, {mtime})
    const certainty = async (text: string) =>
      (await analysed([run('base', put('1')), run(text, put('2'))], {base: 1})).findings.map(each => each.certainty)
    expect(await certainty('apt-get install -y x')).toEqual(['about'])
    expect(await certainty('touch /var/cache/debconf/config.dat')).toEqual(['exact'])
  })

  it('count a file with several names only where all of them lie', async () => {
    const link = {path: 'srv/keep', type: 'hardlink' as const, link: 'tmp/x'}
    expect(idsOf(await analysed([run('ln', file('tmp/x', 9000), link)]))).toEqual([])
    const inside = {path: 'tmp/y', type: 'hardlink' as const, link: 'tmp/x'}
    const {findings} = await analysed([run('ln', file('tmp/x', 9000), inside)])
    expect(findings).toMatchObject([{rule: 'temporary-files', bytes: 9000}])
  })

  it('tell of one place layer by layer', async () => {
    const {findings} = await analysed([run('a', file('tmp/a', 100)), run('b', file('tmp/b', 200))])
    expect(findings.map(({layer, bytes}) => [layer, bytes])).toEqual([
      [1, 200],
      [0, 100],
    ])
  })

  it('advise to join many tiny layers, but not those of the base', async () => {
    const steps = Array.from({length: 9}, (_, i) => run(`step ${i}`, file(`f${i}`, 100)))
    const {findings} = await analysed(steps)
    expect(findings).toMatchObject([{rule: 'tiny-layers', bytes: 0}])
    expect(findings[0]!.fix).toMatchObject({lines: [], note: 'join steps that change together into one'})
    expect(idsOf(await analysed(steps, {base: 5}))).toEqual([])
  })

  it.each<[string, string, boolean]>([
    ['COPY . /app # buildkit', 'npm ci', true],
    ['COPY . . # buildkit', 'pip install --no-cache-dir -r requirements.txt', true],
    ['/bin/sh -c #(nop) COPY dir:0a1b2c in /app ', 'yarn install --frozen-lockfile', true],
    ['COPY --chown=a:b . /app # buildkit', 'bundle install', true],
    ['COPY package.json ./ # buildkit', 'npm ci', false],
    ['COPY --from=build . /app # buildkit', 'npm ci', false],
    ['COPY . /app # buildkit', 'npm install -g typescript', false],
    ['COPY . /app # buildkit', 'npm install typescript', false],
    ['COPY . /app # buildkit', 'make', false],
  ])('after %s, %s: %s', async (copy, command, told) => {
    const {findings} = await analysed([{by: copy, puts: [file('app/x', 100)]}, run(command, file('app/y', 5000))])
    expect(idsOf({findings}).includes('install-after-copy')).toBe(told)
    if (!told) return
    // The step itself is for other findings to say: they may change it.
    const {lines, note} = findings.find(({rule}) => rule === 'install-after-copy')!.fix!
    expect(lines).toEqual([expect.stringMatching(/^COPY /)])
    expect(note).toBe('before the step of layer 1; the COPY of layer 0 comes after it')
  })

  it.each([
    ['COPY . /app # buildkit', 'npm ci', 'COPY package*.json /app/', ''],
    ['COPY . . # buildkit', 'go mod download', 'COPY go.mod go.sum* ./', ''],
    [
      'COPY . /app # buildkit',
      'poetry install --only main',
      'COPY pyproject.toml poetry.lock* /app/',
      ' (with --no-root: what needs the source comes later)',
    ],
    ['COPY . /app # buildkit', 'uv sync --no-install-project', 'COPY pyproject.toml uv.lock* /app/', ''],
  ])('%s before %s goes to where the source went', async (copy, command, line, also) => {
    const {findings} = await analysed([{by: copy, puts: [file('app/x', 100)]}, run(command, file('app/y', 5000))])
    expect(findings.find(({rule}) => rule === 'install-after-copy')?.fix).toMatchObject({
      lines: [line],
      note: `before the step of layer 1${also}; the COPY of layer 0 comes after it`,
    })
  })

  it('leave a COPY whole whose file another one brings as well: left out of the context it would be gone for both', async () => {
    const content = 'same'.repeat(5000)
    const notes = async (...texts: string[]) => {
      const steps = texts.map((by, i): Step => ({by, puts: [{path: `srv/${i}/a`, content}]}))
      return (await analysed(steps)).findings.map(({fix}) => [fix?.file, fix?.lines, fix?.note])
    }
    const lines = ['RUN ln -s /srv/0/a /srv/1/a']
    for (const [one, two] of [
      ['COPY dist /srv/0', 'COPY dist /srv/1'],
      ['COPY dir:0a in /srv/0', 'COPY dir:0a in /srv/1'],
    ] as const) {
      const left = two.startsWith('COPY dir') ? 'COPY … /srv/1' : two
      expect(await notes(`${one} # buildkit`, `${two} # buildkit`)).toEqual([
        ['Dockerfile', lines, `in place of the copy; leave it out of \`${left}\``],
      ])
    }
  })

  it('say one way to give a step a secret, not another one for the bytes of its file', async () => {
    const key = {
      path: 'root/.ssh/id_rsa',
      content: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n',
    }
    const {findings} = await analysed([
      {by: 'COPY id_rsa /root/.ssh/ # buildkit', puts: [key]},
      run('git clone -i /root/.ssh/id_rsa', file('srv/x', 90)),
      run('rm /root/.ssh/id_rsa', {path: 'root/.ssh/.wh.id_rsa'}),
    ])
    const lines = ['RUN --mount=type=secret,id=id_rsa,target=/root/.ssh/id_rsa git clone -i /root/.ssh/id_rsa']
    expect(findings.map(({rule, fix}) => [rule, fix?.lines])).toEqual([
      ['secret-files', lines],
      ['deleted-later', lines],
    ])
  })

  it.each<[string, readonly string[] | null, string]>([
    ['git clone x && rm /root/.ssh/id_rsa', ['git clone x'], ''],
    ['git clone x; rm -f ~/.ssh/id_rsa 2>/dev/null; make', ['git clone x; make'], ''],
    ['git clone x; rm -f /root/.ssh/id_rsa && make', ['git clone x; make'], ''],
    ['git clone x && rm -f /root/.ssh/id_rsa && make', ['git clone x && make'], ''],
    ['git clone x && rm -f /tmp/x /root/.ssh/id_rsa && make', ['git clone x && rm -f /tmp/x && make'], ''],
    [
      'git clone x && rm -rf /var/lib/apt/lists/* && rm /root/.ssh/id_rsa',
      ['git clone x && rm -rf /var/lib/apt/lists/*'],
      '',
    ],
    ['git clone x && rm -rf /root/.ssh/id_rsa*', null, 'drop its removal there'],
    ['git clone -i id_rsa x && rm -rf /root/.ssh', null, 'drop its removal there'],
    ['git clone x && (rm /root/.ssh/id_rsa)', null, 'drop its removal there'],
    ['git clone x || rm "/root/.ssh/id_rsa"', null, 'drop its removal there'],
    ['git clone x && rm /root/.ssh/id_rsa || true', null, 'drop its removal there'],
    ['sh -c "git clone x; rm /root/.ssh/id_rsa ; make"', null, 'drop its removal there'],
    ['cd /root/.ssh && git clone x && rm id_rsa', null, 'drop its removal there'],
  ])('mount a secret for `%s` without its removal: it would fail', async (text, repeated, note) => {
    const content = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n'
    const {findings} = await analysed([
      {by: 'COPY id_rsa /root/.ssh/ # buildkit', puts: [{path: 'root/.ssh/id_rsa', content}]},
      run(text, file('srv/x', 90), {path: 'root/.ssh/.wh.id_rsa'}),
    ])
    const mount = '--mount=type=secret,id=id_rsa,target=/root/.ssh/id_rsa'
    const {fix} = findings.find(({rule}) => rule === 'secret-files')!
    expect(fix!.lines).toEqual(repeated === null ? [mount] : repeated.map(line => `RUN ${mount} ${line}`))
    expect(fix!.note).toContain(note)
    expect(fix!.note.includes('nothing is left to remove')).toBe(note === '')
  })

  it('mount no secret for a step that removes it first, and drop that removal with the COPY', async () => {
    const content = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n'
    for (const text of ['rm /root/.ssh/id_rsa && make', 'rm /root/.ssh/id_rsa']) {
      const {findings} = await analysed([
        {by: 'COPY id_rsa /root/.ssh/ # buildkit', puts: [{path: 'root/.ssh/id_rsa', content}]},
        run(text, file('srv/x', 90), {path: 'root/.ssh/.wh.id_rsa'}),
      ])
      expect(findings.map(({rule, fix}) => [rule, fix!.lines, fix!.note])).toEqual([
        [
          'secret-files',
          [],
          expect.stringMatching(/^drop `COPY [^`]+`; and drop the removal from layer 1; then replace/),
        ],
        [
          'deleted-later',
          [],
          expect.stringMatching(/^drop `COPY [^`]+`: no step needs it; and drop the removal from layer 1$/),
        ],
      ])
    }
  })

  it('say no instruction once more of which something is masked, or that is long', async () => {
    const token = `ghp_${'a1'.repeat(20)}`
    for (const text of [`curl -H ${token} x.org`, `install ${'package '.repeat(40).trim()}`]) {
      const steps = [run(text, file('tmp/o', 900)), run('rm /srv/x', file('srv/y', 90))]
      const told = (await analysed(steps)).findings.find(({rule}) => rule === 'temporary-files')
      expect(told?.fix).toMatchObject({
        lines: ['&& rm -rf /tmp/*'],
        note: expect.stringMatching(/^at the end of `RUN [^`]{20,56}`$/),
      })
    }
  })

  it('name every path in a line that removes them: an ellipsis is no path', async () => {
    const {findings} = await analysed([run('x', ...Array.from({length: 30}, (_, i) => file(`a${i}/.git/x`, 900)))])
    expect(findings[0]!.fix!.lines[0]!.match(/\/a\d+\/\.git\b/g)).toHaveLength(30)
    expect(findings[0]!.fix!.lines.join()).not.toContain('…')
  })

  it('survive hostile instructions in time', async () => {
    const long = [
      'chown -- '.repeat(30_000),
      'apk add '.repeat(30_000),
      ' \\\n'.repeat(60_000),
      'npm ci '.repeat(30_000),
    ].join(' ')
    const start = process.cpuUsage()
    await analysed([
      run(long, file('root/.npm/_cacache/x', 100)),
      run(long, file('root/.npm/_cacache/x', 100, {uid: 4})),
    ])
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10)
  })

  it('never point a removal at what others still need', async () => {
    const steps = [
      run('install', ...Array.from({length: 40}, (_, i) => file(`opt/app/f${i}`, 100)), file('opt/app/keep', 100)),
      run('rm', ...Array.from({length: 40}, (_, i) => ({path: `opt/app/.wh.f${i}`}))),
    ]
    const {findings} = await analysed(steps)
    expect(findings).toMatchObject([{rule: 'deleted-later', bytes: 4000, fix: {lines: ['RUN install && rm']}}])
    // A step of another kind between them: they can't be one, and single files are too many to name.
    const apart = [steps[0]!, {by: 'WORKDIR /opt # buildkit', puts: []}, steps[1]!]
    expect((await analysed(apart)).findings).toMatchObject([{rule: 'deleted-later', bytes: 4000, fix: {lines: []}}])
  })
})

describe('silences', () => {
  const steps = [run('x', file('tmp/a', 100), file('var/tmp/b', 50), file('var/log/c', 10))]

  it.each([
    [{rule: '*', path: null}, []],
    [{rule: 'logs', path: null}, [150]],
    [{rule: 'temporary-files', path: 'var/**'}, [100, 10]],
    [{rule: '*', path: 'tmp'}, [50, 10]],
    [{rule: '*', path: 'nowhere'}, [150, 10]],
  ])('%j', async (silenced, bytes) => {
    const {findings} = await analysed(steps)
    const left = silence(findings, [{...silenced, reason: 'because'}])
    expect(left.findings.map(finding => finding.bytes)).toEqual(bytes)
    expect(left.silenced.every(({reason}) => reason === 'because')).toBe(true)
    expect(left.silenced).toHaveLength(2 - bytes.length)
  })

  it('of one place makes a figure about so much, and its fix says what is not in it', async () => {
    const {findings} = await analysed(steps)
    const [given] = findings
    expect(given!.certainty).toBe('exact')
    const taken = given!.evidence[0]!
    const {findings: left} = silence(findings, [{rule: '*', path: taken.path, reason: 'because'}])
    expect(left[0]).toMatchObject({certainty: 'about', bytes: given!.bytes - taken.bytes})
    expect(left[0]!.fix!.note).toMatch(new RegExp(`silenced, and not counted: /${taken.path}$`))
    expect(silence(findings, []).findings[0]).toEqual(given)
  })
})
