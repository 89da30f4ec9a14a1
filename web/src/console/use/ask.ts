// Questions that a page puts to the person, answered by one dialog that the shell holds.

import { shallowRef, type ShallowRef } from 'vue';

export interface Question<Asked, Answer> {
  asked: Asked;
  answer(answer: Answer): void;
}

/** One question at a time: who asks while it is open shares its answer. */
function asker<Asked, Answer>(): [ShallowRef<Question<Asked, Answer> | undefined>, (asked: Asked) => Promise<Answer>] {
  const open = shallowRef<Question<Asked, Answer>>();
  let pending: Promise<Answer> | undefined;
  const ask = (asked: Asked) =>
    (pending ??= new Promise<Answer>((resolve) => {
      open.value = {
        asked,
        answer(answer) {
          open.value = pending = undefined;
          resolve(answer);
        },
      };
    }));
  return [open, ask];
}

/** Before something that cannot be taken back: what it is, and what follows from it. */
export interface Danger {
  title: string;
  consequence: string;
  verb: string;
  /** It can be undone, by a way that the consequence names. */
  isReversible?: boolean;
  /** Why must be said; it stands in the history. */
  needsReason?: boolean;
}

/** The answer is the reason, empty where none was asked for; undefined: not to be done. */
export const [dangerQuestion, confirmDanger] = asker<Danger, string | undefined>();
export const [passwordQuestion, askPassword] = asker<void, boolean>();
export const [signInQuestion, askSignIn] = asker<void, boolean>();
export const [reasonQuestion, askReason] = asker<void, string | undefined>();
