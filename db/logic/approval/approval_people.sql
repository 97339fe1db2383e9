/* One and the same person may be named by id and by address. */
create or replace function sluice_private.approval_people(organization_id uuid, names jsonb)
returns table (person_no int, user_id uuid, email text)
language sql
stable
begin atomic
  select row_number() over (order by min(person.ordinal))::int, person.user_id, person.email
  from (
    select named.ordinal, member.id as user_id, coalesce(member.email, named.name) as email
    from (
      select item.ordinal, lower(trim(item.value #>> '{}')) as name
      from jsonb_array_elements(names) with ordinality as item (value, ordinal)
    ) as named
    left join lateral (
      select u.id, u.email
      from sluice.users as u
      inner join sluice.organization_members as m on m.user_id = u.id
      where m.organization_id = approval_people.organization_id
        and (u.email = named.name or u.id::text = named.name)
    ) as member on true
  ) as person
  group by person.user_id, person.email;
end;

comment on function sluice_private.approval_people(uuid, jsonb) is
  'The people that user ids and addresses stand for, each once: members of the organization, or '
  'others who have only an address.';
