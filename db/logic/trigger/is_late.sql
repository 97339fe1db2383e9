create or replace function sluice_private.is_late()
returns boolean
language sql
stable
return coalesce(current_setting('sluice.is_late', true), '') <> '';

comment on function sluice_private.is_late() is
  'Whether this transaction has run into its timeout, and so has none any more.';
