/**
 * Lets a team's code import `baton` wherever its folder lies: the name means this very package, the one that
 * is running, whatever the folder's surroundings would say. Other packages are the folder's own first; where
 * it has none so called, those that Baton came with serve, so that a copy of a shipped team runs anywhere.
 */
import { createRequire, type ResolveFnOutput, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const packageName = 'baton';
/** `name` or `@scope/name`, as against a path or a URL. */
const isPackage = /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?:\/|$)/;
const ownRequire = createRequire(import.meta.url);
let registered = false;

/** Registers the resolution for this process, once. */
export function resolveBatonToThisPackage(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      // Seen from this file, Node resolves the package's own name through its `exports`.
      const seenFromHere = { ...context, parentURL: import.meta.url };
      if (specifier === packageName || specifier.startsWith(`${packageName}/`)) {
        return nextResolve(specifier, seenFromHere);
      }
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        if (!isPackage.test(specifier) || context.parentURL === import.meta.url) throw error;
        const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
        try {
          if (code === 'ERR_MODULE_NOT_FOUND') return nextResolve(specifier, seenFromHere);
          // `require` resolves by its own parent, whatever the context says.
          if (code === 'MODULE_NOT_FOUND') return ownModule(specifier);
        } catch {
          // The team's own import failed: that is what is to be told.
        }
        throw error;
      }
    },
  });
}

function ownModule(specifier: string): ResolveFnOutput {
  return { url: pathToFileURL(ownRequire.resolve(specifier)).href, shortCircuit: true };
}
