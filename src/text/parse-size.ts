const SIZE = /^(\d{1,15}(?:\.\d{1,9})?)\s?([kmgtpe]?)(i?)b?$/i
const POWERS = ['', 'k', 'm', 'g', 't', 'p', 'e']

/** Bytes of `500MB` (10⁶), `1.5 GiB` (2³⁰), `20k` or `1234`, in any case of letters; null for what is no size. */
export function parseSize(text: string): number | null {
  const [, number, unit = '', binary] = SIZE.exec(text.trim().replaceAll(',', '')) ?? []
  if (number === undefined || (binary !== '' && unit === '')) return null
  const bytes = Number(number) * (binary === '' ? 1000 : 1024) ** POWERS.indexOf(unit.toLowerCase())
  return Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : null
}
