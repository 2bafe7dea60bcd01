/** Run once a build, in a process of its own: starts the built server, talks to it, and has kept what V8 made of it by then. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepCode, startServer } from '../../dist/server.js'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'keep-code-'))
try {
  const server = await startServer({ environment: { PORT: '0', DATA_DIR, LOG_LEVEL: 'silent' } })
  const call = async (path, token, body) => {
    const response = await fetch(`${server.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body && JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} answers ${response.status}`)
    return response
  }
  await (await call('/')).text()
  const generated = await (await call('/v3/directline/tokens/generate', undefined, {})).json()
  const { token, conversationId } = await (
    await call('/v3/directline/conversations', generated.token, {})
  ).json()
  const activities = `/v3/directline/conversations/${conversationId}/activities`
  await call(activities, token, { type: 'message', from: { id: 'member' }, text: 'ik wil lid worden' })
  await call(activities, token)
  keepCode()
} finally {
  rmSync(DATA_DIR, { recursive: true, force: true })
}
// Nothing of this server is worth stopping gracefully.
process.exit()
