import { t } from '../t.ts';
import { confirmDanger } from './ask.ts';

/** Closes a dialog; what was typed into it is not thrown away unasked. */
export async function leaveDialog(isDirty: boolean, close: () => void): Promise<void> {
  const answer = isDirty
    ? await confirmDanger({
        title: t('confirm.leave'),
        consequence: t('confirm.leaveHint'),
        verb: t('confirm.leaveVerb'),
        isReversible: true,
      })
    : '';
  if (answer !== undefined) close();
}
