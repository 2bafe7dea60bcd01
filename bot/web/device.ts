/** What this device keeps: who the member is to us, and the secret that takes the conversation up again. */

/** Where texts are kept by name; a `Storage`, or a stand-in where the browser refuses one. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const names = { member: 'cps.member', resume: 'cps.resume', draft: 'cps.draft' } as const

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

/** What is kept on this device, shared by its tabs, but for the draft, which is the tab's own. */
export class Device {
  private readonly lasting = shelf('localStorage')
  private readonly own = shelf('sessionStorage')

  /** The member's id, made once. */
  member(): string {
    const known = this.lasting.getItem(names.member)
    if (known) return known
    const made = `dl_${randomId()}`
    this.keep(this.lasting, names.member, made)
    return made
  }

  /** The secret that takes the conversation up again. */
  get resume(): string | undefined {
    return this.lasting.getItem(names.resume) ?? undefined
  }

  set resume(secret: string | undefined) {
    this.keep(this.lasting, names.resume, secret)
  }

  /** What is being typed. */
  get draft(): string {
    return this.own.getItem(names.draft) ?? ''
  }

  set draft(text: string) {
    this.keep(this.own, names.draft, text === '' ? undefined : text)
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

/** Does the work while no other tab does the same, where the browser can see to that. */
export const oneTabAtATime = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request('cps.conversation', work) as Promise<T>) : work()
