/** What tests look at of a program that was built. */
export { createAssistant } from '../../dialogs/assistant.ts'
export { knownOf } from '../../dialogs/conversation.ts'
export { catalogues } from '../../dialogs/messages/index.ts'
export { openConversation } from '../../dialogs/opening.ts'
export { questionOf, talks } from '../../dialogs/talks.ts'
export { addressKey, parseAddressKey, valueSchema } from '../../domain/values.ts'
