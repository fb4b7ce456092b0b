import {describe, expect, it} from 'vitest'
import {applyChange, applyChanges} from '../../../src/image/oci/dockerfile-change.ts'
import {dockerfileWords} from '../../../src/image/oci/dockerfile-words.ts'

const braces = (text: string) => `$\{${text}}`

const CONFIG = {
  Env: ['PATH=/bin', 'A=1'],
  Cmd: ['old'],
  WorkingDir: '/opt',
  Labels: {kept: 'yes'},
  ExposedPorts: {'80/tcp': {}},
}

describe('a line of a Dockerfile', () => {
  it.each([
    ['CMD ["node","server.js"]', {Cmd: ['node', 'server.js']}],
    ['cmd node server.js', {Cmd: ['/bin/sh', '-c', 'node server.js']}],
    ['CMD []', {Cmd: []}],
    ['CMD ["not json]', {Cmd: ['/bin/sh', '-c', '["not json]']}],
    ['ENTRYPOINT ["/init"]', {Entrypoint: ['/init'], Cmd: null}],
    ['ENV B=2 A=3', {Env: ['PATH=/bin', 'A=3', 'B=2']}],
    ['ENV B two words', {Env: ['PATH=/bin', 'A=1', 'B=two words']}],
    ['ENV PATH=$PATH:/x', {Env: ['PATH=/bin:/x', 'A=1']}],
    ['ENV B="a $A" C=\'$A\' D=\\$A', {Env: ['PATH=/bin', 'A=1', 'B=a 1', 'C=$A', 'D=$A']}],
    [`ENV B=${braces('NONE:-x')}${braces('A:+y')}${braces('A')}`, {Env: ['PATH=/bin', 'A=1', 'B=xy1']}],
    ['LABEL a=b "c d"="e f"', {Labels: {kept: 'yes', a: 'b', 'c d': 'e f'}}],
    ['EXPOSE 8080 53/UDP', {ExposedPorts: {'80/tcp': {}, '8080/tcp': {}, '53/udp': {}}}],
    ['EXPOSE 8000-8002', {ExposedPorts: {'80/tcp': {}, '8000/tcp': {}, '8001/tcp': {}, '8002/tcp': {}}}],
    ['VOLUME ["/a b"]', {Volumes: {'/a b': {}}}],
    ['VOLUME /a /b', {Volumes: {'/a': {}, '/b': {}}}],
    ['USER 1000:1000', {User: '1000:1000'}],
    ['WORKDIR app', {WorkingDir: '/opt/app'}],
    ['WORKDIR ../a/./b/', {WorkingDir: '/a/b'}],
    ['WORKDIR /srv', {WorkingDir: '/srv'}],
    ['STOPSIGNAL SIGQUIT', {StopSignal: 'SIGQUIT'}],
    ['ONBUILD RUN make', {OnBuild: ['RUN make']}],
  ])('%s', (line, changed) => {
    expect(applyChange(CONFIG, line)).toEqual({...CONFIG, ...changed})
  })

  it.each([
    'FROM x',
    'RUN make',
    'COPY a b',
    '',
    'CMD',
    'ENV',
    'ENV A',
    'EXPOSE http',
    'EXPOSE 70000',
    'EXPOSE 9-8',
    'USER a b',
    'LABEL "a',
    'nonsense',
  ])('that is none is refused: %s', line => {
    expect(() => applyChange(CONFIG, line)).toThrow(expect.objectContaining({kind: 'usage'}))
  })

  it('gives a line for the shell to the shell that the image names', () => {
    const shell = {Shell: ['/bin/bash', '-o', 'pipefail', '-c']}
    expect(applyChange(shell, 'CMD a | b')).toEqual({...shell, Cmd: [...shell.Shell, 'a | b']})
    expect(applyChange({Shell: []}, 'CMD a')).toEqual({Shell: [], Cmd: ['/bin/sh', '-c', 'a']})
  })

  it('drops a command with a new entry point, but not one that an earlier line gave', () => {
    const entrypoint = 'ENTRYPOINT ["/init"]'
    expect(applyChanges(CONFIG, [entrypoint])).toMatchObject({Cmd: null})
    expect(applyChanges(CONFIG, ['CMD ["new"]', entrypoint])).toMatchObject({Entrypoint: ['/init'], Cmd: ['new']})
    expect(applyChanges(CONFIG, [entrypoint, 'CMD ["new"]'])).toMatchObject({Entrypoint: ['/init'], Cmd: ['new']})
  })

  it('changes a config that is empty', () => {
    expect(applyChange({}, 'WORKDIR a')).toEqual({WorkingDir: '/a'})
    expect(applyChange({Env: null, Labels: null}, 'LABEL a=')).toEqual({Env: null, Labels: {a: ''}})
  })

  it('is split as a shell splits it', () => {
    const words = (text: string) => dockerfileWords(text, new Map([['HOME', '/root']]))
    expect(words(' a  "b c"d \'e $HOME\' f\\ g "\\"h\\n" "" $HOME/$ ')).toEqual([
      ...['a', 'b cd', 'e $HOME', 'f g', '"h\\n', '', '/root/$'],
    ])
  })
})
