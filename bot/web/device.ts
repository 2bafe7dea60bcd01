/** What this device keeps: who the member is to us, and the secret that takes the conversation up again. */

/** Where texts are kept by name; a `Storage`, or a stand-in where the browser refuses one. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const names = {
  member: 'cps.member',
  resume: 'cps.resume',
  carried: 'cps.carried',
  /** Milliseconds since 1970 from which what lasts is no longer used. */
  until: 'cps.until',
  draft: 'cps.draft',
} as const

/** What tabs share where the device may remember. */
const shared = [names.member, names.resume, names.carried] as const

/** A shelf that forgets with the page, for browsers that keep nothing. */
function passing(): Shelf {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

/** The browser's shelf where it has one that works, else a passing one. */
function shelf(which: 'localStorage' | 'sessionStorage'): Shelf {
  try {
    const storage = window[which]
    storage.setItem('cps.try', '1')
    storage.removeItem('cps.try')
    return storage
  } catch {
    return passing()
  }
}

/** A long random text that nobody guesses; also where the page is not a secure context. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

const dayLength = 24 * 60 * 60 * 1000

/**
 * What is kept on this device. What lasts is shared by its tabs, and kept as long after the last visit as the operator lets it;
 * before that is known, and where it is never, the tab keeps it for itself. The draft is the tab's own.
 */
export class Device {
  private readonly lasting = shelf('localStorage')
  private readonly own = shelf('sessionStorage')

  constructor() {
    const until = Number(this.lasting.getItem(names.until) ?? Number.POSITIVE_INFINITY)
    if (!(until > Date.now())) this.forget(this.lasting)
  }

  /** Keeps things so many days from now on; for 0, no longer than the tab is open. */
  remember(days: number) {
    const [from, to] = days > 0 ? [this.own, this.lasting] : [this.lasting, this.own]
    for (const name of shared) {
      const value = from.getItem(name)
      // What another tab has kept meanwhile is what the tabs share.
      if (value !== null && to.getItem(name) === null) this.keep(to, name, value)
    }
    this.forget(from)
    const until = days > 0 ? String(Date.now() + days * dayLength) : undefined
    this.keep(this.lasting, names.until, until)
  }

  /** The member's id, made once. */
  member(): string {
    const known = this.read(names.member)
    if (known !== undefined) return known
    const made = `dl_${randomId()}`
    this.write(names.member, made)
    return made
  }

  /** The secret that takes the conversation up again. */
  get resume(): string | undefined {
    return this.read(names.resume)
  }

  set resume(secret: string | undefined) {
    this.write(names.resume, secret)
  }

  /** The conversation that the secret takes up again; empty where there is none. */
  get conversation(): string {
    return this.resume?.split('.')[0] ?? ''
  }

  /** What is known of the member, for when the conversation is gone: see `own-data.ts`. */
  get carried(): string | undefined {
    return this.read(names.carried)
  }

  set carried(text: string | undefined) {
    this.write(names.carried, text)
  }

  /** What is being typed. */
  get draft(): string {
    return this.own.getItem(names.draft) ?? ''
  }

  set draft(text: string) {
    this.keep(this.own, names.draft, text === '' ? undefined : text)
  }

  private read(name: string): string | undefined {
    return this.own.getItem(name) ?? this.lasting.getItem(name) ?? undefined
  }

  private write(name: string, value: string | undefined) {
    const lasts = this.lasting.getItem(names.until) !== null
    this.keep(lasts ? this.lasting : this.own, name, value)
    // No older one may come to light from under it.
    if (value === undefined || lasts) this.keep(lasts ? this.own : this.lasting, name, undefined)
  }

  private forget(on: Shelf) {
    for (const name of shared) this.keep(on, name, undefined)
  }

  private keep(on: Shelf, name: string, value: string | undefined) {
    try {
      if (value === undefined) on.removeItem(name)
      else on.setItem(name, value)
    } catch {
      // A full shelf: the page goes on, and only forgets sooner.
    }
  }

  /** Calls back when another tab changes the kept conversation. */
  onOtherTab(changed: () => void) {
    addEventListener('storage', (event) => {
      if (event.key === names.resume || event.key === null) changed()
    })
  }
}

/** Does the work while no other tab does the same, where the browser can see to that: in a frame it may be refused. */
export async function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  let begun = false
  const alone = () => {
    begun = true
    return work()
  }
  try {
    return await (navigator.locks
      ? (navigator.locks.request('cps.conversation', alone) as Promise<T>)
      : alone())
  } catch (error) {
    if (begun) throw error
    return work()
  }
}
