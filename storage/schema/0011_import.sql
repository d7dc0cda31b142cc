-- The mobile number that the practice knows of somebody, to text an invitation to.

alter table rater add column phone_sealed blob;
