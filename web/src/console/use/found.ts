/** A registered thing as a look-up offers it. */
export interface Found {
  id: string;
  name: string;
}
