import {describe, expect, it} from 'vitest'
import {andThen, emptyingOf, lineOf, removalOf, shortened, withOptions} from '../../../src/image/analysis/dockerfile.ts'
import {copyingOf, copyLine, inContext} from '../../../src/image/analysis/fixes/copying.ts'
import {withoutPaths} from '../../../src/image/analysis/fixes/kept-out.ts'

describe('a line of a Dockerfile', () => {
  it('is one line, whatever its instruction was written on', () => {
    expect(lineOf({verb: 'RUN', text: 'a \\\n   && b \\\r\n && c'})).toBe('RUN a && b && c')
    expect(lineOf({verb: null, text: 'x'})).toBe('x')
  })

  it('is cut at its end where it is only to be known again', () => {
    expect(shortened('a'.repeat(30) + 'b'.repeat(30), 20)).toBe(`${'a'.repeat(19)}…`)
    expect(shortened('short', 20)).toBe('short')
  })

  it('names all that it removes', () => {
    expect(removalOf(Array.from({length: 9}, (_, i) => `d/${i}`))).toBe(
      'rm -rf /d/0 /d/1 /d/2 /d/3 /d/4 /d/5 /d/6 /d/7 /d/8',
    )
  })

  it('empties a folder of what a star means, and of what begins with a dot', () => {
    const folder = {path: 'a b', plain: true, dotted: false}
    expect(emptyingOf([folder])).toBe("rm -rf '/a b'/*")
    expect(emptyingOf([{...folder, path: 'tmp', dotted: true}])).toBe('rm -rf /tmp/* /tmp/.[!.]*')
    expect(emptyingOf([{path: 'tmp', plain: false, dotted: true}])).toBe('rm -rf /tmp/.[!.]*')
  })

  it.each([
    ['make', 'RUN make && rm x', ''],
    ['make \\\n  && make test', 'RUN make && make test && rm x', ''],
    // A heredoc: its lines are commands of their own.
    ['set -e\nmake', 'rm x', 'as the last line of the script of `RUN set -e make`'],
    ['make # all of it', '&& rm x', 'at the end of `RUN make # all of it`, before its comment'],
    ["sed -i 's# a# b#' x", "RUN sed -i 's# a# b#' x && rm x", ''],
    // Too long to be read once more, and something that nobody could paste.
    ['x'.repeat(200), '&& rm x', `at the end of \`RUN ${'x'.repeat(55)}…\``],
    ['curl -H to…(40 characters)', '&& rm x', 'at the end of `RUN curl -H to…(40 characters)`'],
  ])('RUN %j ends with one command more', (text, line, where) =>
    expect(andThen({text}, 'rm x')).toEqual({lines: [line], where}),
  )

  it.each([
    ['make', 'RUN --mount=x make', ''],
    ['x'.repeat(200), '--mount=x', `right after RUN in \`RUN ${'x'.repeat(55)}…\``],
  ])('RUN %j takes an option', (text, line, where) =>
    expect(withOptions({text}, '--mount=x')).toEqual({lines: [line], where}),
  )
})

describe('a COPY', () => {
  const copying = (text: string, verb = 'COPY') => copyingOf({verb, text})!

  it('is told without the flags of owner and mode, and without what its sources hashed to', () => {
    expect(copyLine(copying('--chown=a:b --from=build . /app'))).toBe('COPY --from=build . /app')
    expect(copyLine(copying('--chown=a:b . /app'), ['--chown=1:2'])).toBe('COPY --chown=1:2 . /app')
    expect(copyLine(copying('dir:0a1b2c in /app '))).toBe('COPY … /app')
    // As the classic builder of Docker 20.10 writes it.
    expect(copyLine(copying('--chown=app:appdir:28006a1850434a81 in /app2 '))).toBe('COPY … /app2')
  })

  it.each([
    ['COPY', '. /app', 'context'],
    ['COPY', 'dir:0a1b2c in /app', 'context'],
    ['COPY', '--from=build app /app', 'stage'],
    ['COPY', '/src/app /app', 'stage'],
    ['ADD', 'https://example.org/x.tgz /opt/', 'address'],
    ['ADD', 'rootfs.tar.xz /', 'archive'],
    ['ADD', 'file:0a1b2c in / ', 'archive'],
    ['ADD', 'notes /srv/', 'context'],
  ])('%s %s brings files from: %s', (verb, text, from) => expect(copying(text, verb).from).toBe(from))

  it.each([
    ['. /app', 'app/lib/.git', 'lib/.git'],
    ['--chown=a:b ./ /app/', 'app/x', 'x'],
    ['. /', 'srv/x', 'srv/x'],
    ['src /app/src', 'app/src/.git', 'src/.git'],
    ['. /app', 'srv/x', '**/x'],
    ['. .', 'app/.git/config', '**/.git'],
    ['. .', 'app/.ssh/config', '**/.ssh/config'],
    ['. .', 'app/.gitlab/ci.yml', '**/.gitlab/ci.yml'],
    ['a b /app/', 'app/a/x.env', '**/x.env'],
    ['dir:0a1b in /app ', 'app/.env', '**/.env'],
    // A history without some of its files is of no use to anybody.
    ['dir:0a1b in /app ', 'app/.git/objects/pack/pack1', '**/.git'],
    ['. /app', 'app/lib/.git/objects/pack/pack1', 'lib/.git'],
    ['. /app', 'app/.hg/store/x', '.hg'],
    ['. /app', 'app/a[1]*', 'a\\[1\\]\\*'],
    ['. /app', 'app/!x', '\\!x'],
  ])('COPY %s brings %s as %s', (text, path, expected) => expect(inContext(copying(text), path)).toBe(expected))

  it.each([
    ['COPY', '. /app', 'app/.git', '.dockerignore', ['.git'], 'keeps them out of the build context'],
    // To leave out of the context what a COPY names would break the build.
    ['COPY', 'id_rsa /root/.ssh/', 'root/.ssh/id_rsa', 'Dockerfile', [], 'drop `COPY id_rsa /root/.ssh/`'],
    ['COPY', 'id_rsa /root/.ssh/key', 'root/.ssh/key', 'Dockerfile', [], 'drop `COPY id_rsa /root/.ssh/key`'],
    ['COPY', 'a b /srv/', 'srv/a', 'Dockerfile', [], 'leave a out of `COPY a b /srv/`'],
    ['COPY', 'a b .', 'w/a', 'Dockerfile', [], 'leave a out of `COPY a b .`'],
    // .dockerignore says nothing of another stage.
    [
      'COPY',
      '/src /app',
      'app/.git',
      'Dockerfile',
      ['RUN rm -rf /src/.git'],
      'at the end of the stage that `COPY /src /app` copies from',
    ],
    [
      'COPY',
      'dir:0a1b in /app',
      'app/.git',
      '.dockerignore',
      ['**/.git'],
      'keeps them out of the build context. If the step copies from another stage, remove them there instead',
    ],
    ['ADD', 'root.tar /', 'tmp/x', 'Dockerfile', [], 'leave them out of the archive that `ADD root.tar /` unpacks'],
    ['ADD', 'https://x.org/a /a', 'a', 'Dockerfile', [], 'drop `ADD https://x.org/a /a`'],
  ])('%s %s without %s', (verb, text, path, file, lines, note) => {
    expect(withoutPaths({verb, text, builder: null}, [path], '')).toEqual({file, lines, note})
  })
})
