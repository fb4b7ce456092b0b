import {errorCode} from '../../image/oci/error.ts'
/** What kept an answer from coming. */
export type NetworkFault =
  /** who knows names says that there is none such */
  | 'name'
  /** nobody answers who knows names */
  | 'lookup'
  | 'refused'
  | 'no-route'
  | 'broken'
  | 'silent'
  /** no connection in all the time that there was */
  | 'unreachable'
  /** an authority nobody here knows, or no authority at all */
  | 'untrusted'
  | 'other-name'
  | 'expired'
  /** plain HTTP where TLS was spoken */
  | 'not-tls'
  | 'client-certificate'
  | 'proxy'
  | 'other'

const BY_CODE: Readonly<Record<string, NetworkFault>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'lookup',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
  UND_ERR_SOCKET: 'broken',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'broken',
  UND_ERR_RESPONSE: 'broken',
  ETIMEDOUT: 'silent',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'silent',
  UND_ERR_BODY_TIMEOUT: 'silent',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_HTTP_REQUEST: 'not-tls',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client-certificate',
  UND_ERR_PRX_TLS: 'proxy',
}

/** What a thrown error of the HTTP client says. */
export function faultOf(cause: unknown): NetworkFault {
  for (let error = cause; error instanceof Error; error = error.cause) {
    const code = errorCode(error) ?? ''
    const known = BY_CODE[code]
    if (/wrong version number|packet length too long|record layer failure/i.test(error.message)) return 'not-tls'
    if (/certificate required|bad certificate/i.test(error.message)) return 'client-certificate'
    if (/when HTTP Tunneling|Proxy Authentication/i.test(error.message)) return 'proxy'
    if (known !== undefined) return known
    if (code.startsWith('HPE_')) return 'other'
  }
  return 'other'
}
