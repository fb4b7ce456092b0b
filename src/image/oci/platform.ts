/** image-spec image-index.md, `platform`. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant: string | null
}

/** `linux/amd64` or `linux/arm64/v8`. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')
}

/** Parses `os/arch[/variant]`; null where the text has another shape. */
export function parsePlatform(text: string): Platform | null {
  const [os, architecture, variant, ...rest] = text.split('/')
  if (!os || !architecture || variant === '' || rest.length > 0) return null
  return {os, architecture, variant: variant ?? null}
}

/** The variant that an architecture means when it names none, as containerd reads it. */
const IMPLIED_VARIANTS: ReadonlyMap<string, string> = new Map([
  ['arm64', 'v8'],
  ['amd64', 'v1'],
  ['arm', 'v7'],
])

function variantOf(platform: Platform): string | null {
  return platform.variant ?? IMPLIED_VARIANTS.get(platform.architecture) ?? null
}

/** True where `offered` satisfies `wanted`; a wanted platform without a variant takes any variant. */
export function platformMatches(offered: Platform, wanted: Platform): boolean {
  return (
    offered.os === wanted.os &&
    offered.architecture === wanted.architecture &&
    (wanted.variant === null || variantOf(offered) === wanted.variant)
  )
}

/** Node's name of a CPU in the names of image-spec (Go's GOARCH). */
export function architectureOfHost(nodeArchitecture: string): string {
  const names: Record<string, string> = {x64: 'amd64', ia32: '386', arm64: 'arm64', arm: 'arm', ppc64: 'ppc64le'}
  return names[nodeArchitecture] ?? nodeArchitecture
}
