create or replace function sluice_private.lock_key(token bigint)
returns bigint
language sql
immutable
return hashtextextended('sluice:lock ' || token, 0);

comment on function sluice_private.lock_key(bigint) is
  'The advisory lock of whoever says what became of a locked step, until that is committed.';
