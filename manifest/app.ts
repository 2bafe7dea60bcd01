/** The app as Teams reads it: what it can do, where, and what it may see. */
import type { TeamsManifestV1D25 } from '@microsoft/app-manifest'
import type { PackageSettings } from './settings.ts'
import {
  type Command,
  deskCommands,
  type PackageLanguage,
  type PackageTexts,
  packageLanguages,
  packageTexts,
  talkCommands,
} from './texts.ts'

/** The manifest in the form that version 1.25 of Microsoft's schema describes. */
export type Manifest = TeamsManifestV1D25.TeamsManifestV1D25

/** The version of the schema that the package is written and checked by. */
export const schemaVersion = '1.25'

/** The id of the messaging extension's command, as its invokes name it. */
export const searchCommand = 'searchFaq'
/** The parameter in which its invokes carry what was typed. */
export const searchParameter = 'question'

const [defaultLanguage, ...otherLanguages] = packageLanguages

/** The file in the package that holds a language's texts. */
export const localeFile = (language: PackageLanguage): string => `${language}.json`

const commandLists = ({ commands }: PackageTexts) => {
  const talks = talkCommands.map((name) => commands[name])
  const desk = deskCommands.map((name) => commands[name])
  const plain = (list: readonly Command[]) => list.map(({ title, description }) => ({ title, description }))
  return [
    { scopes: ['personal' as const], commands: plain(talks) },
    { scopes: ['team' as const], commands: plain([...desk, ...talks]) },
    { scopes: ['groupChat' as const], commands: plain(talks) },
  ]
}

/** The manifest for these settings, in the default language. */
export const manifestOf = (settings: PackageSettings): Manifest => {
  const { appId, publicUrl, version, publisher, privacyUrl, termsUrl } = settings
  const { host, hostname } = new URL(publicUrl)
  const { name, description, tab, search } = packageTexts[defaultLanguage]
  const tabPage = `${publicUrl}/tab/`
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.schema.json`,
    manifestVersion: schemaVersion,
    version,
    id: appId,
    localizationInfo: {
      defaultLanguageTag: defaultLanguage,
      defaultLanguageFile: localeFile(defaultLanguage),
      additionalLanguages: otherLanguages.map((language) => ({
        languageTag: language,
        file: localeFile(language),
      })),
    },
    developer: { name: publisher, websiteUrl: `${publicUrl}/`, privacyUrl, termsOfUseUrl: termsUrl },
    name: { ...name },
    description: { ...description },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#B4202F',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        commandLists: commandLists(packageTexts[defaultLanguage]),
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: searchCommand,
            type: 'query',
            title: search.title,
            description: search.description,
            context: ['compose', 'commandBox'],
            initialRun: true,
            parameters: [{ name: searchParameter, ...search.question, inputType: 'text' }],
          },
        ],
      },
    ],
    // The personal app has the tab by itself; a team or a group chat adds it, and the page sees that it is being set up.
    staticTabs: [
      { entityId: 'support', name: tab, contentUrl: tabPage, websiteUrl: tabPage, scopes: ['personal'] },
    ],
    configurableTabs: [
      { configurationUrl: tabPage, canUpdateConfiguration: false, scopes: ['team', 'groupChat'] },
    ],
    defaultInstallScope: 'team',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    validDomains: [hostname],
    webApplicationInfo: { id: appId, resource: `api://${host}/${appId}` },
    authorization: {
      permissions: {
        // Replies in a case's thread, and answers in a group chat, are heard without a mention.
        resourceSpecific: [
          { name: 'ChannelMessage.Read.Group', type: 'Application' },
          { name: 'ChatMessage.Read.Chat', type: 'Application' },
        ],
      },
    },
  }
}

/** A language's texts by the places in the manifest that they stand in for, as Microsoft's localisation schema has them. */
export const localeOf = (language: PackageLanguage): Readonly<Record<string, string>> => {
  const texts = packageTexts[language]
  const { name, description, search } = texts
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.Localization.schema.json`,
    'name.short': name.short,
    'name.full': name.full,
    'description.short': description.short,
    'description.full': description.full,
    'staticTabs[0].name': texts.tab,
    ...Object.fromEntries(
      commandLists(texts).flatMap(({ commands }, list) =>
        commands.flatMap(({ title, description: what }, at) => [
          [`bots[0].commandLists[${list}].commands[${at}].title`, title],
          [`bots[0].commandLists[${list}].commands[${at}].description`, what],
        ]),
      ),
    ),
    'composeExtensions[0].commands[0].title': search.title,
    'composeExtensions[0].commands[0].description': search.description,
    'composeExtensions[0].commands[0].parameters[0].title': search.question.title,
    'composeExtensions[0].commands[0].parameters[0].description': search.question.description,
  }
}
