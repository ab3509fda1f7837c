/* What is given together: in one bag, between brackets, under one number. All
 * lines are normalised. */
#ifndef COMMANDS_DRUG_CHECK_READ_GROUP_H
#define COMMANDS_DRUG_CHECK_READ_GROUP_H

#include "commands/drug-check/read_order.h"

/* What is said of one holds for all n: way, how often, how long. */
void order_share(struct order *of, size_t n);
/* Does another order join the one that ends before s[end]? */
bool group_joins(const char *s, size_t end);
/* "NS 100ml 头孢他啶 2g qd", "①… ②… 静滴 各qd": is it given with the one before
 * it, though no mark says so? */
bool group_adjoins(const struct order *before, const struct order *o,
		   const char *s, size_t end);
/* Does the line open or close a bracket of a group: ┌ └? */
bool group_begins(const char *s, size_t n);
bool group_ends(const char *s, size_t n);
/* The number of the group the line is of: "[组2] …", "2组 …"; 0 none. */
unsigned group_tag(const char *s, size_t n);

#endif
