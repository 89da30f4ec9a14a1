import { Briefcase, DataAnalysis, Files, House, Lock, Setting, View } from '@element-plus/icons-vue';
import type { MenuItem } from './menu_tree.ts';

export const MENU: MenuItem[] = [
  { title: 'menu.workbench', icon: House, route: 'workbench' },
  {
    title: 'menu.policy',
    icon: DataAnalysis,
    children: [
      { title: 'menu.cockpit', route: 'cockpit' },
      { title: 'menu.policies', route: 'policies' },
    ],
  },
  {
    title: 'menu.registry',
    icon: Files,
    children: [
      { title: 'menu.estates', route: 'estates' },
      { title: 'menu.bindings', route: 'bindings' },
      { title: 'menu.organisations', route: 'organisations' },
      { title: 'menu.staff', route: 'staff' },
      { title: 'menu.posts', route: 'posts' },
      { title: 'menu.regions', route: 'regions' },
    ],
  },
  {
    title: 'menu.access',
    icon: Lock,
    children: [
      { title: 'menu.accounts', route: 'accounts' },
      { title: 'menu.roles', route: 'roles' },
      { title: 'menu.tokens', route: 'tokens' },
    ],
  },
  {
    title: 'menu.auditing',
    icon: View,
    children: [
      { title: 'menu.audit', route: 'audit' },
      { title: 'menu.looks', route: 'looks' },
      { title: 'menu.chain', route: 'chain' },
    ],
  },
  {
    title: 'menu.system',
    icon: Setting,
    children: [
      { title: 'menu.imports', route: 'imports' },
      { title: 'menu.tasks', icon: Briefcase, route: 'tasks' },
      { title: 'menu.settings', route: 'settings' },
      { title: 'menu.outbox', route: 'outbox' },
      { title: 'menu.systemState', route: 'system-state' },
    ],
  },
];
