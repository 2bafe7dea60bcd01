import type { Plugin } from 'esbuild'

/** The plugin, for a bundle that is written into `folder`. */
export function lazyPackages(folder: string): Plugin
