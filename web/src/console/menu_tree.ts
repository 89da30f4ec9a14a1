import type { Component } from 'vue';
import type { Key } from './t.ts';

/** At most three levels. A leaf names its route; who may not open that does not see it. */
export interface MenuItem {
  title: Key;
  icon?: Component;
  route?: string;
  children?: MenuItem[];
}

/** What is left of a menu when routes that are not allowed are taken out, and groups that are then
 * empty. */
export function allowedMenu(items: MenuItem[], isAllowed: (route: string) => boolean): MenuItem[] {
  return items.flatMap((item) => {
    if (item.route) return isAllowed(item.route) ? [item] : [];
    const children = allowedMenu(item.children ?? [], isAllowed);
    return children.length > 0 ? [{ ...item, children }] : [];
  });
}

/** The items from the top down to the one of a route. */
export function menuTrail(items: MenuItem[], route: string): MenuItem[] {
  for (const item of items) {
    if (item.route === route) return [item];
    const below = menuTrail(item.children ?? [], route);
    if (below.length > 0) return [item, ...below];
  }
  return [];
}
