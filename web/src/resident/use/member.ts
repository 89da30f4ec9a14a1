import type { Fields } from '../../shared/fields.ts';
import { postMeHousesByEstateByHouseMembersBody as fields } from '../../shared/labels/me_houses.ts';

/** The fields of who lives in a house, as an owner registers them. */
export const fieldsOfMember = fields satisfies Fields;
