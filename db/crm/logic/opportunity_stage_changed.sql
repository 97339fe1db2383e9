create or replace function crm.opportunity_stage_changed(
  organization_id uuid,
  config jsonb,
  change jsonb
)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'opportunity_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'contact_id',
    'pipeline', pipeline.name,
    'old_stage', earlier.name, 'new_stage', stage.name, 'opportunity', change -> 'new'
  )
  from crm.pipelines as pipeline
  left join crm.stages as stage
    on stage.organization_id = pipeline.organization_id
    and stage.id = (change -> 'new' ->> 'stage_id')::uuid
  left join crm.stages as earlier
    on earlier.organization_id = pipeline.organization_id
    and earlier.id = (change -> 'old' ->> 'stage_id')::uuid
  where pipeline.organization_id = opportunity_stage_changed.organization_id
    and pipeline.id = (change -> 'new' ->> 'pipeline_id')::uuid
    and change -> 'old' -> 'stage_id' <> change -> 'new' -> 'stage_id'
    and crm.asks_for(config, 'pipeline', pipeline.name)
    and crm.asks_for(config, 'from', earlier.name)
    and crm.asks_for(config, 'to', stage.name);
end;

comment on function crm.opportunity_stage_changed(uuid, jsonb, jsonb) is
  'What opportunity_stage_changed gives out: the stage before and after.';
