/** What starting is measured beside: a bot that loads botbuilder and botbuilder-dialogs as they are installed, and says 'echo'. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Activity, ActivityHandler, ActivityTypes, BotAdapter, TurnContext } from 'botbuilder'
import { DialogSet } from 'botbuilder-dialogs'

/** Collects what a turn says. No more than that: what is compared with this is to have no easy time. */
class CollectingAdapter extends BotAdapter {
  readonly said: Partial<Activity>[] = []

  async answer(activity: Partial<Activity>, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    await this.runMiddleware(new TurnContext(this, activity), logic)
  }
  override async sendActivities(_: TurnContext, activities: Partial<Activity>[]) {
    this.said.push(...activities)
    return activities.map(() => ({ id: '' }))
  }
  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
}

new DialogSet()
const bot = new ActivityHandler().onMessage(async (context, next) => {
  await context.sendActivity(`echo: ${context.activity.text}`)
  await next()
})

const server = createServer(async (request, response) => {
  const refuse = (status: number) => response.writeHead(status).end()
  if (request.method !== 'POST' || request.url !== '/api/messages') return refuse(404)
  try {
    const adapter = new CollectingAdapter()
    const incoming = JSON.parse(await text(request)) as Partial<Activity>
    if (incoming.type !== ActivityTypes.Message) return refuse(400)
    await adapter.answer(incoming, (context) => bot.run(context))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(adapter.said))
  } catch {
    refuse(400)
  }
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Echo is at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
