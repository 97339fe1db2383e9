/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A filter to be used against BigInt fields. All fields are combined with a logical ‘and.’ */
export type BigIntFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against Boolean fields. All fields are combined with a logical ‘and.’ */
export type BooleanFilter = {
  /** Equal to the specified value. */
  equalTo?: boolean | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: boolean | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: boolean | null | undefined;
  /** Included in the specified list. */
  in?: Array<boolean> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: boolean | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: boolean | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: boolean | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<boolean> | null | undefined;
};

/** A filter to be used against `BulkOperation` object types. All fields are combined with a logical ‘and.’ */
export type BulkOperationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<BulkOperationFilter> | null | undefined;
  /** Filter by the object’s `createdBy` field. */
  createdBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `creator` relation. */
  creator?: UserFilter | null | undefined;
  /** A related `creator` exists. */
  creatorExists?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: BulkOperationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<BulkOperationFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against `BusinessCalendar` object types. All fields are combined with a logical ‘and.’ */
export type BusinessCalendarFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<BusinessCalendarFilter> | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: BusinessCalendarFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<BusinessCalendarFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against Datetime fields. All fields are combined with a logical ‘and.’ */
export type DatetimeFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against Int fields. All fields are combined with a logical ‘and.’ */
export type IntFilter = {
  /** Equal to the specified value. */
  equalTo?: number | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: number | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: number | null | undefined;
  /** Included in the specified list. */
  in?: Array<number> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: number | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: number | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: number | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<number> | null | undefined;
};

/** A filter to be used against `Organization` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<OrganizationFilter> | null | undefined;
  /** Filter by the object’s `bulkOperations` relation. */
  bulkOperations?: OrganizationToManyBulkOperationFilter | null | undefined;
  /** Some related `bulkOperations` exist. */
  bulkOperationsExist?: boolean | null | undefined;
  /** Filter by the object’s `calendars` relation. */
  calendars?: OrganizationToManyBusinessCalendarFilter | null | undefined;
  /** Some related `calendars` exist. */
  calendarsExist?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `members` relation. */
  members?: OrganizationToManyOrganizationMemberFilter | null | undefined;
  /** Some related `members` exist. */
  membersExist?: boolean | null | undefined;
  /** Negates the expression. */
  not?: OrganizationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<OrganizationFilter> | null | undefined;
  /** Filter by the object’s `slug` field. */
  slug?: StringFilter | null | undefined;
  /** Filter by the object’s `variables` relation. */
  variables?: OrganizationToManyWorkflowVariableFilter | null | undefined;
  /** Some related `variables` exist. */
  variablesExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowActionDefinitions` relation. */
  workflowActionDefinitions?: OrganizationToManyWorkflowActionDefinitionFilter | null | undefined;
  /** Some related `workflowActionDefinitions` exist. */
  workflowActionDefinitionsExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowLimits` relation. */
  workflowLimits?: OrganizationToManyWorkflowLimitFilter | null | undefined;
  /** Some related `workflowLimits` exist. */
  workflowLimitsExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowTriggerDefinitions` relation. */
  workflowTriggerDefinitions?: OrganizationToManyWorkflowTriggerDefinitionFilter | null | undefined;
  /** Some related `workflowTriggerDefinitions` exist. */
  workflowTriggerDefinitionsExist?: boolean | null | undefined;
  /** Filter by the object’s `workflows` relation. */
  workflows?: OrganizationToManyWorkflowFilter | null | undefined;
  /** Some related `workflows` exist. */
  workflowsExist?: boolean | null | undefined;
};

/** A filter to be used against `OrganizationMember` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationMemberFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<OrganizationMemberFilter> | null | undefined;
  /** Negates the expression. */
  not?: OrganizationMemberFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<OrganizationMemberFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `user` relation. */
  user?: UserFilter | null | undefined;
  /** Filter by the object’s `userId` field. */
  userId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `BulkOperation` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyBulkOperationFilter = {
  /** Every related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: BulkOperationFilter | null | undefined;
  /** No related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: BulkOperationFilter | null | undefined;
  /** Some related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: BulkOperationFilter | null | undefined;
};

/** A filter to be used against many `BusinessCalendar` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyBusinessCalendarFilter = {
  /** Every related `BusinessCalendar` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: BusinessCalendarFilter | null | undefined;
  /** No related `BusinessCalendar` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: BusinessCalendarFilter | null | undefined;
  /** Some related `BusinessCalendar` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: BusinessCalendarFilter | null | undefined;
};

/** A filter to be used against many `OrganizationMember` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyOrganizationMemberFilter = {
  /** Every related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: OrganizationMemberFilter | null | undefined;
  /** No related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: OrganizationMemberFilter | null | undefined;
  /** Some related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: OrganizationMemberFilter | null | undefined;
};

/** A filter to be used against many `WorkflowActionDefinition` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyWorkflowActionDefinitionFilter = {
  /** Every related `WorkflowActionDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowActionDefinitionFilter | null | undefined;
  /** No related `WorkflowActionDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowActionDefinitionFilter | null | undefined;
  /** Some related `WorkflowActionDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowActionDefinitionFilter | null | undefined;
};

/** A filter to be used against many `Workflow` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyWorkflowFilter = {
  /** Every related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowFilter | null | undefined;
  /** No related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowFilter | null | undefined;
  /** Some related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowFilter | null | undefined;
};

/** A filter to be used against many `WorkflowLimit` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyWorkflowLimitFilter = {
  /** Every related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowLimitFilter | null | undefined;
  /** No related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowLimitFilter | null | undefined;
  /** Some related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowLimitFilter | null | undefined;
};

/** A filter to be used against many `WorkflowTriggerDefinition` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyWorkflowTriggerDefinitionFilter = {
  /** Every related `WorkflowTriggerDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowTriggerDefinitionFilter | null | undefined;
  /** No related `WorkflowTriggerDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowTriggerDefinitionFilter | null | undefined;
  /** Some related `WorkflowTriggerDefinition` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowTriggerDefinitionFilter | null | undefined;
};

/** A filter to be used against many `WorkflowVariable` object types. All fields are combined with a logical ‘and.’ */
export type OrganizationToManyWorkflowVariableFilter = {
  /** Every related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowVariableFilter | null | undefined;
  /** No related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowVariableFilter | null | undefined;
  /** Some related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowVariableFilter | null | undefined;
};

/** A filter to be used against `ScheduledJob` object types. All fields are combined with a logical ‘and.’ */
export type ScheduledJobFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ScheduledJobFilter> | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: ScheduledJobFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ScheduledJobFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against String fields. All fields are combined with a logical ‘and.’ */
export type StringFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against UUID fields. All fields are combined with a logical ‘and.’ */
export type UuidFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against `User` object types. All fields are combined with a logical ‘and.’ */
export type UserFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<UserFilter> | null | undefined;
  /** Filter by the object’s `bulkOperationsCreated` relation. */
  bulkOperationsCreated?: UserToManyBulkOperationFilter | null | undefined;
  /** Some related `bulkOperationsCreated` exist. */
  bulkOperationsCreatedExist?: boolean | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `memberships` relation. */
  memberships?: UserToManyOrganizationMemberFilter | null | undefined;
  /** Some related `memberships` exist. */
  membershipsExist?: boolean | null | undefined;
  /** Negates the expression. */
  not?: UserFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<UserFilter> | null | undefined;
  /** Filter by the object’s `versionsPublished` relation. */
  versionsPublished?: UserToManyWorkflowVersionFilter | null | undefined;
  /** Some related `versionsPublished` exist. */
  versionsPublishedExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowLimitsByUpdatedBy` relation. */
  workflowLimitsByUpdatedBy?: UserToManyWorkflowLimitFilter | null | undefined;
  /** Some related `workflowLimitsByUpdatedBy` exist. */
  workflowLimitsByUpdatedByExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowsCreated` relation. */
  workflowsCreated?: UserToManyWorkflowFilter | null | undefined;
  /** Some related `workflowsCreated` exist. */
  workflowsCreatedExist?: boolean | null | undefined;
  /** Filter by the object’s `workflowsUpdated` relation. */
  workflowsUpdated?: UserToManyWorkflowFilter | null | undefined;
  /** Some related `workflowsUpdated` exist. */
  workflowsUpdatedExist?: boolean | null | undefined;
};

/** A filter to be used against many `BulkOperation` object types. All fields are combined with a logical ‘and.’ */
export type UserToManyBulkOperationFilter = {
  /** Every related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: BulkOperationFilter | null | undefined;
  /** No related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: BulkOperationFilter | null | undefined;
  /** Some related `BulkOperation` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: BulkOperationFilter | null | undefined;
};

/** A filter to be used against many `OrganizationMember` object types. All fields are combined with a logical ‘and.’ */
export type UserToManyOrganizationMemberFilter = {
  /** Every related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: OrganizationMemberFilter | null | undefined;
  /** No related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: OrganizationMemberFilter | null | undefined;
  /** Some related `OrganizationMember` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: OrganizationMemberFilter | null | undefined;
};

/** A filter to be used against many `Workflow` object types. All fields are combined with a logical ‘and.’ */
export type UserToManyWorkflowFilter = {
  /** Every related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowFilter | null | undefined;
  /** No related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowFilter | null | undefined;
  /** Some related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowFilter | null | undefined;
};

/** A filter to be used against many `WorkflowLimit` object types. All fields are combined with a logical ‘and.’ */
export type UserToManyWorkflowLimitFilter = {
  /** Every related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowLimitFilter | null | undefined;
  /** No related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowLimitFilter | null | undefined;
  /** Some related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowLimitFilter | null | undefined;
};

/** A filter to be used against many `WorkflowVersion` object types. All fields are combined with a logical ‘and.’ */
export type UserToManyWorkflowVersionFilter = {
  /** Every related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowVersionFilter | null | undefined;
  /** No related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowVersionFilter | null | undefined;
  /** Some related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowVersionFilter | null | undefined;
};

/** A filter to be used against `WebhookDelivery` object types. All fields are combined with a logical ‘and.’ */
export type WebhookDeliveryFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookDeliveryFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `deliveryId` field. */
  deliveryId?: StringFilter | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** A related `execution` exists. */
  executionExists?: boolean | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `method` field. */
  method?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookDeliveryFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookDeliveryFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `reason` field. */
  reason?: StringFilter | null | undefined;
  /** Filter by the object’s `redeliveryOf` field. */
  redeliveryOf?: UuidFilter | null | undefined;
  /** Filter by the object’s `remoteIp` field. */
  remoteIp?: StringFilter | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `webhook` relation. */
  webhook?: WebhookRegistrationFilter | null | undefined;
  /** A related `webhook` exists. */
  webhookExists?: boolean | null | undefined;
  /** Filter by the object’s `webhookId` field. */
  webhookId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WebhookRefusal` object types. All fields are combined with a logical ‘and.’ */
export type WebhookRefusalFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookRefusalFilter> | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookRefusalFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookRefusalFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `webhook` relation. */
  webhook?: WebhookRegistrationFilter | null | undefined;
  /** Filter by the object’s `webhookId` field. */
  webhookId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WebhookRegistration` object types. All fields are combined with a logical ‘and.’ */
export type WebhookRegistrationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookRegistrationFilter> | null | undefined;
  /** Filter by the object’s `deliveries` relation. */
  deliveries?: WebhookRegistrationToManyWebhookDeliveryFilter | null | undefined;
  /** Some related `deliveries` exist. */
  deliveriesExist?: boolean | null | undefined;
  /** Filter by the object’s `door` field. */
  door?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `key` field. */
  key?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookRegistrationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookRegistrationFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `path` field. */
  path?: StringFilter | null | undefined;
  /** Filter by the object’s `refusals` relation. */
  refusals?: WebhookRegistrationToManyWebhookRefusalFilter | null | undefined;
  /** Some related `refusals` exist. */
  refusalsExist?: boolean | null | undefined;
  /** Filter by the object’s `statistics` relation. */
  statistics?: WebhookRegistrationToManyWebhookStatisticFilter | null | undefined;
  /** Some related `statistics` exist. */
  statisticsExist?: boolean | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `WebhookDelivery` object types. All fields are combined with a logical ‘and.’ */
export type WebhookRegistrationToManyWebhookDeliveryFilter = {
  /** Every related `WebhookDelivery` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WebhookDeliveryFilter | null | undefined;
  /** No related `WebhookDelivery` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WebhookDeliveryFilter | null | undefined;
  /** Some related `WebhookDelivery` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WebhookDeliveryFilter | null | undefined;
};

/** A filter to be used against many `WebhookRefusal` object types. All fields are combined with a logical ‘and.’ */
export type WebhookRegistrationToManyWebhookRefusalFilter = {
  /** Every related `WebhookRefusal` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WebhookRefusalFilter | null | undefined;
  /** No related `WebhookRefusal` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WebhookRefusalFilter | null | undefined;
  /** Some related `WebhookRefusal` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WebhookRefusalFilter | null | undefined;
};

/** A filter to be used against many `WebhookStatistic` object types. All fields are combined with a logical ‘and.’ */
export type WebhookRegistrationToManyWebhookStatisticFilter = {
  /** Every related `WebhookStatistic` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WebhookStatisticFilter | null | undefined;
  /** No related `WebhookStatistic` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WebhookStatisticFilter | null | undefined;
  /** Some related `WebhookStatistic` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WebhookStatisticFilter | null | undefined;
};

/** A filter to be used against `WebhookStatistic` object types. All fields are combined with a logical ‘and.’ */
export type WebhookStatisticFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookStatisticFilter> | null | undefined;
  /** Filter by the object’s `failedRequests` field. */
  failedRequests?: BigIntFilter | null | undefined;
  /** Filter by the object’s `lastRequestAt` field. */
  lastRequestAt?: DatetimeFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookStatisticFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookStatisticFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `repeatedRequests` field. */
  repeatedRequests?: BigIntFilter | null | undefined;
  /** Filter by the object’s `successfulRequests` field. */
  successfulRequests?: BigIntFilter | null | undefined;
  /** Filter by the object’s `totalRequests` field. */
  totalRequests?: BigIntFilter | null | undefined;
  /** Filter by the object’s `webhook` relation. */
  webhook?: WebhookRegistrationFilter | null | undefined;
  /** A related `webhook` exists. */
  webhookExists?: boolean | null | undefined;
  /** Filter by the object’s `webhookId` field. */
  webhookId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WebhookTest` object types. All fields are combined with a logical ‘and.’ */
export type WebhookTestFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookTestFilter> | null | undefined;
  /** Filter by the object’s `expiresAt` field. */
  expiresAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `key` field. */
  key?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookTestFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookTestFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowActionDefinition` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowActionDefinitionFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowActionDefinitionFilter> | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowActionDefinitionFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowActionDefinitionFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowApprovalAssignee` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowApprovalAssigneeFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowApprovalAssigneeFilter> | null | undefined;
  /** Filter by the object’s `approval` relation. */
  approval?: WorkflowApprovalFilter | null | undefined;
  /** Filter by the object’s `approvalId` field. */
  approvalId?: UuidFilter | null | undefined;
  /** Filter by the object’s `assigneeNo` field. */
  assigneeNo?: IntFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowApprovalAssigneeFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowApprovalAssigneeFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowApproval` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowApprovalFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowApprovalFilter> | null | undefined;
  /** Filter by the object’s `assignees` relation. */
  assignees?: WorkflowApprovalToManyWorkflowApprovalAssigneeFilter | null | undefined;
  /** Some related `assignees` exist. */
  assigneesExist?: boolean | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowApprovalFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowApprovalFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `WorkflowApprovalAssignee` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowApprovalToManyWorkflowApprovalAssigneeFilter = {
  /** Every related `WorkflowApprovalAssignee` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowApprovalAssigneeFilter | null | undefined;
  /** No related `WorkflowApprovalAssignee` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowApprovalAssigneeFilter | null | undefined;
  /** Some related `WorkflowApprovalAssignee` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowApprovalAssigneeFilter | null | undefined;
};

/** A filter to be used against `WorkflowEvent` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowEventFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowEventFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `deliveryId` field. */
  deliveryId?: StringFilter | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** A related `execution` exists. */
  executionExists?: boolean | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `expiresAt` field. */
  expiresAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `firings` relation. */
  firings?: WorkflowEventToManyWorkflowTriggerFiringFilter | null | undefined;
  /** Some related `firings` exist. */
  firingsExist?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `key` field. */
  key?: StringFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowEventFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowEventFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `reason` field. */
  reason?: StringFilter | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `webhookId` field. */
  webhookId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `WorkflowTriggerFiring` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowEventToManyWorkflowTriggerFiringFilter = {
  /** Every related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowTriggerFiringFilter | null | undefined;
  /** No related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowTriggerFiringFilter | null | undefined;
  /** Some related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowTriggerFiringFilter | null | undefined;
};

/** A filter to be used against `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowExecutionFilter> | null | undefined;
  /** Filter by the object’s `approvals` relation. */
  approvals?: WorkflowExecutionToManyWorkflowApprovalFilter | null | undefined;
  /** Some related `approvals` exist. */
  approvalsExist?: boolean | null | undefined;
  /** Filter by the object’s `attempts` relation. */
  attempts?: WorkflowExecutionToManyWorkflowStepAttemptFilter | null | undefined;
  /** Some related `attempts` exist. */
  attemptsExist?: boolean | null | undefined;
  /** Filter by the object’s `children` relation. */
  children?: WorkflowExecutionToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `children` exist. */
  childrenExist?: boolean | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `depth` field. */
  depth?: IntFilter | null | undefined;
  /** Filter by the object’s `descendants` relation. */
  descendants?: WorkflowExecutionToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `descendants` exist. */
  descendantsExist?: boolean | null | undefined;
  /** Filter by the object’s `errorHandlers` relation. */
  errorHandlers?: WorkflowExecutionToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `errorHandlers` exist. */
  errorHandlersExist?: boolean | null | undefined;
  /** Filter by the object’s `events` relation. */
  events?: WorkflowExecutionToManyWorkflowEventFilter | null | undefined;
  /** Some related `events` exist. */
  eventsExist?: boolean | null | undefined;
  /** Filter by the object’s `failedExecution` relation. */
  failedExecution?: WorkflowExecutionFilter | null | undefined;
  /** A related `failedExecution` exists. */
  failedExecutionExists?: boolean | null | undefined;
  /** Filter by the object’s `failedExecutionId` field. */
  failedExecutionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `finishedAt` field. */
  finishedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `generation` field. */
  generation?: IntFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `logs` relation. */
  logs?: WorkflowExecutionToManyWorkflowExecutionLogFilter | null | undefined;
  /** Some related `logs` exist. */
  logsExist?: boolean | null | undefined;
  /** Negates the expression. */
  not?: WorkflowExecutionFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowExecutionFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `parent` relation. */
  parent?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `parentExecutionId` field. */
  parentExecutionId?: UuidFilter | null | undefined;
  /** A related `parent` exists. */
  parentExists?: boolean | null | undefined;
  /** Filter by the object’s `parentFrameId` field. */
  parentFrameId?: BigIntFilter | null | undefined;
  /** Filter by the object’s `parentGeneration` field. */
  parentGeneration?: IntFilter | null | undefined;
  /** Filter by the object’s `parentStep` relation. */
  parentStep?: WorkflowExecutionStepFilter | null | undefined;
  /** A related `parentStep` exists. */
  parentStepExists?: boolean | null | undefined;
  /** Filter by the object’s `parentStepNo` field. */
  parentStepNo?: IntFilter | null | undefined;
  /** Filter by the object’s `root` relation. */
  root?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `rootExecutionId` field. */
  rootExecutionId?: UuidFilter | null | undefined;
  /** A related `root` exists. */
  rootExists?: boolean | null | undefined;
  /** Filter by the object’s `startedAt` field. */
  startedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `startedBy` field. */
  startedBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: StringFilter | null | undefined;
  /** Filter by the object’s `steps` relation. */
  steps?: WorkflowExecutionToManyWorkflowExecutionStepFilter | null | undefined;
  /** Some related `steps` exist. */
  stepsExist?: boolean | null | undefined;
  /** Filter by the object’s `traceparent` field. */
  traceparent?: StringFilter | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** A related `trigger` exists. */
  triggerExists?: boolean | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `version` relation. */
  version?: WorkflowVersionFilter | null | undefined;
  /** Filter by the object’s `versionId` field. */
  versionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowExecutionLog` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionLogFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowExecutionLogFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `frameId` field. */
  frameId?: BigIntFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `level` field. */
  level?: StringFilter | null | undefined;
  /** Filter by the object’s `message` field. */
  message?: StringFilter | null | undefined;
  /** Filter by the object’s `nodeId` field. */
  nodeId?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowExecutionLogFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowExecutionLogFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `stepNo` field. */
  stepNo?: IntFilter | null | undefined;
};

/** A filter to be used against `WorkflowExecutionStep` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionStepFilter = {
  /** Filter by the object’s `action` field. */
  action?: StringFilter | null | undefined;
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowExecutionStepFilter> | null | undefined;
  /** Filter by the object’s `attempt` field. */
  attempt?: IntFilter | null | undefined;
  /** Filter by the object’s `attempts` relation. */
  attempts?: WorkflowExecutionStepToManyWorkflowStepAttemptFilter | null | undefined;
  /** Some related `attempts` exist. */
  attemptsExist?: boolean | null | undefined;
  /** Filter by the object’s `children` relation. */
  children?: WorkflowExecutionStepToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `children` exist. */
  childrenExist?: boolean | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `finishedAt` field. */
  finishedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `frameId` field. */
  frameId?: BigIntFilter | null | undefined;
  /** Filter by the object’s `framePath` field. */
  framePath?: StringFilter | null | undefined;
  /** Filter by the object’s `generation` field. */
  generation?: IntFilter | null | undefined;
  /** Filter by the object’s `nodeId` field. */
  nodeId?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowExecutionStepFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowExecutionStepFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `readyAt` field. */
  readyAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `startedAt` field. */
  startedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: StringFilter | null | undefined;
  /** Filter by the object’s `stepNo` field. */
  stepNo?: IntFilter | null | undefined;
  /** Filter by the object’s `type` field. */
  type?: StringFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionStepToManyWorkflowExecutionFilter = {
  /** Every related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionFilter | null | undefined;
  /** No related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionFilter | null | undefined;
  /** Some related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionFilter | null | undefined;
};

/** A filter to be used against many `WorkflowStepAttempt` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionStepToManyWorkflowStepAttemptFilter = {
  /** Every related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowStepAttemptFilter | null | undefined;
  /** No related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowStepAttemptFilter | null | undefined;
  /** Some related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowStepAttemptFilter | null | undefined;
};

/** A filter to be used against many `WorkflowApproval` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowApprovalFilter = {
  /** Every related `WorkflowApproval` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowApprovalFilter | null | undefined;
  /** No related `WorkflowApproval` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowApprovalFilter | null | undefined;
  /** Some related `WorkflowApproval` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowApprovalFilter | null | undefined;
};

/** A filter to be used against many `WorkflowEvent` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowEventFilter = {
  /** Every related `WorkflowEvent` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowEventFilter | null | undefined;
  /** No related `WorkflowEvent` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowEventFilter | null | undefined;
  /** Some related `WorkflowEvent` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowEventFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowExecutionFilter = {
  /** Every related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionFilter | null | undefined;
  /** No related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionFilter | null | undefined;
  /** Some related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecutionLog` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowExecutionLogFilter = {
  /** Every related `WorkflowExecutionLog` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionLogFilter | null | undefined;
  /** No related `WorkflowExecutionLog` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionLogFilter | null | undefined;
  /** Some related `WorkflowExecutionLog` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionLogFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecutionStep` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowExecutionStepFilter = {
  /** Every related `WorkflowExecutionStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionStepFilter | null | undefined;
  /** No related `WorkflowExecutionStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionStepFilter | null | undefined;
  /** Some related `WorkflowExecutionStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionStepFilter | null | undefined;
};

/** A filter to be used against many `WorkflowStepAttempt` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowExecutionToManyWorkflowStepAttemptFilter = {
  /** Every related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowStepAttemptFilter | null | undefined;
  /** No related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowStepAttemptFilter | null | undefined;
  /** Some related `WorkflowStepAttempt` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowStepAttemptFilter | null | undefined;
};

/** A filter to be used against `Workflow` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowFilter> | null | undefined;
  /** Filter by the object’s `createdBy` field. */
  createdBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `creator` relation. */
  creator?: UserFilter | null | undefined;
  /** A related `creator` exists. */
  creatorExists?: boolean | null | undefined;
  /** Filter by the object’s `executions` relation. */
  executions?: WorkflowToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `executions` exist. */
  executionsExist?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `limits` relation. */
  limits?: WorkflowToManyWorkflowLimitFilter | null | undefined;
  /** Some related `limits` exist. */
  limitsExist?: boolean | null | undefined;
  /** Filter by the object’s `liveVersion` relation. */
  liveVersion?: WorkflowVersionFilter | null | undefined;
  /** A related `liveVersion` exists. */
  liveVersionExists?: boolean | null | undefined;
  /** Filter by the object’s `liveVersionId` field. */
  liveVersionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `polls` relation. */
  polls?: WorkflowToManyWorkflowPollFilter | null | undefined;
  /** Some related `polls` exist. */
  pollsExist?: boolean | null | undefined;
  /** Filter by the object’s `schedules` relation. */
  schedules?: WorkflowToManyScheduledJobFilter | null | undefined;
  /** Some related `schedules` exist. */
  schedulesExist?: boolean | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: StringFilter | null | undefined;
  /** Filter by the object’s `triggers` relation. */
  triggers?: WorkflowToManyWorkflowTriggerFilter | null | undefined;
  /** Some related `triggers` exist. */
  triggersExist?: boolean | null | undefined;
  /** Filter by the object’s `updatedBy` field. */
  updatedBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `updater` relation. */
  updater?: UserFilter | null | undefined;
  /** A related `updater` exists. */
  updaterExists?: boolean | null | undefined;
  /** Filter by the object’s `variables` relation. */
  variables?: WorkflowToManyWorkflowVariableFilter | null | undefined;
  /** Some related `variables` exist. */
  variablesExist?: boolean | null | undefined;
  /** Filter by the object’s `versions` relation. */
  versions?: WorkflowToManyWorkflowVersionFilter | null | undefined;
  /** Some related `versions` exist. */
  versionsExist?: boolean | null | undefined;
  /** Filter by the object’s `versionsThatItHandles` relation. */
  versionsThatItHandles?: WorkflowToManyWorkflowVersionFilter | null | undefined;
  /** Some related `versionsThatItHandles` exist. */
  versionsThatItHandlesExist?: boolean | null | undefined;
  /** Filter by the object’s `webhookTests` relation. */
  webhookTests?: WorkflowToManyWebhookTestFilter | null | undefined;
  /** Some related `webhookTests` exist. */
  webhookTestsExist?: boolean | null | undefined;
  /** Filter by the object’s `webhooks` relation. */
  webhooks?: WorkflowToManyWebhookRegistrationFilter | null | undefined;
  /** Some related `webhooks` exist. */
  webhooksExist?: boolean | null | undefined;
};

/** A filter to be used against `WorkflowLimit` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowLimitFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowLimitFilter> | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowLimitFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowLimitFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `updatedBy` field. */
  updatedBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `userByUpdatedBy` relation. */
  userByUpdatedBy?: UserFilter | null | undefined;
  /** A related `userByUpdatedBy` exists. */
  userByUpdatedByExists?: boolean | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** A related `workflow` exists. */
  workflowExists?: boolean | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowLink` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowLinkFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowLinkFilter> | null | undefined;
  /** Filter by the object’s `edgeNo` field. */
  edgeNo?: IntFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowLinkFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowLinkFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `source` field. */
  source?: IntFilter | null | undefined;
  /** Filter by the object’s `sourceStep` relation. */
  sourceStep?: WorkflowStepFilter | null | undefined;
  /** Filter by the object’s `target` field. */
  target?: IntFilter | null | undefined;
  /** Filter by the object’s `targetStep` relation. */
  targetStep?: WorkflowStepFilter | null | undefined;
  /** Filter by the object’s `versionId` field. */
  versionId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowPoll` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowPollFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowPollFilter> | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowPollFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowPollFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowStepAttempt` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowStepAttemptFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowStepAttemptFilter> | null | undefined;
  /** Filter by the object’s `attempt` field. */
  attempt?: IntFilter | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `finishedAt` field. */
  finishedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `frameId` field. */
  frameId?: BigIntFilter | null | undefined;
  /** Filter by the object’s `generation` field. */
  generation?: IntFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowStepAttemptFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowStepAttemptFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `startedAt` field. */
  startedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: StringFilter | null | undefined;
  /** Filter by the object’s `step` relation. */
  step?: WorkflowExecutionStepFilter | null | undefined;
  /** Filter by the object’s `stepNo` field. */
  stepNo?: IntFilter | null | undefined;
  /** Filter by the object’s `workerId` field. */
  workerId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowStep` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowStepFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowStepFilter> | null | undefined;
  /** Filter by the object’s `incoming` relation. */
  incoming?: WorkflowStepToManyWorkflowLinkFilter | null | undefined;
  /** Some related `incoming` exist. */
  incomingExist?: boolean | null | undefined;
  /** Negates the expression. */
  not?: WorkflowStepFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowStepFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `outgoing` relation. */
  outgoing?: WorkflowStepToManyWorkflowLinkFilter | null | undefined;
  /** Some related `outgoing` exist. */
  outgoingExist?: boolean | null | undefined;
  /** Filter by the object’s `stepNo` field. */
  stepNo?: IntFilter | null | undefined;
  /** Filter by the object’s `version` relation. */
  version?: WorkflowVersionFilter | null | undefined;
  /** Filter by the object’s `versionId` field. */
  versionId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `WorkflowLink` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowStepToManyWorkflowLinkFilter = {
  /** Every related `WorkflowLink` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowLinkFilter | null | undefined;
  /** No related `WorkflowLink` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowLinkFilter | null | undefined;
  /** Some related `WorkflowLink` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowLinkFilter | null | undefined;
};

/** A filter to be used against many `ScheduledJob` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyScheduledJobFilter = {
  /** Every related `ScheduledJob` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: ScheduledJobFilter | null | undefined;
  /** No related `ScheduledJob` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: ScheduledJobFilter | null | undefined;
  /** Some related `ScheduledJob` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: ScheduledJobFilter | null | undefined;
};

/** A filter to be used against many `WebhookRegistration` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWebhookRegistrationFilter = {
  /** Every related `WebhookRegistration` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WebhookRegistrationFilter | null | undefined;
  /** No related `WebhookRegistration` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WebhookRegistrationFilter | null | undefined;
  /** Some related `WebhookRegistration` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WebhookRegistrationFilter | null | undefined;
};

/** A filter to be used against many `WebhookTest` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWebhookTestFilter = {
  /** Every related `WebhookTest` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WebhookTestFilter | null | undefined;
  /** No related `WebhookTest` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WebhookTestFilter | null | undefined;
  /** Some related `WebhookTest` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WebhookTestFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowExecutionFilter = {
  /** Every related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionFilter | null | undefined;
  /** No related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionFilter | null | undefined;
  /** Some related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionFilter | null | undefined;
};

/** A filter to be used against many `WorkflowLimit` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowLimitFilter = {
  /** Every related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowLimitFilter | null | undefined;
  /** No related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowLimitFilter | null | undefined;
  /** Some related `WorkflowLimit` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowLimitFilter | null | undefined;
};

/** A filter to be used against many `WorkflowPoll` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowPollFilter = {
  /** Every related `WorkflowPoll` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowPollFilter | null | undefined;
  /** No related `WorkflowPoll` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowPollFilter | null | undefined;
  /** Some related `WorkflowPoll` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowPollFilter | null | undefined;
};

/** A filter to be used against many `WorkflowTrigger` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowTriggerFilter = {
  /** Every related `WorkflowTrigger` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowTriggerFilter | null | undefined;
  /** No related `WorkflowTrigger` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowTriggerFilter | null | undefined;
  /** Some related `WorkflowTrigger` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowTriggerFilter | null | undefined;
};

/** A filter to be used against many `WorkflowVariable` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowVariableFilter = {
  /** Every related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowVariableFilter | null | undefined;
  /** No related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowVariableFilter | null | undefined;
  /** Some related `WorkflowVariable` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowVariableFilter | null | undefined;
};

/** A filter to be used against many `WorkflowVersion` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowToManyWorkflowVersionFilter = {
  /** Every related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowVersionFilter | null | undefined;
  /** No related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowVersionFilter | null | undefined;
  /** Some related `WorkflowVersion` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowVersionFilter | null | undefined;
};

/** A filter to be used against `WorkflowTriggerDefinition` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerDefinitionFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowTriggerDefinitionFilter> | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowTriggerDefinitionFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowTriggerDefinitionFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowTrigger` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowTriggerFilter> | null | undefined;
  /** Filter by the object’s `executions` relation. */
  executions?: WorkflowTriggerToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `executions` exist. */
  executionsExist?: boolean | null | undefined;
  /** Filter by the object’s `failureCount` field. */
  failureCount?: BigIntFilter | null | undefined;
  /** Filter by the object’s `firings` relation. */
  firings?: WorkflowTriggerToManyWorkflowTriggerFiringFilter | null | undefined;
  /** Some related `firings` exist. */
  firingsExist?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lastTriggeredAt` field. */
  lastTriggeredAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `nodeId` field. */
  nodeId?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowTriggerFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowTriggerFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `poll` relation. */
  poll?: WorkflowPollFilter | null | undefined;
  /** A related `poll` exists. */
  pollExists?: boolean | null | undefined;
  /** Filter by the object’s `schedule` relation. */
  schedule?: ScheduledJobFilter | null | undefined;
  /** A related `schedule` exists. */
  scheduleExists?: boolean | null | undefined;
  /** Filter by the object’s `successCount` field. */
  successCount?: BigIntFilter | null | undefined;
  /** Filter by the object’s `timers` relation. */
  timers?: WorkflowTriggerToManyWorkflowTriggerTimerFilter | null | undefined;
  /** Some related `timers` exist. */
  timersExist?: boolean | null | undefined;
  /** Filter by the object’s `triggerCount` field. */
  triggerCount?: BigIntFilter | null | undefined;
  /** Filter by the object’s `webhook` relation. */
  webhook?: WebhookRegistrationFilter | null | undefined;
  /** A related `webhook` exists. */
  webhookExists?: boolean | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowTriggerFiring` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerFiringFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowTriggerFiringFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `event` relation. */
  event?: WorkflowEventFilter | null | undefined;
  /** A related `event` exists. */
  eventExists?: boolean | null | undefined;
  /** Filter by the object’s `eventId` field. */
  eventId?: UuidFilter | null | undefined;
  /** Filter by the object’s `execution` relation. */
  execution?: WorkflowExecutionFilter | null | undefined;
  /** A related `execution` exists. */
  executionExists?: boolean | null | undefined;
  /** Filter by the object’s `executionId` field. */
  executionId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `isReplay` field. */
  isReplay?: BooleanFilter | null | undefined;
  /** Filter by the object’s `key` field. */
  key?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowTriggerFiringFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowTriggerFiringFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `reason` field. */
  reason?: StringFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: StringFilter | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** A related `trigger` exists. */
  triggerExists?: boolean | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowTriggerTimer` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerTimerFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowTriggerTimerFilter> | null | undefined;
  /** Filter by the object’s `dueAt` field. */
  dueAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `eventCount` field. */
  eventCount?: IntFilter | null | undefined;
  /** Filter by the object’s `key` field. */
  key?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowTriggerTimerFilter | null | undefined;
  /** Filter by the object’s `oldestAt` field. */
  oldestAt?: DatetimeFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowTriggerTimerFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `trigger` relation. */
  trigger?: WorkflowTriggerFilter | null | undefined;
  /** A related `trigger` exists. */
  triggerExists?: boolean | null | undefined;
  /** Filter by the object’s `triggerId` field. */
  triggerId?: UuidFilter | null | undefined;
};

/** A filter to be used against many `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerToManyWorkflowExecutionFilter = {
  /** Every related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionFilter | null | undefined;
  /** No related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionFilter | null | undefined;
  /** Some related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionFilter | null | undefined;
};

/** A filter to be used against many `WorkflowTriggerFiring` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerToManyWorkflowTriggerFiringFilter = {
  /** Every related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowTriggerFiringFilter | null | undefined;
  /** No related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowTriggerFiringFilter | null | undefined;
  /** Some related `WorkflowTriggerFiring` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowTriggerFiringFilter | null | undefined;
};

/** A filter to be used against many `WorkflowTriggerTimer` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerToManyWorkflowTriggerTimerFilter = {
  /** Every related `WorkflowTriggerTimer` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowTriggerTimerFilter | null | undefined;
  /** No related `WorkflowTriggerTimer` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowTriggerTimerFilter | null | undefined;
  /** Some related `WorkflowTriggerTimer` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowTriggerTimerFilter | null | undefined;
};

/** A filter to be used against `WorkflowVariable` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowVariableFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowVariableFilter> | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowVariableFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowVariableFilter> | null | undefined;
  /** Filter by the object’s `organization` relation. */
  organization?: OrganizationFilter | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** A related `workflow` exists. */
  workflowExists?: boolean | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
};

/** A filter to be used against `WorkflowVersion` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowVersionFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowVersionFilter> | null | undefined;
  /** Filter by the object’s `errorWorkflow` relation. */
  errorWorkflow?: WorkflowFilter | null | undefined;
  /** A related `errorWorkflow` exists. */
  errorWorkflowExists?: boolean | null | undefined;
  /** Filter by the object’s `errorWorkflowId` field. */
  errorWorkflowId?: UuidFilter | null | undefined;
  /** Filter by the object’s `executions` relation. */
  executions?: WorkflowVersionToManyWorkflowExecutionFilter | null | undefined;
  /** Some related `executions` exist. */
  executionsExist?: boolean | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowVersionFilter | null | undefined;
  /** Filter by the object’s `number` field. */
  number?: IntFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowVersionFilter> | null | undefined;
  /** Filter by the object’s `organizationId` field. */
  organizationId?: UuidFilter | null | undefined;
  /** Filter by the object’s `publishedBy` field. */
  publishedBy?: UuidFilter | null | undefined;
  /** Filter by the object’s `publisher` relation. */
  publisher?: UserFilter | null | undefined;
  /** A related `publisher` exists. */
  publisherExists?: boolean | null | undefined;
  /** Filter by the object’s `steps` relation. */
  steps?: WorkflowVersionToManyWorkflowStepFilter | null | undefined;
  /** Some related `steps` exist. */
  stepsExist?: boolean | null | undefined;
  /** Filter by the object’s `workflow` relation. */
  workflow?: WorkflowFilter | null | undefined;
  /** Filter by the object’s `workflowId` field. */
  workflowId?: UuidFilter | null | undefined;
  /** Filter by the object’s `workflowsThatRunIt` relation. */
  workflowsThatRunIt?: WorkflowVersionToManyWorkflowFilter | null | undefined;
  /** Some related `workflowsThatRunIt` exist. */
  workflowsThatRunItExist?: boolean | null | undefined;
};

/** A filter to be used against many `WorkflowExecution` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowVersionToManyWorkflowExecutionFilter = {
  /** Every related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowExecutionFilter | null | undefined;
  /** No related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowExecutionFilter | null | undefined;
  /** Some related `WorkflowExecution` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowExecutionFilter | null | undefined;
};

/** A filter to be used against many `Workflow` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowVersionToManyWorkflowFilter = {
  /** Every related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowFilter | null | undefined;
  /** No related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowFilter | null | undefined;
  /** Some related `Workflow` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowFilter | null | undefined;
};

/** A filter to be used against many `WorkflowStep` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowVersionToManyWorkflowStepFilter = {
  /** Every related `WorkflowStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  every?: WorkflowStepFilter | null | undefined;
  /** No related `WorkflowStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  none?: WorkflowStepFilter | null | undefined;
  /** Some related `WorkflowStep` matches the filter criteria. All fields are combined with a logical ‘and.’ */
  some?: WorkflowStepFilter | null | undefined;
};

export type MyApprovalsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyApprovalsQuery = { myApprovals: { nodes: Array<{ id: string, title: string, details: unknown, form: unknown, quorum: number, dueAt: string | null, createdAt: string } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ApprovalQueryVariables = Exact<{
  id: string;
}>;


export type ApprovalQuery = { workflowApproval: { id: string, title: string, details: unknown, form: unknown, quorum: number, status: string, dueAt: string | null, createdAt: string, closedAt: string | null, nodeId: string, framePath: string | null, assignees: { nodes: Array<{ assigneeNo: number, userId: string | null, email: string | null, delegateId: string | null, askedAt: string, decision: string | null, comment: string | null, data: unknown, decidedAt: string | null } | null> }, execution: { id: string, status: string } | null } | null };

export type DecideApprovalMutationVariables = Exact<{
  approvalId: string;
  decision: string;
  comment?: string | null | undefined;
  data?: unknown;
}>;


export type DecideApprovalMutation = { decideApproval: { result: { id: string, status: string } | null } | null };

export type DelegateApprovalMutationVariables = Exact<{
  approvalId: string;
  userId: string;
}>;


export type DelegateApprovalMutation = { delegateApproval: { result: { id: string, status: string } | null } | null };

export type SetCalendarMutationVariables = Exact<{
  name: string;
  zone: string;
  hours: unknown;
  holidays?: Array<string | null | undefined> | string | null | undefined;
}>;


export type SetCalendarMutation = { setCalendar: { result: { name: string, zone: string, hours: unknown, holidays: Array<string | null> } | null } | null };

export type StartBulkOperationMutationVariables = Exact<{
  kind: string;
  filter: unknown;
  arguments?: unknown;
  organizationId?: string | null | undefined;
}>;


export type StartBulkOperationMutation = { startBulkOperation: { result: { id: string, kind: string, status: string, total: number } | null } | null };

export type CancelBulkOperationMutationVariables = Exact<{
  operationId: string;
}>;


export type CancelBulkOperationMutation = { cancelBulkOperation: { result: { id: string, status: string, done: number } | null } | null };

export type PauseOrganizationMutationVariables = Exact<{
  organizationId?: string | null | undefined;
  reason?: string | null | undefined;
}>;


export type PauseOrganizationMutation = { pauseOrganization: { result: { id: string, status: string, total: number } | null } | null };

export type ResumeOrganizationMutationVariables = Exact<{
  organizationId?: string | null | undefined;
}>;


export type ResumeOrganizationMutation = { resumeOrganization: { result: { id: string, status: string, total: number } | null } | null };

export type BulkOperationQueryVariables = Exact<{
  id: string;
}>;


export type BulkOperationQuery = { bulkOperation: { id: string, kind: string, filter: unknown, arguments: unknown, status: string, position: string | null, total: number, done: number, failed: number, lastError: unknown, createdAt: string, finishedAt: string | null } | null };

export type StartWorkflowMutationVariables = Exact<{
  workflowId: string;
  input?: unknown;
  idempotencyKey?: string | null | undefined;
}>;


export type StartWorkflowMutation = { startWorkflow: { result: { id: string, status: string } | null } | null };

export type CancelExecutionMutationVariables = Exact<{
  executionId: string;
  reason?: string | null | undefined;
}>;


export type CancelExecutionMutation = { cancelExecution: { result: { id: string, status: string } | null } | null };

export type PauseExecutionMutationVariables = Exact<{
  executionId: string;
  reason?: string | null | undefined;
}>;


export type PauseExecutionMutation = { pauseExecution: { result: { id: string, status: string } | null } | null };

export type ResumeExecutionMutationVariables = Exact<{
  executionId: string;
}>;


export type ResumeExecutionMutation = { resumeExecution: { result: { id: string, status: string } | null } | null };

export type RetryExecutionMutationVariables = Exact<{
  executionId: string;
  nodeId?: string | null | undefined;
  framePath?: string | null | undefined;
  input?: unknown;
  useLiveVersion?: boolean | null | undefined;
}>;


export type RetryExecutionMutation = { retryExecution: { result: { id: string, status: string, generation: number | null } | null } | null };

export type ExecutionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WorkflowExecutionFilter | null | undefined;
}>;


export type ExecutionsQuery = { workflowExecutions: { nodes: Array<{ id: string, status: string, createdAt: string, finishedAt: string | null, workflow: { id: string, name: string } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ExecutionQueryVariables = Exact<{
  id: string;
}>;


export type ExecutionQuery = { workflowExecution: { id: string, status: string, input: unknown, output: unknown, error: unknown, createdAt: string, startedAt: string | null, finishedAt: string | null, steps: { nodes: Array<{ nodeId: string, type: string, action: string | null, status: string, attempt: number, ports: Array<string | null>, verdicts: unknown, input: unknown, output: unknown, error: unknown, startedAt: string | null, finishedAt: string | null } | null> }, logs: { nodes: Array<{ id: string, level: string, message: string, details: unknown, createdAt: string } | null> } } | null };

export type ExecutionChangedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ExecutionChangedSubscription = { executionChanged: { cursor: string, execution: { id: string, status: string, output: unknown, error: unknown, finishedAt: string | null, steps: { nodes: Array<{ nodeId: string, status: string } | null> } } | null } | null };

export type ExecutionsChangedSubscriptionVariables = Exact<{
  workflowId?: string | null | undefined;
  organizationId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ExecutionsChangedSubscription = { executionsChanged: { cursor: string, isReset: boolean, executions: Array<{ id: string, status: string, workflowId: string, createdAt: string, finishedAt: string | null } | null> } | null };

export type CompleteStepMutationVariables = Exact<{
  executionId: string;
  nodeId: string;
  framePath?: string | null | undefined;
  output?: unknown;
}>;


export type CompleteStepMutation = { completeStep: { result: { nodeId: string, framePath: string | null, status: string } | null } | null };

export type EmitEventMutationVariables = Exact<{
  name: string;
  payload?: unknown;
  key?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
}>;


export type EmitEventMutation = { emitEvent: { result: { id: string, name: string, key: string | null, createdAt: string } | null } | null };

export type WorkflowsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: string | null | undefined;
}>;


export type WorkflowsQuery = { workflows: { totalCount: number, nodes: Array<{ id: string, name: string, description: string, status: string, updatedAt: string, liveVersion: { number: number } | null } | null>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type WorkflowQueryVariables = Exact<{
  id: string;
}>;


export type WorkflowQuery = { workflow: { id: string, name: string, description: string, status: string, definition: unknown, versions: { nodes: Array<{ id: string, number: number, contentHash: string, createdAt: string } | null> }, triggers: { nodes: Array<{ id: string, nodeId: string, trigger: string, isEnabled: boolean } | null> } } | null };

export type ValidateDefinitionQueryVariables = Exact<{
  definition: unknown;
}>;


export type ValidateDefinitionQuery = { validateDefinition: { nodes: Array<{ severity: string | null, code: string | null, nodeId: string | null, path: string | null, message: string | null, hint: string | null } | null> } | null };

export type CreateWorkflowMutationVariables = Exact<{
  name: string;
  definition?: unknown;
  description?: string | null | undefined;
}>;


export type CreateWorkflowMutation = { createWorkflow: { result: { id: string, name: string, status: string } | null } | null };

export type UpdateWorkflowMutationVariables = Exact<{
  workflowId: string;
  name?: string | null | undefined;
  definition?: unknown;
}>;


export type UpdateWorkflowMutation = { updateWorkflow: { result: { id: string, name: string, definition: unknown } | null } | null };

export type PublishWorkflowMutationVariables = Exact<{
  workflowId: string;
}>;


export type PublishWorkflowMutation = { publishWorkflow: { result: { id: string, number: number, contentHash: string } | null } | null };

export type SimulateWorkflowMutationVariables = Exact<{
  workflowId: string;
  input?: unknown;
  mocks?: unknown;
  clock?: string | null | undefined;
}>;


export type SimulateWorkflowMutation = { simulateWorkflow: { result: Array<{ nodeId: string | null, framePath: string | null, type: string | null, status: string | null, finishedAt: string | null, output: unknown, error: unknown } | null> | null } | null };

export type WorkflowsChangedSubscriptionVariables = Exact<{
  organizationId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type WorkflowsChangedSubscription = { workflowsChanged: { cursor: string, isReset: boolean, workflows: Array<{ id: string, name: string, status: string } | null> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const MyApprovalsDocument = new TypedDocumentString(`
    query MyApprovals($first: Int, $after: Cursor) {
  myApprovals(first: $first, after: $after, orderBy: [CREATED_AT_ASC]) {
    nodes {
      id
      title
      details
      form
      quorum
      dueAt
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<MyApprovalsQuery, MyApprovalsQueryVariables>;
export const ApprovalDocument = new TypedDocumentString(`
    query Approval($id: UUID!) {
  workflowApproval(id: $id) {
    id
    title
    details
    form
    quorum
    status
    dueAt
    createdAt
    closedAt
    nodeId
    framePath
    assignees {
      nodes {
        assigneeNo
        userId
        email
        delegateId
        askedAt
        decision
        comment
        data
        decidedAt
      }
    }
    execution {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<ApprovalQuery, ApprovalQueryVariables>;
export const DecideApprovalDocument = new TypedDocumentString(`
    mutation DecideApproval($approvalId: UUID!, $decision: String!, $comment: String, $data: JSON) {
  decideApproval(
    input: {approvalId: $approvalId, decision: $decision, comment: $comment, data: $data}
  ) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<DecideApprovalMutation, DecideApprovalMutationVariables>;
export const DelegateApprovalDocument = new TypedDocumentString(`
    mutation DelegateApproval($approvalId: UUID!, $userId: UUID!) {
  delegateApproval(input: {approvalId: $approvalId, userId: $userId}) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<DelegateApprovalMutation, DelegateApprovalMutationVariables>;
export const SetCalendarDocument = new TypedDocumentString(`
    mutation SetCalendar($name: String!, $zone: String!, $hours: JSON!, $holidays: [Date]) {
  setCalendar(
    input: {name: $name, zone: $zone, hours: $hours, holidays: $holidays}
  ) {
    result {
      name
      zone
      hours
      holidays
    }
  }
}
    `) as unknown as TypedDocumentString<SetCalendarMutation, SetCalendarMutationVariables>;
export const StartBulkOperationDocument = new TypedDocumentString(`
    mutation StartBulkOperation($kind: String!, $filter: JSON!, $arguments: JSON, $organizationId: UUID) {
  startBulkOperation(
    input: {kind: $kind, filter: $filter, arguments: $arguments, organizationId: $organizationId}
  ) {
    result {
      id
      kind
      status
      total
    }
  }
}
    `) as unknown as TypedDocumentString<StartBulkOperationMutation, StartBulkOperationMutationVariables>;
export const CancelBulkOperationDocument = new TypedDocumentString(`
    mutation CancelBulkOperation($operationId: UUID!) {
  cancelBulkOperation(input: {operationId: $operationId}) {
    result {
      id
      status
      done
    }
  }
}
    `) as unknown as TypedDocumentString<CancelBulkOperationMutation, CancelBulkOperationMutationVariables>;
export const PauseOrganizationDocument = new TypedDocumentString(`
    mutation PauseOrganization($organizationId: UUID, $reason: String) {
  pauseOrganization(input: {organizationId: $organizationId, reason: $reason}) {
    result {
      id
      status
      total
    }
  }
}
    `) as unknown as TypedDocumentString<PauseOrganizationMutation, PauseOrganizationMutationVariables>;
export const ResumeOrganizationDocument = new TypedDocumentString(`
    mutation ResumeOrganization($organizationId: UUID) {
  resumeOrganization(input: {organizationId: $organizationId}) {
    result {
      id
      status
      total
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeOrganizationMutation, ResumeOrganizationMutationVariables>;
export const BulkOperationDocument = new TypedDocumentString(`
    query BulkOperation($id: UUID!) {
  bulkOperation(id: $id) {
    id
    kind
    filter
    arguments
    status
    position
    total
    done
    failed
    lastError
    createdAt
    finishedAt
  }
}
    `) as unknown as TypedDocumentString<BulkOperationQuery, BulkOperationQueryVariables>;
export const StartWorkflowDocument = new TypedDocumentString(`
    mutation StartWorkflow($workflowId: UUID!, $input: JSON, $idempotencyKey: String) {
  startWorkflow(
    input: {workflowId: $workflowId, input: $input, idempotencyKey: $idempotencyKey}
  ) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<StartWorkflowMutation, StartWorkflowMutationVariables>;
export const CancelExecutionDocument = new TypedDocumentString(`
    mutation CancelExecution($executionId: UUID!, $reason: String) {
  cancelExecution(input: {executionId: $executionId, reason: $reason}) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<CancelExecutionMutation, CancelExecutionMutationVariables>;
export const PauseExecutionDocument = new TypedDocumentString(`
    mutation PauseExecution($executionId: UUID!, $reason: String) {
  pauseExecution(input: {executionId: $executionId, reason: $reason}) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<PauseExecutionMutation, PauseExecutionMutationVariables>;
export const ResumeExecutionDocument = new TypedDocumentString(`
    mutation ResumeExecution($executionId: UUID!) {
  resumeExecution(input: {executionId: $executionId}) {
    result {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeExecutionMutation, ResumeExecutionMutationVariables>;
export const RetryExecutionDocument = new TypedDocumentString(`
    mutation RetryExecution($executionId: UUID!, $nodeId: String, $framePath: String, $input: JSON, $useLiveVersion: Boolean) {
  retryExecution(
    input: {executionId: $executionId, nodeId: $nodeId, framePath: $framePath, input: $input, useLiveVersion: $useLiveVersion}
  ) {
    result {
      id
      status
      generation
    }
  }
}
    `) as unknown as TypedDocumentString<RetryExecutionMutation, RetryExecutionMutationVariables>;
export const ExecutionsDocument = new TypedDocumentString(`
    query Executions($first: Int, $after: Cursor, $filter: WorkflowExecutionFilter) {
  workflowExecutions(
    first: $first
    after: $after
    filter: $filter
    orderBy: [ID_DESC]
  ) {
    nodes {
      id
      status
      createdAt
      finishedAt
      workflow {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ExecutionsQuery, ExecutionsQueryVariables>;
export const ExecutionDocument = new TypedDocumentString(`
    query Execution($id: UUID!) {
  workflowExecution(id: $id) {
    id
    status
    input
    output
    error
    createdAt
    startedAt
    finishedAt
    steps(orderBy: [STEP_NO_ASC]) {
      nodes {
        nodeId
        type
        action
        status
        attempt
        ports
        verdicts
        input
        output
        error
        startedAt
        finishedAt
      }
    }
    logs {
      nodes {
        id
        level
        message
        details
        createdAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ExecutionQuery, ExecutionQueryVariables>;
export const ExecutionChangedDocument = new TypedDocumentString(`
    subscription ExecutionChanged($id: UUID!, $after: String) {
  executionChanged(id: $id, after: $after) {
    cursor
    execution {
      id
      status
      output
      error
      finishedAt
      steps(orderBy: [STEP_NO_ASC]) {
        nodes {
          nodeId
          status
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ExecutionChangedSubscription, ExecutionChangedSubscriptionVariables>;
export const ExecutionsChangedDocument = new TypedDocumentString(`
    subscription ExecutionsChanged($workflowId: UUID, $organizationId: UUID, $after: String) {
  executionsChanged(
    workflowId: $workflowId
    organizationId: $organizationId
    after: $after
  ) {
    cursor
    isReset
    executions {
      id
      status
      workflowId
      createdAt
      finishedAt
    }
  }
}
    `) as unknown as TypedDocumentString<ExecutionsChangedSubscription, ExecutionsChangedSubscriptionVariables>;
export const CompleteStepDocument = new TypedDocumentString(`
    mutation CompleteStep($executionId: UUID!, $nodeId: String!, $framePath: String, $output: JSON) {
  completeStep(
    input: {executionId: $executionId, nodeId: $nodeId, framePath: $framePath, output: $output}
  ) {
    result {
      nodeId
      framePath
      status
    }
  }
}
    `) as unknown as TypedDocumentString<CompleteStepMutation, CompleteStepMutationVariables>;
export const EmitEventDocument = new TypedDocumentString(`
    mutation EmitEvent($name: String!, $payload: JSON, $key: String, $idempotencyKey: String) {
  emitEvent(
    input: {name: $name, payload: $payload, key: $key, idempotencyKey: $idempotencyKey}
  ) {
    result {
      id
      name
      key
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<EmitEventMutation, EmitEventMutationVariables>;
export const WorkflowsDocument = new TypedDocumentString(`
    query Workflows($first: Int, $after: Cursor, $status: String) {
  workflows(first: $first, after: $after, condition: {status: $status}) {
    nodes {
      id
      name
      description
      status
      liveVersion {
        number
      }
      updatedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<WorkflowsQuery, WorkflowsQueryVariables>;
export const WorkflowDocument = new TypedDocumentString(`
    query Workflow($id: UUID!) {
  workflow(id: $id) {
    id
    name
    description
    status
    definition
    versions(orderBy: [NUMBER_DESC], first: 20) {
      nodes {
        id
        number
        contentHash
        createdAt
      }
    }
    triggers {
      nodes {
        id
        nodeId
        trigger
        isEnabled
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WorkflowQuery, WorkflowQueryVariables>;
export const ValidateDefinitionDocument = new TypedDocumentString(`
    query ValidateDefinition($definition: JSON!) {
  validateDefinition(definition: $definition) {
    nodes {
      severity
      code
      nodeId
      path
      message
      hint
    }
  }
}
    `) as unknown as TypedDocumentString<ValidateDefinitionQuery, ValidateDefinitionQueryVariables>;
export const CreateWorkflowDocument = new TypedDocumentString(`
    mutation CreateWorkflow($name: String!, $definition: JSON, $description: String) {
  createWorkflow(
    input: {name: $name, definition: $definition, description: $description}
  ) {
    result {
      id
      name
      status
    }
  }
}
    `) as unknown as TypedDocumentString<CreateWorkflowMutation, CreateWorkflowMutationVariables>;
export const UpdateWorkflowDocument = new TypedDocumentString(`
    mutation UpdateWorkflow($workflowId: UUID!, $name: String, $definition: JSON) {
  updateWorkflow(
    input: {workflowId: $workflowId, name: $name, definition: $definition}
  ) {
    result {
      id
      name
      definition
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateWorkflowMutation, UpdateWorkflowMutationVariables>;
export const PublishWorkflowDocument = new TypedDocumentString(`
    mutation PublishWorkflow($workflowId: UUID!) {
  publishWorkflow(input: {workflowId: $workflowId}) {
    result {
      id
      number
      contentHash
    }
  }
}
    `) as unknown as TypedDocumentString<PublishWorkflowMutation, PublishWorkflowMutationVariables>;
export const SimulateWorkflowDocument = new TypedDocumentString(`
    mutation SimulateWorkflow($workflowId: UUID!, $input: JSON, $mocks: JSON, $clock: Datetime) {
  simulateWorkflow(
    input: {workflowId: $workflowId, input: $input, mocks: $mocks, clock: $clock}
  ) {
    result {
      nodeId
      framePath
      type
      status
      finishedAt
      output
      error
    }
  }
}
    `) as unknown as TypedDocumentString<SimulateWorkflowMutation, SimulateWorkflowMutationVariables>;
export const WorkflowsChangedDocument = new TypedDocumentString(`
    subscription WorkflowsChanged($organizationId: UUID, $after: String) {
  workflowsChanged(organizationId: $organizationId, after: $after) {
    cursor
    isReset
    workflows {
      id
      name
      status
    }
  }
}
    `) as unknown as TypedDocumentString<WorkflowsChangedSubscription, WorkflowsChangedSubscriptionVariables>;