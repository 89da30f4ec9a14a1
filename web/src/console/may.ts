// The permissions that the console asks about, by the names that the session lists.
export const MAY = {
  readPlace: 'read_place',
  readEstate: 'read_estate',
  writeEstate: 'write_estate',
  deleteEstate: 'delete_estate',
  readHouse: 'read_house',
  revealPerson: 'reveal_person',
  confirmBinding: 'confirm_binding',
  import: 'import',
  export: 'export',
} as const;
