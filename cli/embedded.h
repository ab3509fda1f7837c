/* Files that are part of the binary (build/gen/embedded.S). */
#ifndef CLI_EMBEDDED_H
#define CLI_EMBEDDED_H

extern const char kb_embedded[], kb_embedded_end[];         /* build/kb.db */
extern const char prompts_embedded[], prompts_embedded_end[]; /* prompts/ */
extern const char config_embedded[], config_embedded_end[]; /* config.yaml */

#endif
