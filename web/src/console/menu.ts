import { Briefcase, Files, House, Setting } from '@element-plus/icons-vue';
import type { MenuItem } from './menu_tree.ts';

export const MENU: MenuItem[] = [
  { title: 'menu.workbench', icon: House, route: 'workbench' },
  {
    title: 'menu.registry',
    icon: Files,
    children: [
      { title: 'menu.estates', route: 'estates' },
      { title: 'menu.bindings', route: 'bindings' },
    ],
  },
  {
    title: 'menu.system',
    icon: Setting,
    children: [
      { title: 'menu.imports', route: 'imports' },
      { title: 'menu.tasks', icon: Briefcase, route: 'tasks' },
    ],
  },
];
