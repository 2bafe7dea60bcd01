/** The cases as they are kept in the store: each change names what it started from, so that none is lost. */
import type { Case } from '../../domain/cases.ts'
import { type KeptDocument, type Store, StoreUnavailable } from '../stores/store.ts'
import { type CaseFile, dueAt, newFile, readFile, type Waits } from './case-file.ts'

/** What the files are kept with. */
export interface CaseFileParts {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly time: () => number
  /** How long a case is kept after its last change, in milliseconds. */
  readonly keep: () => number
  readonly waits: () => Waits
}

/** What a change came to; `before` where it changed nothing. */
export interface Changed {
  readonly file: CaseFile
  readonly changed: boolean
}

/** The cases of a store. */
export interface CaseFiles {
  get(id: string): Promise<CaseFile | undefined>
  /** All cases that are not closed, the oldest first. */
  open(): Promise<readonly Case[]>
  /** Keeps a case that is new; one of its id that is there already stays. */
  add(opened: Case): Promise<void>
  /** Changes a case to what `change` makes of it; `undefined` leaves it. Resolves with `undefined` where there is no such case. */
  change(id: string, change: (file: CaseFile) => CaseFile | undefined): Promise<Changed | undefined>
  /** The cases that somebody has to be at. */
  due(): Promise<readonly string[]>
}

const attempts = 12

/** The cases of this store. */
export function caseFiles({ store, time, keep, waits }: CaseFileParts): CaseFiles {
  async function load(id: string) {
    const document = await store.document('case', id, time())
    const file = document && readFile(document)
    return file && { document, file }
  }

  const keepFile = (id: string, revision: number, file: CaseFile, expiresAt: number) => {
    const due = dueAt(file, waits())
    const document: KeptDocument = {
      kind: 'case',
      id,
      revision,
      json: JSON.stringify(file),
      ...(due === undefined ? {} : { dueAt: due }),
      expiresAt,
    }
    return store.keepDocument(document, time())
  }

  return {
    get: async (id) => (await load(id))?.file,

    async open() {
      const documents = await store.documents('case', time())
      return documents
        .flatMap((document) => readFile(document)?.case ?? [])
        .filter(({ state }) => state !== 'closed')
        .sort((one, other) => one.openedAt - other.openedAt || (one.id < other.id ? -1 : 1))
    },

    async add(opened) {
      // A conflict: it was kept before.
      await keepFile(opened.id, 0, newFile(opened), time() + keep())
    },

    async change(id, change) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const found = await load(id)
        if (!found) return undefined
        const after = change(found.file)
        if (!after) return { file: found.file, changed: false }
        const { revision, expiresAt } = found.document
        // What is only tried again lives no longer for it.
        const isTouched = after.case.changes !== found.file.case.changes
        try {
          const outcome = await keepFile(id, revision, after, isTouched ? time() + keep() : expiresAt)
          if (outcome === 'saved') return { file: after, changed: true }
        } catch (error) {
          // Whether it was kept is seen by what is there then.
          if (!(error instanceof StoreUnavailable && error.uncertain)) throw error
        }
      }
      throw new StoreUnavailable('other changes of the case kept coming first')
    },

    due: async () => (await store.dueDocuments('case', time())).map(({ id }) => id),
  }
}
