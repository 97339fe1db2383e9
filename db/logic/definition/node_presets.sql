create or replace function sluice_private.node_presets()
returns table (type text, primitive text, given jsonb, fold text)
language sql
immutable
begin atomic
  values
    ('condition', 'choice', jsonb '{"mode": "first", "default": "false"}', 'true'),
    ('smart_condition', 'choice', '{"mode": "first", "default": "false"}', 'true'),
    ('filter', 'choice', '{"mode": "all"}', 'main'),
    ('switch', 'choice', '{"mode": "first"}', null),
    ('ab_split', 'choice', '{"mode": "split"}', null),
    ('merge', 'join', '{}', null),
    ('merge_controller', 'join', '{}', null),
    ('parallel', 'join', '{}', null),
    ('parallel_processor', 'join', '{}', null),
    ('wait_for_all', 'join', '{"join": {"kind": "every"}}', null),
    ('first_wins', 'join', '{"join": {"kind": "quorum", "n": 1}}', null),
    ('delay', 'wait', '{}', 'duration'),
    ('dynamic_wait', 'wait', '{}', 'duration'),
    ('approval', 'wait', '{}', 'approval'),
    ('form', 'wait', '{}', 'approval'),
    ('sub_workflow', 'call', '{}', null),
    ('workflow_link', 'call', '{}', null),
    ('for_each', 'foreach', '{}', null),
    ('map', 'foreach', '{}', null),
    ('loop_controller', 'loop', '{}', null),
    ('try', 'group', '{}', null),
    ('timebox', 'group', '{}', null),
    ('critical_section', 'group', '{}', null),
    ('saga', 'group', '{"compensate": true}', null),
    ('stop', 'end', '{"scope": "execution"}', null),
    ('stop_and_error', 'end', '{"scope": "execution", "status": "failed"}', null),
    ('output', 'end', '{"scope": "branch"}', null),
    ('webhook_trigger', 'trigger', '{"trigger": "webhook_received"}', null),
    ('inputNode', 'trigger', '{"trigger": "manual"}', null),
    ('ai_trigger', 'trigger', '{}', null),
    ('transform', 'action', '{"action": "data.set"}', null),
    ('data_transformer', 'action', '{"action": "data.set"}', null),
    ('webhook', 'action', '{"action": "http_request"}', null),
    ('webhook_advanced', 'action', '{"action": "http_request"}', null),
    ('api_advanced', 'action', '{"action": "http_request"}', null),
    ('agent', 'action', '{"action": "run_agent"}', null),
    ('agentNode', 'action', '{"action": "run_agent"}', null),
    ('tool', 'action', '{"action": "call_tool"}', null),
    ('toolConnectionNode', 'action', '{"action": "call_tool"}', null),
    ('mcpNode', 'action', '{"action": "call_tool"}', null),
    ('ai_node', 'action', '{"action": "ai_generate"}', null),
    ('ai_action', 'action', '{"action": "ai_generate"}', null),
    ('ai_decision', 'action', '{"action": "ai_decide"}', null),
    ('ai_optimizer', 'action', '{"action": "ai_optimize"}', null),
    ('enrichment_action', 'action', '{"action": "enrich_lead_data"}', null),
    ('multi_channel_action', 'action', '{"action": "send_message"}', null);
end;

comment on function sluice_private.node_presets() is
  'The types that stand for a primitive, what their data has unless it says otherwise, and what of '
  'it is written shorter: the condition of a port, a duration, an approval.';
