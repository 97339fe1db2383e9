/* SQL actions: a function (organization_id uuid, input jsonb, context jsonb) returns jsonb that
   runs inside the completing transaction, exactly once. The context is
   { execution: { id, frame_id, step_no, node_id } } of the step that runs. */
--!include action/action_data_set.sql
--!include action/action_log_activity.sql
