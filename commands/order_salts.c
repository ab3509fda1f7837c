/* Salts and esters in the names of drugs, folded: they say what it is made
 * with, not what it is. */
#include "commands/order_forms.h"

#include <stddef.h>

/* clang-format off */
const char *const order_salts[] = {
	"盐酸", "硫酸氢", "硫酸", "酒石酸", "重酒石酸", "琥珀酸", "马来酸",
	"富马酸", "枸橼酸", "磷酸", "甲磺酸", "苯磺酸", "氢溴酸", "醋酸",
	"乙酸", "硝酸", "乳酸", "延胡索酸", "二盐酸", "半水合", "一水",
	"对甲苯磺酸", "双羟萘酸", "钠", "钾", "钙", "镁", "二钠",
	"hydrochloride", "hcl", "hydrobromide", "sulfate", "sulphate",
	"bisulfate", "tartrate", "succinate", "maleate", "fumarate",
	"citrate", "phosphate", "mesylate", "besylate", "besilate",
	"acetate", "nitrate", "lactate", "sodium", "potassium", "calcium",
	"magnesium", "disodium", "tosylate", "pamoate", "embonate",
	"propionate", "dipropionate", "furoate", "xinafoate", "valerate",
	"hemihydrate", "esylate", "tromethamine", "palmitate", "decanoate",
	"stearate", "ethylsuccinate", "bromide", "bitartrate", "trihydrate",
	"monohydrate", "dihydrate", "hyclate", "axetil", "proxetil",
	"pivoxil", "etexilate", "cilexetil", "medoxomil", "succ", "tart",
	"sulf", "sod", "bromid", "prop", "chloride",
	NULL};
/* clang-format on */
