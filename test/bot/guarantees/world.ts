/** Two processes on one store, members and their sockets, with every moment of it chosen by the test: what runs when, what fails, who dies. */
import { EventEmitter } from 'node:events'
import type { Scheduler } from 'fast-check'
import { pino } from 'pino'
import type { WebSocket } from 'ws'
import { WebAdapter } from '../../../bot/channels/web/adapter.ts'
import { makeStreams, type Streams } from '../../../bot/channels/web/streams.ts'
import { noticeActivity } from '../../../bot/handoff/notice.ts'
import { type Telling, tellCases } from '../../../bot/handoff/tellings.ts'
import { servedNumber } from '../../../bot/stores/marks.ts'
import { type CaseNews, type Conversation, type Store, StoreUnavailable } from '../../../bot/stores/store.ts'
import { makeTurns, type TurnResult, type Turns } from '../../../bot/turn.ts'
import type { Assistant } from '../../../dialogs/assistant.ts'
import type { Notice } from '../../../domain/notices.ts'
import { openMemoryStore, SharedMemory } from '../stores/memory-store.ts'

const day = 24 * 60 * 60 * 1000
export const kept = 30 * day
const silent = pino({ level: 'silent' })
const never = new Promise<never>(() => {})

/** What a store does at one call beside answering: fails before or after it did what it should. */
export type StoreFault = 'none' | 'before' | 'after'

/** A process, as long as it lives. */
interface Process {
  readonly turns: Turns
  readonly streams: Streams
  alive: boolean
}

/** A member's device that listens, and takes up again after its last watermark. */
class Listener {
  readonly seen: number[] = []
  watermark = 0
  socket: FakeSocket | undefined
  constructor(readonly conversation: string) {}
}

class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readonly CLOSED = 3
  readyState = 1
  readonly bufferedAmount = 0
  constructor(private readonly listener: Listener) {
    super()
  }
  send(frame: string, left?: () => void): void {
    left?.()
    if (frame === '' || this.readyState !== 1) return
    const set = JSON.parse(frame) as {
      activities: readonly { id?: string; type: string }[]
      watermark?: string
    }
    for (const { id, type } of set.activities)
      if (type === 'message' || type === 'event') this.listener.seen.push(Number(id!.split('|')[1]))
    if (set.watermark) this.listener.watermark = Number(set.watermark)
  }
  ping(): void {}
  close(): void {
    this.terminate()
  }
  terminate(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close')
  }
}

/** Something a member sent. */
export interface Sent {
  readonly conversation: string
  readonly clientId: string
  readonly text: string
  /** The answers that came, of all the times that it was sent. */
  readonly answers: TurnResult[]
}

/** All of it. */
export class World {
  readonly memory = new SharedMemory()
  readonly sent: Sent[] = []
  readonly listeners: Listener[] = []
  /** What cases were told, by case: whose conversation it is, and each thing once. */
  readonly cases = new Map<string, { readonly conversation: string; readonly told: Map<string, string> }>()
  private notices = 0
  /** Conversations that were let expire. */
  readonly expired = new Set<string>()
  time = Date.UTC(2026, 10, 22, 10)
  private readonly processes: Process[] = []
  private calls = 0
  private calm = false

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: readonly StoreFault[],
    private readonly assistant: Assistant,
    processes = 2,
  ) {
    for (let index = 0; index < processes; index++) this.processes.push(this.start())
  }

  private start(): Process {
    const store = openMemoryStore(this.memory)
    let process: Process
    /** At every call the process may be dead before, and may be dead after. */
    const scheduled =
      <A extends readonly unknown[], T>(name: string, work: (...args: A) => Promise<T>) =>
      async (...args: A) => {
        const fault = this.calm ? 'none' : (this.faults[this.calls++ % this.faults.length] ?? 'none')
        await this.scheduler.schedule(Promise.resolve(), `${name} begins`)
        if (!process.alive) return never
        if (fault === 'before') throw new StoreUnavailable('not now')
        const result = await work(...args)
        await this.scheduler.schedule(Promise.resolve(), `${name} ends`)
        if (!process.alive) return never
        if (fault === 'after') throw new StoreUnavailable('not heard of', { uncertain: true })
        return result
      }
    const wrapped: Store = {
      ...store,
      load: scheduled('load', store.load),
      save: scheduled('save', store.save),
      read: scheduled('read', store.read),
      waiting: scheduled('waiting', store.waiting),
      listen: scheduled('listen', (id: string, hear: Parameters<Store['listen']>[1]) =>
        store.listen(id, (news) => {
          // News take their time, and come in any order.
          void this.scheduler.schedule(Promise.resolve(), 'news').then(() => process.alive && hear(news))
        }),
      ),
    }
    const streams = makeStreams(wrapped, silent)
    const turns = makeTurns({
      assistant: {
        turn: async (context, setting) => {
          await this.scheduler.schedule(Promise.resolve(), 'the assistant begins')
          if (!process.alive) return never
          const outcome = await this.assistant.turn(context, setting)
          await this.scheduler.schedule(Promise.resolve(), 'the assistant ends')
          return process.alive ? outcome : never
        },
      },
      adapter: new WebAdapter(),
      store: wrapped,
      log: silent,
      now: () => new Date(this.time),
      keep: () => kept,
      transcriptUrl: async (base, { id }) => `${base}/${id}`,
      apology: () => 'sorry',
      deliver: streams.deliver,
      showTyping: streams.show,
      errands: [tellCases(scheduled('a case is told', async (from, news) => this.tell(from, news)))],
      supportDesk: async () => ({ kind: 'open', ahead: 0, mails: false }),
      // Whether a turn is quick enough is up to the scheduler.
      within: async (_, work) =>
        Promise.race([work, this.scheduler.schedule(Promise.resolve(undefined), 'patience ends')]),
    })
    process = { turns, streams, alive: true }
    return process
  }

  /** A case takes up what it is told; again, it changes nothing. */
  private tell({ id: conversation }: Conversation, { caseId, id, tell }: CaseNews): void {
    const { kind } = (tell as Telling).tell
    const known = this.cases.get(caseId)
    if (known) known.told.set(id, kind)
    else if (kind === 'open') this.cases.set(caseId, { conversation, told: new Map([[id, kind]]) })
  }

  /** A case has something to tell a conversation, and sends it until it knows that it has arrived. */
  async notify(conversation: string, notice: Notice, process: number): Promise<void> {
    const id = `notice ${this.notices++}`
    for (let attempt = 0; attempt < 4; attempt++) {
      const at = this.at(process + attempt)
      try {
        await at.turns.post(conversation, noticeActivity(notice, id), undefined)
        if (attempt > 0) return
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error
      }
    }
  }

  /** A process that lives, this one if it does. */
  private at(index: number): Process {
    const process = this.processes[index % this.processes.length]!
    return process.alive ? process : (this.processes.find(({ alive }) => alive) ?? this.restart(index))
  }

  crash(index: number): void {
    const process = this.processes[index % this.processes.length]!
    process.alive = false
    void process.streams.close()
  }

  restart(index: number): Process {
    const at = index % this.processes.length
    if (!this.processes[at]!.alive) this.processes[at] = this.start()
    return this.processes[at]!
  }

  async create(conversation: string): Promise<void> {
    await openMemoryStore(this.memory).create({
      id: conversation,
      userId: 'member',
      resumeHash: 'hash',
      touchedAt: this.time,
      expiresAt: this.time + kept,
    })
    this.listeners.push(new Listener(conversation))
    this.drop(this.listeners.length - 1, this.listeners.length)
  }

  /** Sends it to a process, once; whether an answer comes is seen in `answers`. */
  async send(sent: Sent, process: number): Promise<void> {
    if (!this.sent.includes(sent)) this.sent.push(sent)
    const incoming = {
      type: 'message',
      text: sent.text,
      locale: 'nl',
      channelData: { clientActivityID: sent.clientId },
    }
    try {
      sent.answers.push(await this.at(process).turns.post(sent.conversation, incoming, 'http://here'))
    } catch (error) {
      // A clear refusal; the member sends it again in the end.
      if (!(error instanceof StoreUnavailable)) throw error
    }
  }

  async takeOver(process: number): Promise<void> {
    await this.at(process)
      .turns.takeOver()
      .catch(() => {})
  }

  /** Cuts a listener's socket, if it has one, and takes up again at another process. */
  drop(index: number, process: number): void {
    const listener = this.listeners[index % this.listeners.length]!
    listener.socket?.terminate()
    const socket = new FakeSocket(listener)
    listener.socket = socket
    this.at(process).streams.attach(listener.conversation, socket as unknown as WebSocket, listener.watermark)
  }

  expire(conversation: string): void {
    this.expired.add(conversation)
    const stored = this.memory.get(conversation)
    if (stored)
      this.memory.conversations.set(conversation, JSON.stringify({ ...stored, expiresAt: this.time - 1 }))
  }

  /** Lets everything come to its end: nobody dies or fails any more, and members send what was not answered. */
  async settle(): Promise<void> {
    this.calm = true
    for (const index of this.processes.keys()) this.restart(index)
    for (let round = 0; round < 3; round++) {
      await this.quiet(Promise.all(this.unanswered().map((sent) => this.send(sent, round))))
      this.time += 10_000
      await this.quiet(this.takeOver(round))
    }
    for (const index of this.listeners.keys()) this.drop(index, index)
    await this.scheduler.waitIdle()
    for (const { streams } of this.processes) await streams.close()
  }

  private unanswered(): readonly Sent[] {
    return this.sent.filter(({ answers }) => answers.length === 0)
  }

  private async quiet(work: Promise<unknown>): Promise<void> {
    let done = false
    const end = work.finally(() => {
      done = true
    })
    while (!done) await this.scheduler.waitIdle()
    await end
  }

  /** Whether what was sent is marked as served. */
  markOf({ conversation, clientId }: Sent): number | undefined {
    return servedNumber(this.memory.get(conversation)?.served ?? '', clientId)
  }
}
