/* Everything that is re-created: the concepts, in dependency order. */
--!include core/index.sql
--!include access/index.sql
--!include expression/index.sql
--!include catalogue/index.sql
--!include definition/index.sql
--!include queue/index.sql
--!include action/index.sql
--!include engine/index.sql
--!include trigger/index.sql
