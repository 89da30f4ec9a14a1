/** Something that happened, in a timeline. */
export interface Event {
  key: string | number;
  at?: string;
  title: string;
  who?: string;
}
