create or replace function sluice_private.enrolment_fault(
  version sluice.workflow_versions,
  record text,
  before text[]
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := version.organization_id;
  v_again text := coalesce(version.enrolment ->> 'again', 'after_exit');
  v_left_at timestamptz := sluice_private.left_at(
    v_organization_id, version.workflow_id, record
  );
  v_other text;
begin
  if v_again <> 'always' and (
    record = any (before)
    or sluice_private.is_enrolled(v_organization_id, version.workflow_id, record)
  ) then
    return 'the record is enrolled already';
  elsif v_again = 'never' and v_left_at is not null then
    return 'the record has been enrolled before';
  elsif v_again not in ('always', 'after_exit', 'never')
    and v_left_at > sluice_hidden.now() - v_again::interval
  then
    return format('the record left less than %s ago', v_again);
  end if;
  select other.name
  into v_other
  from jsonb_array_elements_text(version.enrolment -> 'suppressed_by') as named (id)
  inner join sluice.workflows as other
    on other.organization_id = v_organization_id and other.id = named.id::uuid
  where sluice_private.is_enrolled(v_organization_id, other.id, record)
  limit 1;
  return case
    when v_other is not null then format('the record is enrolled in %s', v_other)
    when version.enrolment ? 'cap' then sluice_private.cap_fault(version)
  end;
end;
$$;

comment on function sluice_private.enrolment_fault(sluice.workflow_versions, text, text[]) is
  'Why a record may not be enrolled now, where these are about to be; or null.';
