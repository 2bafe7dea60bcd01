/** Tokens that are not ours, in all the ways that are known of JWTs; each round of them with other chance. */
import { createHmac, generateKeyPairSync, randomBytes, randomInt, sign } from 'node:crypto'

/** A token that nobody may accept, and how it was made. */
export interface Forgery {
  readonly how: string
  readonly token: string
}

interface Victim {
  /** A good token for the purpose `conversation`. */
  readonly good: string
  /** The server's keys, the newest first: insiders' mistakes are tried with them. */
  readonly keys: readonly Uint8Array[]
  readonly claims: { readonly conversation: string; readonly user: string }
  readonly count: number
  readonly now: () => Date
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** As many different forgeries as asked for, each way in its turn. */
export async function forgedTokens(victim: Victim): Promise<readonly Forgery[]> {
  const { good, keys, claims, count, now } = victim
  const [header = '', payload = '', signature = ''] = good.split('.')
  const seconds = Math.floor(now().getTime() / 1000)
  const usual = { ...claims, aud: 'conversation', iat: seconds, exp: seconds + 1800 }
  /** Makes each one different, in a claim that means nothing. */
  const once = () => ({ ...usual, jti: randomBytes(9).toString('base64url') })
  const hmac = (hash: string, key: Uint8Array, text: string) =>
    createHmac(hash, key).update(text).digest('base64url')
  const make = (head: object, body: object, key: Uint8Array = keys[0]!, hash = 'sha256') => {
    const text = `${encode(head)}.${encode(body)}`
    return `${text}.${hmac(hash, key, text)}`
  }
  const hs = { alg: 'HS256' }
  const anyKey = () => keys[randomInt(keys.length)]!
  const flipBit = (part: string) => {
    const bytes = Buffer.from(part, 'base64url')
    bytes[randomInt(bytes.length)]! ^= 1 << randomInt(8)
    return bytes.toString('base64url')
  }
  const ways: Readonly<Record<string, () => string>> = {
    'alg none, unsigned': () =>
      `${encode({ alg: ['none', 'None', 'nOnE'][randomInt(3)] })}.${encode(once())}.`,
    'alg none, with a signature': () => `${encode({ alg: 'none' })}.${encode(once())}.${signature}`,
    'no alg at all': () => make({ typ: 'JWT' }, once(), anyKey()),
    'HS512 under our key': () => make({ alg: 'HS512' }, once(), anyKey(), 'sha512'),
    'HS384 under our key': () => make({ alg: 'HS384' }, once(), anyKey(), 'sha384'),
    'says HS512, is HS256': () => make({ alg: 'HS512' }, once(), anyKey()),
    'RS256 with a key of its own': () => {
      const text = `${encode({ alg: 'RS256' })}.${encode(once())}`
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
    },
    'HS256 under a public key': () =>
      make(hs, once(), publicKey.export({ type: 'spki', format: 'der' }) as Uint8Array),
    'a key in its header': () =>
      make(
        { ...hs, jwk: { kty: 'oct', k: Buffer.from('x'.repeat(32)).toString('base64url') } },
        once(),
        Buffer.from('x'.repeat(32)),
      ),
    'a key id that points elsewhere': () => make({ ...hs, kid: '../../dev/null' }, once(), Buffer.alloc(32)),
    'an unknown critical header': () => make({ ...hs, crit: ['own'], own: 1 }, once(), anyKey()),
    'under a key of chance': () => make(hs, once(), randomBytes(48)),
    'under our key, cut': () => make(hs, once(), anyKey().slice(0, -1)),
    'under our keys, joined': () => make(hs, once(), Buffer.concat([...keys, ...keys, Buffer.from(',')])),
    'under no key': () => make(hs, once(), new Uint8Array(0)),
    'of another purpose': () => make(hs, { ...once(), aud: `conversation${randomInt(1e9)}` }, anyKey()),
    'of no purpose': () => make(hs, { ...once(), aud: undefined }, anyKey()),
    'without an end': () => make(hs, { ...once(), exp: undefined }, anyKey()),
    'with an end that is no number': () => make(hs, { ...once(), exp: String(usual.exp) }, anyKey()),
    'long over': () => make(hs, { ...once(), exp: seconds - 1 - randomInt(1e6) }, anyKey()),
    'not yet': () => make(hs, { ...once(), nbf: seconds + 10 + randomInt(1e6) }, anyKey()),
    'without a conversation': () => make(hs, { ...once(), conversation: undefined }, anyKey()),
    'of a conversation that is no text': () =>
      make(hs, { ...once(), conversation: { toString: 'x' } }, anyKey()),
    'a claim changed': () => `${header}.${encode({ ...once(), user: `dl_${randomInt(1e9)}` })}.${signature}`,
    'a bit flipped in the header': () => `${flipBit(header)}.${payload}.${signature}`,
    'a bit flipped in the claims': () => `${header}.${flipBit(payload)}.${signature}`,
    'a bit flipped in the signature': () => `${header}.${payload}.${flipBit(signature)}`,
    'a signature of chance': () => `${header}.${payload}.${randomBytes(32).toString('base64url')}`,
    'cut short': () => good.slice(0, randomInt(1, good.length)),
    'grown longer': () => good + alphabet[randomInt(64)] + alphabet[randomInt(64)],
    'a character replaced': () => {
      const at = randomInt(good.length)
      return good.slice(0, at) + alphabet[randomInt(64)] + good.slice(at + 1)
    },
    'padded or spelt otherwise': () => {
      const spelling = ['=', '==', '+', '/', ' ', '\t', '\n', '%3D', '.', '\0'][randomInt(10)]!
      const at = randomInt(good.length + 1)
      return good.slice(0, at) + spelling + good.slice(at)
    },
    'its parts in another order': () =>
      [
        `${payload}.${header}.${signature}`,
        `${header}.${signature}.${payload}`,
        `${good}.${signature}`,
        `..${signature}`,
      ][randomInt(4)]!,
    'as JSON': () => JSON.stringify({ protected: header, payload, signature, n: randomInt(1e9) }),
    garbage: () => randomBytes(randomInt(1, 200)).toString(randomInt(2) ? 'base64url' : 'hex'),
  }
  const made = new Map<string, Forgery>()
  while (made.size < count)
    for (const [how, way] of Object.entries(ways)) {
      const token = way()
      if (token !== good && made.size < count) made.set(token, { how, token })
    }
  return [...made.values()]
}
