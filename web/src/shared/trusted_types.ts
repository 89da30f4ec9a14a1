// The one policy for sinks that take text: nothing passes but the emptying of an element and the
// address of the resident app's service worker. Vue brings a policy of its own for its templates.

interface Rules {
  createHTML(text: string): string | null;
  createScriptURL(text: string): string | null;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): unknown;
}

export function installTrustedTypes(): void {
  const factory = (window as { trustedTypes?: TrustedTypes }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML: (text) => (text === '' ? '' : null),
    createScriptURL: (text) => (text === '/m/sw.js' ? text : null),
  });
}
