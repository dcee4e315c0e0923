/**
 * Lets a team's code import `baton` wherever its folder lies: the name means this very package, the one that
 * is running, whatever the folder's surroundings would say.
 */
import { registerHooks } from 'node:module';

const packageName = 'baton';
let registered = false;

/** Registers the resolution for this process, once. */
export function resolveBatonToThisPackage(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const isOurs = specifier === packageName || specifier.startsWith(`${packageName}/`);
      // Seen from this file, Node resolves the package's own name through its `exports`.
      return nextResolve(specifier, isOurs ? { ...context, parentURL: import.meta.url } : context);
    },
  });
}
