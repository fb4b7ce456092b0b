import {describe, expect, it} from 'vitest'
import {inShort} from '../../../src/image/oci/hashed-sources.ts'
import {parseInstruction} from '../../../src/image/oci/instruction.ts'

describe('the instruction that made a layer', () => {
  it.each([
    ['/bin/sh -c #(nop) ADD file:abc in / ', 'ADD', 'file:abc in /', null],
    ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD', '["sh"]', null],
    ['/bin/sh -c apt-get update', 'RUN', 'apt-get update', null],
    ['|2 A=1 B=2 /bin/sh -c make', 'RUN', 'make', null],
    ['|1 A="x y" /bin/sh -c make', 'RUN', 'make', null],
    ['|1 A= /bin/sh -c make', 'RUN', 'make', null],
    ['RUN /bin/sh -c apk add curl # buildkit', 'RUN', 'apk add curl', 'buildkit'],
    ['RUN |1 V=1 /bin/sh -c echo $V # buildkit', 'RUN', 'echo $V', 'buildkit'],
    ['RUN /bin/sh -c a   && b', 'RUN', 'a && b', null],
    ['RUN /bin/sh -c cat <<EOF\n  a:   b\nEOF # buildkit', 'RUN', 'cat <<EOF\n  a:   b\nEOF', 'buildkit'],
    ['RUN /bin/sh -c a \\\n  && b # buildkit', 'RUN', 'a && b', 'buildkit'],
    ['EXPOSE map[80/tcp:{} 443/tcp:{}]', 'EXPOSE', '80/tcp 443/tcp', null],
    ['/bin/sh -c #(nop)  EXPOSE 80/tcp', 'EXPOSE', '80/tcp', null],
    ['EXPOSE map[', 'EXPOSE', 'map[', null],
    ['CMD ["node" "server.js"]', 'CMD', '["node", "server.js"]', null],
    ['/bin/sh -c #(nop)  ENTRYPOINT ["a b" "\\"" "" "c"]', 'ENTRYPOINT', '["a b", "\\"", "", "c"]', null],
    ['CMD ["a", "b"]', 'CMD', '["a", "b"]', null],
    ['CMD ["a" b "c"]', 'CMD', '["a" b "c"]', null],
    ['CMD ["/bin/sh" "-c" "x && y"]', 'CMD', '["/bin/sh", "-c", "x && y"]', null],
    ['CMD echo hi', 'CMD', 'echo hi', null],
    ['VOLUME [/data]', 'VOLUME', '[/data]', null],
    ['COPY . /app # buildkit', 'COPY', '. /app', 'buildkit'],
    ['ENTRYPOINT ["/x"]', 'ENTRYPOINT', '["/x"]', null],
    ['bazel build ...', null, 'bazel build ...', null],
    ['RUNNING water', null, 'RUNNING water', null],
    ['', null, '', null],
  ] as const)('%s', (createdBy, verb, text, builder) => {
    expect(parseInstruction(createdBy)).toEqual({verb, text, builder})
  })

  it.each([
    ['/bin/sh -c #(nop) COPY dir:abc in /srv', 'FROM docker.io/library/debian:12', 'buildah'],
    ['/bin/sh -c make', 'FROM scratch', 'buildah'],
    ['/bin/sh -c make # buildah', null, 'buildah'],
    ['/bin/sh -c make', 'FROM here it went wrong', null],
    ['/bin/sh -c make', 'buildkit.dockerfile.v0', 'buildkit'],
  ])('is of buildah or BuildKit only where they say so: %s (%s)', (createdBy, comment, builder) => {
    expect(parseInstruction(createdBy, comment).builder).toBe(builder)
  })

  it('is nothing where the history says nothing', () => {
    expect(parseInstruction(null)).toEqual({verb: null, text: '', builder: null})
  })

  it.each([
    ['build arguments that never end', `|9 ${'k="v" '.repeat(50_000)}x`],
    ['build arguments in quotes without an end', `|9 ${'k="'.repeat(50_000)}`],
    ['blanks before what is no mark', `RUN /bin/sh -c a${' '.repeat(200_000)}b`],
    ['a list of a million words', `CMD [${'"a" '.repeat(300_000)}"a"]`],
    ['tabs and ands', `/bin/sh -c a${'\t'.repeat(200_000)}&`],
    ['blanks everywhere', ' x'.repeat(100_000)],
    ['blanks after powershell', `powershell ${' '.repeat(200_000)}x`],
  ])('is read in no time, though it was written to take one: %s', (_, createdBy) => {
    const before = performance.now()
    parseInstruction(createdBy)
    // Milliseconds where it is linear, minutes and more where it is not.
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('an instruction in short', () => {
  it.each([
    ['/bin/sh -c #(nop) COPY file:419b4bee1b20d75c in /srv/app ', '… /srv/app'],
    ['/bin/sh -c #(nop) COPY --chown=1000:1000file:419b4bee1b20d75c in /srv/app ', '… /srv/app'],
    ['/bin/sh -c #(nop) COPY --chown=1000:1000 dir:419b4bee1b20d75c in /srv/app ', '… /srv/app'],
    ['/bin/sh -c #(nop) ADD multi:419b4bee1b20d75c in /my files/ ', '… /my files/'],
    ['COPY server.js /srv/app/ # buildkit', 'server.js /srv/app/'],
    ['/bin/sh -c echo file:419b4bee in /srv', 'echo file:419b4bee in /srv'],
  ])('says of %j where it copies to, where its sources are only hashed', (createdBy, text) => {
    expect(inShort(parseInstruction(createdBy)).text).toBe(text)
  })
})
