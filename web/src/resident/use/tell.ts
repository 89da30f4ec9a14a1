import 'vant/es/toast/style/index';
import { showToast } from 'vant/es/toast';
import { announce } from '../../shared/a11y.ts';
import { Problem } from '../../shared/problem.ts';
import { problemText, words } from '../../shared/words.ts';

export function tell(text: string): void {
  showToast({ message: text, wordBreak: 'break-word' });
  announce(text);
}

/** Whatever no page caught: a refused request is told, our own mistakes go to the console. */
export function tellError(error: unknown): void {
  if (!(error instanceof Problem)) return reportError(error);
  const id = error.requestId ? `\n${words('state.requestId', { id: error.requestId })}` : '';
  tell(problemText(error) + id);
}
