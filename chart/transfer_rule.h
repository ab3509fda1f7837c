/* Inside chart/: how rows of a patient are found. */
#ifndef CHART_TRANSFER_RULE_H
#define CHART_TRANSFER_RULE_H

#include "chart/transfer_shape.h"

/* Conditions on a row `t`: its number; whether it is of the patient ?1; what
 * else but its batch must count for it to count. */
struct transfer_rule {
	const char *id, *whose, *counts;
};
extern const struct transfer_rule transfer_rules[TRANSFER_TABLES];

#endif
