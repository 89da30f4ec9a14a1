import 'element-plus/es/components/message/style/css.mjs';
import { ElMessage } from 'element-plus/es/components/message/index.mjs';
import { Problem } from '../../shared/problem.ts';
import { problemText } from '../../shared/words.ts';
import { t } from '../t.ts';

/** A short word at the top of the page, read aloud too. */
export function tell(text: string): void {
  ElMessage({ message: text, type: 'success', showClose: true });
}

export function tellFailure(text: string): void {
  ElMessage({ message: text, type: 'error', duration: 8000, showClose: true });
}

export function tellProblem(problem: Problem): void {
  const id = problem.requestId ? ` (${t('state.requestId', { id: problem.requestId })})` : '';
  tellFailure(problemText(problem) + id);
}

/** Whatever no page caught: a refused request is told, our own mistakes go to the console. */
export function tellError(error: unknown): void {
  if (error instanceof Problem) tellProblem(error);
  else reportError(error);
}
