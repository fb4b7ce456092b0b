import {t} from '../../text/translate.ts'
import type {EngineInfo} from './engine.ts'

/**
 * What lets an engine speak plain HTTP to a registry (`HOST[:PORT]`): which file takes which lines, those indented, and how it
 * is read again. Docker's daemon.json, and a file of Podman's own for it: containers-registries.conf.d(5).
 */
export function plainHttpAdvice(kind: EngineInfo['kind'], authority: string): readonly string[] {
  if (kind === 'podman') {
    return [
      t`Podman: write this into /etc/containers/registries.conf.d/plain.conf, and restart a podman service that runs (systemctl --user restart podman, or sudo systemctl restart podman):`,
      '  [[registry]]',
      `  location = "${authority}"`,
      '  insecure = true',
    ]
  }
  return [
    t`Docker: add this to /etc/docker/daemon.json, and restart the engine (sudo systemctl restart docker):`,
    `  {"insecure-registries": ["${authority}"]}`,
  ]
}
