export interface Tab {
  name: string;
  label: string;
}
