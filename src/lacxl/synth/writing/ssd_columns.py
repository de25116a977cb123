"""The columns of the SSD tables, in the order of the specification."""

from __future__ import annotations

from typing import Final

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "ssd_person": (
        "pers_legacy_id", "pers_person_id", "pers_sex", "pers_gender", "pers_ethnicity",
        "pers_dob", "pers_common_child_id", "pers_upn_unknown", "pers_send_flag",
        "pers_expected_dob", "pers_death_date", "pers_is_mother", "pers_nationality", "ssd_flag",
    ),
    "ssd_cla_episodes": (
        "clae_cla_episode_id", "clae_person_id", "clae_cla_placement_id",
        "clae_cla_episode_start_date", "clae_cla_episode_start_reason",
        "clae_cla_primary_need_code", "clae_cla_episode_ceased", "clae_cla_episode_ceased_reason",
        "clae_cla_id", "clae_referral_id", "clae_cla_last_iro_contact_date",
        "clae_entered_care_date",
    ),
    "ssd_cla_placement": (
        "clap_cla_placement_id", "clap_cla_id", "clap_person_id",
        "clap_cla_placement_start_date", "clap_cla_placement_type", "clap_cla_placement_urn",
        "clap_cla_placement_distance", "clap_cla_placement_provider",
        "clap_cla_placement_postcode", "clap_cla_placement_end_date",
        "clap_cla_placement_change_reason",
    ),
    "ssd_legal_status": (
        "lega_legal_status_id", "lega_person_id", "lega_legal_status",
        "lega_legal_status_start_date", "lega_legal_status_end_date",
    ),
    "ssd_cla_reviews": (
        "clar_cla_review_id", "clar_cla_id", "clar_cla_review_due_date", "clar_cla_review_date",
        "clar_cla_review_cancelled", "clar_cla_review_participation",
    ),
    "ssd_cla_visits": (
        "clav_cla_visit_id", "clav_cla_id", "clav_person_id", "clav_cla_visit_date",
        "clav_cla_visit_seen", "clav_cla_visit_seen_alone",
    ),
    "ssd_cla_health": (
        "clah_health_check_id", "clah_person_id", "clah_health_check_type",
        "clah_health_check_date", "clah_health_check_status",
    ),
    "ssd_cla_care_plan": (
        "lacp_table_id", "lacp_person_id", "lacp_cla_care_plan_start_date",
        "lacp_cla_care_plan_end_date", "lacp_cla_care_plan_json",
    ),
    "ssd_care_leavers": (
        "clea_table_id", "clea_person_id", "clea_care_leaver_eligibility",
        "clea_care_leaver_in_touch", "clea_care_leaver_latest_contact",
        "clea_care_leaver_accommodation", "clea_care_leaver_accom_suitable",
        "clea_care_leaver_activity", "clea_pathway_plan_review_date",
        "clea_care_leaver_personal_advisor", "clea_care_leaver_allocated_team",
        "clea_care_leaver_worker_id",
    ),
    "ssd_permanence": (
        "perm_table_id", "perm_person_id", "perm_cla_id", "perm_adm_decision_date",
        "perm_part_of_sibling_group", "perm_siblings_placed_together",
        "perm_siblings_placed_apart", "perm_ffa_cp_decision_date", "perm_placement_order_date",
        "perm_matched_date", "perm_adopter_sex", "perm_adopter_legal_status",
        "perm_number_of_adopters", "perm_placed_for_adoption_date", "perm_adopted_by_carer_flag",
        "perm_placed_foster_carer_date", "perm_placed_ffa_cp_date",
        "perm_placement_provider_urn", "perm_decision_reversed_date",
        "perm_decision_reversed_reason", "perm_permanence_order_date",
        "perm_permanence_order_type", "perm_adoption_worker_id",
    ),
}  # fmt: skip
