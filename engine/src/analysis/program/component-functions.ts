/** Functions that are neither defined in a file nor built in: components and plugins of the servers provide them. */
import type { Dialect } from '../../syntax/dialect';

/** Returns true if a component or plugin of this server has a function of this name. */
export function isOfComponent(name: string, dialect: Dialect): boolean {
  return functions[dialect].has(name.toLowerCase());
}

const functions: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  mysql: list(`
    mask_inner mask_outer mask_pan mask_pan_relaxed mask_ssn mask_canada_sin mask_iban mask_uk_nin mask_uuid
    gen_blacklist gen_blocklist gen_dictionary gen_dictionary_drop gen_dictionary_load gen_range gen_rnd_canada_sin
    gen_rnd_email gen_rnd_iban gen_rnd_pan gen_rnd_ssn gen_rnd_uk_nin gen_rnd_us_phone gen_rnd_uuid
    masking_dictionaries_flush masking_dictionary_remove masking_dictionary_term_add masking_dictionary_term_remove
    keyring_key_fetch keyring_key_generate keyring_key_length_fetch keyring_key_remove keyring_key_store
    keyring_key_type_fetch keyring_aws_rotate_cmk keyring_aws_rotate_keys keyring_hashicorp_update_config
    group_replication_disable_member_action group_replication_enable_member_action
    group_replication_get_communication_protocol group_replication_get_write_concurrency
    group_replication_reset_member_actions group_replication_set_as_primary
    group_replication_set_communication_protocol group_replication_set_write_concurrency
    group_replication_switch_to_multi_primary_mode group_replication_switch_to_single_primary_mode
    asynchronous_connection_failover_add_managed asynchronous_connection_failover_add_source
    asynchronous_connection_failover_delete_managed asynchronous_connection_failover_delete_source
    asynchronous_connection_failover_reset
    audit_api_message_emit_udf audit_log_encryption_password_get audit_log_encryption_password_set
    audit_log_filter_flush audit_log_filter_remove_filter audit_log_filter_remove_user audit_log_filter_set_filter
    audit_log_filter_set_user audit_log_read audit_log_read_bookmark audit_log_rotate
    firewall_group_delist firewall_group_enlist mysql_firewall_flush_status normalize_statement
    read_firewall_group_allowlist read_firewall_groups read_firewall_users read_firewall_whitelist
    set_firewall_group_mode set_firewall_mode
    version_tokens_delete version_tokens_edit version_tokens_lock_exclusive version_tokens_lock_shared
    version_tokens_set version_tokens_show version_tokens_unlock
    service_get_read_locks service_get_write_locks service_release_locks
    asymmetric_decrypt asymmetric_derive asymmetric_encrypt asymmetric_sign asymmetric_verify
    create_asymmetric_priv_key create_asymmetric_pub_key create_dh_parameters create_digest
    load_rewrite_rules mysql_query_attribute_string mysqlx_error mysqlx_generate_document_id
    create_scheduled_task drop_scheduled_task option_tracker_option_register option_tracker_option_unregister
    option_tracker_usage_get option_tracker_usage_set`),
  mariadb: list(`
    spider_bg_direct_sql spider_copy_tables spider_direct_sql spider_flush_table_mon_cache spider_ping_table
    last_insert_grn_id mroonga_command mroonga_escape mroonga_highlight_html mroonga_normalize mroonga_query_expand
    mroonga_snippet mroonga_snippet_html sphinx_snippets
    calflushcache calgetsqlcount calgetstats calgettrace calgetversion calonlinealter calsettrace calviewtablelock
    calcleartablelock callastinsertid mcssystemready mcssystemreadonly mcssystemprimary idbpartition idblocalpm
    idbextentid idbextentmin idbextentmax idbdbroot idbsegment idbsegmentdir idbblockid`),
};

function list(names: string): ReadonlySet<string> {
  return new Set(names.trim().split(/\s+/));
}
