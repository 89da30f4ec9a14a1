// What a request needs of the person in the middle of it, asked by a sheet that App.vue holds.

import { shallowRef } from 'vue';

type Asked = 'signIn' | 'password';
export const question = shallowRef<{ kind: Asked; answer(is: boolean): void }>();

let pending: Promise<boolean> | undefined;
function ask(kind: Asked): Promise<boolean> {
  return (pending ??= new Promise((resolve) => {
    question.value = {
      kind,
      answer(is) {
        question.value = pending = undefined;
        resolve(is);
      },
    };
  }));
}

export const askSignIn = () => ask('signIn');
export const askPassword = () => ask('password');
