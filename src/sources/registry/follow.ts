import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {drain} from './drain.ts'
import type {Http} from './http.ts'
import type {HttpRequest} from './http-request.ts'
import type {HttpResponse} from './http-response.ts'
import {addressOf, placeOf} from './place.ts'

/** More steps than these lead nowhere. */
const MOST = 10

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** True where an answer says only where the right one is. */
export function isRedirect({status}: HttpResponse): boolean {
  return REDIRECTS.includes(status)
}

/**
 * Follows an answer to where the bytes really are, as registries keep blobs elsewhere. Who we are is told to the registry
 * alone, never to another origin; its certificates are trusted on the way, as docker does it. Throws `registry-failed` for a circle, for too many steps, and for a way out of TLS.
 */
export async function followRedirects(
  http: Http,
  request: HttpRequest,
  first: HttpResponse,
  {host, mayLeaveTls}: {readonly host: string; readonly mayLeaveTls: boolean},
): Promise<HttpResponse> {
  let url = addressOf(request.place)
  const trust = request.trust ?? url.host
  const seen = new Set([url.href])
  let response = first
  let headers = {...request.headers}
  while (isRedirect(response)) {
    const location = response.header('location')
    // Its connection serves the next request; where its body doesn't end, nobody waits for it.
    void drain(response)
    if (location === null || !URL.canParse(location, url.href)) throw lost(host, t`it points nowhere`)
    const next = new URL(location, url)
    if (!/^https?:$/.test(next.protocol)) throw lost(host, t`it points to something that is no HTTP`)
    if (!mayLeaveTls) refuseOutOfTls(host, url, next)
    if (next.origin !== url.origin) {
      const {authorization: _own, ...others} = headers
      headers = others
    }
    if (seen.has(next.href)) throw lost(host, t`it leads in a circle`)
    if (seen.size > MOST) throw lost(host, t`it leads over more than ${MOST} steps`)
    seen.add(next.href)
    url = next
    response = await http.send({...request, place: placeOf(url), headers, trust})
  }
  return response
}

/** Throws `registry-failed` for a way that leads out of TLS. */
export function refuseOutOfTls(host: string, from: Readonly<URL>, to: Readonly<URL>): void {
  if (to.protocol === 'http:' && from.protocol === 'https:')
    throw lost(host, t`it leads from HTTPS to plain HTTP (${to.host})`)
}

function lost(host: string, why: string): LensError {
  return new LensError('registry-failed', t`${host} sends us elsewhere, and that is not followed: ${why}.`, {
    advice: t`Its configuration is wrong, or something between here and there changes answers; ask who keeps it.`,
  })
}
