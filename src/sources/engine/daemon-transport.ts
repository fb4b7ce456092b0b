import type {EngineKind} from './places.ts'

/** containers-transports(5) has docker-daemon; podman is the same for Podman's socket. */
export type DaemonTransport = 'docker-daemon' | 'podman'

/** How a reference says that an engine of this kind has the image. */
export function daemonTransport(kind: EngineKind): DaemonTransport {
  return kind === 'podman' ? 'podman' : 'docker-daemon'
}
