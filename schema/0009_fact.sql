-- What measures ask of single bodies, people and departments: found without their estate.

CREATE INDEX committee_id ON committee (id);
CREATE INDEX staff_id ON staff (id);
CREATE INDEX staff_organisation ON staff (organisation_id);
CREATE INDEX post_organisation ON post (organisation_id);
