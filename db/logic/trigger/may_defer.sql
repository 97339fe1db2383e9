create or replace function sluice_private.may_defer()
returns boolean
language sql
stable
return current_setting('sluice.waits', true) is not distinct from 'off'
  and current_setting('sluice.is_alone', true) is distinct from 'on';

comment on function sluice_private.may_defer() is
  'Whether what is fired now can be fired later, and alone: in the pump, unless it is that '
  'already.';
