import { onScopeDispose } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { t } from '../t.ts';
import { confirmDanger } from './ask.ts';

/** Asks before a page with unsaved changes is left, by a link or by closing the window. */
export function useLeaveGuard(isDirty: () => boolean): void {
  onBeforeRouteLeave(async () => {
    if (!isDirty()) return true;
    const answer = await confirmDanger({
      title: t('confirm.leave'),
      consequence: t('confirm.leaveHint'),
      verb: t('confirm.leaveVerb'),
      isReversible: true,
    });
    return answer !== undefined;
  });
  const warn = (event: BeforeUnloadEvent): void => {
    if (isDirty()) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);
  onScopeDispose(() => window.removeEventListener('beforeunload', warn));
}
