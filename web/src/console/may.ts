// The permissions that the console asks about, by the names that the session lists.
export const MAY = {
  readPlace: 'read_place',
  readEstate: 'read_estate',
  writeEstate: 'write_estate',
  deleteEstate: 'delete_estate',
  readHouse: 'read_house',
  revealPerson: 'reveal_person',
  writeHouse: 'write_house',
  readStaff: 'read_staff',
  writeStaff: 'write_staff',
  confirmBinding: 'confirm_binding',
  printCodes: 'print_codes',
  import: 'import',
  export: 'export',
} as const;
