import { seenInWords } from '../../../shared/look_fields.ts';

/** Which data a look showed, in words; the act's detail names the fields. */
export const fieldsOf = (detail: string | undefined): string =>
  seenInWords((JSON.parse(detail || '{}') as { fields?: string }).fields);
