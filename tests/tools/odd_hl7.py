#!/usr/bin/env python3
"""odd_hl7.py make SEED N | check FILE RESULTS: HL7 v2 messages of many senders'
shapes, and an independent reading of them.

The reading knows nothing of clin: it splits segments and fields by itself, says
which numbers a reader must have found on which line, and compares them with
RESULTS (ndjson). Exit 1 names the first differences."""
import json
import random
import re
import sys

CODES = [("718-7", "Hemoglobin", "HGB", "血红蛋白", "g/L", (60, 180)),
         ("6690-2", "Leukocytes", "WBC", "白细胞计数", "10*9/L", (1, 30)),
         ("777-3", "Platelets", "PLT", "血小板计数", "10*9/L", (20, 600)),
         ("2823-3", "Potassium", "K", "钾", "mmol/L", (2.5, 7)),
         ("2951-2", "Sodium", "NA", "钠", "mmol/L", (120, 160)),
         ("2160-0", "Creatinine", "CREA", "肌酐", "umol/L", (40, 500)),
         ("2345-7", "Glucose", "GLU", "葡萄糖", "mmol/L", (3, 25)),
         ("1742-6", "ALT", "ALT", "丙氨酸氨基转移酶", "U/L", (5, 800)),
         ("1988-5", "CRP", "CRP", "C反应蛋白", "mg/L", (1, 200)),
         ("3016-3", "TSH", "TSH", "促甲状腺激素", "mIU/L", (0.1, 40))]


def number(r, low, high):
    """A number as senders print it."""
    x = r.uniform(low, high)
    text = f"{x:.{r.choice([0, 1, 2])}f}"
    if float(text) == 0:
        text = "0.3"
    if r.random() < .05 and text.startswith("0."):
        text = text[1:]
    if r.random() < .04:
        text = "+" + text
    if r.random() < .03:
        text = f"{float(text):.2E}"
    return text


class Sender:
    """One system's habits, drawn once a message."""

    def __init__(self, r, i):
        self.r, self.i = r, i
        self.f, self.c, self.rep, self.e, self.s = r.choice(
            ["|^~\\&"] * 8 + ["|^~\\&", "#^~\\&", "|!~\\&", "$%~\\@"])
        self.eol = r.choice(["\r"] * 4 + ["\n", "\r\n", "\r\n"])
        self.version = r.choice(["2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8"])
        self.kind = r.choice(["ORU R01"] * 8 + ["ORU R30", "ORU R32", "OUL R22", "OUL R21",
                                                "ORM O01", "OML O21"])
        self.charset = r.choice(["", "", "UNICODE UTF-8", "UNICODE"])
        self.style = r.choice(["lri", "chinese", "local", "second", "bare"])
        self.pad = r.random() < .1

    def seg(self, *fields):
        line = self.f.join(str(x) for x in fields)
        if self.r.random() < .2:
            line += self.f * self.r.randrange(1, 6)
        return line + self.eol

    def msh(self):
        kind = self.c.join(self.kind.split()) + (
            self.c + "_".join(self.kind.split()) if self.version > "2.5" and self.r.random() < .5 else "")
        head = f"MSH{self.f}{self.c}{self.rep}{self.e}{self.s}"
        return self.f.join([head, "LIS" + self.c + "2.16.1" + self.c + "ISO", "HOSP", "EMR", "WARD",
                            "20260301083000+0800", "", kind, str(self.i), "P", self.version,
                            "", "", "AL", "NE", "CHN", self.charset]) + self.eol

    def identifier(self, code):
        c, (loinc, english, short, chinese, _, _) = self.c, code
        return {"lri": c.join([loinc, english + " [Mass/volume] in Blood", "LN", short, english, "L"]),
                "chinese": c.join([short, chinese]),
                "local": c.join([short, english, "99LAB"]),
                "second": c.join(["L" + str(self.r.randrange(1000, 9999)), chinese, "99LIS", loinc, english, "LN"]),
                "bare": loinc}[self.style]

    def unit(self, unit):
        if self.s in unit or "*" not in unit and self.r.random() < .3:
            return unit
        return self.r.choice([unit, unit + self.c + unit + self.c + "UCUM", unit.replace("*", "^") if self.c != "^"
                              else unit, ""]) or unit

    def obx(self, n, code, value, status="F", kind="NM", sub=""):
        low, high = code[5]
        reference = self.r.choice(["", f"{low}-{high}", f"{low}--{high}", f"[{low}-{high}]", f"{low} - {high}",
                                   f"{low}～{high}", f"<{high}"])
        flag = self.r.choice(["", "", "N", "H", "L", "HH", "null", "H" + self.rep + "A", """\"\""""])
        if self.pad:
            status = " " + status
        return self.seg("OBX", n, kind, self.identifier(code), sub, value, self.unit(code[4]), reference, flag,
                        "", "", status, "", "", "20260301073000")

    def message(self):
        r = self.r
        out = r.choice(["", "\v"])
        framed = bool(out)
        out += self.msh()
        if r.random() < .2:
            out += self.seg("SFT", "Vendor", "1.0", "LIS", "X")
        for p in range(r.choice([1, 1, 1, 1, 2])):
            out += self.seg("PID", p + 1, "", f"P{self.i}-{p}" + self.c * 3 + "HOSP" + self.c + "MR", "",
                            "测" + self.c + "试", "", r.choice(["19600215", "196002150000", "19600215083000+0800"]),
                            r.choice("MF"))
            if r.random() < .5:
                out += self.seg("PV1", 1, "I", "ICU" + self.c + "3")
            for o in range(r.choice([1, 1, 2, 3])):
                if r.random() < .6:
                    out += self.seg("ORC", "RE", f"A{o}", f"F{self.i}-{p}-{o}")
                out += self.seg("OBR", o + 1, f"A{o}", f"F{self.i}-{p}-{o}", "PANEL" + self.c + "检验", "", "",
                                f"2026030107{o}000", "", "", "", "", "", "", "", r.choice(["", "BLD", "SER"]))
                if r.random() < .3:
                    out += self.seg("NTE", 1, "L", "标本合格" + self.rep + "received 5.6 at 8")
                if r.random() < .2:
                    out += self.seg("TQ1", 1, "", "", "", "", "", "", "", "R")
                out += self.rows()
                if r.random() < .2:
                    out += self.seg("SPM", 1, "", "", "SER" + self.c + "Serum")
        return out + ("\x1c\r" if framed else "")

    def rows(self):
        r, out, n = self.r, "", 0
        for code in r.sample(CODES, r.randrange(1, 8)):
            n += 1
            value = number(r, *code[5])
            turn = r.random()
            if turn < .05:  # a preliminary one, then the final
                out += self.obx(n, code, number(r, *code[5]), "P") + self.obx(n, code, value, "F")
            elif turn < .12:  # corrected
                out += self.obx(n, code, number(r, *code[5])) + self.obx(n, code, value, "C")
            elif turn < .17:  # withdrawn after it was sent, or never there
                out += self.obx(n, code, value) + self.obx(n, code, r.choice(["", '""', value]), r.choice("DWX"))
            elif turn < .22:
                out += self.obx(n, code, "", r.choice("IOSN"))
            elif turn < .27:
                out += self.obx(n, code, r.choice(["溶血", "clotted", "----", "SEE NOTE"]), "F", "ST")
            elif turn < .32:
                out += self.obx(n, code, self.c + value, "F", "SN")
            else:
                out += self.obx(n, code, value, r.choice("FFFFFU"))
            if r.random() < .1:
                out += self.seg("NTE", 1, "L", "复查 4.5 一致" if r.random() < .5 else "repeat" + self.e + ".br"
                                + self.e + "confirmed")
        if r.random() < .1:
            out += self.seg("OBX", n + 1, "ED", "PDF" + self.c + "Report" + self.c + "L", "",
                            self.c + "AP" + self.c + "PDF" + self.c + "Base64" + self.c + "JVBERi0xLjQK")
        return out


def make(seed, count):
    r = random.Random(seed)
    out = []
    for i in range(count):
        out.append(Sender(r, i).message())
    text = "".join(out)
    if seed % 3 == 0:
        text = "FHS|^~\\&|LIS\rBHS|^~\\&|LIS\r" + text + "BTS|1\rFTS|1\r"
    sys.stdout.write(text)


def segments(text):
    """(line, text) of every line; CR, LF and CRLF end one."""
    for number_, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        yield number_, line.strip("\v\x1c")


def reading(text):
    """line → value a reader must give; and the lines that it must not."""
    wanted, seen = {}, {}
    f, c = "|", "^"
    message = patient = order = stamp = None
    for line, s in segments(text):
        if s[:3] in ("MSH", "FHS", "BHS"):
            f, c = s[3], s[4]
            message = line
        fields = s.split(f)
        if fields[0] == "PID":
            patient = line
        elif fields[0] == "OBR":
            order, stamp = fields[3], fields[7]
        elif fields[0] == "OBX":
            fields += [""] * 20
            key = (message, patient, order, stamp, fields[3].split(c)[0], fields[4].split(c)[0])
            status, value = fields[11].strip(), fields[5]
            if fields[2] == "SN":
                value = value.lstrip(c)
            if status in "DWXC" and status:
                for old in seen.pop(key, []):
                    wanted.pop(old, None)
            if status in ("F", "U", "C", "P"):
                if status == "F":
                    for old in [x for x in seen.get(key, []) if x < 0]:
                        seen[key].remove(old)
                        wanted.pop(-old, None)
                try:
                    wanted[line] = float(value)
                    seen.setdefault(key, []).append(-line if status == "P" else line)
                except ValueError:
                    pass
    return wanted


def check(path, results):
    with open(path, newline="", encoding="utf-8") as f:
        wanted = reading(f.read())
    given = {}
    for line in open(results, encoding="utf-8"):
        r = json.loads(line)
        for o in r["observations"]:
            if o["line"] and o["value"] is not None and not o["previous"]:
                given[o["line"]] = o["value"]
    bad = [(n, "wanted", x, "given", given.get(n)) for n, x in wanted.items() if given.get(n) != x]
    bad += [(n, "not wanted", x) for n, x in given.items() if n not in wanted]
    for b in sorted(bad)[:10]:
        print(*b)
    print(len(wanted), "values,", len(bad), "differ")
    return 1 if bad or not wanted else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(check(sys.argv[2], sys.argv[3]))
