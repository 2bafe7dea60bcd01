/** Drawings of where things are on Canon's pages: which one goes with which facts, and how any client is shown it. */
import type { FactId } from '../../domain/facts.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import type { Attachment } from './reply.ts'

/** The drawings, what says most first: where a message states facts of several, it gets the first. */
export const pictures = ['corporateSwitch', 'migrateButton', 'greenTick', 'myProducts'] as const
export type Picture = (typeof pictures)[number]

/** The facts that each drawing shows. */
const shows: Readonly<Record<Picture, readonly FactId[]>> = {
  corporateSwitch: ['tier.corporate-switch'],
  migrateButton: ['migrate.button'],
  greenTick: ['points.no-tick', 'points.green-tick'],
  myProducts: ['products.where'],
}

/** The file of a drawing, as any client can show it. */
export const pictureFile = (picture: Picture): string => `${picture}.png`

/** The drawing that goes with what is stated; `undefined` where there is none. */
export const pictureOf = (stated: readonly FactId[]): Picture | undefined =>
  pictures.find((picture) => shows[picture].some((fact) => stated.includes(fact)))

/** A drawing as an Adaptive Card that says in words what is to be seen. */
export const pictureCard = (picture: Picture, url: string, says: Catalogue): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'Image', url, altText: says.pictures[picture], size: 'Stretch' }],
  },
})
