/* Columns of a row to be. */
#include "commands/followup/bundle.h"

#include "base/date.h"

#include <math.h>

static struct transfer_value *at(struct transfer_row *row,
				 enum transfer_table t, const char *column)
{
	return &row->at[chart_transfer_column(t, column)];
}

void bundle_set_text(struct transfer_row *row, enum transfer_table t,
		     const char *column, const char *text)
{
	*at(row, t, column) = (struct transfer_value){
		.is = text ? TRANSFER_IS_TEXT : TRANSFER_NULL, .text = text};
}

void bundle_set_int(struct transfer_row *row, enum transfer_table t,
		    const char *column, int64_t i)
{
	*at(row, t, column) = (struct transfer_value){
		.is = i != DATE_NONE ? TRANSFER_IS_INT : TRANSFER_NULL, .i = i};
}

void bundle_set_real(struct transfer_row *row, enum transfer_table t,
		     const char *column, double x)
{
	*at(row, t, column) = (struct transfer_value){
		.is = isnan(x) ? TRANSFER_NULL : TRANSFER_IS_REAL, .r = x};
}
