# awk -v n=1000 -v form=hl7|fhir|text -f reports.awk: n reports of ten results
# with values about their intervals, the same in every form.
function gauss(mean, sd) {
	return mean + sd * (rand() + rand() + rand() + rand() - 2) * 1.7
}

function number(mean, sd, x) {
	x = gauss(mean, sd)
	if (x < 0.1) x = 0.1
	return sprintf(mean > 50 ? "%.0f" : "%.1f", x) + 0
}

BEGIN {
	srand(7)
	m = split("718-7|Hemoglobin|血红蛋白|g/L|140|18|130|175;" \
		"6690-2|Leukocytes|白细胞计数|10*9/L|6.5|2.5|3.5|9.5;" \
		"777-3|Platelets|血小板计数|10*9/L|220|70|125|350;" \
		"787-2|MCV|平均红细胞体积|fL|90|6|82|100;" \
		"2823-3|Potassium|钾|mmol/L|4.2|0.5|3.5|5.3;" \
		"2951-2|Sodium|钠|mmol/L|140|4|137|147;" \
		"2160-0|Creatinine|肌酐|umol/L|85|30|57|97;" \
		"1742-6|ALT|丙氨酸氨基转移酶|U/L|28|15|9|50;" \
		"2345-7|Glucose|葡萄糖|mmol/L|5.5|1.4|3.9|6.1;" \
		"1988-5|CRP|C反应蛋白|mg/L|4|4|0|10", rows, ";")
	for (i = 0; i < n; i++) {
		sex = i % 2 ? "M" : "F"
		birth = sprintf("19%d-0%d-15", 40 + i % 60, 1 + i % 9)
		if (form == "hl7") {
			gsub("-", "", birth)
			printf "MSH|^~\\&|LIS|LAB|HIS|WARD|2026030108%02d00||ORU^R01|%d|P|2.5.1\r", i % 60, i
			printf "PID|1||P%06d||TEST^A||%s|%s\r", i, birth, sex
			printf "OBR|1||L%d|CBC^Panel^L|||20260301073000||||||||BLD\r", i
		} else if (form == "fhir") {
			printf "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
			printf "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"P%06d\",\"gender\":\"%s\",\"birthDate\":\"%s\"}}", i, sex == "F" ? "female" : "male", birth
		} else {
			printf "检验报告单\n姓名：测试 性别：%s 年龄：%d岁\n", sex == "F" ? "女" : "男", 86 - i % 60
			printf "项目 结果 单位 参考区间\n"
		}
		for (k = 1; k <= m; k++) {
			split(rows[k], r, "|")
			v = number(r[5], r[6])
			flag = v < r[7] ? "L" : v > r[8] ? "H" : "N"
			if (form == "hl7")
				printf "OBX|%d|NM|%s^%s^LN||%s|%s^%s^UCUM|%s-%s|%s|||F\r", k, r[1], r[2], v, r[4], r[4], r[7], r[8], flag
			else if (form == "fhir")
				printf ",{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o%d-%d\",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"laboratory\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%s\",\"display\":\"%s\"}],\"text\":\"%s\"},\"subject\":{\"reference\":\"Patient/P%06d\"},\"effectiveDateTime\":\"2026-03-01T07:30:00+08:00\",\"valueQuantity\":{\"value\":%s,\"unit\":\"%s\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"%s\"},\"interpretation\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation\",\"code\":\"%s\"}]}],\"referenceRange\":[{\"low\":{\"value\":%s,\"unit\":\"%s\"},\"high\":{\"value\":%s,\"unit\":\"%s\"}}]}}", i, k, r[1], r[2], r[2], i, v, r[4], r[4], flag, r[7], r[4], r[8], r[4]
			else
				printf "%s %s%s %s %s-%s\n", r[3], v, flag == "N" ? "" : flag == "H" ? " ↑" : " ↓", r[4], r[7], r[8]
		}
		if (form == "fhir")
			printf "]}\n"
		else if (form == "text")
			printf "\f"
	}
}
