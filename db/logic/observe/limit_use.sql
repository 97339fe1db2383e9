create or replace function sluice_private.limit_use(organization_id uuid, key text)
returns text
language sql
stable
return (
  select format(
    '%s: %s under way%s', sluice_private.limit_label(limit_use.organization_id, limit_use.key),
    case state.held when 0 then 'none is' when 1 then '1 is' else state.held || ' are' end,
    ', and none begins before ' || sluice_private.instant_text(state.look_at)
  )
  from sluice_private.limit_state(limit_use.organization_id, limit_use.key) as state
);

comment on function sluice_private.limit_use(uuid, text) is
  'A limit as sentences name it: what runs under it, and until when it is known to be full.';
