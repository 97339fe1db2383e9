/* Catalogue: what a palette offers. Worker actions are written by `sluice migrate` from the
   folders under tasks/, so their schemas cannot drift from their code; SQL actions and triggers
   are rows that migrations write. An organization may add SQL actions of its own. */
--!include catalogue/find_action.sql
--!include catalogue/sync_action_definitions.sql
--!include catalogue/workflow_action_definitions_policies.sql
--!include catalogue/workflow_trigger_definitions_policies.sql
--!include catalogue/workflow_action_definitions_stamp.sql
--!include catalogue/workflow_trigger_definitions_stamp.sql
