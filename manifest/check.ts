/** Whether a package is one that Teams takes: by Microsoft's schema, and in all that a schema cannot see. */
import { decode } from 'fast-png'
import { strFromU8, unzipSync } from 'fflate'
import { z } from 'zod'
import { iconSizes } from './icons.ts'
import type { PackageFiles } from './package.ts'
import { schemaFaults } from './schema.ts'

/** Longer ones are cut off where Teams lists commands. */
const longest = { title: 32, description: 128 } as const
/** More commands than this Teams does not show. */
const mostCommands = 10

/** What the checks look at of a manifest; the schema has seen to the rest. */
const manifestSchema = z.object({
  id: z.string(),
  icons: z.object({ color: z.string(), outline: z.string() }),
  localizationInfo: z.object({
    defaultLanguageFile: z.string(),
    additionalLanguages: z.array(z.object({ file: z.string() })),
  }),
  name: z.object({ short: z.string(), full: z.string() }),
  description: z.object({ short: z.string(), full: z.string() }),
  staticTabs: z.array(z.object({ name: z.string(), contentUrl: z.string(), websiteUrl: z.string() })),
  configurableTabs: z.array(z.object({ configurationUrl: z.string() })),
  bots: z.array(
    z.object({
      botId: z.string(),
      commandLists: z.array(
        z.object({
          scopes: z.array(z.string()),
          commands: z.array(z.object({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ),
  composeExtensions: z.array(
    z.object({
      botId: z.string(),
      commands: z.array(
        z.object({
          title: z.string(),
          description: z.string(),
          parameters: z.array(z.object({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ),
  developer: z.object({ websiteUrl: z.string(), privacyUrl: z.string(), termsOfUseUrl: z.string() }),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
})
type Checked = z.infer<typeof manifestSchema>

/** Texts that a localisation file has to hold, by their place in the manifest. */
function* textsIn(value: unknown, place = ''): Generator<string> {
  if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* textsIn(one, `${place}[${at}]`)
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) yield* textsIn(one, place ? `${place}.${key}` : key)
  else if (typeof value === 'string') yield place
}

const translated =
  /^(name|description)\.(short|full)$|^staticTabs\[\d+\]\.name$|(commands|parameters)\[\d+\]\.(title|description)$/

function* iconFaults(files: PackageFiles, { icons }: Checked): Generator<string> {
  for (const icon of ['color', 'outline'] as const) {
    const name = icons[icon]
    const file = files[name]
    if (!file) {
      yield `${name}: not in the package`
      continue
    }
    let image: ReturnType<typeof decode>
    try {
      image = decode(file)
    } catch {
      yield `${name}: no PNG`
      continue
    }
    const size = iconSizes[icon]
    if (image.width !== size || image.height !== size)
      yield `${name}: ${image.width} × ${image.height} pixels instead of ${size} × ${size}`
    if (image.channels !== 4 || image.depth !== 8) {
      yield `${name}: not in colour with transparency, 8 bits each`
      continue
    }
    const pixels = Array.from({ length: image.width * image.height }, (_, at) =>
      image.data.subarray(at * 4, at * 4 + 4),
    )
    if (icon === 'color') continue
    if (pixels.every(([, , , alpha]) => alpha !== 0)) yield `${name}: no transparent ground`
    // Fully transparent pixels have no colour to speak of.
    if (pixels.some(([red, green, blue, alpha]) => alpha !== 0 && Math.min(red!, green!, blue!) < 250))
      yield `${name}: draws in another colour than white`
  }
}

async function localisationFaults(files: PackageFiles, manifest: Checked): Promise<readonly string[]> {
  const { defaultLanguageFile, additionalLanguages } = manifest.localizationInfo
  const wanted = [...textsIn(manifest)].filter((place) => translated.test(place))
  const faults: string[] = []
  for (const name of [defaultLanguageFile, ...additionalLanguages.map(({ file }) => file)]) {
    const texts = readJson(files, name)
    if (typeof texts === 'string') {
      faults.push(texts)
      continue
    }
    const { content } = texts
    faults.push(...(await schemaFaults(content, 'localisation')).map((fault) => `${name}: ${fault}`))
    const keys = Object.keys(Object(content)).filter((key) => key !== '$schema')
    faults.push(...wanted.filter((key) => !keys.includes(key)).map((key) => `${name}: ${key} is missing`))
    faults.push(
      ...keys.filter((key) => !wanted.includes(key)).map((key) => `${name}: ${key} is not in the manifest`),
    )
    faults.push(...lengthFaults(Object.entries(Object(content)), name))
  }
  return faults
}

const lengthFaults = (texts: readonly (readonly [string, unknown])[], name: string): readonly string[] =>
  texts.flatMap(([key, text]) => {
    const part = /(?:commands|parameters)\[\d+\]\.(title|description)$/.exec(key)?.[1]
    const most = part === undefined ? Number.POSITIVE_INFINITY : longest[part as keyof typeof longest]
    if (typeof text !== 'string' || text.trim() === '') return [`${name}: ${key} is empty`]
    return text.length > most ? [`${name}: ${key} is longer than ${most} characters`] : []
  })

function* addressFaults(manifest: Checked): Generator<string> {
  const { developer, staticTabs, configurableTabs, validDomains, webApplicationInfo } = manifest
  const pages = [
    ...staticTabs.flatMap(({ contentUrl, websiteUrl }) => [contentUrl, websiteUrl]),
    ...configurableTabs.map(({ configurationUrl }) => configurationUrl),
  ]
  for (const url of [...pages, ...Object.values(developer)])
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') yield `${url}: does not begin with https://`
  for (const domain of validDomains)
    if (!/^[a-z0-9.-]+$/i.test(domain)) yield `validDomains: ${domain} is not the name of one host`
  const hosts = pages.filter((url) => URL.canParse(url)).map((url) => new URL(url))
  for (const { hostname } of hosts)
    if (!validDomains.includes(hostname)) yield `validDomains: ${hostname} is missing`
  const own = new Set(hosts.map(({ host }) => `api://${host}/${webApplicationInfo.id}`))
  if (own.size !== 1 || !own.has(webApplicationInfo.resource))
    yield `webApplicationInfo.resource: ${webApplicationInfo.resource} is not api://<host of the tab>/<app id>`
}

function* idFaults({ id, bots, composeExtensions, webApplicationInfo }: Checked): Generator<string> {
  const ids = [id, webApplicationInfo.id, ...[...bots, ...composeExtensions].map(({ botId }) => botId)]
  for (const one of new Set(ids))
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(one) || !/[1-9a-f]/i.test(one))
      yield `${one}: no id of a registration`
  if (new Set(ids).size > 1) yield 'the ids of app, bot and sign-in differ'
  for (const { scopes, commands } of bots.flatMap(({ commandLists }) => commandLists)) {
    if (commands.length > mostCommands) yield `more than ${mostCommands} commands for ${scopes.join(', ')}`
    const titles = commands.map(({ title }) => title)
    if (new Set(titles).size < titles.length) yield `the same command twice for ${scopes.join(', ')}`
  }
}

const placeholder = /\{\{|\$\{|<[^>]*>|\bTODO\b|\b(your|my)[-_ ]?(app|bot|domain)\b|undefined|\[object/i

function readJson(files: PackageFiles, name: string): { readonly content: unknown } | string {
  const file = files[name]
  if (!file) return `${name}: not in the package`
  try {
    return { content: JSON.parse(strFromU8(file)) as unknown }
  } catch {
    return `${name}: no JSON`
  }
}

/** What is wrong with the bytes of a package, one line each; none where Teams will take it. */
export async function packageFaults(zip: Uint8Array): Promise<readonly string[]> {
  let files: PackageFiles
  try {
    files = unzipSync(zip)
  } catch {
    return ['the package is no zip']
  }
  const read = readJson(files, 'manifest.json')
  if (typeof read === 'string') return [read]
  const faults = (await schemaFaults(read.content, 'manifest')).map((fault) => `manifest.json: ${fault}`)
  const parsed = manifestSchema.safeParse(read.content)
  if (!parsed.success)
    return [
      ...faults,
      ...parsed.error.issues.map(({ path, message }) => `manifest.json: ${path.join('.')}: ${message}`),
    ]
  const manifest = parsed.data
  const texts = [...textsIn(manifest)].filter((place) => translated.test(place))
  const named = Object.entries(files).filter(([name]) => name.endsWith('.json'))
  return [
    ...faults,
    ...idFaults(manifest),
    ...addressFaults(manifest),
    ...iconFaults(files, manifest),
    ...lengthFaults(
      texts.map((place) => [place, at(manifest, place)] as const),
      'manifest.json',
    ),
    ...(await localisationFaults(files, manifest)),
    ...named
      .filter(([, file]) => placeholder.test(strFromU8(file)))
      .map(([name, file]) => `${name}: a placeholder is left: ${placeholder.exec(strFromU8(file))?.[0]}`),
    ...Object.keys(files)
      .filter((name) => !knownFiles(manifest).includes(name))
      .map((name) => `${name}: nothing in the manifest names it`),
  ]
}

const knownFiles = ({ icons, localizationInfo }: Checked): readonly string[] => [
  'manifest.json',
  icons.color,
  icons.outline,
  localizationInfo.defaultLanguageFile,
  ...localizationInfo.additionalLanguages.map(({ file }) => file),
]

/** The value at a place such as `bots[0].commandLists[1].commands[0].title`. */
const at = (value: unknown, place: string): unknown =>
  place
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .reduce<unknown>((inner, key) => Object(inner)[key] as unknown, value)
