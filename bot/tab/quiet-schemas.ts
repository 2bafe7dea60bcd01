/** Schemas are read as they are, not compiled: the page's policy allows no code that is made of text. Imported before any schema is made. */
import * as z from 'zod/mini'

z.config({ jitless: true })
