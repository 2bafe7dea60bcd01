/** Which program, policy and FAQ speak: a short text that journals note, so that a replay can say why something came out otherwise. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaqBook } from '../domain/faq.ts'
import type { Policy } from '../domain/policy.ts'
import { languages } from '../domain/values.ts'

/** What the build noted of what it built; without one it is the sources that run. */
function programOf(root: string): string {
  try {
    const stamps = JSON.parse(readFileSync(join(root, 'dist', '.stamp'), 'utf8')) as Record<string, unknown>
    return JSON.stringify([stamps.server, stamps.training])
  } catch {
    return 'sources'
  }
}

/** Eight characters that change with any of the three. `root` is the project's folder. */
export function editionOf(root: string, policy: Policy, faq: FaqBook): string {
  const entries = faq.ids.map((id) => languages.map((language) => faq.entry(id, language)))
  return createHash('sha256')
    .update(JSON.stringify([programOf(root), policy, entries]))
    .digest('base64url')
    .slice(0, 8)
}
