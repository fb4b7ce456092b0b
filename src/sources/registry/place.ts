/**
 * Where a request goes. In two parts, as the thousands of requests that a registry is read by have one origin: to put an address
 * together for each, and take it apart again, takes longer than much else of a short one.
 */
export interface Place {
  /** of which the scheme and the authority count */
  readonly origin: Readonly<URL>
  /** with its query, as it is sent: it begins with `/` */
  readonly path: string
}

/** What an address holds as it is. */
const AS_IT_IS = /^[\w.:@/?=&~+-]*$/

/** The place of a path; encoded, and without a fragment, as `new URL(path, origin)` would have it. */
export function placeAt(origin: Readonly<URL>, path: string): Place {
  return AS_IT_IS.test(path) && !path.includes('/.') ? {origin, path} : placeOf(new URL(path, origin))
}

export function placeOf(url: Readonly<URL>): Place {
  return {origin: url, path: `${url.pathname}${url.search}`}
}

/** As one address, without who asks. */
export function addressOf({origin, path}: Place): URL {
  return new URL(`${origin.protocol}//${origin.host}${path}`)
}
