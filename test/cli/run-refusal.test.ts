import {expect, it} from 'vitest'
import {runRefusal} from '../../src/cli/run-refusal.ts'

const told = (said: string, program = 'docker') =>
  runRefusal(said, {image: 'shop/api:1', volumes: ['data/x:/y'], program})?.message ?? null

it.each([
  [
    'docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown',
    'There is no program nope in shop/api:1.',
  ],
  [
    'docker: Error response from daemon: runc create failed: exec: "/bin/nope": stat /bin/nope: no such file or directory: unknown.',
    'There is no program /bin/nope in shop/api:1.',
  ],
  [
    'Error: crun: executable file `nope` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
    'There is no program nope in shop/api:1.',
  ],
  ['docker: exec: "/etc": permission denied: unknown', '/etc in shop/api:1 is nothing that can be run.'],
  [
    'docker: Error response from daemon: Conflict. The container name "/taken" is already in use by container "0906c1". You have to remove (or rename) that container to be able to reuse that name.',
    'Another container is called taken.',
  ],
  [
    'Error: creating container storage: the container name "taken" is already in use by 3cf5. You have to remove that container',
    'Another container is called taken.',
  ],
  [
    'docker: Error response from daemon: driver failed programming external connectivity on endpoint x (abc): Bind for 0.0.0.0:8099 failed: port is already allocated.',
    "Port 8099 is in use on the engine's machine.",
  ],
  [
    'docker: driver failed programming external connectivity on endpoint x: Error starting userland proxy: listen tcp4 0.0.0.0:8099: bind: address already in use.',
    "Port 8099 is in use on the engine's machine.",
  ],
  [
    'docker: failed to bind host port for 0.0.0.0:8099:172.17.0.2:80/tcp: address already in use',
    "Port 8099 is in use on the engine's machine.",
  ],
  [
    'Error: preparing container 7959 for attach: cannot listen on the TCP port: listen tcp4 :8099: bind: address already in use',
    "Port 8099 is in use on the engine's machine.",
  ],
  ['docker: Error response from daemon: network nonet not found', 'The engine has no network nonet.'],
  ['Error: unable to find network with name or ID nonet: network not found', 'The engine has no network nonet.'],
  [
    'docker: Error response from daemon: create data/x: "data/x" includes invalid characters for a local volume name, only',
    'data/x is no name of a volume, and a folder is named by its whole path.',
  ],
  [
    'Error: creating named volume "data/x": running volume create option: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument',
    'data/x is no name of a volume, and a folder is named by its whole path.',
  ],
  ['docker: invalid hostPort: 99999', '99999 is no port.'],
  ['Error: parsing host port: port numbers must be between 1 and 65535 (inclusive), got 99999', '99999 is no port.'],
  [
    'docker: Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host',
    'The engine has no image shop/api:1, and could not fetch it.',
  ],
  [
    "docker: Error response from daemon: pull access denied for nothere, repository does not exist or may require 'docker login'",
    'The engine has no image shop/api:1, and could not fetch it.',
  ],
  [
    'Error: short-name "nothere:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    'The engine has no image shop/api:1, and could not fetch it.',
  ],
  ['docker: Error response from daemon: something else', null],
])('%s', (said, message) => expect(told(said)).toBe(message))

it('says what to do about it, with the client that is there', () => {
  const asked = {image: 'a', volumes: ['data/x:/y'], program: 'podman'}
  expect(runRefusal('Error: the container name "b" is already in use by 3', asked)?.advice).toContain(
    'podman rm --force b',
  )
  expect(runRefusal('Error: creating named volume "data/x": names must match x', asked)?.advice).toContain(
    '-v "$PWD/data/x":/y',
  )
})
