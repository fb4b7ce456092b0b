import type {EngineInfo} from '../../sources/engine/engine.ts'
import {plainHttpAdvice} from '../../sources/engine/plain-http-advice.ts'
import {t} from '../../text/translate.ts'

/** Exact lines that mend what keeps a registry out of reach. Pure. */

/** For an engine that should speak plain HTTP to a registry; where it is not known which one that is (null), for either kind. */
export function engineTrustAdvice(authority: string, kind: EngineInfo['kind'] | null): readonly string[] {
  const kinds = kind === null ? (['docker', 'podman'] as const) : [kind]
  return kinds.flatMap(each => plainHttpAdvice(each, authority))
}

/** For a registry whose authority this machine does not know: docker's certs.d, and containers-certs.d(5). */
export function certsAdvice(authority: string): readonly string[] {
  return [
    t`Put the authority's certificate there:`,
    `  /etc/docker/certs.d/${authority}/ca.crt`,
    `  ~/.config/containers/certs.d/${authority}/ca.crt`,
  ]
}

/** For a registry that a proxy stands before which does not do its part. */
export function proxyAdvice(
  name: string,
  {authority, variable}: {authority: string; variable: string},
): readonly string[] {
  return [
    t`Mend what the environment names, where ${authority} is not right:`,
    `  export ${variable}=http://HOST:PORT`,
    t`or, where the proxy wants a name and password:`,
    `  export ${variable}=http://NAME:PASSWORD@${authority}`,
    t`or ask ${name} without it:`,
    `  export NO_PROXY="$NO_PROXY,${name}"`,
  ]
}

/** For a registry that does not know who asks. */
export function loginAdvice(host: string): readonly string[] {
  return [`layerlens login ${host}`]
}

/** Alibaba Cloud's registries. */
export function isAliyun(host: string): boolean {
  return /(?:^|\.)aliyuncs\.com(?::\d+)?$/.test(host)
}

/** What ACR wants of a name. */
export function namespaceAdvice(path: string): readonly string[] {
  const [namespace, ...rest] = path.split('/')
  if (rest.length !== 1) return [t`Name it so: HOST/NAMESPACE/${path.replaceAll('/', '-')}:TAG`]
  return [
    t`ACR wants NAMESPACE/REPOSITORY: the namespace ${JSON.stringify(namespace)} has to be there,`,
    t`and the repository too, unless the namespace makes repositories by itself (its setting in the console).`,
  ]
}

/** For somebody who may not push: who gives that right, as far as the registry is known. */
export function pushAdvice(host: string, path: string): readonly string[] {
  const login = loginAdvice(host)
  if (isAliyun(host)) return [...login, ...namespaceAdvice(path)]
  if (host === 'docker.io')
    return [...login, t`On Docker Hub the first part of a name is your user or organisation: docker.io/YOU/NAME`]
  return [...login, t`or ask who keeps the registry for the right to push there.`]
}

/** For registries that take images alone. */
export function singlePlatformAdvice(): readonly string[] {
  return [
    t`Build without them, for one platform:`,
    '  docker buildx build --provenance=false --sbom=false --platform linux/amd64 …',
    t`or copy one platform of what is there:`,
    '  layerlens copy SOURCE docker://HOST/NAMESPACE/REPOSITORY:TAG --platform linux/amd64',
  ]
}
