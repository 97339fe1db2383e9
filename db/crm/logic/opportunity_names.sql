create or replace function crm.opportunity_names(organization_id uuid, opportunity jsonb)
returns jsonb
language sql
stable
return (
  select jsonb_build_object('pipeline', pipeline.name, 'stage', stage.name)
  from crm.stages as stage
  inner join crm.pipelines as pipeline
    on pipeline.organization_id = stage.organization_id and pipeline.id = stage.pipeline_id
  where stage.organization_id = opportunity_names.organization_id
    and stage.id = (opportunity ->> 'stage_id')::uuid
);

comment on function crm.opportunity_names(uuid, jsonb) is
  'Where an opportunity is, by name: what stale_opportunity gives out besides.';
